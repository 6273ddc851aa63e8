"""What became of a visit step by step, and what desk and therapist wrote each other about it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.domain.appointments import Status
from ibh_desktop.store.schema.base import Base, Key, one_of


class VisitStep(Base):
    """One change of an appointment's status, written by `store.visit_steps` with the change; never changed itself."""

    __tablename__ = "visit_step"
    __table_args__ = (Index(None, "appointment_id"),)

    id: Mapped[Key]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    was: Mapped[Status] = mapped_column(one_of(Status))
    became: Mapped[Status] = mapped_column(one_of(Status))
    reason: Mapped[str]


class DeskNote(Base):
    """One line about a visit, from the desk to the therapist or back; gone from the board when `done_at` is set."""

    __tablename__ = "desk_note"
    __table_args__ = (Index(None, "appointment_id"),)

    id: Mapped[Key]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
