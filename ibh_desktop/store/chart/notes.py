"""Progress notes, which belong to the record, and psychotherapy notes, which only their author can read (DOMAIN.md 4.4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, CourseRef, Key, Short


class SessionNote(Base):
    """The sheet of one session; once signed it is never changed, `digest` is the SHA-256 of what was signed."""

    __tablename__ = "session_note"
    __table_args__ = (
        UniqueConstraint("appointment_id"),
        Index(None, "course_id"),
        Index(None, "signed_at"),
        Index(None, "author_id", "cosigned_at"),
    )

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    since_last: Mapped[str] = mapped_column(default="")
    techniques: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cosigned_at: Mapped[datetime | None]
    cosigned_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    digest: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class Addendum(Base):
    """Words added to a signed note."""

    __tablename__ = "addendum"
    __table_args__ = (Index(None, "note_id"),)

    id: Mapped[Key]
    note_id: Mapped[int] = mapped_column(ForeignKey("session_note.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime]
    text: Mapped[str]


class NoteDraft(Base):
    """What somebody is typing and has not saved, sealed for that person; one a person, kind and session."""

    __tablename__ = "note_draft"
    __table_args__ = (UniqueConstraint("author_id", "kind", "appointment_id"),)

    id: Mapped[Key]
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[Short]
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    kept_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PrivateKeySlot(Base):
    """An author's own key for private notes, wrapped under that person's password: nobody else can open it."""

    __tablename__ = "private_key_slot"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)


class PrivateNote(Base):
    """A psychotherapy note, encrypted with its author's own key before it reaches the database."""

    __tablename__ = "private_note"
    __table_args__ = (Index(None, "course_id"), Index(None, "author_id"))

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(default=1)
