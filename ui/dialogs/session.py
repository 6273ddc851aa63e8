"""One session of a course: when it is, and moving or cancelling it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.timeline import Visit
from ibh_desktop.domain.typed import parse_when
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.appointments import Before
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, long_date


class SessionPanel(FormPanel):
    """Reschedules by typing a new time; cancelling tells the clinic's from the patient's."""

    def __init__(self, desk: Desk, page: CoursePage, visit: Visit, words: str) -> None:
        super().__init__(desk, long_date(visit.on), save="Move")
        self._page, self._visit = page, visit
        self.box.addWidget(label(words, wrap=True))
        self.box.addSpacing(8)
        self.when = TextField(placeholder="tue 3pm, +1w 930")
        open_still = visit.status in UPCOMING and may(desk.app.actor, Permission.BOOK, page.therapist)
        if open_still:
            self.field("starts", "Move to", self.when)
            for text, by_clinic in (("The patient cancels", False), ("The clinic cancels", True)):
                button = QPushButton(text)
                button.clicked.connect(partial(self._cancel, by_clinic))
                self.box.addWidget(button)
        self.save_button.setVisible(open_still)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        on, at = parse_when(self.when.value(), self.desk.now().astimezone(self._page.zone).date())
        starts = booked_instant(on, at, self._page.zone)
        return partial(self.desk.app.write, appointments.move, self._visit.id, starts=starts)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Before):
            self.desk.say("Moved", undo=partial(self.desk.app.write, appointments.restore, result))

    def _cancel(self, by_clinic: bool) -> None:  # noqa: FBT001 - bound by partial
        work = partial(self.desk.app.write, appointments.cancel, self._visit.id, by_clinic=by_clinic)
        self.desk.do(work, self._cancelled, owner=self)

    def _cancelled(self, before: Before) -> None:
        self.close_panel()
        self.desk.say("Cancelled", undo=partial(self.desk.app.write, appointments.restore, before))
