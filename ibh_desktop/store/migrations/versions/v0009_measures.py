"""What a form asks besides its answers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("score", sa.Column("given", sa.Text(), server_default="{}", nullable=False))
