"""An intake that its therapist counts as session 1."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("appointment", sa.Column("intake_counts", sa.Boolean(), server_default=sa.false(), nullable=False))
