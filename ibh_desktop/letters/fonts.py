"""IBM Plex Serif, embedded: regular, bold and italic with full Latin coverage, from its package."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from ibh_desktop.domain.errors import Unavailable

REGULAR, BOLD, ITALIC = "Plex", "Plex-Bold", "Plex-Italic"
_FILES = {REGULAR: "IBMPlexSerif-Regular.ttf", BOLD: "IBMPlexSerif-SemiBold.ttf", ITALIC: "IBMPlexSerif-Italic.ttf"}


@cache
def register() -> None:
    """Load the faces once a process; raise `Unavailable` when the package is not installed."""
    spec = find_spec("fontpkg_ibm_plex_serif")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The typeface for letters is missing: install the package fontpkg-ibm-plex-serif again.")
    folder = Path(spec.submodule_search_locations[0]) / "files"
    for name, file in _FILES.items():
        registerFont(TTFont(name, str(folder / file)))
    for bold, italic, name in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(REGULAR, bold, italic, name)
