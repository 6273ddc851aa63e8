"""What a clinic needs after ten years: whose patient is whose, and indexes for a therapist's courses and letters."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store import own_patients

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table, replaced in (("course", "status"), ("appointment", "starts")):
        op.drop_index(op.f(f"ix_{table}_{replaced}"), table_name=table)
    for table, columns in (
        ("appointment", ["starts", "patient_id"]),
        ("course", ["status", "therapist_id"]),
        ("letter", ["therapist_id", "id"]),
        ("letter", ["id", "therapist_id"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    op.create_table(
        "own_patient",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_own_patient_patient_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["therapist.id"], name=op.f("fk_own_patient_therapist_id")),
        sa.PrimaryKeyConstraint("therapist_id", "patient_id", name=op.f("pk_own_patient")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_own_patient_patient_id"), "own_patient", ["patient_id"], unique=False)
    own_patients.create(op.get_bind())
