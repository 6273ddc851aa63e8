"""What was done about a safety event (DOMAIN.md 3.3–3.5). Nothing here is deleted or overwritten."""

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, Short

EventRef = Annotated[int, mapped_column(ForeignKey("safety_event.id"))]


class Assessment(Base):
    """One entry of a clinician: an assessment, of which the latest holds, or a step with its reason as the `finding`.

    `method` is a code of `domain.safety.Method` for an assessment, of `domain.safety.Step` for a step.
    """

    __tablename__ = "safety_assessment"
    __table_args__ = (Index(None, "event_id", "assessed_at"),)

    id: Mapped[Key]
    event_id: Mapped[EventRef]
    assessed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    assessed_at: Mapped[datetime]
    method: Mapped[Short]
    level: Mapped[Short] = mapped_column(default="")
    finding: Mapped[str]
    actions: Mapped[str]
    plan: Mapped[Short]
    means: Mapped[Short]
    follow_up_on: Mapped[date | None]
    supervisor_told_at: Mapped[datetime | None]


class Told(Base):
    """Somebody who was told of an event; `channel` ends with the reference number where there is one."""

    __tablename__ = "safety_told"
    __table_args__ = (Index(None, "event_id"),)

    id: Mapped[Key]
    event_id: Mapped[EventRef]
    name: Mapped[Short]
    role: Mapped[Short]
    channel: Mapped[Short]
    told_at: Mapped[datetime]
    told_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class ScreenerAnswers(Base):
    """Answers to the C-SSRS screener as a clinician recorded them: a JSON object; the level is the clinician's own."""

    __tablename__ = "safety_screener"
    __table_args__ = (Index(None, "event_id"),)

    id: Mapped[Key]
    event_id: Mapped[EventRef]
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    answers: Mapped[str]
