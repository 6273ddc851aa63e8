"""Appointments. That none overlap is held by the database: see `store/overlaps.py`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.store.schema.base import Base, Key, LocationRef, PatientRef, RoomRef, Short, TherapistRef, one_of


class Appointment(Base):
    """`version` counts changes, so that a late Undo or a second desk is noticed."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("starts < ends", name="order"),
        Index(None, "therapist_id", "starts"),
        Index(None, "patient_id", "starts"),
        Index(None, "room_id", "starts"),
        Index(None, "location_id", "starts"),
        Index(None, "starts", "patient_id"),
        Index(None, "course_id", "starts"),
    )

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    therapist_id: Mapped[TherapistRef]
    location_id: Mapped[LocationRef]
    room_id: Mapped[RoomRef]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    modality: Mapped[Modality] = mapped_column(one_of(Modality))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    status: Mapped[Status] = mapped_column(one_of(Status))
    arrived_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    overbooked: Mapped[bool] = mapped_column(default=False)
    overbook_reason: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
