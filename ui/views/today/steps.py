"""Moves visits on from the board, one or several in a step, and takes the last step back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ibh_desktop.domain.appointments import Status
from ibh_desktop.queries.today import TodayLine
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.text import clock

if TYPE_CHECKING:
    from ibh_desktop.usecases.before import Before


class Steps:
    """The writes behind the board's keys; every one offers Undo."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk, self._owner = desk, owner
        self._undo: Callable[[], object] | None = None

    def mark(self, visits: Sequence[TodayLine], status: Status) -> None:
        """Move visits on, all or none."""
        if not visits:
            return
        at = clock(self._desk.now().astimezone(visits[0].starts.tzinfo))
        whose = discreet.name(visits[0].patient_name) if len(visits) == 1 else f"{len(visits)} visits"
        words = f"{whose}: {status.value} {at}"
        self._desk.do(partial(self._work, tuple(visits), status), partial(self._marked, words), owner=self._owner)

    def _work(self, visits: tuple[TodayLine, ...], status: Status) -> tuple[Before, ...]:
        if len(visits) == 1:
            from ibh_desktop.usecases import appointments  # noqa: PLC0415 - start-up: brings the rules of booking

            return (self._desk.app.write(appointments.mark, visits[0].id, status=status, version=visits[0].version),)
        from ibh_desktop.usecases import board  # noqa: PLC0415 - start-up: see above

        chosen = [board.Chosen(visit.id, visit.version) for visit in visits]
        return self._desk.app.write(board.mark_all, chosen, status=status)

    def _marked(self, words: str, before: tuple[Before, ...]) -> None:
        def undo() -> None:
            from ibh_desktop.usecases import board  # noqa: PLC0415 - start-up: see `_work`

            self._desk.app.write(board.take_back, before)

        self.did(words, undo)

    def did(self, words: str, undo: Callable[[], object]) -> None:
        """Say what was done, here or in a panel of the board, and offer to take it back."""
        self._undo = undo
        self._desk.say(words, undo=undo)

    def take_back(self) -> None:
        """Undo the last step that was made on this board."""
        undo, self._undo = self._undo, None
        if undo is not None:
            self._desk.do(undo, lambda _: self._desk.say("Undone"), owner=self._owner)
