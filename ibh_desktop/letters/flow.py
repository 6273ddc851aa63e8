"""The only ways from a text to a ReportLab paragraph (SAFETY.md 7): cleaned, and never parsed as markup.

`paragraph` sets a text as it is. `paragraphs` sets what a person wrote: lines, lists and emphasis, and nothing else.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from reportlab import rl_config
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from ibh_desktop.letters.fonts import BOLD, ITALIC, REGULAR
from ibh_desktop.letters.ink import QUIET

# Nothing a letter holds may reach for a file or a server.
rl_config.trustedSchemes = ["data"]
rl_config.trustedHosts = []

LONGEST_RUN = 200
"""Words in one flowable; a paragraph of many thousand words does not finish (measured)."""

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    bulletFontName=REGULAR,
    fontSize=10,
    bulletFontSize=10,
    leading=13.5,
    spaceAfter=4,
    allowWidows=0,
    allowOrphans=0,
)
HEADING = ParagraphStyle("heading", BODY, fontName=BOLD, spaceBefore=6, spaceAfter=1, keepWithNext=1)
SMALL = ParagraphStyle("small", BODY, fontSize=8.5, bulletFontSize=8.5, leading=11, spaceAfter=0, textColor=QUIET)
NOTE = ParagraphStyle("note", SMALL, fontName=ITALIC)
PLAIN = ParagraphStyle("plain", BODY, spaceAfter=0)
RIGHT = ParagraphStyle("right", PLAIN, alignment=TA_RIGHT)
STRONG = ParagraphStyle("strong", PLAIN, fontName=BOLD)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=15, leading=19, spaceBefore=2, spaceAfter=3)

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NOT_SET = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_VARIANTS = range(0xFE00, 0xFE10)
"""Selectors of variants have no glyph of their own."""
_ITEM = re.compile(r"\s*(-|\d{1,3}\.)\s+(?=\S)")
_STRESSED = re.compile(r"(?<![\w*])(\*\*?)(?=[^\s*])(.{1,600}?)(?<=[^\s*])\1(?![\w*])")


def clean(text: str) -> str:
    """Without control, format, private and surrogate characters, which no face has and which break extraction.

    Marks of direction go with them: a name that they turn round would lie. What the face lacks besides comes out as a box;
    what lies beyond the first 65,536 characters, as every emoji does, cannot be named in a PDF's face and becomes U+FFFD.
    """
    lines = _LINE_END.sub("\n", unicodedata.normalize("NFC", text))
    if lines.isascii() and lines.isprintable():
        return lines
    kept = (c for c in lines if c in "\n\t" or (unicodedata.category(c) not in _NOT_SET and ord(c) not in _VARIANTS))
    return "".join(c if c <= "\uffff" else "\ufffd" for c in kept)


class Prose(Paragraph):  # type: ignore[misc]
    """Breaks its lines once a width; frames, groups and tables ask for them again and again."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        if getattr(self, "blPara", None) is None or getattr(self, "_broken_at", None) != width:
            super().wrap(width, height)
            self._broken_at = width
        return self.width, self.height


def paragraph(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    """One paragraph of at most `LONGEST_RUN` words, every character of it as it is."""
    return _set([(clean(text), style.fontName)], style)


def paragraphs(text: str, style: ParagraphStyle = BODY) -> Iterator[Paragraph]:
    """Lines of a text as paragraphs: `- ` and `1. ` make lists, `*word*` is italic, `**word**` bold.

    Long lines are cut at a sentence's end before every `LONGEST_RUN` words, or there, so that none is lost.
    """
    for line in clean(text).splitlines():
        item = _ITEM.match(line)
        words = [piece for word in line[item.end() if item else 0 :].split() for piece in _pieces(word)]
        mark = ("•" if item[1] == "-" else item[1]) if item else None
        for run in _runs(words):
            yield _set(_stressed(" ".join(run), style.fontName), _listed(style) if item else style, mark)
            mark = None


def _set(pieces: list[tuple[str, str]], style: ParagraphStyle, mark: str | None = None) -> Paragraph:
    """Texts with their faces as a paragraph. They are handed over as they are: ReportLab's parser of markup never runs."""
    frags = [
        ParaFrag(
            text=text, fontName=face, fontSize=style.fontSize, textColor=style.textColor,
            bold=0, italic=0, rise=0, greek=0, link=[], us_lines=[],
        )
        for text, face in pieces
        if text
    ]  # fmt: skip
    return Prose("".join(text for text, _ in pieces), style, mark, frags)


@cache
def _listed(style: ParagraphStyle) -> ParagraphStyle:
    left = style.leftIndent
    return ParagraphStyle(f"{style.name}_list", style, leftIndent=left + 17, bulletIndent=left + 3, spaceAfter=2)


def _stressed(text: str, face: str) -> list[tuple[str, str]]:
    """A text in pieces with their faces: between pairs of asterisks italic, between double ones bold."""
    made, at = [], 0
    for found in _STRESSED.finditer(text):
        made += [(text[at : found.start()], face), (found[2], BOLD if found[1] == "**" else ITALIC)]
        at = found.end()
    return [*made, (text[at:], face)]


def _runs(words: list[str]) -> Iterator[list[str]]:
    at = 0
    while at < len(words):
        end = min(at + LONGEST_RUN, len(words))
        if end < len(words):
            end = next((n for n in range(end, end - LONGEST_RUN // 2, -1) if words[n - 1][-1] in ".!?"), end)
        yield words[at:end]
        at = end


def _pieces(word: str, longest: int = 60) -> Iterator[str]:
    # A word wider than the page would be drawn over its edge.
    for at in range(0, len(word), longest):
        yield word[at : at + longest]
