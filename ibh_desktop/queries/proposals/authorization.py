"""L10, the form by which a patient authorizes a disclosure, filled in as far as the file can tell (DOMAIN.md 4.4)."""

from collections.abc import Iterator

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.disclosure import Information
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PatientId, TherapistId
from ibh_desktop.domain.letter_kinds.authorization import AUTHORIZATION
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.permissions import require
from ibh_desktop.queries.patients import require_own
from ibh_desktop.queries.proposals import words
from ibh_desktop.queries.proposals.guardians import signers
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Patient, Recipient
from ibh_desktop.store.tx import Reading

APART = (Information.PSYCHOTHERAPY_NOTES, Information.SUBSTANCE_USE)
"""What must be named for itself and is never filled in."""
_FILE = "the patient's file"


def proposed(reading: Reading, patient: PatientId) -> Proposed:
    """A form for one patient. What may be told stands there unticked: the patient chooses."""
    require(reading.actor, AUTHORIZATION.writes)
    row = one(reading, Patient, patient)
    require_own(reading, patient)
    lines = words.kept(
        {
            "recipient": _referrer(reading, row),
            "information": (Line(kind.value, "", on=False) for kind in Information if kind not in APART),
            "purpose": (Line("Going on with my care", _FILE, on=False),),
            "expires": (Line("One year after the signature", "the clinic", on=False),),
            "signer": signers(reading, patient),
        }
    )
    return Proposed(AUTHORIZATION.id, patient, _therapist(reading, patient), None, None, None, lines)


def _referrer(reading: Reading, row: Patient) -> Iterator[Line]:
    found = None if row.referrer_id is None else reading.session.get(Recipient, row.referrer_id)
    if found is not None:
        yield Line(", ".join(part for part in (found.name, found.organisation) if part), "the referrer")


def _therapist(reading: Reading, patient: PatientId) -> TherapistId:
    """Whose letter it is: who treats the patient, or else sees the patient next or saw them last."""
    courses = select(Course.therapist_id).where(Course.patient_id == patient).order_by(Course.id.desc()).limit(1)
    a = Appointment
    visits = select(a.therapist_id).where(a.patient_id == patient, a.status.in_(HOLDING)).order_by(a.starts.desc()).limit(1)
    found = reading.session.scalar(courses) or reading.session.scalar(visits) or reading.actor.therapist
    if found is None:
        raise Refused("This patient has no therapist yet. Print the blank form and fill it in by hand.")
    return TherapistId(found)
