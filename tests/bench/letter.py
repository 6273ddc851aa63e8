"""A full referral with its chart against the same words, faces and chart put on a bare canvas at the same places."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfgen.canvas import Canvas

from ibh_desktop.letters.fonts import BOLD, ITALIC, REGULAR, register
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.letters.score_chart import ScoreChart
from tests.bench.measure import ROUNDS, Row, in_turns, seconds
from tests.letter_samples import SERIES, sample

CONTENT = sample("referral", sample=False)
_MANY = 5
"""Letters a reading, so that one takes longer than the clock's grain and the collector's turns."""
_FACES = {"Regular": REGULAR, "SemiBold": BOLD, "Italic": ITALIC}
Piece = tuple[str, str, float, float, float]
"""Words, face, size, and where they begin."""


def letter() -> Row:
    """Seconds a letter."""
    register()
    bare_parts = {name: text for name, text in CONTENT.parts.items() if name != "chart"}
    sheets = [list(_pieces(page)) for page in PdfReader(BytesIO(pdf(replace(CONTENT, parts=bare_parts)))).pages]

    def ours() -> float:
        return seconds(lambda: [pdf(CONTENT) for _ in range(_MANY)]) / _MANY

    def reference() -> float:
        return seconds(lambda: [bare(sheets) for _ in range(_MANY)]) / _MANY

    return Row("letter", *in_turns(ours, reference, rounds=2 * ROUNDS), limit=2.5)


def _pieces(page: Any) -> Iterator[Piece]:
    """What stands on a page, read back: the reference is given line breaks and places for nothing."""
    found: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, str] | None, size: float) -> None:
        if text.strip() and font:
            face = _FACES[font["/BaseFont"].rsplit("-", 1)[1]]
            found.append((text.strip("\n"), face, size, cm[4] + tm[4], cm[5] + tm[5]))

    page.extract_text(visitor_text=visit)
    yield from found


def bare(sheets: list[list[Piece]]) -> bytes:
    """The words where they stand and both charts, with the same faces embedded the same way."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=us_letter, initialFontName=REGULAR)
    for number, pieces in enumerate(sheets):
        for words, face, size, x, y in pieces:
            canvas.setFont(face, size)
            canvas.drawString(x, y, words)
        if number == 0:
            for place, series in enumerate(SERIES):
                ScoreChart(series, 223).drawOn(canvas, 72 + 245 * place, 70)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
