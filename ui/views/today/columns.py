"""The columns of the board, and what each of them says of a visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ibh_desktop.domain.appointments import Status
from ibh_desktop.queries.today import Group, TodayLine
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.table import Column
from ui.kit.text import clock

TONES = {
    Status.SCHEDULED: "neutral",
    Status.CONFIRMED: "info",
    Status.CHECKED_IN: "warning",
    Status.IN_SESSION: "accent",
    Status.COMPLETED: "success",
    Status.NO_SHOW: "danger",
}
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each visit waits, by the clock of `now`; from `limit` minutes on it is long."""

    now: Callable[[], datetime]
    limit: Callable[[], int]

    def words(self, visit: TodayLine) -> str:
        """What the column says."""
        now = self.now()
        if visit.group is Group.WAITING and visit.arrived_at:
            minutes = int((now - visit.arrived_at).total_seconds() // 60)
            return f"{minutes} min" + (", long" if minutes >= self.limit() else "")
        if visit.group is Group.EXPECTED and now - visit.starts > LATE:
            return f"{int((now - visit.starts).total_seconds() // 60)} min late"
        return ""

    def tone(self, visit: TodayLine) -> str:
        """In which tone it says it."""
        if visit.group is Group.EXPECTED:
            return "warning"
        return "danger" if self.words(visit).endswith("long") else "neutral"


@dataclass(frozen=True, slots=True)
class Dues:
    """What must happen around each visit: what the board says of it, and what `papers` says that it still lacks."""

    papers: Callable[[TodayLine], tuple[str, ...]]

    def all(self, visit: TodayLine) -> tuple[str, ...]:
        """Everything, the most pressing first."""
        pressing = ("Tell the clinician",) if visit.safety else ("Therapist calls",) if _flagged(visit) else ()
        return (*pressing, *self.papers(visit), *visit.dues)

    def words(self, visit: TodayLine) -> str:
        """What the column says: the first of them, and how many more there are."""
        dues = self.all(visit)
        more = f" +{len(dues) - 1}" if len(dues) > 1 else ""
        return dues[0] + more if dues else ""

    def tone(self, visit: TodayLine) -> str:
        """In which tone it says it."""
        return "danger" if visit.safety or _flagged(visit) else "warning"


def columns(desk: Desk, waits: Waits, dues: Dues) -> tuple[Column[TodayLine], ...]:
    """All columns; the ones that give way first stand at the right."""
    return (
        Column("Time", lambda v: f"{v.starts:%H:%M}" + (f" {v.starts:%Z}" if desk.location is None else ""), 88, right=True),
        Column("Waited", waits.words, 118, tone=waits.tone),
        Column("Patient", lambda v: discreet.name(v.patient_name) + (f"\n{v.note}" if v.note else ""), strong=True),
        Column("Session", lambda v: v.session or v.kind, 134, optional=True),
        Column("Therapist", lambda v: v.therapist, 130, optional=True),
        Column("Room", lambda v: _room(v, here=desk.location is not None), 118, optional=True),
        Column("Status", _status, 138, tone=lambda v: TONES.get(v.status, "neutral"), optional=True, kept=True),
        Column("Due", dues.words, 162, tone=dues.tone, hint=dues.all),
    )


def _room(visit: TodayLine, *, here: bool) -> str:
    if visit.arrived_elsewhere:
        return f"from {visit.arrived_elsewhere}\nwith {visit.location}"
    return visit.room if here else f"{visit.location} {visit.room.removeprefix('Room ')}"


def _status(visit: TodayLine) -> str:
    since = f" {clock(visit.since)}" if visit.since else ""
    return visit.status.value + since + (" · overbooked" if visit.overbooked else "")


def _flagged(visit: TodayLine) -> bool:
    # Whoever missed a visit while a risk flag stands is called today, by the therapist (DOMAIN.md 1.7.4).
    return visit.flagged and visit.status is Status.NO_SHOW
