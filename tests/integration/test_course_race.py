"""Four desks open a course at one weekly hour: one has all of it, the others nothing, and never half a series."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.usecases import courses, patients
from tests.integration.world import RECEPTIONIST, Clinic, at, later

HOURS = (8, 9, 10, 11, 13, 14)
OVERLAPS = (
    "SELECT count(*) FROM appointment a JOIN appointment b ON a.id < b.id AND a.therapist_id = b.therapist_id"
    " AND a.starts < b.ends AND b.starts < a.ends WHERE a.status = 'scheduled' AND b.status = 'scheduled'"
)


def test_of_four_courses_at_one_hour_exactly_one_is_booked_whole(clinic: Clinic) -> None:
    desks = [clinic.as_role(RECEPTIONIST) for _ in range(4)]
    heard: list[str] = []

    def open_at(desk: App, wanted: CoursePlan, together: Barrier) -> None:
        together.wait()
        try:
            desk.write(courses.open_course, wanted, indication="anxiety", passed_reason="race")
            heard.append("won")
        except (Refused, Conflict) as reason:
            heard.append(type(reason).__name__)

    for number, hour in enumerate(HOURS):
        together = Barrier(len(desks))
        running = [
            Thread(target=open_at, args=(desk, _plan(clinic, _newcomer(clinic, f"{number}-{n}"), hour), together))
            for n, desk in enumerate(desks)
        ]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    counts = Counter(heard)
    assert (counts["won"], len(heard)) == (len(HOURS), 4 * len(HOURS)), counts
    assert clinic.rows("SELECT count(*) FROM appointment GROUP BY course_id") == [(8,)] * len(HOURS)
    assert clinic.rows(OVERLAPS) == [(0,)]


def _newcomer(clinic: Clinic, name: str) -> PatientId:
    details = patients.Details("Clyde", f"Tolliver {name}", date(1960, 5, 5))
    return clinic.as_role(RECEPTIONIST).write(patients.register, details)


def _plan(clinic: Clinic, patient: PatientId, hour: int) -> CoursePlan:
    wanted = clinic.plan(at(later(1), hour), variant="IPTB8", patient=patient)
    return replace(wanted, agreed=tuple(wanted.starts + timedelta(weeks=week) for week in range(8)))
