"""One family of icons, Phosphor, from its font in QtAwesome's package: only that file is read, and only once it is needed."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from ui.kit.theme import color


@cache
def _glyphs() -> tuple[str, dict[str, str]]:
    spec = find_spec("qtawesome")
    assert spec is not None
    assert spec.submodule_search_locations
    fonts = Path(spec.submodule_search_locations[0]) / "fonts"
    face = next(fonts.glob("phosphor-[0-9]*.ttf"))
    names = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_bytes())
    family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(face)))[0]
    return family, names


def pixmap(name: str, size: int, shade: QColor, ratio: float = 2.0) -> QPixmap:
    """An icon drawn at `size` logical pixels."""
    family, names = _glyphs()
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    font = QFont(family)
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(shade)
    painter.drawText(QRect(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, chr(int(names[name], 16)))
    painter.end()
    return drawn


def icon(name: str, token: str = "secondary", *, size: int = 18, checked: str = "accent") -> QIcon:
    """An icon in a token's colour; when its button is checked, in that of `checked`."""
    made = QIcon(pixmap(name, size, color(token)))
    made.addPixmap(pixmap(name, size, color(checked)), QIcon.Mode.Normal, QIcon.State.On)
    return made
