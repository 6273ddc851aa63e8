"""Which visits are still to be confirmed on paper, and what their letters are rendered from: many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import UPCOMING, Modality
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.confirming import require_days
from ibh_desktop.domain.ids import AppointmentId, LetterId, LocationId, TherapistId
from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.domain.letter_lines import loaded, texts
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Scope, require, scope
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject, Visit
from ibh_desktop.queries.clinic import header, settings
from ibh_desktop.store.schema import Appointment, Letter, Location, Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Stack:
    """The visits of some days, each location's own; None is any location, any therapist."""

    first: date
    last: date
    location: LocationId | None = None
    therapist: TherapistId | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a stack still needs, in the order of the visits.

    `visits` have no signed confirmation of their time yet, `signed` are letters that were not on paper yet, `done` counts the
    visits that were confirmed on paper. `homeless` counts those to print whose patient has no street: they are handed over.
    """

    visits: tuple[AppointmentId, ...]
    signed: tuple[LetterId, ...]
    done: int
    homeless: int

    @property
    def count(self) -> int:
        """How many confirmations will come out."""
        return len(self.visits) + len(self.signed)


def waiting(reading: Reading, stack: Stack) -> Waiting:
    """What is still to be confirmed; therapists see their own patients. One statement, whatever the number of visits.

    A visit counts as confirmed when a letter that left the printer tells the start that it has now. Raises `Refused` for days
    that make no stack.
    """
    require(reading.actor, CONFIRMATION.writes)
    require_days(stack.first, stack.last)
    visits, signed, done, homeless = [], [], 0, 0
    for row in reading.session.execute(_chosen(reading, stack)):
        if not stack.first <= row.starts.astimezone(ZoneInfo(row.zone)).date() <= stack.last:
            continue
        if row.status not in (None, LetterStatus.DRAFT, LetterStatus.SIGNED):
            done += 1
            continue
        homeless += not row.street
        if row.status is LetterStatus.SIGNED:
            signed.append(LetterId(row.letter))
        else:
            visits.append(AppointmentId(row.id))
    return Waiting(tuple(visits), tuple(signed), done, homeless)


def _chosen(reading: Reading, stack: Stack) -> Select[*tuple[Any, ...]]:
    a = Appointment
    # A superset of the days in every American zone; the exact days are cut by each location's own zone.
    zone = ZoneInfo("America/Chicago")
    since = max(reading.now, day_bounds(stack.first, zone).starts - timedelta(hours=4))
    chosen = (
        select(a.id, a.starts, Location.zone, Patient.street, Letter.id.label("letter"), Letter.status)
        .join(Location, Location.id == a.location_id)
        .join(Patient, Patient.id == a.patient_id)
        .join(Letter, Letter.id == latest_confirmation(), isouter=True)
        .where(a.starts >= since, a.starts < day_bounds(stack.last, zone).ends + timedelta(hours=6), a.status.in_(UPCOMING))
        .order_by(a.starts, a.id)
    )
    if stack.location is not None:
        chosen = chosen.where(a.location_id == stack.location)
    if stack.therapist is not None:
        chosen = chosen.where(a.therapist_id == stack.therapist)
    if scope(reading.actor, CONFIRMATION.writes) is Scope.OWN:
        chosen = chosen.where(a.therapist_id == reading.actor.therapist)
    return chosen


def latest_confirmation() -> ScalarSelect[int]:
    """The last confirmation of the time that a visit has now; a letter that says no time was begun by hand for it."""
    told = select(func.max(Letter.id)).where(Letter.appointment_id == Appointment.id, Letter.kind == CONFIRMATION.id)
    told = told.where(or_(Letter.visit_starts.is_(None), Letter.visit_starts == Appointment.starts))
    return told.where(Letter.status != LetterStatus.WITHDRAWN).correlate(Appointment).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft as it will be frozen: which version of it, and what it is rendered from."""

    letter: LetterId
    version: int
    content: LetterContent


def sheets(reading: Reading, letters: Sequence[LetterId]) -> list[Sheet]:
    """What some drafts are rendered from, in their order. Three statements, whatever their number."""
    require(reading.actor, CONFIRMATION.writes)
    clinic, said = header(reading), settings(reading)
    boss, boss_licence = aliased(Staff), aliased(Therapist)
    rows = reading.session.execute(
        select(Letter, Appointment, Patient, Therapist, Location, boss.name, boss_licence.credential, boss_licence.licence)
        .join(Appointment, Appointment.id == Letter.appointment_id)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Letter.therapist_id)
        .join(Location, Location.id == Appointment.location_id)
        .join(boss, boss.id == Therapist.supervisor_id, isouter=True)
        .join(boss_licence, boss_licence.staff_id == boss.id, isouter=True)
        .where(Letter.id.in_(letters))
    )
    found: dict[int, Sheet] = {}
    for row in rows:
        require(reading.actor, CONFIRMATION.writes, TherapistId(row.Letter.therapist_id))
        content = _content(row, clinic.name, reading.now, sample=clinic.is_sample, crisis_line=said.crisis_line)
        found[row.Letter.id] = Sheet(LetterId(row.Letter.id), row.Letter.version, content)
    return [found[letter] for letter in letters if letter in found]


def signed_pdfs(reading: Reading, letters: Sequence[LetterId]) -> dict[LetterId, bytes]:
    """The bytes of signed confirmations, as they are stored. One statement."""
    require(reading.actor, CONFIRMATION.prints)
    rows = reading.session.execute(select(Letter.id, Letter.therapist_id, Letter.pdf).where(Letter.id.in_(letters)))
    held = {}
    for key, therapist, pdf in rows:
        require(reading.actor, CONFIRMATION.prints, TherapistId(therapist))
        if pdf:
            held[LetterId(key)] = bytes(pdf)
    return held


def _content(row: Row[*tuple[Any, ...]], clinic: str, now: datetime, *, sample: bool, crisis_line: str) -> LetterContent:
    letter, patient, place = row.Letter, row.Patient, row.Location
    name = full_name(patient.given, patient.family)
    to = Address(name, "", patient.street, _city(patient.city, patient.state, patient.postcode))
    return LetterContent(
        kind=letter.kind,
        number=letter.number if letter.edition == 1 else f"{letter.number} version {letter.edition}",
        written_on=now.astimezone(ZoneInfo(place.zone)).date(),
        draft=False,
        sample=sample,
        sender=Sender(
            clinic,
            place.name,
            place.street,
            _city(place.city, place.state, place.postcode),
            shown_phone(place.phone),
            shown_phone(place.fax),
        ),
        to=to,
        subject=Subject(name, patient.born, patient.number),
        signer=_signer(row.Therapist, row[5:8]),
        parts=texts(loaded(letter.parts)),
        crisis_line=crisis_line,
        visit=_visit(row.Appointment, place, row.Therapist),
    )


def _signer(therapist: Therapist, boss: Iterable[str | None]) -> Signer:
    told = ", ".join(part for part in boss if part) if therapist.credential in ("ALC", "LMSW") else ""
    return Signer(therapist.name, therapist.credential, therapist.licence, therapist.npi, told)


def _visit(visit: Appointment, place: Location, therapist: Therapist) -> Visit:
    zone = ZoneInfo(place.zone)
    return Visit(
        starts=visit.starts.astimezone(zone),
        ends=visit.ends.astimezone(zone),
        place=place.name,
        street=place.street,
        city_line=_city(place.city, place.state, place.postcode),
        clinician=therapist.name,
        telehealth=visit.modality is Modality.TELEHEALTH,
    )


def _city(city: str, state: str, postcode: str) -> str:
    return f"{city}, {state} {postcode}".strip(", ")
