"""What stands before private notes: one password, and plain words on what is lost with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop import private_key
from ibh_desktop.domain.errors import IbhError
from ibh_desktop.private_key import EarlierPassword
from ibh_desktop.queries.private_notes import Shelf
from ui.kit.desk import Desk
from ui.kit.inputs import SecretField
from ui.kit.text import label

LOSS = (
    "They are locked with your password alone. If you forget it they are lost: nobody can open them, not a manager,"
    " not the recovery key."
)
ANEW = "Without the earlier password the notes written before stay locked for good. You can begin anew beside them."


class PrivateLock(QWidget):
    """Asks for the password; for the one before it, too, after a reset."""

    opened = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._busy = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._count = label("", wrap=True)
        box.addWidget(self._count)
        self._loss = label(LOSS, "notice", wrap=True)
        box.addWidget(self._loss)
        self.password, self.earlier = SecretField(), SecretField()
        self._earlier_caption = label("Password before it was reset", "label")
        for caption, field in ((label("Your password", "label"), self.password), (self._earlier_caption, self.earlier)):
            field.setAccessibleName(caption.text())
            field.setMaximumWidth(320)
            field.returnPressed.connect(self.unlock)
            caption.setBuddy(field)
            box.addWidget(caption)
            box.addWidget(field)
        self.problem = label("", "problem", wrap=True)
        box.addWidget(self.problem)
        row = QHBoxLayout()
        self.button, self.anew = QPushButton("Unlock"), QPushButton("Begin anew")
        self.button.clicked.connect(self.unlock)
        self.anew.clicked.connect(self._begin_anew)
        row.addWidget(self.button)
        row.addWidget(self.anew)
        row.addStretch()
        box.addLayout(row)
        box.addStretch()
        self._reset(shown=False)
        self.problem.hide()

    def _reset(self, *, shown: bool) -> None:
        for part in (self._earlier_caption, self.earlier, self.anew):
            part.setVisible(shown)

    def show_shelf(self, shelf: Shelf) -> None:
        """Say how many there are, never what they say."""
        none = "There is none in this course." if shelf.has_key else "Your password makes the lock the first time."
        many = "1 note in this course." if shelf.count == 1 else f"{shelf.count} notes in this course."
        self._count.setText(many if shelf.count else none)
        self._loss.setVisible(not shelf.has_key)
        self.button.setText("Unlock" if shelf.has_key else "Set up my private notes")

    def unlock(self) -> None:
        """Try what is typed."""
        work = partial(private_key.unlock, self.desk.app, self.password.value(), earlier=self.earlier.value())
        self._run(work)

    def _begin_anew(self) -> None:
        self._run(partial(private_key.begin_anew, self.desk.app, self.password.value()))

    def _run(self, work: Callable[[], None]) -> None:
        if not self._busy:  # a second Enter while Argon2 runs
            self._busy = True
            self.problem.hide()
            self.desk.tasks.start(self, work, lambda _: self._opened(), self._failed)

    def _opened(self) -> None:
        self._busy = False
        self._forget()
        self._reset(shown=False)
        self.opened.emit()

    def _failed(self, reason: BaseException) -> None:
        self._busy = False
        if not isinstance(reason, IbhError):
            self._forget()
            self.desk.fail(reason)
            return
        earlier = isinstance(reason, EarlierPassword)
        if earlier:
            self._reset(shown=True)
        self.problem.setText(f"{reason.sentence} {ANEW}" if earlier else reason.sentence)
        self.problem.show()
        (self.earlier if reason.field == "earlier" else self.password).setFocus()

    def _forget(self) -> None:
        self.password.clear()
        self.earlier.clear()
