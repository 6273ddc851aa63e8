"""The writes behind the call list's keys and its panel; every one offers Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.calls import REACHED_NOBODY, CallOutcome
from ibh_desktop.queries.calls import CallLine
from ibh_desktop.usecases import calls
from ibh_desktop.usecases.calls import Noted, Seen
from ui.dialogs.session import Movable, MovePanel
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.text import clock, short_date


def seen(line: CallLine) -> Seen:
    """What the list showed of this visit."""
    return Seen(line.version, line.last_call)


class CallSteps:
    """Notes calls, moves visits and takes the last step back."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk, self._owner = desk, owner
        self._undo: Callable[[], object] | None = None

    def note(self, line: CallLine, outcome: CallOutcome) -> None:
        """Note what came of a call."""
        work = partial(self._desk.app.write, calls.called, line.id, outcome=outcome, seen=seen(line))
        self._desk.do(work, lambda noted: self.did(line, outcome, noted), owner=self._owner)

    def did(self, line: CallLine, outcome: CallOutcome, noted: Noted) -> None:
        """Say what was noted, and how it is taken back."""
        words = f"{discreet.name(line.patient_name)}: {outcome.value}"
        if any(was.starts < line.starts for was in noted.changed.before):
            words += ", with others"
        self._undo = partial(self._desk.app.write, calls.take_back, noted)
        self._desk.say(words, undo=self._undo)

    def move(self, line: CallLine) -> None:
        """Open the panel that moves the visit; the call is noted when it moved."""
        if line.status not in UPCOMING:
            self._desk.say(f"This visit is {line.status.value}; it cannot be moved from here.")
            return
        self._desk.panel(MoveCallPanel(self._desk, line, self))

    def take_back(self, line: CallLine | None) -> None:
        """Undo the last step made here; else take back the last call of this row, if it reached nobody."""
        undo, self._undo = self._undo, None
        if undo is None and line is not None and line.calls and line.calls[-1].outcome in REACHED_NOBODY:
            undo = partial(self._desk.app.write, calls.withdraw, line.calls[-1].id)
        if undo is not None:
            self._desk.do(undo, lambda _: self._desk.say("Undone"), owner=self._owner)


class MoveCallPanel(MovePanel):
    """The house's panel for moving a visit, with the call noted in the same step."""

    def __init__(self, desk: Desk, line: CallLine, steps: CallSteps) -> None:
        zone = line.starts.tzinfo
        assert isinstance(zone, ZoneInfo)
        visit = Movable(line.id, line.starts.date(), zone, line.status, line.therapist, version=line.version)
        super().__init__(desk, visit, about(line))
        self._line, self._steps = line, steps

    def save(self) -> Callable[[], object]:
        wanted: partial[object] = super().save()  # type: ignore[assignment]
        asked = {name: value for name, value in wanted.keywords.items() if name != "version"}
        return partial(self.desk.app.write, calls.moved, self._line.id, seen=seen(self._line), **asked)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Noted):
            self._steps.did(self._line, CallOutcome.MOVED, result)


def about(line: CallLine) -> str:
    """The visit in one line."""
    status = "" if line.status is Status.SCHEDULED else f": {line.status.value}"
    when = f"{short_date(line.starts.date())} {clock(line.starts)} {line.starts:%Z}"
    return f"{when} with {line.therapist_name}, {line.place}{status}"
