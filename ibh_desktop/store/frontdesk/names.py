"""The words that names are made of, by sound and by spelling."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base


class NameKey(Base):
    """One key of one word (`domain.sounds.word_keys`); whoever bears the word is found by `patient_key`.

    A clinic has few words and many people: a mistyped word is put right here, and then searched for as if typed well.
    """

    __tablename__ = "name_key"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True)
    word: Mapped[str] = mapped_column(String(220).with_variant(String(220, collation="C"), "postgresql"), primary_key=True)
