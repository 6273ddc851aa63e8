"""An intake that its therapist counts as session 1, and patients who meet in one group."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("appointment", sa.Column("intake_counts", sa.Boolean(), server_default=sa.false(), nullable=False))
    _therapy_group()
    _refer("course", "group_id", "therapy_group")
    op.create_index(op.f("ix_course_group_id"), "course", ["group_id"], unique=False)


def _therapy_group() -> None:
    op.create_table(
        "therapy_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["therapist_id"], ["therapist.id"], name=op.f("fk_therapy_group_therapist_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_therapy_group_location_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_therapy_group_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_therapy_group")),
    )
    op.create_index(op.f("ix_therapy_group_therapist_id"), "therapy_group", ["therapist_id"], unique=False)


def _refer(table: str, name: str, to: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)")
        return
    op.add_column(table, sa.Column(name, sa.Integer(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_{name}"), table, to, [name], ["id"])
