"""Labels that show text as it is: Qt would otherwise take a patient's name for rich text (SAFETY.md 7)."""

from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit.theme import BODY, SECONDARY, SECTION, TITLE, font

_FACES = {
    "title": (TITLE, True),
    "section": (SECTION, True),
    "brand": (15, True),
    "strong": (BODY, True),
    "alert": (BODY, True),
    "label": (SECONDARY, False),
    "secondary": (SECONDARY, False),
    "problem": (SECONDARY, False),
    "banner": (SECONDARY, False),
    "alarm": (SECONDARY, True),
}


def label(text: str = "", name: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A plain-text label; `name` picks its look in the style sheet."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    if name in _FACES:
        made.setFont(font(*_FACES[name][:1], bold=_FACES[name][1]))
    return made


def pill(text: str, tone: str) -> QLabel:
    """A small coloured mark with words in it; tones: neutral, accent, success, warning, danger, info."""
    made = label(text, f"pill_{tone}")
    made.setSizePolicy(made.sizePolicy().Policy.Maximum, made.sizePolicy().Policy.Maximum)
    return made


def tip(*lines: str) -> str:
    """Lines as a tooltip: escaped and marked as rich text on purpose, so that Qt does not guess."""
    escaped = (line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines if line)
    return f"<qt>{'<br>'.join(escaped)}</qt>"


def short_date(on: date) -> str:
    """`Mon 23 Nov`."""
    return f"{on:%a} {on.day} {on:%b}"


def long_date(on: date) -> str:
    """`Monday, 23 November 2026`."""
    return f"{on:%A}, {on.day} {on:%B} {on.year}"


def us_date(on: date) -> str:
    """`03/14/1985`, as dates of birth are written here."""
    return f"{on:%m/%d/%Y}"


def clock(at: datetime) -> str:
    """`09:30`."""
    return f"{at:%H:%M}"


def capital(words: str) -> str:
    """Words with a capital at their beginning; what follows stays as it is."""
    return words[:1].upper() + words[1:]
