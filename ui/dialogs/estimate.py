"""What becomes of a Good Faith Estimate: given in one key, or not needed with a reason; both have their Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from ibh_desktop.queries.estimates import EstimateLine
from ibh_desktop.usecases import estimates
from ibh_desktop.usecases.estimates import Settled
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, us_date


def given(desk: Desk, line: EstimateLine, owner: QObject) -> None:
    """Mark an estimate as given today."""
    say = partial(_say, desk, f"Estimate for {line.patient_name} given")
    desk.do(partial(desk.app.write, estimates.give, line.id, version=line.version), say, owner=owner)


def not_needed_panel(desk: Desk, line: EstimateLine, done: Callable[[], None] = lambda: None) -> NotNeededPanel:
    """Ask for the reason why no estimate is needed."""
    return NotNeededPanel(desk, line, done)


class NotNeededPanel(FormPanel):
    """One line is all it takes."""

    def __init__(self, desk: Desk, line: EstimateLine, done: Callable[[], None]) -> None:
        super().__init__(desk, "No estimate needed")
        self._line, self._done_with = line, done
        self.box.addWidget(label(f"{line.patient_name}, due {us_date(line.due_on)}", "secondary", wrap=True))
        self.reason = TextField("", "one is on file, the visit is free…")
        self.field("reason", "Why", self.reason)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        line, why = self._line, self.reason.value()
        return partial(self.desk.app.write, estimates.not_needed, line.id, reason=why, version=line.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, Settled)
        _say(self.desk, f"No estimate needed for {self._line.patient_name}", result)
        self._done_with()


def _say(desk: Desk, words: str, settled: Settled) -> None:
    desk.say(words, undo=partial(desk.app.write, estimates.take_back, settled))
