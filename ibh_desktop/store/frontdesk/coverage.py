"""Who pays for a patient's care, the estimates that are due, the front desk's consents, and what changed in a file."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, PatientRef, Short


class Coverage(Base):
    """One payer of a patient; `sessions` is how many it authorized from `valid_from` to `valid_to`, None where it named none.

    `payer` is one of `domain.cover.Payer`; `opens` and `closes` are the same window in instants, so that visits can be counted
    in it by the database. A row that is taken off stays in the file.
    """

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "patient_id"),)

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    payer: Mapped[Short]
    name: Mapped[Short] = mapped_column(default="")
    member: Mapped[Short] = mapped_column(default="")
    reference: Mapped[Short] = mapped_column(default="")
    sessions: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    opens: Mapped[datetime | None]
    closes: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]
    removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class EstimateTask(Base):
    """A Good Faith Estimate that somebody must give (45 CFR 149.610); `appointment_id` is None when the patient asked for it.

    `outcome` is one of `domain.estimate.Outcome`; `asked_on` is the day of booking or of the wish.
    """

    __tablename__ = "estimate_task"
    __table_args__ = (Index(None, "patient_id"), Index(None, "appointment_id"), Index(None, "outcome", "due_on"))

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    outcome: Mapped[Short] = mapped_column(default="")
    given_on: Mapped[date | None]
    reason: Mapped[Short] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)


class DeskConsent(Base):
    """One paper that a patient, or who may sign for them, signed at the front desk.

    `kind` is one of `domain.desk_consents.Kind`, `signer` one of `domain.consent.Giver`. A row made by mistake is taken off and
    stays in the file.
    """

    __tablename__ = "desk_consent"
    __table_args__ = (Index(None, "patient_id"),)

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    kind: Mapped[Short]
    signed_on: Mapped[date]
    signer: Mapped[Short]
    signer_name: Mapped[Short] = mapped_column(default="")
    expires_on: Mapped[date | None]
    revoked_on: Mapped[date | None]
    paper_seen: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime]
    removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class PatientChange(Base):
    """One field of a patient before and after a change; written with it, never changed itself."""

    __tablename__ = "patient_change"
    __table_args__ = (Index(None, "patient_id", "at"),)

    id: Mapped[Key]
    patient_id: Mapped[PatientRef]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    field: Mapped[Short]
    was: Mapped[str]
    became: Mapped[str]
