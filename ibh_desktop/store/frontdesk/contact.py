"""How a patient is reached, and the calls that were made about visits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, Short


class PatientContact(Base):
    """The wishes of one patient (`domain.contact.Wishes`); nobody has two rows. Hours are minutes after midnight, wall time."""

    __tablename__ = "patient_contact"
    __table_args__ = (
        CheckConstraint("(safe_from IS NULL) = (safe_to IS NULL)", name="hours"),
        CheckConstraint("safe_from >= 0 AND safe_from < safe_to AND safe_to <= 1440", name="order"),
    )

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    channel: Mapped[Short]
    text_ok: Mapped[bool]
    voicemail: Mapped[Short]
    safe_from: Mapped[int | None]
    safe_to: Mapped[int | None]
    ask_for: Mapped[Short]
    says: Mapped[Short]
    stop: Mapped[bool]
    stop_reason: Mapped[Short]
    language: Mapped[Short]
    interpreter: Mapped[bool]
    confidential: Mapped[bool]
    where: Mapped[Short]
    emergency_name: Mapped[Short]
    emergency_relation: Mapped[Short]
    emergency_phone: Mapped[Short]
    version: Mapped[int] = mapped_column(default=1)


class CallMade(Base):
    """One call about a visit: `about` is when the visit was then, `agreed` when it is since. Withdrawn ones stay."""

    __tablename__ = "call_made"
    __table_args__ = (Index(None, "appointment_id"), Index(None, "about"))

    id: Mapped[Key]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[Short]
    about: Mapped[datetime]
    agreed: Mapped[datetime | None]
    note: Mapped[Short]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
