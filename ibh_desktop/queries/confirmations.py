"""Which visits are still to be confirmed on paper, and what their letters are rendered from: many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, Select, func, or_, select

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.clocks import around
from ibh_desktop.domain.confirming import require_days
from ibh_desktop.domain.ids import AppointmentId, LetterId, LocationId, TherapistId
from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.permissions import Scope, require, scope
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.queries.clinic import header, settings
from ibh_desktop.queries.letter_content import content_of
from ibh_desktop.store.schema import Appointment, Letter, Location, Patient, Therapist
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
    that make no stack. A letter for which somebody chose another ground than the patient's own access is left to its writer.
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
        if row.basis not in (None, CONFIRMATION.basis):
            continue
        homeless += not row.street
        if row.status is LetterStatus.SIGNED:
            signed.append(LetterId(row.letter))
        else:
            visits.append(AppointmentId(row.id))
    return Waiting(tuple(visits), tuple(signed), done, homeless)


def _chosen(reading: Reading, stack: Stack) -> Select[*tuple[Any, ...]]:
    a, window = Appointment, around(stack.first, stack.last)
    chosen = (
        select(a.id, a.starts, Location.zone, Patient.street, Letter.id.label("letter"), Letter.status, Letter.basis)
        .join(Location, Location.id == a.location_id)
        .join(Patient, Patient.id == a.patient_id)
        .join(Letter, Letter.id == latest_confirmation(), isouter=True)
        .where(a.starts >= max(reading.now, window.starts), a.starts < window.ends, a.status.in_(UPCOMING))
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
    told = told.where(Letter.status != LetterStatus.WITHDRAWN)
    return told.correlate(Appointment).scalar_subquery()


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
    # All rows of all letters at once: what each one's content asks for is at hand by then.
    rows = reading.session.execute(
        select(Letter, Appointment, Patient, Therapist, Location)
        .join(Appointment, Appointment.id == Letter.appointment_id)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Appointment.therapist_id)
        .join(Location, Location.id == Appointment.location_id)
        .where(Letter.id.in_(letters))
    ).all()
    found: dict[int, Sheet] = {}
    for letter, *_ in rows:
        require(reading.actor, CONFIRMATION.writes, TherapistId(letter.therapist_id))
        content = replace(content_of(reading, letter, clinic=clinic, said=said), draft=False)
        found[letter.id] = Sheet(LetterId(letter.id), letter.version, content)
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
