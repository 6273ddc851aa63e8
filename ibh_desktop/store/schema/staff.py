"""People who work here: staff with roles, therapists with shifts and time off."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.domain.permissions import Role
from ibh_desktop.store.schema.base import Base, Key, LocationRef, RoomRef, Short, TherapistRef, one_of


class Staff(Base):
    """A person who signs in. Leavers are inactive; their rows stay for the audit."""

    __tablename__ = "staff"

    id: Mapped[Key]
    username: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Short]
    role: Mapped[Role] = mapped_column(one_of(Role))
    active: Mapped[bool] = mapped_column(default=True)


class Therapist(Base):
    """A staff member who sees patients; licence codes of DOMAIN.md 4.7.

    `languages`, `indications` and `modalities` are lists with commas; no indication means every one; ages are whole years.
    `part2_role` says that the work is that of a 42 CFR Part 2 program.
    """

    __tablename__ = "therapist"

    id: Mapped[Key]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), unique=True)
    name: Mapped[Short]
    credential: Mapped[Short]
    licence: Mapped[Short]
    licence_expires: Mapped[date | None]
    npi: Mapped[Short] = mapped_column(default="")
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    caseload_target: Mapped[int] = mapped_column(default=60)
    gender: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    languages: Mapped[Short] = mapped_column(default="English", server_default="English")
    indications: Mapped[str] = mapped_column(default="", server_default=text("''"))
    modalities: Mapped[Short] = mapped_column(default="in person, telehealth", server_default="in person, telehealth")
    youngest: Mapped[int] = mapped_column(default=0, server_default="0")
    oldest: Mapped[int] = mapped_column(default=130, server_default="130")
    ipt_trained: Mapped[bool] = mapped_column(default=True, server_default=true())
    part2_role: Mapped[bool] = mapped_column(default=False, server_default=false())
    active: Mapped[bool] = mapped_column(default=True)


class Shift(Base):
    """A shift in minutes after midnight, wall time of its location: every week, or every second one counted from `from_on`."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="order"),
        CheckConstraint("every_weeks BETWEEN 1 AND 4", name="every_weeks"),
        Index(None, "therapist_id", "weekday"),
        Index(None, "location_id", "weekday"),
    )

    id: Mapped[Key]
    therapist_id: Mapped[TherapistRef]
    location_id: Mapped[LocationRef]
    room_id: Mapped[RoomRef]
    weekday: Mapped[int]
    starts: Mapped[int]
    ends: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    every_weeks: Mapped[int] = mapped_column(default=1, server_default="1")


class ShiftBreak(Base):
    """A pause inside a shift, in minutes after midnight."""

    __tablename__ = "shift_break"
    __table_args__ = (CheckConstraint("starts < ends", name="order"),)

    id: Mapped[Key]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id", ondelete="CASCADE"), index=True)
    starts: Mapped[int]
    ends: Mapped[int]


class ShiftException(Base):
    """One date on which a therapist works otherwise: other hours, another place, or not at all where the hours are empty.

    The rows of a date replace all weekly shifts of the therapist on it.
    """

    __tablename__ = "shift_exception"
    __table_args__ = (
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="order"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL) AND (starts IS NULL) = (location_id IS NULL)", name="whole"),
        Index(None, "therapist_id", "on"),
        Index(None, "on"),
    )

    id: Mapped[Key]
    therapist_id: Mapped[TherapistRef]
    on: Mapped[date]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    room_id: Mapped[RoomRef]
    starts: Mapped[int | None]
    ends: Mapped[int | None]
    reason: Mapped[Short] = mapped_column(default="")


class TimeOff(Base):
    """An absence; the reason stays between the therapist and whoever plans the roster."""

    __tablename__ = "time_off"
    __table_args__ = (
        CheckConstraint("starts < ends", name="order"),
        Index(None, "therapist_id", "starts"),
        Index(None, "ends"),
    )

    id: Mapped[Key]
    therapist_id: Mapped[TherapistRef]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    reason: Mapped[Short] = mapped_column(default="")
