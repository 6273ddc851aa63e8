"""What several use cases of a course share."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.store.chart import Contract
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location
from ibh_desktop.store.tx import Tx


def today(tx: Tx, row: Course) -> date:
    """The date where the course is held."""
    return local_date(tx, row.location_id, tx.now)


def contract_of(tx: Tx, course: CourseId) -> Contract:
    """The agreement of a course, made on first use."""
    row = tx.session.get(Contract, course)
    if row is None:
        row = Contract(course_id=course)
        tx.session.add(row)
    return row


def local_date(tx: Tx, location: int, moment: datetime) -> date:
    """The date at a location: an evening in Alabama is the next day in UTC."""
    return moment.astimezone(ZoneInfo(one(tx, Location, location).zone)).date()
