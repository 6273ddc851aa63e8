"""Notes that wait, counted by their author: for who runs the clinic, without a patient and without a word (DOMAIN.md 7)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.ids import StaffId
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.permissions import Permission, Role, require
from ibh_desktop.store.chart import SessionNote
from ibh_desktop.store.schema import Course, Staff, Therapist
from ibh_desktop.store.tx import Reading

_Author, _Supervisor, _Now, _NowStaff, _Leads = (
    aliased(Therapist),
    aliased(Staff),
    aliased(Therapist),
    aliased(Staff),
    aliased(Staff),
)


@dataclass(frozen=True, slots=True)
class BacklogLine:
    """One author. `stuck` notes are those that nobody who works here may sign, co-sign or close."""

    id: StaffId
    author: str
    works_here: bool
    supervisor: str
    unsigned: int
    cosigns: int
    stuck: int
    oldest: date


def listing(reading: Reading) -> list[BacklogLine]:
    """Authors with unsigned or not co-signed notes: those with stuck ones first, then leavers, then by the oldest. One
    statement."""
    require(reading.actor, Permission.COUNT_NOTES)
    rows = reading.session.execute(_counted())
    found = [
        BacklogLine(
            id=StaffId(row.id),
            author=row.name,
            works_here=row.active,
            supervisor=row.supervisor or "",
            unsigned=int(row.unsigned),
            cosigns=int(row.total) - int(row.unsigned),
            stuck=int(row.stuck),
            oldest=row.oldest.date(),
        )
        for row in rows
    ]
    return sorted(found, key=lambda line: (line.stuck == 0, line.works_here, line.oldest, line.author))


def _counted() -> Select[*tuple[Any, ...]]:
    note = SessionNote
    unsigned = note.signed_at.is_(None)
    waits = and_(
        note.signed_at.is_not(None),
        note.cosigned_at.is_(None),
        note.signed_by == note.author_id,
        note.author_id.in_(select(Therapist.staff_id).where(Therapist.credential.in_(SUPERVISED))),
    )
    supervised = _works_as_lead(_Supervisor)
    closable = or_(supervised, _works_as_lead(_Leads), and_(_NowStaff.active, _NowStaff.id != note.author_id))
    stuck = or_(and_(waits, ~supervised), and_(unsigned, ~Staff.active, ~closable))
    return (
        select(
            Staff.id,
            Staff.name,
            Staff.active,
            _Supervisor.name.label("supervisor"),
            func.count().label("total"),
            func.sum(case((unsigned, 1), else_=0)).label("unsigned"),
            func.sum(case((stuck, 1), else_=0)).label("stuck"),
            func.min(func.coalesce(note.signed_at, note.written_at)).label("oldest"),
        )
        .select_from(note)
        .join(Staff, Staff.id == note.author_id)
        .join(_Author, _Author.staff_id == note.author_id, isouter=True)
        .join(_Supervisor, _Supervisor.id == _Author.supervisor_id, isouter=True)
        .join(Course, Course.id == note.course_id)
        .join(_Now, _Now.id == Course.therapist_id)
        .join(_NowStaff, _NowStaff.id == _Now.staff_id)
        .join(_Leads, _Leads.id == _Now.supervisor_id, isouter=True)
        .where(or_(unsigned, waits))
        .group_by(Staff.id, Staff.name, Staff.active, _Supervisor.name)
    )


def _works_as_lead(staff: Any) -> ColumnElement[bool]:
    return func.coalesce(and_(staff.active, staff.role == Role.LEAD), False)
