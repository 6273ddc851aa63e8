"""How patients are reached, and the calls that were made about visits."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    _contact()
    op.create_table(
        "call_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=120), nullable=False),
        sa.Column("about", Instant(), nullable=False),
        sa.Column("agreed", Instant(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_call_made_appointment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_call_made_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["staff.id"], name=op.f("fk_call_made_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_made")),
    )
    op.create_index(op.f("ix_call_made_appointment_id"), "call_made", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_call_made_about"), "call_made", ["about"], unique=False)


def _contact() -> None:
    wished = ("channel", "voicemail", "ask_for", "says", "stop_reason", "language", "where")
    texts = (*wished, "emergency_name", "emergency_relation", "emergency_phone")
    op.create_table(
        "patient_contact",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=120), nullable=False) for name in texts),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("text_ok", "stop", "interpreter", "confidential")),
        sa.Column("safe_from", sa.Integer(), nullable=True),
        sa.Column("safe_to", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(safe_from IS NULL) = (safe_to IS NULL)", name=op.f("ck_patient_contact_hours")),
        sa.CheckConstraint("safe_from >= 0 AND safe_from < safe_to AND safe_to <= 1440", name=op.f("ck_patient_contact_order")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_contact_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_patient_contact")),
    )
