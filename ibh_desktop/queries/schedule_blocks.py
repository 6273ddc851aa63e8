"""What the schedule shows: blocks, columns and boards, and the one statement that reads the blocks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, select

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Status
from ibh_desktop.domain.courses import COURSE_KINDS
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.session_numbers import earlier_sessions
from ibh_desktop.store.schema import Appointment, Course, Patient
from ibh_desktop.store.tx import Reading


class Mode(StrEnum):
    """How the schedule shows time; the value is the button's word."""

    DAY = "Day"
    ROOMS = "Rooms"
    WEEK = "Week"
    MONTH = "Month"


@dataclass(frozen=True, slots=True)
class Block:
    """One appointment; `name` is "busy" where the reader may not know whose it is."""

    id: AppointmentId
    version: int
    starts: datetime
    ends: datetime
    therapist: TherapistId
    patient: PatientId | None
    name: str
    session: str
    phase: Phase | None
    status: Status
    course: CourseId | None
    room: RoomId | None
    overbooked: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A day of a therapist or of a room; spans carry the location's zone. `detail` stands below the name."""

    on: date
    therapist: TherapistId | None
    name: str
    detail: str
    room: RoomId | None
    worked: tuple[Slot, ...]
    free: tuple[Slot, ...]
    off: tuple[Slot, ...]
    breaks: tuple[Slot, ...]
    blocks: tuple[Block, ...]
    closed: str = ""


@dataclass(frozen=True, slots=True)
class DayBoard:
    """A day at one location by therapist or room, or some days of one therapist; `closed` says why nothing is worked."""

    on: date
    location: LocationId
    location_name: str
    zone: ZoneInfo
    columns: tuple[Column, ...]
    closed: str
    mode: Mode = Mode.DAY


def blocks_of(reading: Reading, window: Slot, zone: ZoneInfo, *where: ColumnElement[bool]) -> list[Block]:
    """What is held in a window, or was missed, in order of time; names and numbers only for who may know them."""
    a = Appointment
    chosen = (
        select(
            a.id,
            a.version,
            a.starts,
            a.ends,
            a.therapist_id,
            a.patient_id,
            a.kind,
            a.status,
            a.course_id,
            a.room_id,
            a.overbooked,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Course.planned,
            Course.phase,
            earlier_sessions().label("earlier"),
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Course, Course.id == a.course_id, isouter=True)
        .where(*where, a.starts < window.ends, a.starts > window.starts - LONGEST, a.ends > window.starts)
        .where(a.status.in_((*HOLDING, Status.NO_SHOW)))
        .order_by(a.starts, a.id)
    )
    return [_block(row, zone, reading) for row in reading.session.execute(chosen)]


def _block(row: Row[*tuple[Any, ...]], zone: ZoneInfo, reading: Reading) -> Block:
    known = may(reading.actor, Permission.SEE_PATIENT, row.therapist_id)
    told = may(reading.actor, Permission.SEE_COURSE, row.therapist_id)
    numbered = told and row.course_id is not None and row.kind in COURSE_KINDS and row.status in HOLDING
    return Block(
        id=row.id,
        version=row.version,
        starts=row.starts.astimezone(zone),
        ends=row.ends.astimezone(zone),
        therapist=row.therapist_id,
        patient=row.patient_id if known else None,
        name=full_name(row.given, row.family, row.preferred) if known else "busy",
        session=f"{row.earlier + 1}/{row.planned}" if numbered else "",
        phase=row.phase if told else None,
        status=row.status,
        course=row.course_id if told else None,
        room=row.room_id,
        overbooked=row.overbooked,
    )
