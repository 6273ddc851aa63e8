"""The chained audit. Triggers refuse to change or delete a row; its sequence is the change feed."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Short


class Audit(Base):
    """Who did what to which subject when; `h` signs this row and `prev`. What became of one subject is read by its index."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "topic", "subject", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    user: Mapped[Short]
    desk: Mapped[Short]
    action: Mapped[Short]
    topic: Mapped[Short]
    subject: Mapped[int | None]
    reason: Mapped[str]
    diff: Mapped[str]
    prev: Mapped[bytes] = mapped_column(LargeBinary)
    h: Mapped[bytes] = mapped_column(LargeBinary)
