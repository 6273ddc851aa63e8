"""The clinic, its settings, and who is signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.ids import StaffId, TherapistId
from ibh_desktop.domain.permissions import Actor, Role
from ibh_desktop.settings import Settings, from_text
from ibh_desktop.store.schema import Clinic, SettingRow, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class ClinicHeader:
    """What the shell shows of the clinic."""

    name: str
    is_sample: bool
    created_at: datetime


_SETTINGS = select(SettingRow.name, SettingRow.value)


def header(reading: Reading) -> ClinicHeader:
    """The clinic's one row."""
    row = reading.session.scalars(select(Clinic)).one()
    return ClinicHeader(row.name, row.is_sample, row.created_at)


def settings(reading: Reading) -> Settings:
    """Stored values over the defaults."""
    stored = dict(reading.rows(_SETTINGS).all())
    return from_text(stored)


def manager_names(reading: Reading) -> list[str]:
    """The sign-in names of all managers: who may open a backup."""
    return list(reading.session.scalars(select(Staff.username).where(Staff.role == Role.MANAGER, Staff.active)))


def actor_for(session: Session, username: str) -> Actor:
    """The signed-in person; raise `NotAllowed` for a leaver whose key slot was left behind."""
    row = session.execute(
        select(Staff.id, Staff.name, Staff.role, Therapist.id)
        .join(Therapist, Therapist.staff_id == Staff.id, isouter=True)
        .where(Staff.username == username, Staff.active)
    ).one_or_none()
    if row is None:
        raise NotAllowed("This account is not active any more. Ask the clinic's manager.")
    key, name, role, therapist = row
    team = session.scalars(select(Therapist.id).where(Therapist.supervisor_id == key)).all()
    return Actor(
        StaffId(key),
        username,
        name,
        role,
        None if therapist is None else TherapistId(therapist),
        frozenset(TherapistId(t) for t in team),
    )


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person who signs in."""

    username: str
    name: str
    role: str
    active: bool


def staff(reading: Reading) -> list[StaffLine]:
    """Everybody, by role and name."""
    rows = reading.session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.role, Staff.name))
    return [StaffLine(row.username, row.name, row.role.value, row.active) for row in rows]
