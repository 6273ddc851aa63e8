"""The measures of a course: which are due or suggested, what was scored, and what a form needs to know."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.courses import FOLLOWED, RUNNING, CourseStatus, last_number
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import CourseId, ScoreId, TherapistId
from ibh_desktop.domain.outcomes import BY_CODE, MEASURES
from ibh_desktop.domain.outcomes.change import ChangeSince, baseline, change
from ibh_desktop.domain.outcomes.due import CORE, SUGGESTED, is_due, is_follow_up, is_follow_up_due
from ibh_desktop.domain.outcomes.measure import Answers, Given, Measure, Safety, given_from
from ibh_desktop.domain.outcomes.scoring import notices_of, standing
from ibh_desktop.domain.people import age, full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.session_numbers import is_session, spent
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Score, Therapist
from ibh_desktop.store.tx import Reading

ADULT = 18
"""Below this age an adult PHQ-9 is labelled as such (DOMAIN.md 2.2)."""


@dataclass(frozen=True, slots=True)
class PastScore:
    """One form that was entered; one that was `replaced` stays in sight. `words` say where the total stands."""

    id: ScoreId
    measure: str
    taken_on: date
    total: int | None
    complete: bool
    prorated: bool
    safety: Safety
    words: str
    answers: Answers | None
    given: Given
    mode: str
    notices: tuple[str, ...]
    replaced: bool
    adult_form: bool
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure to choose, with its latest score and the one that it is held against."""

    code: str
    due: bool
    suggested: bool
    baseline: PastScore | None = None
    latest: PastScore | None = None

    @property
    def change(self) -> ChangeSince | None:
        """Latest against baseline, where they are two."""
        first, last = self.baseline, self.latest
        if first is None or last is None or first.id == last.id or first.total is None or last.total is None:
            return None
        return change(BY_CODE[self.code], first.total, last.total)


@dataclass(frozen=True, slots=True)
class MeasureDesk:
    """What the panels need; a form after `ended_on` is a follow-up.

    Who may not see clinical parts gets the forms to enter, nothing of what was entered.
    """

    course: CourseId
    patient_name: str
    today: date
    minor: bool
    clinical: bool
    takes_forms: bool
    ended_on: date | None
    therapist_name: str
    location_name: str
    location_phone: str
    zone: ZoneInfo
    known: Given
    lines: tuple[MeasureLine, ...]
    past: tuple[PastScore, ...]

    def line(self, code: str) -> MeasureLine:
        """The line of a measure; raise `NotFound` for one that this person may not enter."""
        found = next((line for line in self.lines if line.code == code), None)
        if found is None:
            raise NotFound(f"{code} is not among the forms that you may enter.")
        return found


def desk(reading: Reading, course: CourseId) -> MeasureDesk:
    """The measures of a course, due and suggested ones first. A bounded number of statements."""
    row = one(reading, Course, course)
    require(reading.actor, Permission.ENTER_MEASURE, therapist := TherapistId(row.therapist_id))
    clinical = may(reading.actor, Permission.SEE_CLINICAL, therapist)
    patient, place = one(reading, Patient, row.patient_id), one(reading, Location, row.location_id)
    zone, set_up = ZoneInfo(place.zone), settings(reading)
    today = reading.now.astimezone(zone).date()
    days, past = _session_days(reading, course, zone), _past(reading, row, patient.born)
    last = last_number(row.planned, spent(reading, course))
    lines = [
        _line(
            measure, past, days, row, _is_due(measure, row, _session_now(days, today), last, _latest_on(measure, past), today)
        )
        for measure in MEASURES
        if clinical or measure.at_the_front_desk(set_up.reception_may_enter_measures)
    ]
    return MeasureDesk(
        course=course,
        patient_name=full_name(patient.given, patient.family, patient.preferred),
        today=today,
        minor=age(patient.born, today) < ADULT,
        clinical=clinical,
        takes_forms=row.status in (*RUNNING, *FOLLOWED),
        ended_on=row.ended_on,
        therapist_name=one(reading, Therapist, row.therapist_id).name,
        location_name=place.name,
        location_phone=place.phone,
        zone=zone,
        known=Given(sex=patient.sex, cut=set_up.pcl5_cut),
        lines=tuple(sorted(lines if clinical else map(_hidden, lines), key=lambda line: (not line.due, not line.suggested))),
        past=tuple(reversed(past)) if clinical else (),
    )


def _hidden(line: MeasureLine) -> MeasureLine:
    # What is suggested would tell the indication.
    return MeasureLine(line.code, due=line.due, suggested=False)


def _session_days(reading: Reading, course: CourseId, zone: ZoneInfo) -> list[date]:
    """The days of the sessions that were held or are booked."""
    a = Appointment
    wanted = select(a.starts).where(a.course_id == course, is_session(), a.status.in_(HOLDING)).order_by(a.starts)
    return [starts.astimezone(zone).date() for starts in reading.session.scalars(wanted)]


def _session_now(days: Sequence[date], today: date) -> int | None:
    # The session of today or the next one; after the last one it stays the last one's turn.
    coming = next((n for n, on in enumerate(days, start=1) if on >= today), len(days))
    return coming or None


def _is_due(measure: Measure, course: Course, number: int | None, last: int, latest_on: date | None, today: date) -> bool:
    if course.status is CourseStatus.COMPLETED:
        return is_follow_up_due(measure, course.ended_on, latest_on, today)
    return course.status in RUNNING and is_due(measure, number, last, latest_on, today)


def _past(reading: Reading, course: Course, born: date) -> list[PastScore]:
    rows = reading.session.scalars(select(Score).where(Score.course_id == course.id).order_by(Score.taken_on, Score.id)).all()
    replaced = {row.replaces_id for row in rows}
    return [past_score(row, born, replaced=row.id in replaced, ended_on=course.ended_on) for row in rows]


def past_score(row: Score, born: date, *, replaced: bool = False, ended_on: date | None = None) -> PastScore:
    """A stored score as it is shown."""
    measure, given = BY_CODE[row.measure], given_from(json.loads(row.given))
    answers = json.loads(row.answers)
    return PastScore(
        id=ScoreId(row.id),
        measure=row.measure,
        taken_on=row.taken_on,
        total=row.total,
        complete=row.complete,
        prorated=row.prorated,
        safety=row.safety,
        words=words_of(measure, row.total, given),
        answers=tuple(answers) if answers else None,
        given=given,
        mode=row.mode,
        notices=notices_of(measure, row.total, given, answers or None),
        replaced=replaced,
        adult_form=is_adult_form(measure, born, row.taken_on),
        follow_up=is_follow_up(row.taken_on, ended_on),
    )


def words_of(measure: Measure, total: int | None, given: Given) -> str:
    """Where a total stands, or that there is none."""
    return "no score" if total is None else standing(measure, total, given)


def is_adult_form(measure: Measure, born: date, on: date) -> bool:
    """Whether the form for adults was filled in by somebody younger."""
    return measure.safety_item is not None and measure.code.startswith("PHQ") and age(born, on) < ADULT


def _current(measure: Measure, past: Iterable[PastScore]) -> list[PastScore]:
    return [score for score in past if score.measure == measure.code and not score.replaced]


def _latest_on(measure: Measure, past: Iterable[PastScore]) -> date | None:
    return max((score.taken_on for score in _current(measure, past)), default=None)


def _line(measure: Measure, past: Sequence[PastScore], days: Sequence[date], course: Course, due: bool) -> MeasureLine:  # noqa: FBT001
    mine = _current(measure, past)
    scored = [score for score in mine if score.total is not None]
    suggested = measure.code in (*CORE, *SUGGESTED.get(course.indication, ()))
    return MeasureLine(
        code=measure.code,
        due=due and (suggested or bool(mine)),
        suggested=suggested,
        baseline=baseline(scored, days[1] if len(days) > 1 else None),
        latest=scored[-1] if scored else None,
    )
