"""Visits that were booked over something, soft or hard, with the reasons: for who runs the clinic."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.conflicts import Soft
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.store.schema import Appointment, Location, Therapist
from ibh_desktop.store.tx import Reading

WORDS = {
    Soft.DAY: "too many sessions a day",
    Soft.ROW: "too many in a row",
    Soft.LUNCH: "no lunch",
    Soft.TRAVEL: "no time to travel",
    Soft.PAUSE: "no pause",
    Soft.CASELOAD: "caseload over target",
    Soft.TWICE: "patient twice a day",
    Soft.THERAPIST: "another therapist in the first four",
    Soft.GAP: "more than 14 days between sessions",
    Soft.ENDING: "gap in the ending phase",
}


@dataclass(frozen=True, slots=True)
class PassedLine:
    """One visit; `starts` carries the location's zone, `what` is in words. No patient: the list is about planning."""

    id: AppointmentId
    starts: datetime
    therapist: str
    location: str
    what: str
    reason: str
    overbooked: bool


def listing(reading: Reading, first: date, last: date) -> list[PassedLine]:
    """All that still stand between two dates, both included, by time; for the manager and the lead."""
    require(reading.actor, Permission.SEE_PASSED)
    a = Appointment
    window = (day_bounds(first, ZoneInfo("UTC")).starts - timedelta(days=1), day_bounds(last, ZoneInfo("UTC")).ends)
    rows = reading.session.execute(
        select(
            a.id,
            a.starts,
            Therapist.name,
            Location.name,
            Location.zone,
            a.passed,
            a.passed_reason,
            a.overbooked,
            a.overbook_reason,
        )
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .where(a.starts >= window[0], a.starts < window[1] + timedelta(days=1), a.status.in_(HOLDING))
        .where(or_(a.passed != "", a.overbooked))
        .order_by(a.starts, a.id)
    )
    lines = [
        PassedLine(
            AppointmentId(key),
            starts.astimezone(ZoneInfo(zone)),
            who,
            where,
            _words(codes, hard=over),
            over_reason or reason,
            over,
        )
        for key, starts, who, where, zone, codes, reason, over, over_reason in rows
    ]
    return [line for line in lines if first <= line.starts.date() <= last]


def _words(codes: str, *, hard: bool) -> str:
    soft = [WORDS[Soft(code)] for code in codes.split(",") if code]
    return ", ".join([*(["booked over another visit"] if hard else []), *soft])
