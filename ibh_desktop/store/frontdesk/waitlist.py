"""The waitlist, and the offers of free times that were made to those who wait."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.store.schema.base import Base, Key, LocationRef, PatientRef, RoomRef, Short, TherapistRef, one_of


class WaitlistEntry(Base):
    """Somebody who waits for a time; `state` is one of `domain.waitlist.State`.

    `therapists`, `locations` and `weekdays` are keys with commas, empty for any; hours are minutes after midnight, wall time.
    Until `triaged_at` no clinician looked and `level` is 4.
    """

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("not_before < not_after", name="hours"),
        Index(None, "closed_at"),
        Index(None, "patient_id"),
    )

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    since: Mapped[datetime]
    added_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    therapists: Mapped[str]
    locations: Mapped[str]
    weekdays: Mapped[Short]
    not_before: Mapped[int]
    not_after: Mapped[int]
    modality: Mapped[Short]
    language: Mapped[Short]
    gender: Mapped[Short]
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    minutes: Mapped[int]
    note: Mapped[str]
    level: Mapped[int] = mapped_column(default=4)
    triaged_at: Mapped[datetime | None]
    triaged_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[Short]
    closed_at: Mapped[datetime | None]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    version: Mapped[int] = mapped_column(default=1)


class SlotOffer(Base):
    """A time that is offered to somebody who waits, and held until `expires_at` while `answer` is empty.

    `answer` is one of `domain.waitlist.Answer`. Those that still hold are few, and found by when they expire.
    """

    __tablename__ = "slot_offer"
    __table_args__ = (CheckConstraint("starts < ends", name="order"), Index(None, "expires_at"), Index(None, "entry_id"))

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entry.id"))
    patient_id: Mapped[PatientRef]
    therapist_id: Mapped[TherapistRef]
    location_id: Mapped[LocationRef]
    room_id: Mapped[RoomRef]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime]
    answer: Mapped[Short]
    answered_at: Mapped[datetime | None]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    version: Mapped[int] = mapped_column(default=1)
