"""What was tried, and what came of it."""

from dataclasses import dataclass, field


@dataclass
class Record:
    """All attempts.

    Attributes:
        rows: Of each its part, what was tried, what came of it and whether the kiosk has held.
    """

    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def add(self, part: str, attempt: str, outcome: str, held: bool) -> None:
        """Keeps one, and says so."""
        self.rows.append((part, attempt, outcome, held))
        print(f"{'held  ' if held else 'BROKEN'} {part}: {attempt}: {outcome}", flush=True)

    @property
    def broken(self) -> int:
        """How many attempts have got through."""
        return sum(not held for *_words, held in self.rows)

    def table(self) -> str:
        """As Markdown."""
        lines = ["| attempt | outcome |", "|---|---|"]
        part = ""
        for name, attempt, outcome, held in self.rows:
            if name != part:
                part = name
                lines.append(f"| **{name}** | |")
            mark = "" if held else "**GOT THROUGH**: "
            lines.append(f"| {_cell(attempt)} | {mark}{_cell(outcome)} |")
        return "\n".join(lines)


def _cell(text: str) -> str:
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
    return shown.replace("|", "\\|")
