"""What a form asks besides its answers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("score", sa.Column("given", sa.Text(), server_default="{}", nullable=False))
