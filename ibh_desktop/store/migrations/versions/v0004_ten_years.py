"""Indexes that a clinic needs after ten years: whose patient is whose, a therapist's courses and letters."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for replaced in ("patient_id", "status"):
        op.drop_index(op.f(f"ix_course_{replaced}"), table_name="course")
    for table, columns in (
        ("appointment", ["patient_id", "therapist_id"]),
        ("course", ["patient_id", "therapist_id"]),
        ("course", ["status", "therapist_id"]),
        ("letter", ["therapist_id", "id"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
