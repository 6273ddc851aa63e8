"""The rail at the left: one button a place, built from the commands."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ui.commands import COMMANDS, Command
from ui.kit.icons import icon
from ui.kit.text import label
from ui.places import Course, Letter, Permissions, Place, Recipients, Roster

WIDE, NARROW = 168, 56
_UNDER: dict[type, str] = {
    Course: "go.courses",
    Letter: "go.letters",
    Permissions: "go.patients",
    Recipients: "go.letters",
    Roster: "go.therapists",
}


class Rail(QWidget):
    """Folds to icons where the window is narrow."""

    def __init__(self, commands: list[Command], run: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 14, 8, 8)
        box.setSpacing(2)
        self._brand = label("IBH Desktop", "brand")
        self._brand.setContentsMargins(10, 0, 0, 12)
        box.addWidget(self._brand)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, tuple[QPushButton, Command]] = {}
        for command in commands:
            if command.place is None:
                continue
            button = QPushButton(f"  {command.label}")
            button.setObjectName("place")
            button.setCheckable(True)
            button.setIconSize(QSize(20, 20))
            button.setToolTip(f"{command.label}  {command.key}")
            button.setAccessibleName(command.label)
            button.clicked.connect(lambda _=False, c=command: run(c))  # type: ignore[operator]
            self._group.addButton(button)
            self._buttons[command.id] = (button, command)
            box.addWidget(button)
        box.addStretch()
        self.fold(narrow=False)

    def paint_icons(self) -> None:
        """Draw the icons in the colours of the scheme in force."""
        for button, command in self._buttons.values():
            button.setIcon(icon(command.icon, size=20))

    def fold(self, *, narrow: bool) -> None:
        """Icons only, or icons and words."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._brand.setText("IBH" if narrow else "IBH Desktop")
        for button, command in self._buttons.values():
            button.setText("" if narrow else f"  {command.label}")

    def mark(self, place: Place) -> None:
        """Show where we are."""
        here = _UNDER.get(type(place)) or next((c.id for c in COMMANDS if c.place is type(place)), "")
        if here in self._buttons:
            self._buttons[here][0].setChecked(True)
