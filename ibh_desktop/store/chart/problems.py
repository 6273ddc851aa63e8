"""Problem areas with their own details, the formulation in its versions, and life events (DOMAIN.md 1.3, 1.5)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, CourseRef, Key, Short


class Formulation(Base):
    """One version of the interpersonal formulation with its areas; the newest one holds."""

    __tablename__ = "formulation"
    __table_args__ = (UniqueConstraint("course_id", "edition"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    edition: Mapped[int]
    text: Mapped[str]
    primary_area: Mapped[Short]
    secondary_area: Mapped[Short] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class ProblemDetail(Base):
    """What is tracked of one area in a course; fields that its area does not have stay empty."""

    __tablename__ = "problem_detail"
    __table_args__ = (UniqueConstraint("course_id", "area"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    area: Mapped[Short]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("inventory_person.id"))
    person: Mapped[Short] = mapped_column(default="")
    setting: Mapped[Short] = mapped_column(default="")
    stage: Mapped[Short] = mapped_column(default="")
    on: Mapped[date | None]
    precision: Mapped[Short] = mapped_column(default="")
    patient_expects: Mapped[str] = mapped_column(default="")
    other_expects: Mapped[str] = mapped_column(default="")
    issues: Mapped[str] = mapped_column(default="")
    circumstances: Mapped[str] = mapped_column(default="")
    anniversaries: Mapped[str] = mapped_column(default="")
    old_role: Mapped[str] = mapped_column(default="")
    new_role: Mapped[str] = mapped_column(default="")
    losses: Mapped[str] = mapped_column(default="")
    gains: Mapped[str] = mapped_column(default="")
    supports: Mapped[str] = mapped_column(default="")
    patterns: Mapped[str] = mapped_column(default="")
    contacts_a_week: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)


class DisputeStage(Base):
    """Where a dispute stood from a date on; stages may move in any direction and their history is kept."""

    __tablename__ = "dispute_stage"
    __table_args__ = (Index(None, "detail_id", "on"),)

    id: Mapped[Key]
    detail_id: Mapped[int] = mapped_column(ForeignKey("problem_detail.id"))
    on: Mapped[date]
    stage: Mapped[Short]
    note: Mapped[str] = mapped_column(default="")


class LifeEvent(Base):
    """Something that happened, as precisely as it is remembered: `precision` says whether day, month or year is meant."""

    __tablename__ = "life_event"
    __table_args__ = (CheckConstraint("mood BETWEEN -3 AND 3", name="mood"), Index(None, "course_id", "from_on"))

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    kind: Mapped[Short]
    title: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    precision: Mapped[Short]
    mood: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("inventory_person.id"))
    area: Mapped[Short] = mapped_column(default="")
    removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
