"""What a letter is rendered from: its lines with letterhead, address, signatures, and what its kind shows beside them."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import loaded, texts
from ibh_desktop.domain.letter_signing import needs_cosign
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.people import full_name
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject
from ibh_desktop.queries.clinic import header, settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Letter, Location, Patient, Recipient, Staff, Therapist
from ibh_desktop.store.tx import Reading


def content_of(reading: Reading, row: Letter) -> LetterContent:
    """A letter as it is set on paper; rights are asked for by whoever calls."""
    patient = one(reading, Patient, row.patient_id)
    therapist = one(reading, Therapist, row.therapist_id)
    place = _place(reading, row)
    rule = BY_ID[row.kind]
    supervisor = _supervisor(reading, therapist, row.cosigned_by)
    second = supervisor if needs_cosign(rule, therapist.credential) else None
    clinic = header(reading)
    return LetterContent(
        kind=row.kind,
        number=row.number if row.edition == 1 else f"{row.number} version {row.edition}",
        written_on=(row.signed_at or reading.now).astimezone(ZoneInfo(place.zone)).date(),
        draft=row.status is LetterStatus.DRAFT,
        sample=clinic.is_sample,
        sender=_sender(clinic.name, place),
        to=_address(reading, row),
        subject=Subject(full_name(patient.given, patient.family), patient.born, patient.number),
        signer=Signer(therapist.name, therapist.credential, therapist.licence, therapist.npi, _named(supervisor)),
        parts=texts(loaded(row.parts)),
        crisis_line=settings(reading).crisis_line,
        cosigner=second,
    )


def _sender(clinic: str, place: Location) -> Sender:
    return Sender(clinic, place.name, place.street, city_line(place), shown_phone(place.phone), shown_phone(place.fax))


def city_line(row: Location | Recipient | Patient) -> str:
    """`Birmingham, AL 35203`; empty where there is none of them."""
    return f"{row.city}, {row.state} {row.postcode}".strip(", ")


def _place(reading: Reading, row: Letter) -> Location:
    if row.appointment_id is not None:
        return one(reading, Location, one(reading, Appointment, row.appointment_id).location_id)
    if row.course_id is not None:
        return one(reading, Location, one(reading, Course, row.course_id).location_id)
    return reading.session.scalars(select(Location).where(Location.active).order_by(Location.id).limit(1)).one()


def _address(reading: Reading, row: Letter) -> Address | None:
    if row.recipient_id is None:
        return None
    to = one(reading, Recipient, row.recipient_id)
    return Address(to.name, to.organisation, to.street, city_line(to))


def _supervisor(reading: Reading, therapist: Therapist, cosigned_by: int | None) -> Signer | None:
    # Associates may not practise without direct supervision; the letter says whose (DOMAIN.md 4.7).
    key = cosigned_by or therapist.supervisor_id
    if therapist.credential not in SUPERVISED or key is None:
        return None
    boss = select(Staff.name, Therapist.credential, Therapist.licence, Therapist.npi)
    found = reading.session.execute(
        boss.join(Therapist, Therapist.staff_id == Staff.id, isouter=True).where(Staff.id == key)
    ).one()
    name, credential, licence, npi = found
    return Signer(name, credential or "", licence or "", npi or "", "")


def _named(supervisor: Signer | None) -> str:
    if supervisor is None:
        return ""
    return ", ".join(part for part in (supervisor.name, supervisor.credential, supervisor.licence) if part)
