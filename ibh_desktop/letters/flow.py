"""The only way from a text to a ReportLab paragraph (SAFETY.md 7): cleaned, escaped, never parsed as markup."""

import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from ibh_desktop.letters.fonts import BOLD, ITALIC, REGULAR

# Nothing a letter holds may reach for a file or a server.
rl_config.trustedSchemes = ["data"]
rl_config.trustedHosts = []

LONGEST_RUN = 200
"""Words in one flowable; a paragraph of many thousand words does not finish (measured)."""

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=14.5, spaceAfter=5, allowWidows=0, allowOrphans=0)
HEADING = ParagraphStyle("heading", BODY, fontName=BOLD, fontSize=10.5, spaceBefore=7, spaceAfter=1.5, keepWithNext=1)
SMALL = ParagraphStyle("small", BODY, fontSize=8.5, leading=11, spaceAfter=0, textColor="#4A5361")
NOTE = ParagraphStyle("note", SMALL, fontName=ITALIC)
PLAIN = ParagraphStyle("plain", BODY, spaceAfter=0)
RIGHT = ParagraphStyle("right", PLAIN, alignment=TA_RIGHT)
STRONG = ParagraphStyle("strong", PLAIN, fontName=BOLD)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=15, leading=19, spaceBefore=2, spaceAfter=3)


def clean(text: str) -> str:
    """Without control, private and surrogate characters, which no face has and which break extraction."""
    return "".join(
        c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Co", "Cs", "Cn")
    )


def paragraph(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    """One paragraph of at most `LONGEST_RUN` words."""
    return Paragraph(escape(clean(text)), style)


def paragraphs(text: str, style: ParagraphStyle = BODY) -> Iterator[Flowable]:
    """Lines of a text as paragraphs, long ones cut after every `LONGEST_RUN` words so that none is lost."""
    for line in clean(text).splitlines():
        words = [piece for word in line.split() for piece in _pieces(word)]
        for at in range(0, len(words), LONGEST_RUN):
            yield paragraph(" ".join(words[at : at + LONGEST_RUN]), style)


def _pieces(word: str, longest: int = 60) -> Iterator[str]:
    # A word wider than the page would be drawn over its edge.
    for at in range(0, len(word), longest):
        yield word[at : at + longest]
