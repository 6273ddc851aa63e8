"""Courses with goals, scores and safety events."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.domain.courses import Area, CourseStatus
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.store.schema.base import Base, CourseRef, Key, LocationRef, PatientRef, RoomRef, Short, TherapistRef, one_of


class TherapyGroup(Base):
    """Patients who meet in one group: each has a course of her own that names the group."""

    __tablename__ = "therapy_group"
    __table_args__ = (Index(None, "therapist_id"),)

    id: Mapped[Key]
    name: Mapped[Short]
    therapist_id: Mapped[TherapistRef]
    location_id: Mapped[LocationRef]
    room_id: Mapped[RoomRef]
    opened_at: Mapped[datetime]


class Course(Base):
    """One time-limited contract; of acute ones at most one a patient runs at a time (DOMAIN.md 8, invariant 1).

    A maintenance course names the course it follows in `parent_id`, a group's course its group in `group_id`.

    The partial index that holds it, `uq_course_running`, stands in the migration only: here it would load the dialect of
    PostgreSQL at every start, 50 ms that a single PC never needs.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("planned BETWEEN 4 AND 60", name="planned"),
        Index(None, "patient_id"),
        Index(None, "therapist_id", "status"),
        Index(None, "status", "therapist_id"),
        Index(None, "group_id"),
        Index(None, "status", "ended_on"),
    )

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    therapist_id: Mapped[TherapistRef]
    location_id: Mapped[LocationRef]
    variant: Mapped[Short]
    planned: Mapped[int]
    cadence_days: Mapped[int]
    minutes: Mapped[int]
    starts_on: Mapped[date]
    target_end: Mapped[date]
    ended_on: Mapped[date | None]
    status: Mapped[CourseStatus] = mapped_column(one_of(CourseStatus))
    phase: Mapped[Phase] = mapped_column(one_of(Phase))
    indication: Mapped[Short] = mapped_column(default="")
    diagnosis: Mapped[Short] = mapped_column(default="")
    area: Mapped[Area | None] = mapped_column(one_of(Area, length=40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("therapy_group.id"))
    version: Mapped[int] = mapped_column(default=1)


class Goal(Base):
    """One goal of a course; at most one is active."""

    __tablename__ = "goal"
    __table_args__ = (CheckConstraint("baseline BETWEEN 0 AND 10", name="baseline"), Index(None, "course_id", "position"))

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    position: Mapped[int]
    title: Mapped[str]
    status: Mapped[GoalStatus] = mapped_column(one_of(GoalStatus))
    baseline: Mapped[int | None]
    latest: Mapped[int | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(default="", server_default=text("''"))
    area: Mapped[Area | None] = mapped_column(one_of(Area, length=40))
    success_sign: Mapped[str] = mapped_column(default="", server_default=text("''"))
    outcome_note: Mapped[str] = mapped_column(default="", server_default=text("''"))


class Score(Base):
    """One completed form. Never overwritten: a correction is a new row that names the old in `replaces_id`.

    `answers` is a JSON list, empty where only the total was entered; `given` is what the form asks besides, as JSON.
    """

    __tablename__ = "score"
    __table_args__ = (Index(None, "course_id", "measure", "taken_on"), Index(None, "patient_id"))

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    patient_id: Mapped[PatientRef]
    measure: Mapped[Short]
    taken_on: Mapped[date]
    answers: Mapped[str]
    total: Mapped[int | None]
    band: Mapped[str | None]
    prorated: Mapped[bool]
    complete: Mapped[bool]
    safety: Mapped[Safety] = mapped_column(one_of(Safety))
    mode: Mapped[Short] = mapped_column(default="paper")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("score.id"))
    given: Mapped[str] = mapped_column(default="{}", server_default="{}")


class SafetyEvent(Base):
    """Raised by a safety item or by a person's worry; no later score closes it (DOMAIN.md 3.5).

    `source` is the measure or one of `domain.safety.Source`; what was done about it stands in `store.chart`.
    """

    __tablename__ = "safety_event"
    __table_args__ = (Index(None, "course_id"), Index(None, "patient_id"), Index(None, "closed_at"))

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    score_id: Mapped[int | None] = mapped_column(ForeignKey("score.id"))
    source: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    status: Mapped[SafetyStatus] = mapped_column(one_of(SafetyStatus), default=SafetyStatus.OPEN, server_default="open")
    words: Mapped[str] = mapped_column(default="", server_default=text("''"))
    raised_at: Mapped[datetime]
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None]
