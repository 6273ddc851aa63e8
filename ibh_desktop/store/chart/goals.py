"""Ratings of goals, homework, and issues that are left at the end (DOMAIN.md 1.6, 1.7.5)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, CourseRef, Key, Short


class GoalRating(Base):
    """A goal's progress from 0 to 10 on a date."""

    __tablename__ = "goal_rating"
    __table_args__ = (CheckConstraint("rating BETWEEN 0 AND 10", name="rating"), Index(None, "goal_id", "on"))

    id: Mapped[Key]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    on: Mapped[date]
    rating: Mapped[int]
    note: Mapped[str] = mapped_column(default="")


class Homework(Base):
    """A task between sessions; one that is carried over is a new row that names the old in `carried_from_id`."""

    __tablename__ = "homework"
    __table_args__ = (Index(None, "course_id", "assigned_on"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    text: Mapped[str]
    assigned_on: Mapped[date]
    session: Mapped[int | None]
    due_session: Mapped[int | None]
    status: Mapped[Short]
    reviewed_on: Mapped[date | None]
    obstacle: Mapped[str] = mapped_column(default="")
    effort: Mapped[str] = mapped_column(default="")
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("homework.id"))


class LingeringIssue(Base):
    """What is not resolved, with what is to become of it; `referral_id` is the letter that takes it on."""

    __tablename__ = "lingering_issue"
    __table_args__ = (CheckConstraint("severity BETWEEN 0 AND 3", name="severity"), Index(None, "course_id"))

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    text: Mapped[str]
    area: Mapped[Short] = mapped_column(default="")
    severity: Mapped[int]
    disposition: Mapped[Short] = mapped_column(default="")
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    noted_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
