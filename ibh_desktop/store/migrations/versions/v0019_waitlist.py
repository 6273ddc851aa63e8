"""The waitlist, and the offers of free times that were made to those who wait."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    _entries()
    _offers()
    for table, column in (
        ("waitlist_entry", "closed_at"),
        ("waitlist_entry", "patient_id"),
        ("slot_offer", "expires_at"),
        ("slot_offer", "entry_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _entries() -> None:
    op.create_table(
        "waitlist_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("therapists", sa.Text(), nullable=False),
        sa.Column("locations", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.String(length=120), nullable=False),
        sa.Column("not_before", sa.Integer(), nullable=False),
        sa.Column("not_after", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=120), nullable=False),
        sa.Column("gender", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("triaged_at", Instant(), nullable=True),
        sa.Column("triaged_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_waitlist_entry_level")),
        sa.CheckConstraint("not_before < not_after", name=op.f("ck_waitlist_entry_hours")),
        *_keys("waitlist_entry", added_by="staff", appointment_id="appointment", patient_id="patient", triaged_by="staff"),
    )


def _offers() -> None:
    op.create_table(
        "slot_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("answer", sa.String(length=120), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_slot_offer_order")),
        *_keys("slot_offer", **_OFFER_KEYS),
    )


_OFFER_KEYS = {
    "appointment_id": "appointment",
    "entry_id": "waitlist_entry",
    "location_id": "location",
    "made_by": "staff",
    "patient_id": "patient",
    "room_id": "room",
    "therapist_id": "therapist",
}


def _keys(table: str, **columns: str) -> list[Any]:
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
    return [*foreign, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
