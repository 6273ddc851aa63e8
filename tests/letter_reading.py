"""A letter's PDF read back with another library: its words in order, and where every piece of text stands."""

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.kinds import pdf


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with its face, size and the left end of its baseline in points from the page's lower left."""

    text: str
    face: str
    size: float
    x: float
    y: float


def pages(content: LetterContent) -> list[str]:
    """The text of every page, blanks and line ends as one."""
    reader = PdfReader(io.BytesIO(pdf(content)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def lines(content: LetterContent) -> list[str]:
    """The letter line by line in the order of reading, page after page."""
    reader = PdfReader(io.BytesIO(pdf(content)))
    found = [line for page in reader.pages for line in page.extract_text().splitlines()]
    return [line.strip() for line in found if line.strip()]


def words(content: LetterContent) -> str:
    """The text of the whole letter."""
    return " ".join(pages(content))


def placed(content: LetterContent) -> list[list[Piece]]:
    """The pieces of every page in the order in which they are drawn."""
    return [_pieces(page) for page in PdfReader(io.BytesIO(pdf(content))).pages]


def _pieces(page: Any) -> list[Piece]:
    found: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, str] | None, size: float) -> None:
        if text.strip() and font:
            found.append(Piece(text.strip("\n"), font["/BaseFont"].rsplit("-", 1)[1], size, cm[4] + tm[4], cm[5] + tm[5]))

    page.extract_text(visitor_text=visit)
    return found
