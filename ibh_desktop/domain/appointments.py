"""Kinds and statuses of appointments and the moves between them (DOMAIN.md 5.1, 5.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ibh_desktop.domain.errors import Conflict, Refused


class Kind(StrEnum):
    """What is booked; the value is the label that staff read."""

    INTAKE = "intake"
    THERAPY = "therapy"
    FAMILY = "family"
    GROUP = "group"
    CRISIS = "crisis"
    MED_MGMT = "medication"
    PHONE = "phone"


class Modality(StrEnum):
    """How patient and therapist meet."""

    IN_PERSON = "in person"
    TELEHEALTH = "telehealth"
    PHONE = "phone"


class Status(StrEnum):
    """Where an appointment stands; the value is the label that staff read."""

    SCHEDULED = "scheduled"
    CONFIRMED = "confirmed"
    CHECKED_IN = "waiting"
    IN_SESSION = "in session"
    COMPLETED = "done"
    NO_SHOW = "no-show"
    LATE_CANCEL = "late cancel"
    CANCELLED_PATIENT = "cancelled by patient"
    CANCELLED_CLINIC = "cancelled by clinic"
    LEFT_BEFORE_SEEN = "left before seen"
    RESCHEDULED = "rescheduled"


MINUTES = {
    Kind.INTAKE: 60,
    Kind.THERAPY: 50,
    Kind.FAMILY: 50,
    Kind.GROUP: 90,
    Kind.CRISIS: 60,
    Kind.MED_MGMT: 30,
    Kind.PHONE: 15,
}
"""Default length of a kind in minutes (DOMAIN.md 5.1)."""

_AT_THE_DESK = {Kind.INTAKE: "intake", Kind.PHONE: "phone call"}


def kind_label(kind: Kind, *, clinical: bool) -> str:
    """What a reader is told of a visit: without clinical rights it is a therapy visit and no more (DOMAIN.md 7)."""
    return kind.value if clinical else _AT_THE_DESK.get(kind, "therapy visit")


LONGEST = timedelta(hours=12)
"""No appointment is longer; the overlap constraints rely on it."""

_S = Status
_OFF_BOOK = (_S.CHECKED_IN, _S.CANCELLED_PATIENT, _S.LATE_CANCEL, _S.CANCELLED_CLINIC, _S.NO_SHOW, _S.RESCHEDULED)
NEXT: dict[Status, tuple[Status, ...]] = {
    _S.SCHEDULED: (_S.CONFIRMED, *_OFF_BOOK),
    _S.CONFIRMED: _OFF_BOOK,
    _S.CHECKED_IN: (_S.IN_SESSION, _S.LEFT_BEFORE_SEEN, _S.CANCELLED_CLINIC),
    _S.IN_SESSION: (_S.COMPLETED,),
}
"""The moves of DOMAIN.md 5.2; a status that is not a key is final."""

HOLDING = (_S.SCHEDULED, _S.CONFIRMED, _S.CHECKED_IN, _S.IN_SESSION, _S.COMPLETED)
"""Statuses in which an appointment occupies therapist, room and patient."""

UPCOMING = (_S.SCHEDULED, _S.CONFIRMED)
UNSETTLED = (*UPCOMING, _S.CHECKED_IN, _S.IN_SESSION)
"""Statuses in which nobody has said yet what became of a visit."""
MISSED = (_S.NO_SHOW, _S.LATE_CANCEL)
CANCELLED = (_S.LATE_CANCEL, _S.CANCELLED_PATIENT, _S.CANCELLED_CLINIC)


@dataclass(frozen=True, slots=True)
class Stamps:
    """When a visit's stages happened."""

    arrived_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


def require_move(now_at: Status, wanted: Status) -> None:
    """Raise `Conflict` when the status cannot move there (any more)."""
    if wanted not in NEXT.get(now_at, ()):
        raise Conflict(f"This appointment is {now_at.value}; it cannot become {wanted.value}. Undo the last step first.")


def require_due(wanted: Status, starts: datetime, now: datetime, *, grace: timedelta) -> None:
    """Raise `Refused` when a no-show is recorded before the grace time has passed (DOMAIN.md 5.2)."""
    if wanted is Status.NO_SHOW and now < starts + grace:
        whole = int(grace.total_seconds() // 60)
        raise Refused(f"A no-show can be recorded {whole} minutes after the start, not before. They may still come.")


def cancelled_by_patient(starts: datetime, now: datetime, *, notice: timedelta) -> Status:
    """Late when less than `notice` before the start; exactly `notice` is in time (DOMAIN.md 5.2)."""
    return Status.LATE_CANCEL if starts - now < notice else Status.CANCELLED_PATIENT


def stamped(stamps: Stamps, status: Status, now: datetime) -> Stamps:
    """The time stamps after a move to `status`."""
    if status is Status.CHECKED_IN:
        return Stamps(arrived_at=now)
    if status is Status.IN_SESSION:
        return Stamps(stamps.arrived_at, started_at=now)
    if status is Status.COMPLETED:
        return Stamps(stamps.arrived_at, stamps.started_at, ended_at=now)
    return stamps
