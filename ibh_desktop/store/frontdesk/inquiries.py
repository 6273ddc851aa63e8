"""Requests for treatment with their history, and the files of requests that were taken."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, Short


class Inquiry(Base):
    """Somebody who asks for treatment; codes are those of `domain.inquiries`, `answer` one of `domain.safety.IntakeAnswer`.

    Until `triaged_at` nobody looked and `level` is 4. `outcome` is empty while the request is open. `name_key` finds the same
    name, `row_digest` the same row of a file; `event_id` is the safety event that the answer raised once a patient was known.
    """

    __tablename__ = "inquiry"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        Index(None, "closed_at"),
        Index(None, "patient_id"),
        Index(None, "row_digest"),
    )

    id: Mapped[Key]
    received_at: Mapped[datetime]
    taken_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    channel: Mapped[Short]
    caller: Mapped[Short]
    caller_name: Mapped[Short]
    given: Mapped[Short]
    family: Mapped[Short]
    name_key: Mapped[str]
    born: Mapped[date | None]
    phone: Mapped[Short]
    email: Mapped[Short]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    service: Mapped[Short]
    reason: Mapped[str]
    payer: Mapped[Short]
    insurance: Mapped[Short]
    referrer: Mapped[Short]
    answer: Mapped[Short]
    level: Mapped[int] = mapped_column(default=4)
    triaged_at: Mapped[datetime | None]
    triaged_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    next_action: Mapped[Short]
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None]
    outcome: Mapped[Short] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("safety_event.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry_file.id"))
    row_digest: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class InquiryStep(Base):
    """One entry of a request's history, never changed: a code of `domain.inquiries.Step`, and words where there are some."""

    __tablename__ = "inquiry_step"
    __table_args__ = (Index(None, "inquiry_id"),)

    id: Mapped[Key]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[Short]
    words: Mapped[str]


class InquiryFile(Base):
    """A file of requests that was taken, known by the SHA-256 of its bytes: no name, which could be somebody's."""

    __tablename__ = "inquiry_file"

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    taken_at: Mapped[datetime]
    taken_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    taken: Mapped[int]
    refused: Mapped[int]
