"""Letters of ten kinds with their law: life after signing, authorizations, disclosures, guardians, Part 2 flags."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0010"
down_revision = "0009"

_SHORT = sa.String(length=120)
_NOTHING = sa.text("''")


def upgrade() -> None:
    _flags()
    _recipient()
    _letter()
    _authorization()
    _authorization_index()
    _disclosure()
    _guardian()


def _add(table: str, name: str, kind: sa.types.TypeEngine[Any], default: str | sa.TextClause | sa.ColumnElement[bool]) -> None:
    op.add_column(table, sa.Column(name, kind, server_default=default, nullable=False))


def _refer(table: str, name: str, to: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)")
        return
    op.add_column(table, sa.Column(name, sa.Integer(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_{name}"), table, to, [name], ["id"])


def _flags() -> None:
    _add("patient", "part2", _SHORT, "no")
    _add("patient", "plain_envelope", sa.Boolean(), sa.false())
    _refer("patient", "referrer_id", "recipient")
    _add("location", "npi", _SHORT, _NOTHING)
    _add("location", "part2_program", sa.Boolean(), sa.false())
    _add("therapist", "part2_role", sa.Boolean(), sa.false())


def _recipient() -> None:
    _add("recipient", "email", _SHORT, _NOTHING)
    _add("recipient", "preferred", _SHORT, "mail")
    _add("recipient", "provider", sa.Boolean(), sa.true())
    _add("recipient", "internal", sa.Boolean(), sa.false())
    _refer("recipient", "merged_into_id", "recipient")
    _add("recipient", "version", sa.Integer(), "1")


def _letter() -> None:
    for name in ("urgency", "basis", "notice", "sent_how"):
        _add("letter", name, _SHORT, _NOTHING)
    for name in ("answer_note", "ended_reason"):
        _add("letter", name, sa.Text(), _NOTHING)
    _add("letter", "consent_copy", sa.Boolean(), sa.false())
    for name in ("cosigned_at", "sent_at", "answered_at"):
        op.add_column("letter", sa.Column(name, Instant(), nullable=True))
    op.add_column("letter", sa.Column("authorization_id", sa.Integer(), nullable=True))
    _refer("letter", "appointment_id", "appointment")
    for name in ("signed_by", "cosigner_id", "cosigned_by"):
        _refer("letter", name, "staff")
    op.create_index(op.f("ix_letter_status_sent_at"), "letter", ["status", "sent_at"], unique=False)
    op.create_index(op.f("ix_letter_cosigner_id"), "letter", ["cosigner_id"], unique=False)


def _authorization() -> None:
    op.create_table(
        "patient_authorization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("authority", sa.String(length=120), nullable=False),
        sa.Column("discloser", sa.String(length=120), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("recipient_class", sa.String(length=120), nullable=False),
        sa.Column("information", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("records_from", sa.Date(), nullable=True),
        sa.Column("records_to", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("expires_event", sa.String(length=120), nullable=False),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("revocation_told", sa.Boolean(), nullable=False),
        sa.Column("redisclosure_told", sa.Boolean(), nullable=False),
        sa.Column("conditioning_told", sa.Boolean(), nullable=False),
        sa.Column("copy_given", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=120), nullable=False),
        sa.Column("scan_ref", sa.String(length=120), nullable=False),
        sa.Column("special", sa.Text(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_authorization_patient_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_patient_authorization_recipient_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_patient_authorization_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_authorization")),
    )


def _authorization_index() -> None:
    name = op.f("ix_patient_authorization_patient_id_signed_on")
    op.create_index(name, "patient_authorization", ["patient_id", "signed_on"], unique=False)


def _disclosure() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("to_whom", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("authorization_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=120), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=120), nullable=False),
        sa.Column("consent_copy", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["patient_authorization.id"], name=op.f("fk_disclosure_authorization_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_disclosure_letter_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_disclosure_made_by")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_disclosure_patient_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_disclosure_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_at"), "disclosure", ["at"], unique=False)
    op.create_index(op.f("ix_disclosure_letter_id"), "disclosure", ["letter_id"], unique=False)
    op.create_index(op.f("ix_disclosure_patient_id_at"), "disclosure", ["patient_id", "at"], unique=False)


def _guardian() -> None:
    op.create_table(
        "guardian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("relation", sa.String(length=120), nullable=False),
        sa.Column("authority", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=120), nullable=False),
        sa.Column("document_seen", sa.String(length=120), nullable=False),
        sa.Column("restrictions", sa.Text(), nullable=False),
        sa.Column("custody_note", sa.String(length=120), nullable=False),
        sa.Column("contact_allowed", sa.Boolean(), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_guardian_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
    )
    op.create_index(op.f("ix_guardian_patient_id"), "guardian", ["patient_id"], unique=False)
