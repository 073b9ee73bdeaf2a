"""A link as it is found: wrapped over lines by a mail or a terminal, and with words or brackets around it."""

import re

HOST = "playground.tensorflow.org"
_CLOSING = {"<": ">", "(": ")", "[": "]", '"': '"', "'": "'", "`": "`", "“": "”", "«": "»", "‹": "›"}
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_GOES_ON = re.compile(r"[&=]")
_END_OF_NUMBER = re.compile(r"[\d.,e+-]+")
_END_OF_WORD = re.compile(r"[\w.,%+-]+")
_COMPLETE = re.compile(r"=(?:true|false)$")
_START = re.compile(r"(?:https?:/{0,2})?$", re.IGNORECASE)
LONGEST = 1_000_000
"""A longer text is no link, and is left as it is."""


def link_in(text: str) -> str:
    """The link of the web Playground in a text, on one line; the text itself without line breaks where there is none.

    A line that follows belongs to the link as long as it goes on with it: it has an `&` or `=` and no sentence in it,
    or ends a word that is not complete.
    """
    if len(text) > LONGEST:
        return text
    text = _QUOTED.sub("", text).strip()
    at = text.find(HOST)
    if at < 0:
        joined = "".join(line.strip() for line in text.splitlines())
        return link_in(joined) if HOST in joined else joined
    found = _START.search(text[:at])
    start = found.start() if found else at
    body = text[start:]
    close = _CLOSING.get(text[start - 1 : start])
    if close and close in body:
        body = body[: body.index(close)]
    parts = body.split()
    link = parts[0]
    for part in parts[1:]:
        if not _continues(link, part):
            break
        link += part
    return link


def _continues(link: str, part: str) -> bool:
    if _GOES_ON.search(part):
        return True
    if "=" not in link or _COMPLETE.search(link):
        return False
    rest = _END_OF_NUMBER if link[-1].isdigit() else _END_OF_WORD
    return bool(rest.fullmatch(part))
