"""The chart: ratings of goals, homework, lingering issues, notes."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _goal_rating()
    _homework()
    _lingering_issue()
    _session_note()
    _addendum()
    _note_draft()
    _private_key_slot()
    _private_note()


def _goal_rating() -> None:
    op.create_table(
        "goal_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 0 AND 10", name=op.f("ck_goal_rating_rating")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_rating_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_rating")),
    )
    op.create_index(op.f("ix_goal_rating_goal_id_on"), "goal_rating", ["goal_id", "on"], unique=False)


def _homework() -> None:
    op.create_table(
        "homework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("due_session", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=120), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("effort", sa.Text(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["carried_from_id"], ["homework.id"], name=op.f("fk_homework_carried_from_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_homework_course_id")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_homework_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homework")),
    )
    op.create_index(op.f("ix_homework_course_id_assigned_on"), "homework", ["course_id", "assigned_on"], unique=False)


def _lingering_issue() -> None:
    op.create_table(
        "lingering_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(length=120), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("severity BETWEEN 0 AND 3", name=op.f("ck_lingering_issue_severity")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_lingering_issue_course_id")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_lingering_issue_goal_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["letter.id"], name=op.f("fk_lingering_issue_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lingering_issue")),
    )
    op.create_index(op.f("ix_lingering_issue_course_id"), "lingering_issue", ["course_id"], unique=False)


def _session_note() -> None:
    op.create_table(
        "session_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("since_last", sa.Text(), nullable=False),
        sa.Column("techniques", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("signed_at", Instant(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("cosigned_at", Instant(), nullable=True),
        sa.Column("cosigned_by", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_session_note_appointment_id")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_session_note_author_id")),
        sa.ForeignKeyConstraint(["cosigned_by"], ["staff.id"], name=op.f("fk_session_note_cosigned_by")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_session_note_course_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["staff.id"], name=op.f("fk_session_note_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_note")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_session_note_appointment_id")),
    )
    op.create_index(op.f("ix_session_note_course_id"), "session_note", ["course_id"], unique=False)
    op.create_index(op.f("ix_session_note_signed_at"), "session_note", ["signed_at"], unique=False)


def _addendum() -> None:
    op.create_table(
        "addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_addendum_author_id")),
        sa.ForeignKeyConstraint(["note_id"], ["session_note.id"], name=op.f("fk_addendum_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_note_id"), "addendum", ["note_id"], unique=False)


def _note_draft() -> None:
    op.create_table(
        "note_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_note_draft_appointment_id")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_note_draft_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_draft")),
        sa.UniqueConstraint("author_id", "kind", "appointment_id", name=op.f("uq_note_draft_author_id_kind_appointment_id")),
    )


def _private_key_slot() -> None:
    op.create_table(
        "private_key_slot",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_private_key_slot_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_private_key_slot")),
    )


def _private_note() -> None:
    op.create_table(
        "private_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("fk_private_note_appointment_id")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_private_note_author_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_private_note_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_note")),
    )
    op.create_index(op.f("ix_private_note_author_id"), "private_note", ["author_id"], unique=False)
    op.create_index(op.f("ix_private_note_course_id"), "private_note", ["course_id"], unique=False)
