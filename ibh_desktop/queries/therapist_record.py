"""What the clinic knows of one therapist."""

from dataclasses import dataclass

from sqlalchemy import func, select

from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.licences import Details
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Record:
    """One therapist's record; `supervisors` are those to choose from, `offer_editable` the part that is the therapist's own."""

    id: TherapistId
    details: Details
    caseload: int
    supervisors: tuple[tuple[str, int], ...]
    editable: bool
    offer_editable: bool


def record(reading: Reading, therapist: TherapistId) -> Record:
    """One record. Three statements."""
    require(reading.actor, Permission.SEE_ROSTER)
    row = one(reading, Therapist, therapist)
    running = select(func.count()).where(Course.therapist_id == therapist, Course.status.in_(RUNNING))
    people = reading.session.execute(
        select(Staff.name, Staff.id).where(Staff.active, Staff.id != row.staff_id).order_by(Staff.name)
    )
    return Record(
        id=therapist,
        details=Details(
            credential=row.credential,
            licence=row.licence,
            licence_expires=row.licence_expires,
            npi=row.npi,
            supervisor=row.supervisor_id,
            gender=row.gender,
            languages=row.languages,
            indications=row.indications,
            modalities=row.modalities,
            youngest=row.youngest,
            oldest=row.oldest,
            ipt_trained=row.ipt_trained,
            caseload_target=row.caseload_target,
        ),
        caseload=reading.session.scalar(running) or 0,
        supervisors=tuple((name, key) for name, key in people),
        editable=may(reading.actor, Permission.EDIT_STAFF),
        offer_editable=may(reading.actor, Permission.EDIT_PROFILE, therapist),
    )
