"""Word's automatic numbers come out as people see them, whichever way a program has written them down."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml

from app.adapters.docx_numbering import Numbering
from tests.adapters.test_extraction import NAMESPACE


def lvl(at: int, shown: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{shown}"/>'
        "</w:lvl>"
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, shared: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{shared}"/>{overrides}</w:num>'


def override(at: int, inside: str) -> str:
    return f'<w:lvlOverride w:ilvl="{at}">{inside}</w:lvlOverride>'


def anew(at: int, start: int = 1) -> str:
    return override(at, f'<w:startOverride w:val="{start}"/>')


def style(name: str, properties: str, kind: str = "paragraph", based: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{base}<w:pPr>{properties}</w:pPr></w:style>'


def place(number: int | None = None, level: int | None = None) -> str:
    given = (("ilvl", level), ("numId", number))
    inside = [f'<w:{name} w:val="{value}"/>' for name, value in given if value is not None]
    return f"<w:numPr>{''.join(inside)}</w:numPr>"


def labels(numbering: str, paragraphs: list[str], styles: str = "") -> list[str]:
    """What stands before paragraphs with these properties, one after the other."""
    roots = [
        parse_xml(f"<w:{name} {NAMESPACE}>{inside}</w:{name}>")
        for name, inside in (("numbering", numbering), ("styles", styles))
    ]
    found = Numbering(roots[:1], roots[1:])
    return [found.label(parse_xml(f"<w:p {NAMESPACE}><w:pPr>{p}</w:pPr></w:p>")).strip() for p in paragraphs]


LEGAL = [lvl(0, "%1.", "upperRoman"), lvl(1, "%2."), lvl(2, "%2.%3."), lvl(3, "%4)", "lowerLetter")]
NAMED = '<w:pStyle w:val="{}"/>'.format


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "expected"),
    [
        (
            abstract(0, *LEGAL) + num(1, 0),
            [place(1, at) for at in (0, 1, 2, 2, 3, 3, 1, 2, 0, 1)],
            ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1.", "II.", "1."],
        ),
        # Two lists of one shape count on; one that says so begins anew, once.
        (abstract(0, *LEGAL) + num(1, 0) + num(2, 0), [place(1, 0), place(2, 0), place(1, 0)], ["I.", "II.", "III."]),
        (
            abstract(0, *LEGAL) + num(1, 0) + num(2, 0, anew(0)),
            [place(1, 0), place(1, 0), place(2, 0), place(2, 0), place(1, 0)],
            ["I.", "II.", "I.", "II.", "III."],
        ),
        (
            abstract(0, *LEGAL) + num(2, 0, anew(1, 4)),
            [place(2, at) for at in (0, 1, 1, 0, 1)],
            ["I.", "4.", "5.", "II.", "4."],
        ),
        # A list may have levels of its own.
        (
            abstract(0, *LEGAL) + num(2, 0, override(0, lvl(0, "Điều %1."))),
            [place(2, 0), place(2, 0)],
            ["Điều 1.", "Điều 2."],
        ),
        # Restart: never, or after a higher level only.
        (
            abstract(0, lvl(0, "%1."), lvl(1, "%2.", more='<w:lvlRestart w:val="0"/>')) + num(1, 0),
            [place(1, at) for at in (0, 1, 0, 1)],
            ["1.", "1.", "2.", "2."],
        ),
        (
            abstract(0, lvl(0, "%1."), lvl(1, "%2."), lvl(2, "%3)", more='<w:lvlRestart w:val="1"/>')) + num(1, 0),
            [place(1, at) for at in (0, 1, 2, 1, 2, 0, 2)],
            ["1.", "1.", "1)", "2.", "2)", "2.", "1)"],
        ),
        # Arabic numerals throughout, as in "1.1" under "I."
        (
            abstract(0, lvl(0, "%1.", "upperRoman"), lvl(1, "%1.%2.", more="<w:isLgl/>")) + num(1, 0),
            [place(1, 0), place(1, 1)],
            ["I.", "1.1."],
        ),
        # A level that shows no number of its own still shows its words.
        (abstract(0, lvl(0, "Phần %1", "none")) + num(1, 0), [place(1, 0)], ["Phần"]),
        (abstract(0, lvl(0, "", "none")) + num(1, 0), [place(1, 0)], [""]),
        (
            abstract(0, lvl(0, "%1)", "lowerLetter", 25), lvl(1, "%2.", "decimalZero")) + num(1, 0),
            [place(1, 0)] * 3 + [place(1, 1)],
            ["y)", "z)", "aa)", "01."],
        ),
        (abstract(0, lvl(0, "%1.", "upperRoman", 48)) + num(1, 0), [place(1, 0)] * 3, ["XLVIII.", "XLIX.", "L."]),
        # Bullets: the plus keeps its rank, every other becomes a dash; in Google's lists, in LibreOffice's, in Word's.
        (
            abstract(
                0, lvl(0, "●", "bullet"), lvl(1, "+", "bullet"), lvl(2, "\uf02b", "bullet"), lvl(3, "\uf0b7", "bullet")
            )
            + num(1, 0),
            [place(1, at) for at in range(4)],
            ["-", "+", "+", "-"],
        ),
        (abstract(0, *LEGAL) + num(1, 0), [place(0), place(7, 0), ""], ["", "", ""]),
    ],
)
def test_numbers_are_counted_as_word_counts_them(numbering, paragraphs, expected):
    assert labels(numbering, paragraphs) == expected


HEADINGS = abstract(0, lvl(0, "%1.", "upperRoman", more=NAMED("Heading1")), lvl(1, "%2.", more=NAMED("Heading2")))


@pytest.mark.parametrize(
    ("numbering", "styles", "paragraphs", "expected"),
    [
        # The level is the one that names the style.
        (
            HEADINGS + num(1, 0),
            style("Heading1", place(1)) + style("Heading2", place(1)) + style("Own", "", based="Heading2"),
            [NAMED("Heading1"), NAMED("Heading2"), NAMED("Own"), NAMED("Heading1"), NAMED("Heading2")],
            ["I.", "1.", "2.", "II.", "1."],
        ),
        # A paragraph may be moved to another level, or taken out of the list of its style.
        (HEADINGS + num(1, 0), style("Heading1", place(1)), [NAMED("Heading1") + place(level=1)], ["1."]),
        (HEADINGS + num(1, 0), style("Heading1", place(1)), [NAMED("Heading1") + place(0)], [""]),
        # The levels stand with a style for lists.
        (
            abstract(0, *LEGAL, more='<w:styleLink w:val="Mine"/>')
            + abstract(1, more='<w:numStyleLink w:val="Mine"/>')
            + num(1, 0)
            + num(2, 1),
            style("Mine", place(1), "numbering"),
            [place(2, 0), place(2, 1), place(2, 0)],
            ["I.", "1.", "II."],
        ),
        (abstract(1, more='<w:numStyleLink w:val="Gone"/>') + num(2, 1), "", [place(2, 0)], ["-"]),
    ],
)
def test_styles_number_their_paragraphs(numbering, styles, paragraphs, expected):
    assert labels(numbering, paragraphs, styles) == expected
