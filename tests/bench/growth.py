"""Every query of every screen, in a clinic with ten years behind it and in one with a single year: the worst ratio counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median

from sqlalchemy import func, select

from ibh_desktop.app import App
from ibh_desktop.domain.courses import VARIANTS, CourseStatus
from ibh_desktop.domain.ids import CourseId, LetterId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.queries import (
    caseload,
    clinic,
    course_page,
    course_plan,
    courses,
    free_slots,
    letters,
    patient_file,
    patients,
    pickers,
    places,
    proposals,
    roster,
    schedule,
    today,
    welcome,
)
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.store.schema import Appointment, Course, Letter
from ibh_desktop.store.tx import Reading
from tests.bench.clinics import LEAD, MANAGER, NOW, RECEPTIONIST, THERAPIST, opened
from tests.bench.measure import Row, seconds

FIRST, LONG = 0.5, 3.0
"""Seconds spent on a query at first, and on each of the worst."""
FEWEST, MOST = 11, 201
"""Calls of a query."""
AGAIN = 8
HOPELESS = 5.0
"""Seconds of both calls after which one reading says enough."""
ON = date(2026, 10, 7)
ANA = TherapistId(1)
TEXTS = ("", "m", "ma", "o'kon ma", "wash", "j w", "5/17/1981", "(205) 555-01", "10023")

Query = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Alike:
    """Things of the same size in either clinic: a running course of Ana's with its patient, a finished one, a letter."""

    course: CourseId
    patient: PatientId
    finished: CourseId
    letter: LetterId


class Clinic:
    """One of the two clinics, opened by one person of each role."""

    def __init__(self, size: str) -> None:
        self.apps = {user: opened(size, user) for user in (RECEPTIONIST, THERAPIST, LEAD, MANAGER)}
        self.alike = self.apps[MANAGER].read(_alike)

    def asked(self) -> dict[str, Query]:
        """What every screen asks, by what it is called in the table."""
        return {name: query for part in (_of_all, _of_one, _of_lists, _of_booking) for name, query in part(self)}

    def close(self) -> None:
        """Let go of the database."""
        for app in self.apps.values():
            app.close()


def _alike(reading: Reading) -> Alike:
    session = reading.session
    variant = VARIANTS[0]
    visits = select(func.count()).where(Appointment.course_id == Course.id).correlate(Course).scalar_subquery()
    of_ana = select(Course.id, Course.patient_id).where(Course.therapist_id == ANA, Course.variant == variant.code)
    near = func.abs(visits - variant.planned - 2)
    running = session.execute(of_ana.where(Course.status == CourseStatus.ACTIVE).order_by(near, Course.id)).first()
    over = session.execute(of_ana.where(Course.status == CourseStatus.COMPLETED).order_by(near, Course.id.desc())).first()
    written = select(func.max(Letter.id)).where(Letter.therapist_id == ANA, Letter.status == LetterStatus.PRINTED)
    printed = session.scalar(written)
    assert running
    assert over
    assert printed
    return Alike(CourseId(running[0]), PatientId(running[1]), CourseId(over[0]), LetterId(printed))


Named = Iterator[tuple[str, Query]]


def _of_all(here: Clinic) -> Named:
    """Boards and searches, as those see them who see everybody, and as a therapist sees her own."""
    for user in (RECEPTIONIST, THERAPIST):
        read = here.apps[user].read
        yield f"today.board, {user}", partial(read, today.board, on=ON)
        yield f"today.board at a location, {user}", partial(read, today.board, on=ON, location=LocationId(1))
        yield f"schedule.day, {user}", partial(read, schedule.day, on=ON, location=LocationId(1))
        yield (
            f"schedule.day in three months, {user}",
            partial(read, schedule.day, on=ON + timedelta(weeks=13), location=LocationId(1)),
        )
        for text in TEXTS:
            yield f"patients.search “{text}”, {user}", partial(read, patients.search, text)
    for user in (RECEPTIONIST, THERAPIST, LEAD):
        read = here.apps[user].read
        yield f"courses.listing, {user}", partial(read, courses.listing)
        yield f"courses.listing finished, {user}", partial(read, courses.listing, finished=True)
        yield f"letters.listing, {user}", partial(read, letters.listing)
    for user in (THERAPIST, LEAD):
        yield f"caseload.page, {user}", partial(here.apps[user].read, caseload.page)


def _of_one(here: Clinic) -> Named:
    """One patient, one course, one letter."""
    these = here.alike
    desk, ana = here.apps[RECEPTIONIST].read, here.apps[THERAPIST].read
    for name, read in (("dana", desk), ("ana.lee", ana)):
        yield f"patient_file.file, {name}", partial(read, patient_file.file, these.patient)
        yield f"course_page.page, {name}", partial(read, course_page.page, these.course)
        yield f"course_page.page finished, {name}", partial(read, course_page.page, these.finished)
    yield "proposals.proposal", partial(ana, proposals.proposal, "referral", these.finished)
    yield "letters.composer", partial(ana, letters.composer, these.letter)
    yield "courses.running_of", partial(desk, courses.running_of, these.patient)
    yield "today.next_visit", partial(desk, today.next_visit, these.patient)
    yield "patients.alike", partial(desk, patients.alike, given="Mar\u00eda Elena", family="O'Kon", born=date(1985, 3, 14))


def _of_lists(here: Clinic) -> Named:
    """Rosters, places, people, settings, and what lists offer to choose from."""
    desk, boss = here.apps[RECEPTIONIST], here.apps[MANAGER]
    monday = ON - timedelta(days=ON.weekday())
    yield "roster.week", partial(desk.read, roster.week, monday=monday)
    yield "roster.week at a location", partial(desk.read, roster.week, monday=monday, location=LocationId(1))
    yield "places.locations", partial(desk.read, places.locations)
    yield "welcome.welcome", partial(desk.read, welcome.welcome)
    yield "clinic.header", partial(desk.read, clinic.header)
    yield "clinic.settings", partial(boss.read, clinic.settings)
    yield "clinic.staff", partial(boss.read, clinic.staff)
    for query in (pickers.locations, pickers.therapists, pickers.rooms, pickers.recipients):
        yield f"pickers.{query.__name__}", _read(desk, query)
    desk.news()
    yield "news of other desks", desk.news


def _read(app: App, query: Callable[[Reading], object]) -> Query:
    return lambda: app.read(query)


def _of_booking(here: Clinic) -> Named:
    """Free slots, and the preview of a course."""
    read, these = here.apps[RECEPTIONIST].read, here.alike
    yield "free_slots.search with anyone", partial(read, free_slots.search, minutes=50, patient=these.patient)
    yield "free_slots.search at a location", partial(read, free_slots.search, minutes=50, locations=[LocationId(1)])
    yield "free_slots.search with Ana", partial(read, free_slots.search, minutes=50, therapists=[ANA])
    yield "course_plan.plan", partial(read, course_plan.plan, read(_two_weeks_taken, these.patient))


def _two_weeks_taken(reading: Reading, patient: PatientId) -> CoursePlan:
    """A course with Ana at an hour of which two weeks are taken: each week that is skipped costs a search for other times."""
    mornings = (NOW.replace(hour=14, minute=0) + timedelta(days=n % 9, hours=n // 9) for n in range(1, 60))
    plans = (CoursePlan(patient, ANA, LocationId(1), RoomId(1), VARIANTS[0].code, starts) for starts in mornings)
    return next(wanted for wanted in plans if len(course_plan.plan(reading, wanted)) == VARIANTS[0].planned + 2)


def growth() -> Row:
    """The query that ten years slow down the most."""
    one, ten = Clinic("one"), Clinic("ten")
    before, after = one.asked(), ten.asked()
    measured = {name: _both(after[name], before[name], FIRST) for name in before}
    # The highest of sixty short readings is high by luck: the first few are measured again, at length.
    for name in _worst(measured)[:AGAIN]:
        measured[name] = _both(after[name], before[name], LONG)
    one.close()
    ten.close()
    order = _worst(measured)
    shown = (f"{name} {measured[name][0] / measured[name][1]:.2f} ({measured[name][0] * 1000:.1f} ms)" for name in order[:5])
    return Row("growth", *measured[order[0]], limit=1.5, note=f"of {len(order)}: {'; '.join(shown)}")


def _worst(measured: dict[str, tuple[float, float]]) -> list[str]:
    return sorted(measured, key=lambda name: measured[name][0] / measured[name][1], reverse=True)


def _both(ours: Query, reference: Query, spent: float) -> tuple[float, float]:
    """Medians of single calls in turns, so that a busy PC slows both alike; as many as `spent` seconds allow."""
    first = seconds(ours), seconds(reference)
    if sum(first) > HOPELESS:
        return first
    rounds = max(FEWEST, min(MOST, round(spent / (seconds(ours) + seconds(reference)))))
    both = [(seconds(ours), seconds(reference)) for _ in range(rounds)]
    return median(a for a, _ in both), median(b for _, b in both)
