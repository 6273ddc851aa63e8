"""What waits is found without reading what does not: notes by author and co-signature, courses by their end."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("ix_session_note_author_id_cosigned_at", "session_note", ["author_id", "cosigned_at"])
    op.create_index("ix_course_status_ended_on", "course", ["status", "ended_on"])
