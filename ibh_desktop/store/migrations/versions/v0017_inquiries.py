"""Requests for treatment with their history, and the files of requests that were taken."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    _files()
    _inquiries()
    _indexes()
    _steps()


def _files() -> None:
    op.create_table(
        "inquiry_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_inquiry_file_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_inquiry_file_digest")),
    )


def _inquiries() -> None:
    op.create_table("inquiry", *_columns(), *_keys())


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("caller", sa.String(length=120), nullable=False),
        sa.Column("caller_name", sa.String(length=120), nullable=False),
        sa.Column("given", sa.String(length=120), nullable=False),
        sa.Column("family", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("service", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payer", sa.String(length=120), nullable=False),
        sa.Column("insurance", sa.String(length=120), nullable=False),
        sa.Column("referrer", sa.String(length=120), nullable=False),
        sa.Column("answer", sa.String(length=120), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("triaged_at", Instant(), nullable=True),
        sa.Column("triaged_by", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("next_action", sa.String(length=120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=120), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("row_digest", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _keys() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_inquiry_level")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_inquiry_appointment_id")),
        sa.ForeignKeyConstraint(["event_id"], ["safety_event.id"], name=op.f("fk_inquiry_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["inquiry_file.id"], name=op.f("fk_inquiry_file_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_inquiry_location_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_inquiry_owner_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_inquiry_patient_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_inquiry_taken_by")),
        sa.ForeignKeyConstraint(["triaged_by"], ["staff.id"], name=op.f("fk_inquiry_triaged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    ]


def _indexes() -> None:
    op.create_index(op.f("ix_inquiry_closed_at"), "inquiry", ["closed_at"], unique=False)
    op.create_index(op.f("ix_inquiry_patient_id"), "inquiry", ["patient_id"], unique=False)
    op.create_index(op.f("ix_inquiry_row_digest"), "inquiry", ["row_digest"], unique=False)


def _steps() -> None:
    op.create_table(
        "inquiry_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_inquiry_step_by_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_step_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_step")),
    )
    op.create_index(op.f("ix_inquiry_step_inquiry_id"), "inquiry_step", ["inquiry_id"], unique=False)
