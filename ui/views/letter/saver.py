"""Keeps a draft: a moment after the last key, when the page is left, when the window goes. No word is dropped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.queries import letters
from ibh_desktop.queries.letters import Draft
from ibh_desktop.usecases import letters as writing
from ui.kit.keeper import InTurn
from ui.kit.tasks import Tasks

SAVE_AFTER = 900
RETRY_AFTER = 8_000


class Saver(QObject):
    """Holds the draft as it is written now. One write is under way at a time, each on the version that the one before gave.

    Words of a letter that was left before they could be written are parked: they are tried again, and shown when it is opened.
    """

    saved = Signal(object)
    failed = Signal(object)
    conflict = Signal()

    def __init__(self, owner: QObject, app: App, tasks: Tasks) -> None:
        super().__init__(owner)
        self._app, self._tasks = app, tasks
        self.draft: Draft | None = None
        self.edited = False
        self.clashed = False
        self._parked: dict[LetterId, Draft] = {}
        self._versions: dict[LetterId, int] = {}
        self._turns: dict[LetterId, InTurn] = {}
        self._stuck: set[LetterId] = set()
        self._saving: Draft | None = None
        self.timer = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self.timer.timeout.connect(self.save)

    def hold(self, draft: Draft) -> Draft:
        """A draft as it is stored; what comes back has the words that are still to be written."""
        self.timer.stop()
        parked = self._parked.pop(draft.id, None)
        if parked is None:
            self._versions[draft.id] = draft.version
        self._stuck.discard(draft.id)
        self.draft, self.edited, self.clashed = parked or draft, parked is not None, False
        if parked is not None:
            self.timer.start(SAVE_AFTER)
        return self.draft

    def leave(self) -> None:
        """Another letter is opened: what is not written yet is written behind it."""
        if self.draft is not None and self.edited:
            self._parked[self.draft.id] = self.draft
        self.draft, self.edited, self.clashed = None, False, False
        self.save()

    def typed(self, draft: Draft) -> None:
        """The draft as it was just changed."""
        self.draft, self.edited = draft, True
        if not self.clashed:
            self.timer.start(SAVE_AFTER)

    def save(self) -> None:
        """Write now what is not written yet."""
        self.timer.stop()
        if self._saving is not None:
            return
        if self.draft is not None and self.edited and not self.clashed:
            self.edited, self._saving = False, self.draft
        else:
            self._saving = next((draft for key, draft in self._parked.items() if key not in self._stuck), None)
        if (draft := self._saving) is not None:
            self._tasks.start(self, self.write(draft), partial(self._saved, draft), partial(self._not_saved, draft))

    def write(self, draft: Draft) -> Callable[[], int | None]:
        """The write of a draft as it stands; it is passed over where a later one came first."""
        turn = self._turns.setdefault(draft.id, InTurn())
        return turn.next(partial(self._write, draft))

    def _write(self, draft: Draft) -> int:
        version = self._app.write(
            writing.write,
            draft.id,
            lines=draft.lines,
            recipient=draft.recipient,
            basis=draft.basis,
            authorization=draft.authorization,
            version=self.version(draft),
        )
        self._versions[draft.id] = version
        return version

    def version(self, draft: Draft) -> int:
        """The version that this desk saw or wrote last."""
        return self._versions.get(draft.id, draft.version)

    def take(self) -> Callable[[], object]:
        """The write of what is not written yet, for whoever goes on from there."""
        self.timer.stop()
        draft, edited, self.edited = self.draft, self.edited, False
        return self.write(draft) if draft is not None and edited else lambda: None

    def give_back(self) -> None:
        """What was taken was not written after all."""
        if self.draft is not None:
            self.typed(self.draft)

    def forget(self) -> None:
        """What is written here is not wanted any more."""
        self.timer.stop()
        self.draft, self.edited, self.clashed = None, False, False

    def rest(self) -> Callable[[], object] | None:
        """What must still be written when the window goes; None when nothing must."""
        self.timer.stop()
        if self.draft is not None and self.edited and not self.clashed:
            self._parked[self.draft.id] = self.draft
        self.edited = False
        left = [self.write(draft) for draft in self._parked.values()]
        return (lambda: [work() for work in left]) if left else None

    def _saved(self, written: Draft, version: int | None) -> None:
        self._saving = None
        if self._parked.get(written.id) is written:
            del self._parked[written.id]
        if self.draft is not None and self.draft.id == written.id and version is not None:
            self.saved.emit(self.draft)
        if self.edited or self._parked.keys() - self._stuck:
            self.timer.start(SAVE_AFTER)

    def _not_saved(self, written: Draft, reason: BaseException) -> None:
        self._saving = None
        if self.draft is None or self.draft.id != written.id:
            self._parked.setdefault(written.id, written)
            if isinstance(reason, Conflict):
                self._stuck.add(written.id)  # it is told again when the letter is opened
            else:
                self.timer.start(RETRY_AFTER)
            self.failed.emit(reason)
            return
        self.edited = True
        if isinstance(reason, Conflict):
            self.clash()
        else:
            self.timer.start(RETRY_AFTER)
            self.failed.emit(reason)

    def clash(self) -> None:
        """Another desk wrote the same letter: nothing is written until somebody says whose words stand."""
        self.timer.stop()
        self.edited = self.clashed = True
        self.conflict.emit()

    def keep_mine(self) -> None:
        """Write what is here over what another desk wrote."""
        if (draft := self.draft) is not None:
            read = partial(self._app.read, letters.composer, draft.id)
            self._tasks.start(self, read, self._over, self.failed.emit)

    def _over(self, theirs: Draft) -> None:
        if self.draft is not None and self.draft.id == theirs.id:
            self._versions[theirs.id] = theirs.version
            self.clashed = False
            self.save()
