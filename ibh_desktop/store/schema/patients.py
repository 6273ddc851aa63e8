"""Patients and the keys by which they are found."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, Short


class Patient(Base):
    """One row a person; `same_key` finds the same name and date of birth, `number` is the record number.

    `part2` is one of `domain.disclosure.Part2`; `referrer_id` is who sent the patient. `former` are earlier names, commas
    between them. Of two files of one person the merged one says in `merged_into_id` which one stands for both.
    """

    __tablename__ = "patient"
    __table_args__ = (Index(None, "same_key"), Index(None, "phone"))

    id: Mapped[Key]
    number: Mapped[Short] = mapped_column(unique=True)
    given: Mapped[Short]
    family: Mapped[Short]
    preferred: Mapped[Short] = mapped_column(default="")
    born: Mapped[date]
    sex: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    email: Mapped[Short] = mapped_column(default="")
    street: Mapped[Short] = mapped_column(default="")
    city: Mapped[Short] = mapped_column(default="")
    state: Mapped[Short] = mapped_column(default="")
    postcode: Mapped[Short] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    active: Mapped[bool] = mapped_column(default=True)
    same_key: Mapped[str]
    created_at: Mapped[datetime]
    part2: Mapped[Short] = mapped_column(default="no", server_default="no")
    plain_envelope: Mapped[bool] = mapped_column(default=False, server_default=false())
    referrer_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    former: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))


class OwnPatient(Base):
    """Who has a visit or a course with whom: kept by the triggers of `store/own_patients.py`, asked at every search."""

    __tablename__ = "own_patient"
    __table_args__ = {"sqlite_with_rowid": False}

    therapist_id: Mapped[int] = mapped_column(ForeignKey("therapist.id"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, index=True)


class PatientKey(Base):
    """A folded name or digits; prefix search is one range of this table's primary key."""

    __tablename__ = "patient_key"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(220).with_variant(String(220, collation="C"), "postgresql"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, index=True)
