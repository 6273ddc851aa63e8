"""Payers with what they authorized, estimates that are due, the front desk's consents, and what changed in a file."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0016"
down_revision = "0015"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=120), nullable=False)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _coverage()
    _estimates()
    _consents()
    op.create_table(
        "patient_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _text("field"),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        _of("patient_change", "patient_id", "patient"),
        _of("patient_change", "by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_change")),
    )
    op.create_index(op.f("ix_patient_change_patient_id_at"), "patient_change", ["patient_id", "at"], unique=False)
    op.create_index(op.f("ix_audit_topic_subject_seq"), "audit", ["topic", "subject", "seq"], unique=False)


def _coverage() -> None:
    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        _text("payer"),
        _text("name"),
        _text("member"),
        _text("reference"),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("opens", Instant(), nullable=True),
        sa.Column("closes", Instant(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("coverage", "patient_id", "patient"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_patient_id"), "coverage", ["patient_id"], unique=False)


def _estimates() -> None:
    op.create_table(
        "estimate_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        _text("outcome"),
        sa.Column("given_on", sa.Date(), nullable=True),
        _text("reason"),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("estimate_task", "patient_id", "patient"),
        _of("estimate_task", "appointment_id", "appointment"),
        _of("estimate_task", "settled_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate_task")),
    )
    for columns in (["patient_id"], ["appointment_id"], ["outcome", "due_on"]):
        op.create_index(op.f(f"ix_estimate_task_{'_'.join(columns)}"), "estimate_task", columns, unique=False)


def _consents() -> None:
    op.create_table(
        "desk_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        _text("kind"),
        sa.Column("signed_on", sa.Date(), nullable=False),
        _text("signer"),
        _text("signer_name"),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("paper_seen", sa.Boolean(), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("desk_consent", "patient_id", "patient"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_consent")),
    )
    op.create_index(op.f("ix_desk_consent_patient_id"), "desk_consent", ["patient_id"], unique=False)
