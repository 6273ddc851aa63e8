"""A group of Ana's in the small clinic, and what its tests ask of it."""

from datetime import date

from ibh_desktop.domain.ids import AppointmentId, PatientId
from ibh_desktop.usecases import groups, patients
from ibh_desktop.usecases.groups import OpenedGroup
from tests.integration.world import RECEPTIONIST, THERAPIST, Clinic, at, later

TEN = at(later(1), 10)
ROWS = "SELECT id, patient_id, course_id, joins_id, status, starts FROM appointment ORDER BY id"


def opened(clinic: Clinic, *others: PatientId) -> OpenedGroup:
    """María, Tyrone and Jiří with Ana, eight Mondays at ten."""
    people = others or (clinic.ids.tyrone, clinic.ids.jiri)
    return clinic.as_role(THERAPIST).write(
        groups.open_group, clinic.plan(TEN, variant="IPTG8"), others=people, indication="depression"
    )


def somebody(clinic: Clinic, number: int) -> PatientId:
    """One more patient."""
    details = patients.Details(f"Given{chr(65 + number)}", "Guest", date(1980, 1, number + 1))
    return clinic.as_role(RECEPTIONIST).write(patients.register, details)


def visits_of(group: OpenedGroup, session: int) -> list[AppointmentId]:
    """The visits of one session, a member each."""
    count = len(group.courses)
    return list(group.appointments[session * count : (session + 1) * count])
