"""What was agreed for a course, and every step it took since (DOMAIN.md 1.5, 1.7)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, CourseRef, Key, Short, TherapistRef


class Contract(Base):
    """The agreement of one course beside its numbers, which stand in `course`; consent to treatment with who gave it."""

    __tablename__ = "contract"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    aims: Mapped[str] = mapped_column(default="")
    missed_rule: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[Short] = mapped_column(default="")
    consent_on: Mapped[date | None]
    consent_by: Mapped[Short] = mapped_column(default="")
    consent_exception: Mapped[Short] = mapped_column(default="")
    prescriber: Mapped[Short] = mapped_column(default="")


class Amendment(Base):
    """A change of the contract; never overwritten. `cosigned_by` where a clinical lead had to agree."""

    __tablename__ = "amendment"
    __table_args__ = (Index(None, "course_id"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    kind: Mapped[Short]
    before: Mapped[Short]
    after: Mapped[Short]
    reason: Mapped[str]
    agreed_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    cosigned_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class CourseStep(Base):
    """A move of status or phase; `until` is the review date of a hold, `code` the reason code, `note` risk or receiver."""

    __tablename__ = "course_step"
    __table_args__ = (Index(None, "course_id", "made_at"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    event: Mapped[Short]
    before: Mapped[Short]
    after: Mapped[Short]
    code: Mapped[Short] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    until: Mapped[date | None]


class Assignment(Base):
    """Who treats the course from when to when; phase and counts stay when it changes."""

    __tablename__ = "assignment"
    __table_args__ = (Index(None, "course_id", "from_on"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    therapist_id: Mapped[TherapistRef]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    handover: Mapped[str] = mapped_column(default="")
    told_on: Mapped[date | None]


class TaskDone(Base):
    """A task of DOMAIN.md 1.2 that was done in a course, or passed over at a phase's end with a reason."""

    __tablename__ = "task_done"
    __table_args__ = (Index(None, "course_id", "code"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    code: Mapped[Short]
    done_on: Mapped[date]
    done_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    skipped: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class Outreach(Base):
    """An attempt to reach a patient who stays away (DOMAIN.md 1.7.4)."""

    __tablename__ = "outreach"
    __table_args__ = (Index(None, "course_id", "on"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    on: Mapped[date]
    channel: Mapped[Short]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(default="")
