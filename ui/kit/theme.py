"""Tokens of LOOK.md: colours, spacing and type. The style sheet in resources holds no literal colours."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from resources import path_of, read_text

SPACE = (4, 8, 12, 16, 24, 32)
ROW, COMPACT_ROW = 36, 28
SETTINGS = ("IBH", "IBH Desktop")
"""Where this PC remembers how the window looked."""
BODY, SECONDARY, SECTION, TITLE = 13, 12, 16, 22
"""Sizes of type in pixels."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme; every colour is `#RRGGBB`."""

    page: str
    surface: str
    text: str
    secondary: str
    hairline: str
    edge: str
    accent: str
    accent_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    info: str
    info_soft: str
    initial: str
    middle: str
    ending: str
    on_accent: str


LIGHT = Tokens(
    page="#F6F7F9",
    surface="#FFFFFF",
    text="#1B2330",
    secondary="#566070",
    hairline="#D5DAE1",
    edge="#818B9A",
    accent="#2B5BC7",
    accent_soft="#E9EFFB",
    success="#1B7A4B",
    success_soft="#E5F4EC",
    warning="#8A5200",
    warning_soft="#FCF1DD",
    danger="#B3261E",
    danger_soft="#FCEAE8",
    info="#0B6A86",
    info_soft="#E3F3F8",
    initial="#3568B0",
    middle="#137D6E",
    ending="#A1530B",
    on_accent="#FFFFFF",
)
DARK = Tokens(
    page="#14181F",
    surface="#1B2029",
    text="#E8ECF2",
    secondary="#A3ADBB",
    hairline="#333C4A",
    edge="#6F7A8B",
    accent="#8FB3FF",
    accent_soft="#22324F",
    success="#6FCF97",
    success_soft="#1C3327",
    warning="#F2B45C",
    warning_soft="#3A2C15",
    danger="#FF8A80",
    danger_soft="#43211F",
    info="#6CC6E0",
    info_soft="#17333C",
    initial="#7FB0F5",
    middle="#5CC7B4",
    ending="#F0A95B",
    on_accent="#14181F",
)


@dataclass(slots=True)
class _Current:
    tokens: Tokens
    scheme: str


_current = _Current(LIGHT, "system")


def tokens() -> Tokens:
    """The scheme in force."""
    return _current.tokens


def color(name: str, alpha: float = 1.0) -> QColor:
    """A token as a colour: `color("danger_soft")`."""
    made = QColor(getattr(_current.tokens, name))
    made.setAlphaF(alpha)
    return made


def is_dark() -> bool:
    """Whether the dark scheme is in force."""
    return _current.tokens is DARK


def font(pixels: int = BODY, *, bold: bool = False) -> QFont:
    """Our face at a size; figures are all as wide as each other."""
    made = QFont(QApplication.font())
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if bold and made.family() == "Inter":
        # Qt offers only the regular instance of a variable face by name; the axis gives the rest.
        made.setVariableAxis(QFont.Tag("wght"), 620)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def load_font(app: QApplication) -> None:
    """The platform's own face; Inter on Linux and offscreen, from its package."""
    spec = None if sys.platform in ("win32", "darwin") else find_spec("fontpkg_inter")
    if spec is not None and spec.submodule_search_locations:
        folder = Path(spec.submodule_search_locations[0]) / "files"
        QFontDatabase.addApplicationFont(str(folder / "Inter[opsz,wght].ttf"))
        face = QFont("Inter")
    else:
        face = QFont(app.font())
    face.setPixelSize(BODY)
    app.setFont(face)


def apply(app: QApplication, scheme: str = "system") -> None:
    """Put `system`, `light` or `dark` in force for every window."""
    dark = scheme == "dark"
    if scheme == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _current.tokens, _current.scheme = (DARK if dark else LIGHT), scheme
    app.setStyle("Fusion")
    app.setPalette(_palette(_current.tokens))
    app.setStyleSheet(sheet(_current.tokens))


def toggle() -> None:
    """From light to dark and back, and remember it for the next start."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    scheme = "light" if is_dark() else "dark"
    apply(app, scheme)
    QSettings(*SETTINGS).setValue("scheme", scheme)


def remembered() -> str:
    """The scheme chosen last, `system` before any was."""
    return str(QSettings(*SETTINGS).value("scheme", "system"))


def sheet(chosen: Tokens) -> str:
    """The style sheet with every token filled in."""
    text = read_text("theme.qss")
    for name in Tokens.__slots__:
        text = text.replace(f"${{{name}}}", getattr(chosen, name))
    return text.replace("${tick}", path_of(f"tick_{'dark' if chosen is DARK else 'light'}.png").as_posix())


def _palette(chosen: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, chosen.page),
        (role.Base, chosen.surface),
        (role.AlternateBase, chosen.page),
        (role.Button, chosen.surface),
        (role.WindowText, chosen.text),
        (role.Text, chosen.text),
        (role.ButtonText, chosen.text),
        (role.PlaceholderText, chosen.secondary),
        (role.ToolTipBase, chosen.surface),
        (role.ToolTipText, chosen.text),
        (role.Highlight, chosen.accent_soft),
        (role.HighlightedText, chosen.text),
        (role.Link, chosen.accent),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(chosen.secondary))
    return palette
