"""Rosters with exceptions, what a therapist treats, passed soft conflicts, and several patients in one visit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store import overlaps

revision = "0005"
down_revision = "0004"

_NOTHING = sa.text("''")


def upgrade() -> None:
    _therapists()
    _shifts()
    _appointments()
    overlaps.let_patients_join(op.get_bind())


def _add(table: str, name: str, kind: sa.types.TypeEngine[Any], default: str | sa.TextClause | sa.ColumnElement[bool]) -> None:
    op.add_column(table, sa.Column(name, kind, server_default=default, nullable=False))


def _therapists() -> None:
    short = sa.String(length=120)
    _add("therapist", "gender", short, _NOTHING)
    _add("therapist", "languages", short, "English")
    _add("therapist", "indications", sa.Text(), _NOTHING)
    _add("therapist", "modalities", short, "in person, telehealth")
    _add("therapist", "youngest", sa.Integer(), "0")
    _add("therapist", "oldest", sa.Integer(), "130")
    _add("therapist", "ipt_trained", sa.Boolean(), sa.true())


def _shifts() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE shift ADD COLUMN every_weeks INTEGER DEFAULT '1' NOT NULL"
            " CONSTRAINT ck_shift_every_weeks CHECK (every_weeks BETWEEN 1 AND 4)"
        )
    else:
        _add("shift", "every_weeks", sa.Integer(), "1")
        op.create_check_constraint(op.f("ck_shift_every_weeks"), "shift", "every_weeks BETWEEN 1 AND 4")
    op.create_table(
        "shift_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name=op.f("ck_shift_exception_order")),
        sa.CheckConstraint(
            "(starts IS NULL) = (ends IS NULL) AND (starts IS NULL) = (location_id IS NULL)",
            name=op.f("ck_shift_exception_whole"),
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_shift_exception_location_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_shift_exception_room_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["therapist.id"], name=op.f("fk_shift_exception_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_exception")),
    )
    op.create_index(op.f("ix_shift_exception_on"), "shift_exception", ["on"], unique=False)
    op.create_index(op.f("ix_shift_exception_therapist_id_on"), "shift_exception", ["therapist_id", "on"], unique=False)


def _appointments() -> None:
    short = sa.String(length=120)
    _add("appointment", "passed", short, _NOTHING)
    _add("appointment", "passed_reason", short, _NOTHING)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE appointment ADD COLUMN joins_id INTEGER CONSTRAINT fk_appointment_joins_id REFERENCES appointment (id)"
        )
    else:
        op.add_column("appointment", sa.Column("joins_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f("fk_appointment_joins_id"), "appointment", "appointment", ["joins_id"], ["id"])
    op.create_index(op.f("ix_appointment_joins_id"), "appointment", ["joins_id"], unique=False)
