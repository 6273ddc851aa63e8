"""Courses, scores and appointments."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0002"
down_revision = "0001"


_STATUSES = (
    "scheduled|confirmed|waiting|in session|done|no-show|late cancel"
    "|cancelled by patient|cancelled by clinic|left before seen|rescheduled"
)


def upgrade() -> None:
    _courses()
    _running()
    _goals()
    _scores()
    _safety_events()
    _appointments()
    _appointment_indexes()


def _one_of(name: str, values: str, *, length: int = 24) -> sa.Enum:
    return sa.Enum(*values.split("|"), name=name, native_enum=False, length=length)


def _courses() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=120), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("cadence_days", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("target_end", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            _one_of("coursestatus", "draft|active|on hold|completed|ended early|transferred|cancelled"),
            nullable=False,
        ),
        sa.Column("phase", _one_of("phase", "initial|middle|ending"), nullable=False),
        sa.Column("indication", sa.String(length=120), nullable=False),
        sa.Column("diagnosis", sa.String(length=120), nullable=False),
        sa.Column(
            "area",
            _one_of("area", "grief and loss|conflict with another person|life change|isolation", length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("planned BETWEEN 4 AND 60", name=op.f("ck_course_planned")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_course_location_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_course_patient_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["therapist.id"], name=op.f("fk_course_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )


def _running() -> None:
    op.create_index(op.f("ix_course_patient_id"), "course", ["patient_id"], unique=False)
    op.create_index(op.f("ix_course_status"), "course", ["status"], unique=False)
    op.create_index(op.f("ix_course_therapist_id_status"), "course", ["therapist_id", "status"], unique=False)
    op.create_index(
        "uq_course_running",
        "course",
        ["patient_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('draft', 'active', 'on hold')"),
        postgresql_where=sa.text("status IN ('draft', 'active', 'on hold')"),
    )


def _goals() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "status", _one_of("goalstatus", "next|active|paused|achieved|partly achieved|not achieved|dropped"), nullable=False
        ),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("baseline BETWEEN 0 AND 10", name=op.f("ck_goal_baseline")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_goal_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index(op.f("ix_goal_course_id_position"), "goal", ["course_id", "position"], unique=False)


def _scores() -> None:
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=120), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("prorated", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("safety", _one_of("safety", "none|positive|unknown — ask"), nullable=False),
        sa.Column("mode", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_score_course_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_score_patient_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_score_recorded_by")),
        sa.ForeignKeyConstraint(["replaces_id"], ["score.id"], name=op.f("fk_score_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    op.create_index(op.f("ix_score_course_id_measure_taken_on"), "score", ["course_id", "measure", "taken_on"], unique=False)
    op.create_index(op.f("ix_score_patient_id"), "score", ["patient_id"], unique=False)


def _safety_events() -> None:
    op.create_table(
        "safety_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_safety_event_course_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_safety_event_patient_id")),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_safety_event_score_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_event")),
    )
    op.create_index(op.f("ix_safety_event_closed_at"), "safety_event", ["closed_at"], unique=False)
    op.create_index(op.f("ix_safety_event_course_id"), "safety_event", ["course_id"], unique=False)
    op.create_index(op.f("ix_safety_event_patient_id"), "safety_event", ["patient_id"], unique=False)


def _appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("kind", _one_of("kind", "intake|therapy|family|group|crisis|medication|phone"), nullable=False),
        sa.Column("modality", _one_of("modality", "in person|telehealth|phone"), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("status", _one_of("status", _STATUSES), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("overbooked", sa.Boolean(), nullable=False),
        sa.Column("overbook_reason", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_appointment_order")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_appointment_course_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_appointment_location_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_appointment_patient_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_appointment_room_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["therapist.id"], name=op.f("fk_appointment_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )


def _appointment_indexes() -> None:
    op.create_index(op.f("ix_appointment_course_id_starts"), "appointment", ["course_id", "starts"], unique=False)
    op.create_index(op.f("ix_appointment_location_id_starts"), "appointment", ["location_id", "starts"], unique=False)
    op.create_index(op.f("ix_appointment_patient_id_starts"), "appointment", ["patient_id", "starts"], unique=False)
    op.create_index(op.f("ix_appointment_room_id_starts"), "appointment", ["room_id", "starts"], unique=False)
    op.create_index(op.f("ix_appointment_starts"), "appointment", ["starts"], unique=False)
    op.create_index(op.f("ix_appointment_therapist_id_starts"), "appointment", ["therapist_id", "starts"], unique=False)
