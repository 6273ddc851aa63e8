"""What would happen if two files became one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.courses import MAINTENANCE, RUNNING
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.merging import FIELDS, Held, require_mergeable
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.store.lookup import one
from ibh_desktop.store.patient_rows import counts
from ibh_desktop.store.schema import Appointment, Course, Location, Patient
from ibh_desktop.store.tx import Reading

NOUNS = {
    "appointment": "visits",
    "course": "courses",
    "score": "forms",
    "safety_event": "safety events",
    "letter": "letters",
    "patient_authorization": "authorizations",
    "disclosure": "entries in the log of disclosures",
    "guardian": "guardians",
    "inquiry": "requests",
    "coverage": "payers",
    "desk_consent": "signed papers",
    "estimate_task": "estimates",
    "patient_change": "changes of the file",
    "patient_contact": "contact wishes",
}
"""What the rows of a table are called; a table that stands not here is called by its name."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that the two files fill differently; texts as staff read them."""

    name: str
    title: str
    keeper: str
    other: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Who stays, who goes, what moves, what differs, and why it cannot be done when it cannot."""

    keeper: str
    other: str
    moves: tuple[tuple[str, int], ...]
    differing: tuple[Differing, ...]
    hindrance: str


def preview(reading: Reading, keeper: PatientId, other: PatientId) -> MergePreview:
    """What a merge would do. A safety event or a course is counted, never shown."""
    stays, goes = both(reading, keeper, other)
    try:
        check(reading, keeper, other)
        hindrance = ""
    except Refused as reason:
        hindrance = reason.sentence
    places = {place.id: place.name for place in reading.session.scalars(select(Location))}
    differing = (
        Differing(name, title, _shown(getattr(stays, name), name, places), _shown(getattr(goes, name), name, places))
        for name, title in FIELDS
        if getattr(stays, name) != getattr(goes, name) and getattr(goes, name) not in ("", None)
    )
    moves = sorted((NOUNS.get(table, table.replace("_", " ")), many) for table, many in counts(reading, other).items())
    return MergePreview(_named(stays), _named(goes), tuple(moves), tuple(differing), hindrance)


def both(reading: Reading, keeper: PatientId, other: PatientId) -> tuple[Patient, Patient]:
    """The two rows; raise `NotAllowed` for whoever does not keep all files, `Conflict` for a file that was merged already."""
    require(reading.actor, Permission.EDIT_PATIENT)
    if scope(reading.actor, Permission.EDIT_PATIENT) is not Scope.ALL:
        raise NotAllowed("Only the front desk and the clinic's manager merge files.")
    stays, goes = one(reading, Patient, keeper), one(reading, Patient, other)
    if stays.merged_into_id is not None or goes.merged_into_id is not None:
        raise Conflict("Somebody merged one of these files already. Look the patient up again.", field="other")
    return stays, goes


def check(reading: Reading, keeper: PatientId, other: PatientId) -> None:
    """Raise `Refused` with the reason why two files cannot become one."""
    # A maintenance course may run beside an acute one (DOMAIN.md 8, invariant 1).
    running = select(Course.patient_id).where(
        Course.patient_id.in_((keeper, other)), Course.status.in_(RUNNING), Course.variant != MAINTENANCE.code
    )
    whose = set(reading.session.scalars(running))
    a, b = aliased(Appointment), aliased(Appointment)
    overlaps = reading.session.execute(
        select(b.starts, b.ends, Location.zone)
        .join(Location, Location.id == b.location_id)
        .join(a, (a.starts < b.ends) & (b.starts < a.ends))
        .where(a.patient_id == keeper, a.status.in_(HOLDING), ~a.overbooked)
        .where(b.patient_id == other, b.status.in_(HOLDING), ~b.overbooked)
        .order_by(b.starts)
    )
    held = [Held(starts.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone))) for starts, ends, zone in overlaps]
    require_mergeable(keeper=keeper, other=other, running=(keeper in whose, other in whose), overlaps=held)


def _named(row: Patient) -> str:
    return f"{full_name(row.given, row.family, row.preferred)}, born {row.born:%m/%d/%Y}, number {row.number}"


def _shown(value: Any, name: str, places: Mapping[int, str]) -> str:
    if name == "born":
        return f"{value:%m/%d/%Y}"
    if name == "location_id":
        return places.get(value, "none yet")
    return (shown_phone(value) if name == "phone" else str(value)) or "nothing"
