"""Finding and booking time in a full clinic: against a bare cursor that reads the same rows, or writes as many."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from ibh_desktop.app import App
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import course_plan, free_slots, weekly_hours
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.queries.weekly_hours import Weekly
from ibh_desktop.usecases import courses
from tests.bench.clinics import NOW
from tests.bench.full import WEEKS, full_clinic
from tests.bench.measure import Row, in_turns, seconds

_VISITS = (
    "SELECT therapist_id, room_id, patient_id, kind, starts, ends FROM appointment WHERE starts > ? AND starts < ?"
    " AND status IN ('scheduled', 'confirmed', 'waiting', 'in session', 'done')"
)
_SHIFTS = "SELECT therapist_id, location_id, room_id, weekday, starts, ends, from_on, to_on, every_weeks FROM shift"


def _cursor(app: App) -> Any:
    return app._engine.raw_connection().driver_connection


def _raw_read(app: App) -> Callable[[], float]:
    cursor = _cursor(app)
    window = (int(NOW.timestamp()) - 12 * 3600, int((NOW + timedelta(weeks=WEEKS)).timestamp()))

    def read() -> None:
        rows = cursor.execute(_VISITS, window).fetchall()
        rows += cursor.execute(_SHIFTS).fetchall()
        assert len(rows) > 40_000

    return lambda: seconds(read)


def slot_search() -> Row:
    """The first fifty ranked slots with any of 120 therapists at eight locations."""
    with full_clinic() as app:

        def ours() -> None:
            assert len(app.read(free_slots.search, minutes=50, patient=PatientId(77))) == 50

        return Row("slot_search", *in_turns(lambda: seconds(ours), _raw_read(app)), limit=2.0)


def weekly_hour() -> Row:
    """Every weekly hour of every therapist that is free in at least 14 of 16 weeks."""
    with full_clinic() as app:
        found: list[int] = []

        def ours() -> None:
            found.append(len(app.read(weekly_hours.search, Weekly(weeks=WEEKS, missing=2))))

        both = in_turns(lambda: seconds(ours), _raw_read(app))
        return Row("weekly_hour", *both, limit=3.0, note=f"{found[-1]} hours found")


def book_course() -> Row:
    """Preview and commit of sixteen sessions against as many plain inserts in one transaction."""
    with full_clinic() as app:
        offers = iter(app.read(weekly_hours.search, Weekly(weeks=WEEKS, missing=2)))
        patients, spare = count(5_000), count(1)

        def ours() -> float:
            hour, patient = next(offers), PatientId(next(patients))
            wanted = CoursePlan(patient, hour.therapist, hour.location, hour.room, "IPT16", hour.first.astimezone(UTC))

            def book() -> None:
                shown = tuple(row.slot.starts for row in app.read(course_plan.plan, wanted) if row.number)
                assert len(shown) == WEEKS
                # As the panel does: what was shown is what is booked.
                agreed = replace(wanted, agreed=shown)
                app.write(courses.open_course, agreed, indication="depression", passed_reason="benchmark")

            return seconds(book)

        cursor = _cursor(app)
        return Row("book_course", *in_turns(ours, lambda: seconds(lambda: _bare_course(cursor, next(spare)))), limit=20)


_INSERT = (
    "INSERT INTO appointment (patient_id, therapist_id, location_id, kind, modality, starts, ends, status, overbooked,"
    " overbook_reason, version) VALUES (?, ?, 1, 'therapy', 'in person', ?, ?, 'scheduled', 0, '', 1)"
)
_AUDIT = (
    "INSERT INTO audit (seq, at, user, desk, action, topic, subject, reason, diff, prev, h)"
    " SELECT max(seq) + 1, 0, 'desk', 'desk', 'appointment:book', 'appointments', ?, '', '{}', x'00', x'00' FROM audit"
)


def _bare_course(cursor: Any, number: int) -> None:
    # Years ahead, an hour a course: nothing else is there.
    first: datetime = datetime(2040, 1, 2, tzinfo=UTC) + timedelta(hours=number)
    cursor.execute("BEGIN IMMEDIATE")
    for week in range(WEEKS):
        starts = int((first + timedelta(weeks=week)).timestamp())
        cursor.execute(_INSERT, (number, 1, starts, starts + 3000))
        cursor.execute(_AUDIT, (number,))
    cursor.execute("COMMIT")
