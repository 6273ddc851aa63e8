"""Which visits a change of a course or series is for, and where each of them goes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.ids import CourseId, RoomId
from ibh_desktop.domain.series import Reach
from ibh_desktop.queries.session_numbers import is_session
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location
from ibh_desktop.store.tx import Tx


def members(tx: Tx, row: Appointment, reach: Reach) -> list[Appointment]:
    """The visits a change is for, in order; of a series that is no course those at the same weekday and hour."""
    if reach is Reach.THIS:
        return [row]
    a = Appointment
    since = row.starts if reach is Reach.FOLLOWING else tx.now
    wanted = select(a).where(a.status.in_(UPCOMING), a.starts >= since).order_by(a.starts).with_for_update()
    if row.course_id is not None:
        return list(tx.session.scalars(wanted.where(a.course_id == row.course_id, is_session())))
    zone = zone_of(tx, row)
    same = wanted.where(
        a.patient_id == row.patient_id,
        a.therapist_id == row.therapist_id,
        a.location_id == row.location_id,
        a.kind == row.kind,
        a.course_id.is_(None),
    )
    return [other for other in tx.session.scalars(same) if _hour(other, zone) == _hour(row, zone)]


def _hour(row: Appointment, zone: ZoneInfo) -> tuple[int, time]:
    return local(row, zone).weekday(), local(row, zone).time()


def local(row: Appointment, zone: ZoneInfo) -> datetime:
    """When a visit starts, by the clock on its wall."""
    return row.starts.astimezone(zone)


def zone_of(tx: Tx, row: Appointment) -> ZoneInfo:
    """The zone of a visit's location."""
    return ZoneInfo(one(tx, Location, row.location_id).zone)


def cadence_of(tx: Tx, row: Appointment) -> int:
    """Days between two visits of the course or series."""
    return 7 if row.course_id is None else one(tx, Course, row.course_id).cadence_days


def room_of(row: Appointment) -> RoomId | None:
    """The room, if there is one."""
    return None if row.room_id is None else RoomId(row.room_id)


def course_of(row: Appointment) -> CourseId | None:
    """The course, if it belongs to one."""
    return None if row.course_id is None else CourseId(row.course_id)


def at_hour(member: Appointment, moved: Appointment, starts: datetime, zone: ZoneInfo) -> datetime:
    """Where a visit of a series goes when `moved` goes to `starts`: the same weekday and hour, in its own week."""
    old, new = local(moved, zone), starts.astimezone(zone)
    its_week = local(member, zone).date() - timedelta(days=local(member, zone).weekday())
    days = (new.date() - (old.date() - timedelta(days=old.weekday()))).days
    return instant(its_week + timedelta(days=days), new.time(), zone)
