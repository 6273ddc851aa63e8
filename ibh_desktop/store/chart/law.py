"""Authorizations, disclosures and guardians (DOMAIN.md 4.4 to 4.6). None of their rows is ever deleted."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, PatientRef, Short


class Authorization(Base):
    """What a patient, or who may sign for them, allowed in writing (45 CFR 164.508(c); 42 CFR 2.31).

    `basis` is AUTHORIZATION or PART2_CONSENT; `information` and `special` are lists of codes with bars between them;
    `recipient_class` names a class of receivers where `recipient_id` names nobody. A record made by mistake is voided.
    """

    __tablename__ = "patient_authorization"
    __table_args__ = (Index(None, "patient_id", "signed_on"),)

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    basis: Mapped[Short]
    signer: Mapped[Short]
    signer_name: Mapped[Short] = mapped_column(default="")
    authority: Mapped[Short] = mapped_column(default="")
    discloser: Mapped[Short]
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    recipient_class: Mapped[Short] = mapped_column(default="")
    information: Mapped[str]
    description: Mapped[str]
    purpose: Mapped[str]
    records_from: Mapped[date | None]
    records_to: Mapped[date | None]
    expires_on: Mapped[date | None]
    expires_event: Mapped[Short] = mapped_column(default="")
    expired_on: Mapped[date | None]
    revocation_told: Mapped[bool] = mapped_column(default=False)
    redisclosure_told: Mapped[bool] = mapped_column(default=False)
    conditioning_told: Mapped[bool] = mapped_column(default=False)
    copy_given: Mapped[bool] = mapped_column(default=False)
    signed_on: Mapped[date]
    method: Mapped[Short]
    scan_ref: Mapped[Short] = mapped_column(default="")
    special: Mapped[str] = mapped_column(default="")
    revoked_on: Mapped[date | None]
    revoked_by: Mapped[Short] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class Disclosure(Base):
    """What went out: to whom, on what ground, by whom, when, how many copies. Rows are only ever added."""

    __tablename__ = "disclosure"
    __table_args__ = (Index(None, "patient_id", "at"), Index(None, "letter_id"), Index(None, "at"))

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    to_whom: Mapped[Short]
    what: Mapped[Short]
    purpose: Mapped[str]
    basis: Mapped[Short]
    authorization_id: Mapped[int | None] = mapped_column(ForeignKey("patient_authorization.id"))
    how: Mapped[Short]
    copies: Mapped[int] = mapped_column(default=1)
    notice: Mapped[Short] = mapped_column(default="")
    consent_copy: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[Short] = mapped_column(default="")


class Guardian(Base):
    """Who may act for a patient who is a minor or cannot act alone; `restrictions` is the text of a court's order."""

    __tablename__ = "guardian"
    __table_args__ = (Index(None, "patient_id"),)

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    name: Mapped[Short]
    relation: Mapped[Short]
    authority: Mapped[Short]
    phone: Mapped[Short] = mapped_column(default="")
    document_seen: Mapped[Short] = mapped_column(default="")
    restrictions: Mapped[str] = mapped_column(default="")
    custody_note: Mapped[Short] = mapped_column(default="")
    contact_allowed: Mapped[bool] = mapped_column(default=True)
    noted_at: Mapped[datetime]
    removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
