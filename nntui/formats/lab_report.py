"""A lab report: one HTML page that needs nothing else, to be handed in, looked at in a browser and printed on A4."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from nntui import __version__
from nntui.drawing.loss_titles import loss_name
from nntui.formats.exports.context import ExportContext
from nntui.formats.exports.pictures import write_grid
from nntui.formats.link_writer import write_link
from nntui.formats.run_rows import (
    RunRow,
    by_hand_text,
    columns_of,
    differing,
    results_texts,
    setting_label,
    setting_text,
    used_settings,
)
from nntui.language import _, current, pgettext
from nntui.paper.losses import LossFigure, losses_svg
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras

_STYLE = """
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222; background: #fff;
  font: 15px/1.45 Helvetica, Arial, sans-serif; }
h1 { margin: 0 0 .2rem; font-size: 1.7rem; }
h2 { margin: 0 0 .3rem; font-size: 1.2rem; }
header p, .results, .notes { margin: .2rem 0; color: #555; }
blockquote { margin: 1.2rem 0; padding: .6rem 1rem; border-left: 4px solid #1f5fa8; background: #f3f6fa; }
blockquote p { margin: .3rem 0; }
table { border-collapse: collapse; margin: .6rem 0; width: 100%; font-size: .92em; }
th, td { padding: .2rem .5rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
.number { text-align: right; white-space: nowrap; }
section { margin: 1.6rem 0; padding-top: .8rem; border-top: 2px solid #222; break-inside: avoid; }
.pictures { display: flex; gap: 1rem; align-items: flex-start; }
.pictures svg { width: 100%; height: auto; }
.pictures div { flex: 1 1 50%; min-width: 0; }
.settings { columns: 2; column-gap: 2rem; margin: .4rem 0; padding: 0; list-style: none; }
.settings li { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid #eee;
  break-inside: avoid; }
.settings .differs { font-weight: bold; }
a { color: #1f5fa8; overflow-wrap: anywhere; font-size: .85em; }
footer { margin-top: 2rem; color: #777; font-size: .85em; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 11px; } }
@media (max-width: 40rem) { .pictures { display: block; } .settings { columns: 1; } }
"""
_ID = re.compile(r' id="[a-z]+"')


@dataclass(frozen=True)
class ReportHead:
    """What stands over the runs.

    Attributes:
        author: Who hands it in; "" for nobody.
        date: Of the report, as it is to be read.
        tasks: Of each the heading and then its paragraphs, a line each.
    """

    author: str
    date: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ReportRun:
    """A run in the report.

    Attributes:
        row: What is known of it.
        link_extras: What the link is to hide.
        source: The file that it comes from; "" for none.
        author: Whose work the file is; "" where that is not known.
    """

    row: RunRow
    link_extras: LinkExtras = NO_LINK_EXTRAS
    source: str = ""
    author: str = ""

    @property
    def title(self) -> str:
        """What it is called, with its file."""
        return " · ".join(filter(None, (self.source, self.row.title)))


def lab_report(head: ReportHead, runs: Sequence[ReportRun]) -> str:
    """The page.

    Args:
        head: What stands over the runs.
        runs: One or more.

    Returns:
        A complete HTML document without anything from elsewhere; names from outside are escaped.
    """
    rows = [run.row for run in runs]
    title = " – ".join(filter(None, (_("Lab report"), head.author)))
    made_with = _("Made with nntui {version}").format(version=__version__)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(current().replace("_", "-"))}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body>",
        *_head(head),
        *(_overview(runs) if len(runs) > 1 else ()),
        *(part for run in runs for part in _section(run, frozenset(differing(rows)))),
        f"<footer>{_text(made_with)}</footer>",
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """A text as HTML: escaped, and without what no page may hold."""
    return escape("".join(letter if letter.isprintable() else " " for letter in text))


def _head(head: ReportHead) -> Iterator[str]:
    yield "<header><h1>" + _text(_("Lab report")) + "</h1>"
    yield f"<p>{_text(' · '.join(filter(None, (head.author, head.date))))}</p></header>"
    for task in head.tasks:
        title, *paragraphs = task.splitlines()
        yield f"<blockquote><h2>{_text(title)}</h2>"
        yield from (f"<p>{_text(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())
        yield "</blockquote>"


def _overview(runs: Sequence[ReportRun]) -> Iterator[str]:
    """All runs in one table."""
    columns = columns_of([run.row for run in runs])
    yield "<table><thead><tr>"
    yield "<th>" + _text(pgettext("column", "Run")) + "</th>"
    for column in columns:
        yield f'<th class="{"number" if column.is_number else "text"}">{_text(column.title)}</th>'
    yield "</tr></thead><tbody>"
    for run in runs:
        cells = (
            f'<td class="{"number" if column.is_number else "text"}">{_text(column.text(run.row))}</td>'
            for column in columns
        )
        yield f"<tr><th>{_text(run.title)}</th>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _section(run: ReportRun, differs: frozenset[str]) -> Iterator[str]:
    row = run.row
    yield f"<section><h2>{_text(run.title)}</h2>"
    if run.author:
        yield '<p class="notes">' + _text(_("by {author}").format(author=run.author)) + "</p>"
    yield f'<p class="results">{_text(" · ".join(results_texts(row)))}</p>'
    yield '<div class="pictures">'
    if row.snapshot is not None:
        yield f"<div>{_inline(write_grid(ExportContext(row.snapshot)).decode())}</div>"
    if row.losses is not None:
        title = _("Losses") + "\n" + _("epoch {epoch}").format(epoch=f"{row.epoch:,}")
        axis = loss_name(row.experiment.used_loss).lower()
        yield f"<div>{_inline(losses_svg(LossFigure(row.losses, title, axis=axis)))}</div>"
    yield '</div><ul class="settings">'
    for name in used_settings([row]):
        mark = ' class="differs"' if name in differs else ""
        yield f"<li{mark}><span>{_text(setting_label(name))}</span><span>{_text(setting_text(row, name))}</span></li>"
    yield "</ul>"
    changes = by_hand_text(row)
    if changes:
        text = _("Changed on the way: {changes}").format(changes=changes)
        yield f'<p class="notes">{_text(text)}</p>'
    is_edited = row.snapshot is not None and row.snapshot.is_edited
    link = write_link(row.experiment, run.link_extras, is_edited=is_edited)
    yield f'<p><a href="{escape(link.link)}">{_text(link.link)}</a></p>'
    yield from (f'<p class="notes">{_text(note)}</p>' for note in link.notes)
    yield "</section>"


def _inline(svg: str) -> str:
    """A picture inside a page, which holds several: without names, of which each may be there once."""
    return _ID.sub("", svg)
