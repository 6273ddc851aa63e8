"""The clinic itself, its settings, and (on a server) its key slots."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, Short


class Clinic(Base):
    """One row."""

    __tablename__ = "clinic"

    id: Mapped[Key]
    name: Mapped[Short]
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class SettingRow(Base):
    """A setting that differs from its default, as text."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class KeySlots(Base):
    """The key document of a clinic on a server, where there is no file beside the database."""

    __tablename__ = "key_slots"

    id: Mapped[Key]
    document: Mapped[bytes] = mapped_column(LargeBinary)
