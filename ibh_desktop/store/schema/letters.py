"""Letters and the people they go to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.store.schema.base import Base, Key, PatientRef, Short, TherapistRef, one_of


class Recipient(Base):
    """The address book. An entry that was merged names the one that stands for it now, and is offered no more.

    `provider` is a health-care provider, `internal` works for the group itself, `preferred` is how letters reach them best.
    """

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
    email: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    preferred: Mapped[Short] = mapped_column(default="mail", server_default="mail")
    provider: Mapped[bool] = mapped_column(default=True, server_default=true())
    internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Letter(Base):
    """`parts` is JSON by `domain.letter_lines`; signing freezes it together with the PDF and its SHA-256.

    `cosigner_id` is the supervisor whose signature it needs beside the author's; `basis` and `authorization_id` say on what
    ground it goes out, `notice` which statement of 42 CFR 2.32 it carries, `answer_note` what the receiver said. `visit_starts`
    is the start that a confirmation tells: a visit that was moved since needs another one.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("number", "edition"),
        Index(None, "patient_id"),
        Index(None, "course_id"),
        Index(None, "created_at"),
        Index(None, "therapist_id", "id"),
        Index(None, "id", "therapist_id"),
        Index(None, "status", "sent_at"),
        Index(None, "cosigner_id"),
        Index(None, "appointment_id"),
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
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    visit_starts: Mapped[datetime | None]
    urgency: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    basis: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    # No foreign key: authorizations are mapped with the chart, which start-up does without.
    authorization_id: Mapped[int | None]
    notice: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    consent_copy: Mapped[bool] = mapped_column(default=False, server_default=false())
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cosigner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cosigned_at: Mapped[datetime | None]
    cosigned_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sent_at: Mapped[datetime | None]
    sent_how: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(default="", server_default=text("''"))
    ended_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
