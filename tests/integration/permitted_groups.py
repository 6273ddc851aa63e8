"""The groups' part of the table: who opens one, joins it, books its sessions and says who came."""

from datetime import timedelta
from typing import Any

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.ids import AppointmentId, GroupId, PatientId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.store.schema import Appointment, Course, TherapyGroup
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import attendance, groups
from tests.integration.permitted import ANA, BOSS, DESK, SUPERVISOR, Call, Hers
from tests.integration.world import MONDAY, at, later

TUESDAYS = at(later(1, 1), 14)


def _opened(tx: Tx, h: Hers) -> groups.OpenedGroup:
    ids = h.clinic.ids
    wanted = CoursePlan(ids.tyrone, ids.ana, ids.birmingham, ids.room, "IPTG8", TUESDAYS)
    return groups.open_group(tx, wanted, others=[ids.jiri], indication="depression")


def _there(tx: Tx, h: Hers, weeks: int) -> tuple[GroupId, AppointmentId]:
    """Tyrone's and nobody else's place in a group of Ana's, with so many Tuesdays from the day before the tests stand."""
    ids = h.clinic.ids
    place = {"therapist_id": ids.ana, "location_id": ids.birmingham}
    group = TherapyGroup(name="Group on Tuesdays", opened_at=tx.now, room_id=None, **place)
    tx.session.add(group)
    tx.session.flush()
    agreed = {"variant": "IPTG8", "planned": 8, "cadence_days": 7, "minutes": 90, "starts_on": MONDAY, "target_end": later(8)}
    stands = {"status": CourseStatus.ACTIVE, "phase": Phase.INITIAL}
    course = Course(patient_id=ids.tyrone, group_id=group.id, **place, **agreed, **stands)
    tx.session.add(course)
    tx.session.flush()
    rows = [_visit(ids.tyrone, course.id, place, week) for week in range(weeks)]
    tx.session.add_all(rows)
    tx.session.flush()
    return GroupId(group.id), AppointmentId(rows[0].id)


def _visit(patient: PatientId, course: int, place: dict[str, Any], week: int) -> Appointment:
    starts = TUESDAYS - timedelta(weeks=2) + timedelta(weeks=week)
    what = {"kind": Kind.GROUP, "modality": Modality.IN_PERSON, "status": Status.SCHEDULED}
    return Appointment(
        patient_id=patient, course_id=course, starts=starts, ends=starts + timedelta(minutes=90), **place, **what
    )


GROUP_WRITES: dict[str, tuple[Call, set[str]]] = {
    "groups.open_group": (_opened, {DESK, ANA, SUPERVISOR}),
    "groups.unopen": (lambda tx, h: groups.unopen(tx, _opened(tx, h)), {DESK, ANA, SUPERVISOR}),
    "groups.join": (
        lambda tx, h: groups.join(tx, _there(tx, h, 8)[0], h.clinic.ids.jiri, indication="anxiety"),
        {DESK, ANA, SUPERVISOR},
    ),
    "groups.book_next": (
        lambda tx, h: groups.book_next(tx, _there(tx, h, 1)[0], starts=TUESDAYS),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "attendance.take": (
        lambda tx, h: attendance.take(tx, _there(tx, h, 1)[1], present=[]),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
}
