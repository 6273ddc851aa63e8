"""The interpersonal inventory and its snapshots (DOMAIN.md 1.4). It tells of other people: it never prints by itself."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, CourseRef, Key, Short


class InventoryPerson(Base):
    """A person in the patient's life; `ring` 1 is closest, `angle` is in degrees."""

    __tablename__ = "inventory_person"
    __table_args__ = (
        CheckConstraint("ring BETWEEN 1 AND 4", name="ring"),
        CheckConstraint("angle BETWEEN 0 AND 359", name="angle"),
        CheckConstraint("given BETWEEN 0 AND 3 AND received BETWEEN 0 AND 3 AND conflict BETWEEN 0 AND 3", name="degrees"),
        Index(None, "course_id"),
    )

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    name: Mapped[Short]
    relation: Mapped[Short]
    relation_words: Mapped[Short] = mapped_column(default="")
    age: Mapped[Short] = mapped_column(default="")
    alive: Mapped[bool] = mapped_column(default=True)
    died_on: Mapped[date | None]
    lives_with: Mapped[bool] = mapped_column(default=False)
    ring: Mapped[int]
    angle: Mapped[int]
    contact: Mapped[Short] = mapped_column(default="")
    contact_modes: Mapped[Short] = mapped_column(default="")
    confides: Mapped[Short] = mapped_column(default="")
    given: Mapped[int] = mapped_column(default=0)
    received: Mapped[int] = mapped_column(default=0)
    conflict: Mapped[int] = mapped_column(default=0)
    patient_expects: Mapped[str] = mapped_column(default="")
    other_expects: Mapped[str] = mapped_column(default="")
    satisfying: Mapped[str] = mapped_column(default="")
    unsatisfying: Mapped[str] = mapped_column(default="")
    recent_change: Mapped[str] = mapped_column(default="")
    change_wanted: Mapped[str] = mapped_column(default="")
    area: Mapped[Short] = mapped_column(default="")
    sensitive_note: Mapped[str] = mapped_column(default="")
    removed: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Snapshot(Base):
    """The closeness circle as it stood in a phase: a JSON list of person, name, ring, angle and alive."""

    __tablename__ = "inventory_snapshot"
    __table_args__ = (Index(None, "course_id", "taken_at"),)

    id: Mapped[Key]
    course_id: Mapped[CourseRef]
    phase: Mapped[Short]
    taken_at: Mapped[datetime]
    taken_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    places: Mapped[str]
