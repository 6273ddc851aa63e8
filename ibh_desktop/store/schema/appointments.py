"""Appointments. That none overlap is held by the database: see `store/overlaps.py`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.store.schema.base import Base, Key, LocationRef, PatientRef, RoomRef, Short, TherapistRef, one_of


class Appointment(Base):
    """`version` counts changes, so that a late Undo or a second desk is noticed.

    `passed` names the soft conflicts that were passed over, with the reason beside it. A couple or a group has a row a patient:
    the others' `joins_id` is the first row, which alone holds therapist and room. `intake_counts` is a therapist's tick: this
    intake is session 1 of its course, not session 0. `arrived_location_id`: the patient came to another location than the
    visit's and meets the therapist from there.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("starts < ends", name="order"),
        Index(None, "therapist_id", "starts"),
        Index(None, "patient_id", "starts"),
        Index(None, "room_id", "starts"),
        Index(None, "location_id", "starts"),
        Index(None, "starts", "patient_id"),
        Index(None, "course_id", "starts"),
        Index(None, "joins_id"),
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
    passed: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    passed_reason: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    joins_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    intake_counts: Mapped[bool] = mapped_column(default=False, server_default=false())
    arrived_location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    version: Mapped[int] = mapped_column(default=1)
