"""Begin a letter about what is open: the kinds that this person may write, from the course, a visit or the patient's file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QPushButton, QWidget

from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letters import Addressee, LetterKindRule
from ibh_desktop.domain.permissions import Actor
from ibh_desktop.queries.letters import kinds_for
from ibh_desktop.usecases import letters
from ui.kit.desk import Desk
from ui.kit.form import Panel
from ui.kit.text import label
from ui.kit.theme import ROW, SECONDARY, font
from ui.places import About, Letter

_ABOUT = {"course": "About the course", "visit": "About the visit", "patient": "About the patient"}
_GOES = {
    Addressee.RECIPIENT: "",
    Addressee.REFERRER: "",
    Addressee.PATIENT: ", to the patient",
    Addressee.ANYBODY: ", to whom it may concern",
}


Kind = tuple[LetterKindRule, int]
"""A kind of letter and the key of what it would be about."""


def kinds(actor: Actor, about: About) -> list[Kind]:
    """The kinds that can be begun, in the order of their codes within course, visit and patient."""
    keys = {"course": about.course, "visit": about.visit, "patient": about.patient}
    return [(rule, key) for name, key in keys.items() if key is not None for rule in kinds_for(actor, name)]


def begin(desk: Desk, kind: str, key: int) -> None:
    """Begin it and open the composer."""

    def opened(letter: LetterId) -> None:
        desk.open(Letter(letter))

    desk.do(partial(desk.app.write, letters.begin, kind, key), opened)


class NewLetterPanel(Panel):
    """Enter begins the kind that the cursor is on."""

    def __init__(self, desk: Desk, about: About) -> None:
        super().__init__(desk, "New letter")
        self.box.addWidget(label(about.words, "secondary", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName("Kind of letter")
        self._kinds: list[Kind | None] = []
        headed = ""
        for rule, key in kinds(desk.app.actor, about):
            if rule.about != headed:
                headed = rule.about
                self._row(_ABOUT[headed], None)
            self._row(rule.title + _GOES[rule.to], (rule, key))
        self.list.itemActivated.connect(lambda _: self.begin())
        self.box.addWidget(self.list, 1)
        self.start = QPushButton("Begin")
        self.start.setObjectName("primary")
        self.start.setToolTip("Enter")
        self.start.clicked.connect(self.begin)
        self.foot.addStretch()
        self.foot.addWidget(self.start)
        self.start.setEnabled(bool(self._kinds))
        if not self._kinds:
            self.box.addWidget(label("There is no letter about this that you may write.", wrap=True))
        self.list.setCurrentRow(1)
        self.setFocusProxy(self.list)

    def _row(self, words: str, kind: Kind | None) -> None:
        item = QListWidgetItem(words, self.list)
        item.setSizeHint(QSize(0, ROW))
        if kind is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFont(font(SECONDARY, bold=True))
        self._kinds.append(kind)

    def choose(self, kind: str) -> None:
        """Put the cursor on a kind."""
        self.list.setCurrentRow(next((n for n, one in enumerate(self._kinds) if one is not None and one[0].id == kind), 1))

    def begin(self) -> None:
        """Begin what is chosen."""
        at = self.list.currentRow()
        if 0 <= at < len(self._kinds) and (kind := self._kinds[at]) is not None:
            begin(self.desk, kind[0].id, kind[1])


def letter_menu(desk: Desk, about: About, parent: QWidget) -> QMenu:
    """The same kinds as a menu at a visit."""
    menu = QMenu(parent)
    for rule, key in kinds(desk.app.actor, about):
        action = menu.addAction(rule.title)
        action.triggered.connect(partial(_begin, desk, rule.id, key))
    if menu.isEmpty():
        menu.addAction("There is no letter about this that you may write").setEnabled(False)
    return menu


def _begin(desk: Desk, kind: str, key: int, _checked: object = None) -> None:
    begin(desk, kind, key)


def show_menu(desk: Desk, about: About, parent: QWidget, at: QPoint) -> None:
    """Open the menu at a point of `parent`."""
    menu = letter_menu(desk, about, parent)
    menu.exec(parent.mapToGlobal(at))
    menu.deleteLater()
