"""Letters and the people they go to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.store.schema.base import Base, Key, PatientRef, Short, TherapistRef, one_of


class Recipient(Base):
    """The address book."""

    __tablename__ = "recipient"
    __table_args__ = (Index(None, "name"),)

    id: Mapped[Key]
    name: Mapped[Short]
    organisation: Mapped[Short] = mapped_column(default="")
    specialty: Mapped[Short] = mapped_column(default="")
    street: Mapped[Short] = mapped_column(default="")
    city: Mapped[Short] = mapped_column(default="")
    state: Mapped[Short] = mapped_column(default="")
    postcode: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    fax: Mapped[Short] = mapped_column(default="")
    npi: Mapped[Short] = mapped_column(default="")


class Letter(Base):
    """`parts` is JSON; signing freezes it together with the PDF and its SHA-256."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("number", "edition"),
        Index(None, "patient_id"),
        Index(None, "course_id"),
        Index(None, "created_at"),
        Index(None, "therapist_id", "id"),
        Index(None, "id", "therapist_id"),
    )

    id: Mapped[Key]
    number: Mapped[Short]
    edition: Mapped[int] = mapped_column(default=1)
    kind: Mapped[Short]
    patient_id: Mapped[PatientRef]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    therapist_id: Mapped[TherapistRef]
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    status: Mapped[LetterStatus] = mapped_column(one_of(LetterStatus))
    parts: Mapped[str]
    created_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
