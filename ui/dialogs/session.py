"""Move, cancel or make up one visit, it and the following, or all to come of its course or series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.appointments import CANCELLED, MISSED, UPCOMING, Status
from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.series import Reach
from ibh_desktop.domain.typed import parse_when
from ibh_desktop.queries import clinic, pickers
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.settings import Settings
from ibh_desktop.usecases import series
from ibh_desktop.usecases.series import Changed
from ui.dialogs.opening import put_visit_right
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, long_date

REACHES = [(reach.value.capitalize(), reach) for reach in Reach]

if TYPE_CHECKING:  # a page of its own brings them; the schedule opens this panel without
    from ibh_desktop.domain.timeline import Visit
    from ibh_desktop.queries.course_page import CoursePage


@dataclass(frozen=True, slots=True)
class Movable:
    """The visit a panel is about; without a therapist the use case decides who may move it."""

    id: AppointmentId
    on: date
    zone: ZoneInfo
    status: Status
    therapist: TherapistId | None = None
    version: int | None = None


class MovePanel(FormPanel):
    """Reschedules by typing a new time; cancelling tells the clinic's from the patient's."""

    def __init__(
        self,
        desk: Desk,
        visit: Movable,
        words: str,
        *,
        starts: datetime | None = None,
        therapist: TherapistId | None = None,
        because: Refused | None = None,
    ) -> None:
        super().__init__(desk, long_date(visit.on), save="Move")
        self._visit, self._wanted, self._because = visit, therapist, because
        self.box.addWidget(label(words, wrap=True))
        self.box.addSpacing(8)
        self.when = TextField(f"{starts:%m/%d/%Y %H:%M}" if starts else "", "tue 3pm, +1w 930")
        self.reach = Choice[Reach](REACHES, Reach.THIS)
        self.rest = Tick("Shift the rest; make up a cancelled one")
        self.who = Choice[TherapistId | None]([("The same therapist", None)])
        self.passed = TextField(placeholder="Why it is done all the same")
        allowed = may(desk.app.actor, Permission.BOOK, visit.therapist)
        open_still = visit.status in UPCOMING and allowed
        missed = visit.status in (*MISSED, *CANCELLED) and allowed
        if open_still:
            self._lay_out()
        if open_still or missed:
            self.field("passed_reason", "Reason", self.passed)
            self.show_field("passed_reason", shown=False)
        if open_still:
            self._add("The patient cancels", partial(self._cancel, by_clinic=False))
            self._add("The clinic cancels", partial(self._cancel, by_clinic=True))
        if missed:
            self._add("Make it up after the last", self._make_up)
        if may(desk.app.actor, Permission.MOVE_ON, visit.therapist):
            self._add("What became of it", self._open_story)
        self.save_button.setVisible(open_still)
        self.done_adding()
        if open_still:
            desk.tasks.start(self, self._look, self._offer, self._failed)

    def _lay_out(self) -> None:
        self.field("starts", "Move to", self.when)
        self.field("reach", "Which", self.reach)
        self.field("therapist", "With", self.who)
        self.pair("reach", "therapist")
        self.rest.setAccessibleName(self.rest.text())
        self.box.addWidget(self.rest)
        self.box.addSpacing(8)
        self.reach.picked.connect(lambda: self.rest.setVisible(self.reach.value() is Reach.THIS))

    def _look(self) -> tuple[list[TherapistChoice], Settings]:
        return self.desk.app.read(pickers.therapists), self.desk.app.read(clinic.settings)

    def _offer(self, both: tuple[list[TherapistChoice], Settings]) -> None:
        found, settings = both
        mine = [(t.name, t.id) for t in found if may(self.desk.app.actor, Permission.BOOK, t.id)]
        self.who.offer([("The same therapist", None), *mine], self._wanted)
        if self._because is not None:
            self.show_problem(self._because)
        self.rest.setChecked(bool(settings.shift_rest))

    def _add(self, words: str, run: Callable[[], None]) -> None:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())
        self.box.addWidget(button)

    def save(self) -> Callable[[], object]:
        on, at = parse_when(self.when.value(), self.desk.now().astimezone(self._visit.zone).date())
        return partial(
            self.desk.app.write,
            series.move,
            self._visit.id,
            starts=booked_instant(on, at, self._visit.zone),
            reach=self.reach.value(),
            shift_rest=self.rest.value(),
            therapist=self.who.value(),
            version=self._visit.version,
            passed_reason=self.passed.value(),
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Changed):
            self._tell("moved", result)

    def _tell(self, done: str, changed: Changed) -> None:
        count = len(changed.before) or len(changed.added)
        more = ", one more booked after the last" if changed.added and changed.before else ""
        words = f"{done.capitalize()}{more}" if count == 1 else f"{count} visits {done}{more}"
        self.desk.say(words, undo=partial(self.desk.app.write, series.restore, changed))

    def _cancel(self, *, by_clinic: bool) -> None:
        self._at_once(
            partial(
                self.desk.app.write,
                series.cancel,
                self._visit.id,
                by_clinic=by_clinic,
                reach=self.reach.value(),
                shift_rest=self.rest.value(),
                version=self._visit.version,
                passed_reason=self.passed.value(),
            ),
            "cancelled",
        )

    def _make_up(self) -> None:
        why = self.passed.value()
        self._at_once(partial(self.desk.app.write, series.make_up, self._visit.id, passed_reason=why), "booked after the last")

    def _open_story(self) -> None:
        put_visit_right(self.desk, self._visit.id, lambda words, undo: self.desk.say(words, undo=undo))

    def _at_once(self, work: Callable[[], Changed], done: str) -> None:
        self.clear_problems()
        self.desk.tasks.start(self, work, partial(self._did, done), self._failed)

    def _did(self, done: str, changed: Changed) -> None:
        self.close_panel()
        self._tell(done, changed)


class SessionPanel(MovePanel):
    """One session of a course; `sheet` opens what was noted in it, for who may read that."""

    def __init__(self, desk: Desk, page: CoursePage, visit: Visit, words: str, sheet: Callable[[], None] | None = None) -> None:
        super().__init__(desk, Movable(visit.id, visit.on, page.zone, visit.status, page.therapist), words)
        if sheet is not None:
            button = QPushButton("Open its sheet")
            button.clicked.connect(lambda: sheet())
            self.foot.insertWidget(0, button)
