"""What the pictures for paper are put together from: elements, texts and numbers of SVG."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from nntui.drawing.cells import text_width
from nntui.drawing.class_names import printable_line

INK = "#222222"
SOFT = "#666666"
LETTER = 0.52
"""The width of a letter, about, as a share of its size."""


def new_picture(width: int, height: int) -> Element:
    """An empty picture of that size in pixels, with the look of its texts."""
    return Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "font-family": "Helvetica, Arial, sans-serif",
            "font-size": "12",
            "fill": INK,
        },
    )


def add(parent: Element, tag: str, text: str | None = None, **attributes: object) -> Element:
    """Adds an element; in the name of an attribute an underscore stands for a hyphen."""
    element = SubElement(parent, tag, {name.replace("_", "-"): str(value) for name, value in attributes.items()})
    element.text = text
    return element


def add_text(parent: Element, x: float, y: float, text: str, **look: object) -> None:
    """Adds a text, whose base line begins there unless `text_anchor` says otherwise."""
    add(parent, "text", text, x=number(x), y=number(y), **look)


def add_title(root: Element, title: str, left: int, top: int) -> None:
    """Makes the picture white, and adds one or two lines of text over it, the first of them in bold.

    Args:
        root: The picture.
        title: The lines; what is longer than the picture is written smaller.
        left: Where they begin.
        top: Where what they stand over begins.
    """
    lines = [printable_line(line) for line in title.splitlines()]
    if any(lines):
        add(root, "title", " – ".join(filter(None, lines)))
    width = int(root.attrib["width"])
    add(root, "rect", width=width, height=root.attrib["height"], fill="#ffffff")
    for row, line in enumerate(lines[:2]):
        size = min((16, 12)[row], (width - 2 * 20) / (LETTER * max(1, text_width(line))))
        look = {"font_weight": "bold"} if row == 0 else {"fill": SOFT}
        y = top - (36, 16)[row] if len(lines) > 1 else top - 22
        add_text(root, left, y, line, font_size=number(size), **look)


def number(value: float) -> str:
    """A place or a length, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def cut(text: str, most: int) -> str:
    """A text on one line, in so many characters at the most."""
    text = printable_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def document(root: Element) -> str:
    """The picture as a complete SVG document, one line an element."""
    indent(root, "")
    return tostring(root, encoding="unicode") + "\n"
