"""First run: the clinic, its locations, its manager; then the recovery key, shown once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QWidget

from ui.kit.fields import Memo
from ui.kit.inputs import SecretField, TextField
from ui.kit.text import label
from ui.signin import Cover


@dataclass(frozen=True, slots=True)
class Answers:
    """What the set-up page asks for; one location a line: `Name, City, Phone`."""

    clinic: str
    locations: tuple[str, ...]
    manager: str
    username: str
    password: str


class SetUpPage(Cover):
    """One page, no wizard."""

    def __init__(self, found: Callable[[Answers], None], where: str, restore: Callable[[], None] | None = None) -> None:
        super().__init__(560)
        self._found = found
        self.box.addWidget(label("Set up your clinic", "title"))
        self.box.addWidget(label(f"It will be kept, encrypted, in {where}", "secondary", wrap=True))
        self.box.addSpacing(8)
        self.clinic = self._row("Name of the clinic", TextField())
        self.locations = Memo("", 3)
        self.locations.setPlaceholderText("One a line: Huntsville, 100 Main St, 256 555 0142")
        self._add("Locations: name, street, phone, one a line", self.locations)
        self.manager = self._row("Your name (you will be its manager)", TextField())
        self.username = self._row("Your sign-in name", TextField(placeholder="such as morgan"))
        self.password = self._row("Password, 15 characters or more", SecretField("three or four unrelated words"))
        self.again = self._row("Password again", SecretField())
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.box.addWidget(self.problem)
        row = QHBoxLayout()
        if restore is not None:
            self.restore = QPushButton("Restore a backup instead…")
            self.restore.setObjectName("flat")
            self.restore.clicked.connect(restore)
            row.addWidget(self.restore)
        row.addStretch()
        self.button = QPushButton("Set up")
        self.button.setObjectName("primary")
        self.button.clicked.connect(self.submit)
        row.addWidget(self.button)
        self.box.addLayout(row)

    def _row(self, title: str, field: TextField) -> TextField:
        self._add(title, field)
        return field

    def _add(self, title: str, field: QWidget) -> None:
        caption = label(title, "label")
        caption.setBuddy(field)
        field.setAccessibleName(title)
        self.box.addWidget(caption)
        self.box.addWidget(field)

    def submit(self) -> None:
        """Hand in the answers."""
        lines = tuple(line.strip() for line in self.locations.value().splitlines() if line.strip())
        if self.password.value() != self.again.value():
            self.refuse("The two passwords differ. Type the same one twice.")
        elif not lines:
            self.refuse("Give at least one location.")
        elif not all((self.clinic.value(), self.manager.value(), self.username.value())):
            self.refuse("Give the clinic's name, your name and a sign-in name.")
        else:
            self.button.setEnabled(False)
            self._found(
                Answers(self.clinic.value(), lines, self.manager.value(), self.username.value().lower(), self.password.value())
            )

    def refuse(self, sentence: str) -> None:
        """Say what is wrong and keep what was typed."""
        self.button.setEnabled(True)
        self.problem.setText(sentence)
        self.problem.show()


class RecoveryKeyPage(Cover):
    """Shows the key once; two groups are typed back before it goes."""

    def __init__(self, code: str, go_on: Callable[[], None]) -> None:
        super().__init__(560)
        self._groups = code.split("-")
        self._go_on = go_on
        self._asked = sorted(secrets.SystemRandom().sample(range(len(self._groups)), 2))
        self.box.addWidget(label("Your recovery key", "title"))
        about = "It opens the clinic when every password is lost. Write it down or print it, and keep it where the clinic"
        self.box.addWidget(label(f"{about} keeps its deeds. It is shown this once.", wrap=True))
        grid = QGridLayout()
        for number, group in enumerate(self._groups):
            grid.addWidget(label(f"{number + 1}", "secondary"), number // 4 * 2, number % 4)
            grid.addWidget(label(group, "mono"), number // 4 * 2 + 1, number % 4)
        self.box.addLayout(grid)
        copy = QPushButton("Copy for printing")
        copy.setObjectName("flat")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(code))
        self.box.addWidget(copy, alignment=Qt.AlignmentFlag.AlignLeft)
        self.fields = [TextField() for _ in self._asked]
        for number, field in zip(self._asked, self.fields, strict=True):
            self.box.addWidget(label(f"Type group {number + 1}", "label"))
            field.setAccessibleName(f"Group {number + 1}")
            self.box.addWidget(field)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.box.addWidget(self.problem)
        done = QPushButton("I have it")
        done.setObjectName("primary")
        done.clicked.connect(self.submit)
        self.box.addWidget(done, alignment=Qt.AlignmentFlag.AlignRight)

    def submit(self) -> None:
        """Go on once both groups are right."""
        typed = [field.value().upper() for field in self.fields]
        if typed == [self._groups[number] for number in self._asked]:
            self._go_on()
        else:
            self.problem.setText("These two groups are not those of the key. Look again.")
            self.problem.show()


PRIVATE_NOTES = (
    "Private notes are locked with your old password, and no recovery key opens them. Afterwards you are asked for the old"
    " password once; without it they stay locked for good."
)


class RecoverPage(Cover):
    """Open the clinic with the recovery key and set a new password."""

    def __init__(self, recover: Callable[[str, str, str], None], back: Callable[[], None]) -> None:
        super().__init__(520)
        self._recover = recover
        self.box.addWidget(label("Use the recovery key", "title"))
        self.code = TextField(placeholder="8 groups of 5 letters")
        self.user = TextField()
        self.password = SecretField("15 characters or more")
        for title, field in (("Recovery key", self.code), ("Your sign-in name", self.user), ("New password", self.password)):
            self.box.addWidget(label(title, "label"))
            field.setAccessibleName(title)
            self.box.addWidget(field)
        self.box.addWidget(label(PRIVATE_NOTES, "notice", wrap=True))
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.box.addWidget(self.problem)
        row = QHBoxLayout()
        go_back, done = QPushButton("Back"), QPushButton("Set password")
        done.setObjectName("primary")
        go_back.clicked.connect(back)
        done.clicked.connect(lambda: self._recover(self.code.value(), self.user.value(), self.password.value()))
        row.addWidget(go_back)
        row.addStretch()
        row.addWidget(done)
        self.box.addLayout(row)

    def refuse(self, sentence: str) -> None:
        """Say why not."""
        self.problem.setText(sentence)
        self.problem.show()
