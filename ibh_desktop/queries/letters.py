"""The list of letters, the composer, and what a letter is rendered from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import CourseId, LetterId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import loaded, texts
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.people import full_name, list_name
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject
from ibh_desktop.queries.clinic import header, settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Letter, Location, Patient, Recipient, Staff, Therapist
from ibh_desktop.store.tx import Reading

LATEST = 100
"""Letters that are listed; older ones are found in their course."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in the list."""

    id: LetterId
    number: str
    edition: int
    title: str
    patient: PatientId
    patient_name: str
    course: CourseId | None
    recipient: str
    therapist: str
    status: LetterStatus
    created_at: datetime
    signed_at: datetime | None


def listing(reading: Reading, *, limit: int = LATEST) -> list[LetterLine]:
    """The latest letters; receptionists and managers see signed ones only, therapists their own. One statement."""
    require(reading.actor, Permission.SEE_LETTERS)
    latest = _visible(reading).order_by(Letter.id.desc()).limit(limit).subquery()
    chosen = (
        select(Letter, Patient.given, Patient.family, Therapist.name, Recipient.name)
        .join(latest, latest.c.id == Letter.id)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Letter.therapist_id)
        .join(Recipient, Recipient.id == Letter.recipient_id, isouter=True)
        .order_by(Letter.id.desc())
    )
    return [_line(*row) for row in reading.session.execute(chosen)]


def _visible(reading: Reading) -> Select[int]:
    reach = scope(reading.actor, Permission.SEE_LETTERS)
    if reach is Scope.ALL:
        return select(Letter.id).where(Letter.status != LetterStatus.DRAFT)
    if reach is Scope.OWN:
        return select(Letter.id).where(Letter.therapist_id == reading.actor.therapist)
    mine = {key for key in (reading.actor.therapist, *reading.actor.team) if key is not None}
    # `+ 0` keeps SQLite from collecting and sorting every letter that the team ever wrote: the latest come first by key.
    return select(Letter.id).where((Letter.therapist_id + 0).in_(mine))


def _line(row: Letter, given: str, family: str, therapist: str, recipient: str | None) -> LetterLine:
    return LetterLine(
        id=LetterId(row.id),
        number=row.number,
        edition=row.edition,
        title=BY_ID[row.kind].title,
        patient=PatientId(row.patient_id),
        patient_name=list_name(given, family),
        course=None if row.course_id is None else CourseId(row.course_id),
        recipient=recipient or "",
        therapist=therapist,
        status=row.status,
        created_at=row.created_at,
        signed_at=row.signed_at,
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter in the composer."""

    id: LetterId
    version: int
    kind: str
    status: LetterStatus
    number: str
    patient_name: str
    course: CourseId | None
    parts: dict[str, str]
    recipient: RecipientId | None
    content: LetterContent


def composer(reading: Reading, letter: LetterId) -> Draft:
    """A letter to write or read; raise `NotAllowed` where it is another therapist's, or for a receptionist."""
    row = one(reading, Letter, letter)
    require(reading.actor, Permission.WRITE_LETTER, TherapistId(row.therapist_id))
    content = _content(reading, row)
    return Draft(
        id=letter,
        version=row.version,
        kind=row.kind,
        status=row.status,
        number=row.number,
        patient_name=content.subject.name,
        course=None if row.course_id is None else CourseId(row.course_id),
        parts=dict(content.parts),
        recipient=None if row.recipient_id is None else RecipientId(row.recipient_id),
        content=content,
    )


def signed_pdf(reading: Reading, letter: LetterId) -> bytes:
    """The bytes that were signed; raise `NotFound` while there are none."""
    row = one(reading, Letter, letter)
    require(reading.actor, Permission.PRINT_LETTER, TherapistId(row.therapist_id))
    if not row.pdf:
        raise NotFound("This letter is not signed yet.")
    return bytes(row.pdf)


def _content(reading: Reading, row: Letter) -> LetterContent:
    patient = one(reading, Patient, row.patient_id)
    therapist = one(reading, Therapist, row.therapist_id)
    place = _place(reading, row)
    zone = ZoneInfo(place.zone)
    return LetterContent(
        kind=row.kind,
        number=row.number if row.edition == 1 else f"{row.number} version {row.edition}",
        written_on=(row.signed_at or reading.now).astimezone(zone).date(),
        draft=row.status is LetterStatus.DRAFT,
        sample=header(reading).is_sample,
        sender=Sender(
            header(reading).name,
            place.name,
            place.street,
            f"{place.city}, {place.state} {place.postcode}".strip(", "),
            shown_phone(place.phone),
            shown_phone(place.fax),
        ),
        to=_address(reading, row),
        subject=Subject(full_name(patient.given, patient.family), patient.born, patient.number),
        signer=Signer(therapist.name, therapist.credential, therapist.licence, therapist.npi, _supervisor(reading, therapist)),
        parts=texts(loaded(row.parts)),
        crisis_line=settings(reading).crisis_line,
    )


def _place(reading: Reading, row: Letter) -> Location:
    if row.course_id is not None:
        return one(reading, Location, one(reading, Course, row.course_id).location_id)
    return reading.session.scalars(select(Location).where(Location.active).order_by(Location.id).limit(1)).one()


def _address(reading: Reading, row: Letter) -> Address | None:
    if row.recipient_id is None:
        return None
    to = one(reading, Recipient, row.recipient_id)
    return Address(to.name, to.organisation, to.street, f"{to.city}, {to.state} {to.postcode}".strip(", "))


def _supervisor(reading: Reading, therapist: Therapist) -> str:
    # Associates may not practise without direct supervision; the letter says whose (DOMAIN.md 4.7).
    if therapist.credential not in ("ALC", "LMSW") or therapist.supervisor_id is None:
        return ""
    boss = select(Staff.name, Therapist.credential, Therapist.licence).join(
        Therapist, Therapist.staff_id == Staff.id, isouter=True
    )
    row = reading.session.execute(boss.where(Staff.id == therapist.supervisor_id)).one()
    return ", ".join(part for part in row if part)
