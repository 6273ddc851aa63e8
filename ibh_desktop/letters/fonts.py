"""IBM Plex Serif, embedded: regular, bold and italic with full Latin coverage, from its package."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from ibh_desktop.domain.errors import Unavailable

REGULAR, BOLD, ITALIC = "Plex", "Plex-Bold", "Plex-Italic"
_FILES = {REGULAR: "IBMPlexSerif-Regular.ttf", BOLD: "IBMPlexSerif-SemiBold.ttf", ITALIC: "IBMPlexSerif-Italic.ttf"}


class _Shown(dict[int, int]):
    """Glyphs by character, and a box for every character that the face lacks."""

    def __init__(self, glyphs: dict[int, int], box: int) -> None:
        super().__init__(glyphs)
        self._box = box

    def __contains__(self, _code: object) -> bool:
        return True

    def __missing__(self, _code: int) -> int:
        return self._box


@cache
def register() -> None:
    """Load the faces once a process; raise `Unavailable` when the package is not installed."""
    spec = find_spec("fontpkg_ibm_plex_serif")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The typeface for letters is missing: install the package fontpkg-ibm-plex-serif again.")
    folder = Path(spec.submodule_search_locations[0]) / "files"
    for name, file in _FILES.items():
        font = TTFont(name, str(folder / file))
        _box_what_is_missing(font.face)
        registerFont(font)
    for bold, italic, name in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(REGULAR, bold, italic, name)


def _box_what_is_missing(face: Any) -> None:
    """Show a box where ReportLab would set a blank, and a word of another script would vanish.

    The box is glyph 0 once more as the face's last: PDF/A-1 does not let a character use glyph 0 itself. The character can
    still be read back from the file.
    """
    box = len(face.glyphPos)
    face.glyphPos = [*face.glyphPos, *face.glyphPos[:2]]
    face.hmetrics = [*face.hmetrics, *[face.hmetrics[0]] * (box + 1 - len(face.hmetrics))]
    face.charToGlyph = _Shown(face.charToGlyph, box)
