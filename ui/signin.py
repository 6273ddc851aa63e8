"""The sign-in page. It comes up before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.kit.inputs import SecretField, TextField
from ui.kit.text import label

CARD = 400


class Cover(QWidget):
    """A page with one card in the middle."""

    painted = Signal()

    def __init__(self, width: int = CARD, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(width)
        self.box = QVBoxLayout(card)
        self.box.setContentsMargins(32, 28, 32, 28)
        self.box.setSpacing(8)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self._painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()


class SignInPage(Cover):
    """Name and password; on the sample clinic its invented people, one click each."""

    def __init__(
        self,
        sign_in: Callable[[str, str], None],
        *,
        user: str = "",
        people: Sequence[tuple[str, str, str]] = (),
        sample_password: str = "",
        locked: bool = False,
        recover: Callable[[], None] | None = None,
        restore: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(480 if people else CARD)
        self._sign_in = sign_in
        self.box.addWidget(label("IBH Desktop", "title"))
        self.box.addWidget(label("Locked. Sign in to go on." if locked else "Sign in to your clinic", "secondary"))
        self.box.addSpacing(8)
        if people:
            self._add_people(people, sample_password)
        self.user = self._row("Name", TextField(user))
        self.password = self._row("Password", SecretField())
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.box.addWidget(self.problem)
        self._can_restore = restore is not None
        self._add_restore(restore)
        row = QHBoxLayout()
        if recover is not None:
            forgot = QPushButton("Use the recovery key…")
            forgot.setObjectName("flat")
            forgot.clicked.connect(recover)
            row.addWidget(forgot)
        row.addStretch()
        self.button = QPushButton("Sign in")
        self.button.setObjectName("primary")
        self.button.clicked.connect(self.submit)
        row.addWidget(self.button)
        self.box.addLayout(row)
        self.user.returnPressed.connect(lambda: self.password.setFocus())
        self.password.returnPressed.connect(self.submit)
        self.begin()

    def _add_restore(self, restore: Callable[[], None] | None) -> None:
        self.restore = QPushButton("Restore a backup…")
        self.restore.setObjectName("flat")
        self.restore.hide()
        if restore is not None:
            self.restore.clicked.connect(restore)
        self.box.addWidget(self.restore, alignment=Qt.AlignmentFlag.AlignLeft)

    def _row(self, title: str, field: TextField) -> TextField:
        caption = label(title, "label")
        caption.setBuddy(field)
        field.setAccessibleName(title)
        self.box.addWidget(caption)
        self.box.addWidget(field)
        return field

    def _add_people(self, people: Sequence[tuple[str, str, str]], password: str) -> None:
        self.box.addWidget(label("Sample clinic: invented people. Choose one to look around.", "notice", wrap=True))
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, (user, name, role) in enumerate(people):
            button = QPushButton(f"{name}\n{role}")
            button.setAccessibleName(f"Sign in as {name}, {role}")
            button.clicked.connect(lambda _=False, who=user: self._try(who, password))
            grid.addWidget(button, number // 2, number % 2)
        self.box.addLayout(grid)
        self.box.addSpacing(8)

    def begin(self) -> None:
        """Put the cursor where typing begins."""
        (self.password if self.user.text() else self.user).setFocus()

    def submit(self) -> None:
        """Try what is typed."""
        self._try(self.user.value(), self.password.value())

    def _try(self, user: str, password: str) -> None:
        # A second Enter while Argon2 runs would open the clinic twice.
        if self.button.isEnabled():
            self.busy(True)
            self._sign_in(user, password)

    def busy(self, on: bool) -> None:  # noqa: FBT001 - a state, as in setEnabled
        """While Argon2 runs, a second try makes no sense."""
        self.button.setEnabled(not on)
        self.button.setText("Signing in…" if on else "Sign in")
        if on:
            self.problem.hide()

    def offer_restore(self) -> None:
        """The clinic cannot be opened: a backup may help."""
        self.restore.setVisible(self._can_restore)

    def refuse(self, sentence: str) -> None:
        """Say why not, and let them try again."""
        self.busy(False)
        self.problem.setText(sentence)
        self.problem.show()
        self.password.selectAll()
        self.password.setFocus()
