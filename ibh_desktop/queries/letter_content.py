"""What a letter is rendered from: its lines with letterhead, address, signatures, and what its kind shows beside them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from ibh_desktop.domain.addresses import city_line
from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.domain.letter_lines import loaded, texts
from ibh_desktop.domain.letter_signing import needs_cosign
from ibh_desktop.domain.letters import Addressee, LetterKindRule, LetterStatus
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.timeline_picture import Picture
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.letters.content import Address, LetterContent, ScoreSeries, Sender, Signer, Subject, Visit
from ibh_desktop.queries.clinic import ClinicHeader, header, settings
from ibh_desktop.queries.release import carried_of
from ibh_desktop.settings import Settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Letter, Location, Patient, Recipient, Staff, Therapist
from ibh_desktop.store.tx import Reading

STAMPS = timedelta(hours=1)
"""How far a time that the desk wrote down may lie from the planned one; beyond that it was written down later."""


def content_of(
    reading: Reading,
    row: Letter,
    *,
    clinic: ClinicHeader | None = None,
    said: Settings | None = None,
) -> LetterContent:
    """A letter as it is set on paper; rights are the caller's to ask for, who gives the rest where it is known already."""
    patient = one(reading, Patient, row.patient_id)
    rule = BY_ID[row.kind]
    visit = None if row.appointment_id is None else one(reading, Appointment, row.appointment_id)
    place = _place(reading, row, visit)
    signer, second = _signers(reading, row, rule)
    clinic, (basis, notices) = clinic or header(reading), _law(reading, row, rule)
    return LetterContent(
        kind=row.kind,
        number=row.number if row.edition == 1 else f"{row.number} version {row.edition}",
        written_on=(row.signed_at or reading.now).astimezone(ZoneInfo(place.zone)).date(),
        draft=row.status is LetterStatus.DRAFT,
        sample=clinic.is_sample,
        sender=sender_of(clinic.name, place),
        to=_address(reading, row, rule, patient),
        subject=Subject(full_name(patient.given, patient.family), patient.born, patient.number),
        signer=signer,
        parts=texts(loaded(row.parts)),
        crisis_line=(said or settings(reading)).crisis_line,
        basis=basis,
        notices=notices,
        cosigner=second,
        visit=None if visit is None else _visit(reading, visit, place, named=rule is not ATTENDANCE),
        series=_series(reading, row, rule),
        timeline=_timeline(reading, row, rule),
    )


def _law(reading: Reading, row: Letter, rule: LetterKindRule) -> tuple[str, tuple[str, ...]]:
    """The line of legal basis and the texts fixed by regulation, on what goes to somebody else than the patient."""
    if not rule.needs_recipient:
        return "", ()
    carried = carried_of(reading, row)
    return carried.basis_line, carried.texts


def sender_of(clinic: str, place: Location) -> Sender:
    """The letterhead of a place."""
    phones = shown_phone(place.phone), shown_phone(place.fax)
    return Sender(clinic, place.name, place.street, city_line(place), *phones, place.npi)


def first_place() -> Select[Location]:
    """The location that stands for a clinic where nothing says which one."""
    return select(Location).where(Location.active).order_by(Location.id).limit(1)


def _place(reading: Reading, row: Letter, visit: Appointment | None) -> Location:
    if visit is not None:
        return one(reading, Location, visit.location_id)
    if row.course_id is not None:
        return one(reading, Location, one(reading, Course, row.course_id).location_id)
    own = one(reading, Patient, row.patient_id).location_id
    if own is not None:
        return one(reading, Location, own)
    return reading.session.scalars(first_place()).one()


def _address(reading: Reading, row: Letter, rule: LetterKindRule, patient: Patient) -> Address | None:
    if rule.to is Addressee.PATIENT:
        return Address(full_name(patient.given, patient.family), "", patient.street, city_line(patient))
    if row.recipient_id is None:
        return None
    to = one(reading, Recipient, row.recipient_id)
    return Address(to.name, to.organisation, to.street, city_line(to))


def _signers(reading: Reading, row: Letter, rule: LetterKindRule) -> tuple[Signer, Signer | None]:
    """The author and who co-signs. A letter of the front desk names a person and no profession: it would tell of the visit."""
    if not rule.by_hand:
        name = reading.actor.name if row.signed_by is None else one(reading, Staff, row.signed_by).name
        # For work or school the clinic signs where a therapist would: her name can be looked up, and says what it was.
        treats = select(Therapist.id).where(Therapist.staff_id == (row.signed_by or reading.actor.staff))
        hidden = rule is ATTENDANCE and reading.session.scalar(treats) is not None
        return Signer("" if hidden else name, "", "", "", ""), None
    therapist = one(reading, Therapist, row.therapist_id)
    above = _supervisor(reading, therapist, row.cosigned_by)
    named = ", ".join(part for part in (above.name, above.credential, above.licence) if part) if above else ""
    signer = Signer(therapist.name, therapist.credential, therapist.licence, therapist.npi, named)
    return signer, above if needs_cosign(rule, therapist.credential) else None


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


def _visit(reading: Reading, visit: Appointment, place: Location, *, named: bool) -> Visit:
    # For work or school nobody is named: a name can be looked up, and then says what kind of appointment it was.
    zone = ZoneInfo(place.zone)
    return Visit(
        starts=visit.starts.astimezone(zone),
        ends=visit.ends.astimezone(zone),
        place=place.name,
        street=place.street,
        city_line=city_line(place),
        clinician=one(reading, Therapist, visit.therapist_id).name if named else "",
        telehealth=visit.modality is not Modality.IN_PERSON,
        arrived=None if named else _stamp(visit.arrived_at or visit.started_at, visit.starts).astimezone(zone),
        left=None if named else _stamp(visit.ended_at, visit.ends).astimezone(zone),
    )


def _stamp(noted: datetime | None, planned: datetime) -> datetime:
    return noted if noted is not None and abs(noted - planned) <= STAMPS else planned


def _series(reading: Reading, row: Letter, rule: LetterKindRule) -> tuple[ScoreSeries, ...]:
    if row.course_id is None or not any(field.name == "chart" for field in rule.fields):
        return ()
    from ibh_desktop.queries.letter_pictures import series_of  # noqa: PLC0415 - start-up: the list needs no ReportLab

    return series_of(reading, CourseId(row.course_id))


def _timeline(reading: Reading, row: Letter, rule: LetterKindRule) -> Picture | None:
    if row.course_id is None or not any(field.name == "timeline" for field in rule.fields):
        return None
    from ibh_desktop.letters.timeline_art import letter_picture  # noqa: PLC0415 - start-up: the list needs no ReportLab
    from ibh_desktop.queries.letter_pictures import story_of  # noqa: PLC0415 - start-up: the list needs no ReportLab

    return letter_picture(story_of(reading, CourseId(row.course_id)))
