"""Book one appointment, a weekly series or a whole course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.conflicts import Warned, told
from ibh_desktop.domain.courses import CUSTOM, GROUP, target_end, variant_of
from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.ids import AppointmentId, PatientId
from ibh_desktop.domain.series import Planned
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries import course_plan, series_plan, soft_conflicts
from ibh_desktop.queries.course_plan import CoursePlan, opening
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.usecases import appointments, courses, groups, series, together
from ibh_desktop.usecases.courses import Opened
from ibh_desktop.usecases.groups import OpenedGroup
from ui.dialogs.book_form import BookForm
from ui.dialogs.book_offers import Chosen
from ui.kit.text import short_date

Plan = CoursePlan | Series


class BookPanel(BookForm):
    """Shows what a booking would be and warns of it, then books all of it or nothing."""

    _planning: object = None

    def replan(self) -> None:
        """Another series: decisions on single dates are void."""
        self.rows.forget()
        self.show_rows()
        self.preview_rows()

    def preview_rows(self) -> None:
        """Ask for the dates, and for what is wrong with them."""
        self._planning = None
        self.warn([])
        self._say_payer("")
        try:
            patient, chosen = self.patient.patient, self.chosen()
            plan = self._plan(patient, chosen) if patient is not None else None
        except Refused as reason:
            self.rows.say(reason.sentence)
            return
        if patient is None:
            self.rows.say("Choose patient and time to see the dates")
        elif plan is None:
            self._judge(self._asked(patient, chosen))
        else:
            self._planning = plan
            self.rows.wait()
            read = self.desk.app.read
            self.desk.tasks.start(
                self,
                lambda: read(course_plan.plan, plan) if isinstance(plan, CoursePlan) else read(series_plan.plan, plan),
                lambda rows: self._show_plan(plan, rows),
                self._broken,
            )

    def _plan(self, patient: PatientId, chosen: Chosen) -> Plan | None:
        """What is planned; None for a single visit. Raise `Refused` for a number of weeks that is none."""
        variant, count = self.variant(), self.count()
        where = (patient, chosen.therapist, chosen.location, chosen.room)
        if variant is not None:
            sessions = count if variant.code == CUSTOM else None
            variant_of(variant.code, sessions)
            return CoursePlan(*where, variant.code, chosen.starts, sessions, self.rows.changes(), follows=self.follows)
        if count == 1:
            return None
        return Series(*where, chosen.starts, count, self.minutes(), 7, self.rows.changes(), kind=self.kind())

    def _show_plan(self, wanted: Plan, rows: list[Planned]) -> None:
        if wanted is not self._planning:
            return
        zone = self.chosen().starts.tzinfo
        slots = [row.slot for row in rows if row.number]
        target = None
        if isinstance(wanted, CoursePlan) and slots:
            variant = variant_of(wanted.variant, wanted.sessions)
            target = target_end(slots[0].starts.astimezone(zone).date(), variant.planned, variant.cadence_days)
        self.rows.show_rows(rows, zone, target=target)
        if slots and isinstance(wanted, CoursePlan):
            self._judge(opening(wanted, slots))
        elif slots:
            self._judge(Asked(wanted.patient, wanted.therapist, wanted.location, tuple(slots), self.kind()))

    def _asked(self, patient: PatientId, chosen: Chosen) -> Asked:
        length = timedelta(minutes=self.minutes())
        slots = (Slot(chosen.starts, chosen.starts + length),)
        return Asked(patient, chosen.therapist, chosen.location, slots, self.kind(), chosen.course)

    def _judge(self, asked: Asked) -> None:
        self._planning = self._planning or asked
        about, read = self._planning, self.desk.app.read

        def work() -> tuple[list[Warned], str]:
            from ibh_desktop.queries.cover_outrun import outrun  # noqa: PLC0415 - maps the payers, off the GUI thread

            return read(soft_conflicts.found, asked), read(outrun, asked.patient, asked.therapist, asked.slots)

        self.desk.tasks.start(self, work, lambda both: self._warn_of(about, *both), self._broken)

    def _warn_of(self, about: object, found: list[Warned], payer: str) -> None:
        if about is self._planning:
            self.warn(found)
            self._say_payer(payer)

    def _say_payer(self, words: str) -> None:
        """Sessions that nobody authorized yet block nothing."""
        self.payer.setText(words)
        self.payer.setVisible(bool(words))

    def warn(self, found: list[Warned]) -> None:
        """Explain what is passed over, and ask for the reason."""
        self.warning.setText("\n".join(told(found)))
        self.warning.setVisible(bool(found))
        self.show_field("passed_reason", shown=bool(found))

    def show_problem(self, reason: IbhError) -> None:
        """What is warned of already is not said twice."""
        if reason.field == "passed_reason" and not self.warning.isHidden():
            reason = Refused("Give a reason to book all the same.", field=reason.field)
        super().show_problem(reason)

    def save(self) -> Callable[[], object]:
        patient, chosen = self.patient.value(), self.chosen()
        plan, why, write = self._plan(patient, chosen), self.passed.value(), self.desk.app.write
        if plan is not None and plan == self._planning:
            # What shows is what is booked; a time typed a moment ago has no dates to agree to yet.
            plan = replace(plan, agreed=self.rows.agreed())
        if isinstance(plan, CoursePlan) and plan.variant == GROUP.code:
            others = self.more.value()
            return partial(write, groups.open_group, plan, others=others, indication=self.indication.value(), passed_reason=why)
        if isinstance(plan, CoursePlan):
            return partial(write, courses.open_course, plan, indication=self.indication.value(), passed_reason=why)
        if isinstance(plan, Series) and self.several() and self.more.value():
            raise Refused("A visit of several patients is booked once. Set the number to 1.", field="planned")
        if isinstance(plan, Series) and chosen.course is not None:
            raise Refused("Sessions of a running course are booked one by one. Set the number to 1.", field="planned")
        if isinstance(plan, Series):
            return partial(write, series.book, plan, kind=self.kind(), passed_reason=why)
        others = self.more.value() if self.several() else ()
        if others or self.kind() is Kind.GROUP:
            return self._together((patient, *others), chosen)
        if chosen.course is not None and not self.over.value():
            return partial(write, courses.add_session, chosen.course, starts=chosen.starts, room=chosen.room, passed_reason=why)
        return partial(
            write,
            appointments.book,
            patient=patient,
            therapist=chosen.therapist,
            location=chosen.location,
            starts=chosen.starts,
            kind=self.kind(),
            room=chosen.room,
            overbook_reason=self.over.value(),
            passed_reason=why,
        )

    def _together(self, patients: tuple[PatientId, ...], chosen: Chosen) -> Callable[[], object]:
        if self.over.value():
            raise Refused("A visit of several patients cannot be booked over another one.", field="overbook_reason")
        return partial(
            self.desk.app.write,
            together.book_together,
            patients=patients,
            therapist=chosen.therapist,
            location=chosen.location,
            starts=chosen.starts,
            kind=self.kind(),
            room=chosen.room,
            passed_reason=self.passed.value(),
        )

    def saved(self, result: object) -> None:
        app, chosen = self.desk.app, self.chosen()
        when = f"{short_date(chosen.starts.date())} {chosen.starts:%H:%M}"
        if isinstance(result, Opened):
            self.desk.say(
                f"{len(result.appointments)} sessions booked from {when}", undo=partial(app.write, courses.unopen, result)
            )
        elif isinstance(result, OpenedGroup):
            words = f"A group of {len(result.courses)} from {when}"
            self.desk.say(words, undo=partial(app.write, groups.unopen, result))
        elif isinstance(result, tuple):
            at_once = self.several() and self.count() == 1
            words = f"Booked for {len(result)} patients on {when}" if at_once else f"{len(result)} visits booked from {when}"
            self.desk.say(words, undo=partial(app.write, appointments.unbook, list(result)))
        elif isinstance(result, int):
            self.desk.say(f"Booked for {when}", undo=partial(app.write, appointments.unbook, [AppointmentId(result)]))
        super().saved(result)
