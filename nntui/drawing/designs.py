"""What the palettes with shades are made from: the colours of values, edges, points and classes, chosen by hand.

The colours of classes are told apart with every colour vision, the first two of them as far as the scale's ends are.
"""

from dataclasses import dataclass

from nntui.language import N_


@dataclass(frozen=True)
class Design:
    """What a palette is made from.

    Attributes:
        name: As in the settings.
        label: As on the screen.
        help: What it is for, in a line.
        anchors: The scale in truecolor: what lies between is blended.
        cube: The scale in 256 colours, from the cube and the ramp of greys.
        positive: Of strong positive edges, on a dark and on a light background.
        negative: The same for negative edges.
        cube_positive: The same as `positive`, from the 256 colours.
        cube_negative: The same as `negative`, from the 256 colours.
        positive_point: Of points with a positive label, over the picture.
        negative_point: The same for negative labels.
        neutral_point: The same for labels about 0.
        cube_positive_point: The same as `positive_point`, from the 256 colours.
        cube_negative_point: The same as `negative_point`, from the 256 colours.
        classes: Of three to six classes, as many of these as there are classes.
        cube_classes: The same from the 256 colours, each from weak to strong.
    """

    name: str
    label: str
    help: str
    anchors: tuple[int, ...]
    cube: tuple[int, ...]
    positive: tuple[int, int]
    negative: tuple[int, int]
    cube_positive: tuple[int, int]
    cube_negative: tuple[int, int]
    positive_point: int
    negative_point: int
    neutral_point: int
    cube_positive_point: int
    cube_negative_point: int
    classes: tuple[int, ...]
    cube_classes: tuple[tuple[int, ...], ...]


DESIGNS = (
    Design(
        "playground",
        N_("Playground"),
        N_("the web page's orange and blue"),
        anchors=(0xF59322, 0xE8EAEB, 0x0877BD),
        cube=(0xFF8700, 0xFFAF5F, 0xFFD7AF, 0xE8E8E8, 0xAFD7FF, 0x5FAFFF, 0x0087D7),
        positive=(0x3FA9F5, 0x0877BD),
        negative=(0xF59322, 0xD97706),
        cube_positive=(0x5FAFFF, 0x0087D7),
        cube_negative=(0xFF8700, 0xD75F00),
        positive_point=0x002A5C,
        negative_point=0x7A3000,
        neutral_point=0x626262,
        cube_positive_point=0x00005F,
        cube_negative_point=0x870000,
        classes=(0xF59322, 0x0877BD, 0x0B5E34, 0x5B1A8C, 0xD7AFFF, 0x9CFF70),
        cube_classes=(
            (0xFFD7AF, 0xFFAF5F, 0xFF8700),
            (0xAFD7FF, 0x5FAFFF, 0x0087D7),
            (0xAFD7AF, 0x5F875F, 0x005F00),
            (0xAFAFD7, 0x875FAF, 0x5F0087),
            (0xD7D7FF, 0xD7D7FF, 0xD7AFFF),
            (0xD7FFD7, 0xAFFF87, 0x87FF5F),
        ),
    ),
    Design(
        "dark",
        N_("Dark"),
        N_("the same with a dark middle, easy on the eyes at night"),
        anchors=(0xCC761C, 0x7A4312, 0x30383F, 0x124F75, 0x2A86C6),
        cube=(0xD75F00, 0xAF5F00, 0x875F00, 0x3A3A3A, 0x005F87, 0x0087AF, 0x0087D7),
        positive=(0x5CC0FF, 0x0877BD),
        negative=(0xFFA94D, 0xC46A00),
        cube_positive=(0x5FD7FF, 0x0087D7),
        cube_negative=(0xFFAF5F, 0xD75F00),
        positive_point=0xBDE6FF,
        negative_point=0xFFD9A8,
        neutral_point=0xA8A8A8,
        cube_positive_point=0xAFD7FF,
        cube_negative_point=0xFFD7AF,
        classes=(0xCC761C, 0x2A86C6, 0xF2E85C, 0x6D1E92, 0xB4ADF4, 0x59FCE1),
        cube_classes=(
            (0x875F00, 0xAF5F00, 0xD75F00),
            (0x005F87, 0x0087AF, 0x0087D7),
            (0x87875F, 0xAFAF5F, 0xFFFF5F),
            (0x5F005F, 0x5F0087, 0x8700AF),
            (0x5F5F87, 0x8787AF, 0xAFAFFF),
            (0x005F5F, 0x00AF87, 0x00FFD7),
        ),
    ),
    Design(
        "every-eye",
        N_("Colour-blind safe"),
        N_("dark blue to light yellow: for every colour vision, since the lightness alone shows the value"),
        anchors=(0x00306F, 0x57606D, 0x7C7B78, 0xB5A868, 0xFFEA46),
        cube=(0x00005F, 0x005F87, 0x5F5F87, 0x808080, 0xAFAF5F, 0xD7D75F, 0xFFFF5F),
        positive=(0xFFEA46, 0x8A7A00),
        negative=(0x7FA8FF, 0x00306F),
        cube_positive=(0xFFFF5F, 0x878700),
        cube_negative=(0x87AFFF, 0x00005F),
        positive_point=0x2E2A00,
        negative_point=0xD6E2FF,
        neutral_point=0xE4E4E4,
        cube_positive_point=0x262626,
        cube_negative_point=0xD7D7FF,
        classes=(0x00306F, 0xFFEA46, 0xA890D4, 0xA50C1F, 0x31E1C7, 0x5E62F8),
        cube_classes=(
            (0x5F5F87, 0x005F87, 0x00005F),
            (0xAFAF5F, 0xD7D75F, 0xFFFF5F),
            (0x875FAF, 0x875FD7, 0x8700FF),
            (0x5F875F, 0x5F875F, 0x5FAF5F),
            (0x875F5F, 0x875F5F, 0x870000),
            (0x87AFAF, 0x5FAFD7, 0x5FD7FF),
        ),
    ),
)
