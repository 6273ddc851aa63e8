"""Which start a letter about a visit told, so that a visit that was moved since is confirmed anew."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("letter", sa.Column("visit_starts", Instant(), nullable=True))
    op.create_index(op.f("ix_letter_appointment_id"), "letter", ["appointment_id"])
