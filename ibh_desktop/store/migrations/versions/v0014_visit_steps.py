"""What became of visits step by step, lines about them between desk and therapist, and arrivals at another location."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    _visit_step()
    _desk_note()
    name, to = "arrived_location_id", "location"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE appointment ADD COLUMN {name} INTEGER CONSTRAINT fk_appointment_{name} REFERENCES {to} (id)")
        return
    op.add_column("appointment", sa.Column(name, sa.Integer(), nullable=True))
    op.create_foreign_key(op.f(f"fk_appointment_{name}"), "appointment", to, [name], ["id"])


def _visit_step() -> None:
    op.create_table(
        "visit_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(length=24), nullable=False),
        sa.Column("became", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_visit_step_appointment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_visit_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_step")),
    )
    op.create_index(op.f("ix_visit_step_appointment_id"), "visit_step", ["appointment_id"], unique=False)


def _desk_note() -> None:
    op.create_table(
        "desk_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_desk_note_appointment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_desk_note_by_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["staff.id"], name=op.f("fk_desk_note_done_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_note")),
    )
    op.create_index(op.f("ix_desk_note_appointment_id"), "desk_note", ["appointment_id"], unique=False)
