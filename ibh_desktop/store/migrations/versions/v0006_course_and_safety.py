"""The contract of a course with its steps, maintenance courses, and what is done about safety events."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _course()
    _goal()
    _safety_event()
    _contract()
    _amendment()
    _course_step()
    _assignment()
    _task_done()
    _outreach()
    _safety_assessment()
    _safety_told()
    _safety_screener()


def _one_of(name: str, values: str, *, length: int = 24) -> sa.Enum:
    return sa.Enum(*values.split("|"), name=name, native_enum=False, length=length)


def _course() -> None:
    """A maintenance course follows another one and may run beside an acute one (DOMAIN.md 8, invariant 1)."""
    _refer("course", "parent_id", "course")
    op.drop_index("uq_course_running", table_name="course")
    acute = sa.text("status IN ('draft', 'active', 'on hold') AND variant <> 'IPTM'")
    op.create_index("uq_course_running", "course", ["patient_id"], unique=True, sqlite_where=acute, postgresql_where=acute)


def _refer(table: str, name: str, to: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)")
        return
    op.add_column(table, sa.Column(name, sa.Integer(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_{name}"), table, to, [name], ["id"])


def _goal() -> None:
    for name in ("why", "success_sign", "outcome_note"):
        op.add_column("goal", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    areas = _one_of("area", "grief and loss|conflict with another person|life change|isolation", length=40)
    op.add_column("goal", sa.Column("area", areas, nullable=True))


def _safety_event() -> None:
    """An event may come from a person's worry, without a score or a course: its table is made anew, rows and all."""
    op.rename_table("safety_event", "safety_event_before")
    for name in ("closed_at", "course_id", "patient_id"):
        op.drop_index(op.f(f"ix_safety_event_{name}"), table_name="safety_event_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE safety_event_before RENAME CONSTRAINT pk_safety_event TO pk_safety_event_before")
        op.execute("ALTER SEQUENCE IF EXISTS safety_event_id_seq RENAME TO safety_event_before_id_seq")
    _safety_event_table()
    op.execute(
        "INSERT INTO safety_event (id, patient_id, course_id, score_id, raised_at, closed_at, status, source)"
        " SELECT id, patient_id, course_id, score_id, raised_at, closed_at,"
        " CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END, 'PHQ-9' FROM safety_event_before"
    )
    op.drop_table("safety_event_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('safety_event', 'id'), (SELECT coalesce(max(id), 1) FROM safety_event))"
        )


def _safety_event_table() -> None:
    states = _one_of("safetystatus", "open|in assessment|assessed|follow-up|closed|entered in error")
    op.create_table(
        "safety_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("score_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("status", states, server_default="open", nullable=False),
        sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_safety_event_course_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_safety_event_patient_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["staff.id"], name=op.f("fk_safety_event_raised_by")),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_safety_event_score_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_event")),
    )
    op.create_index(op.f("ix_safety_event_closed_at"), "safety_event", ["closed_at"], unique=False)
    op.create_index(op.f("ix_safety_event_course_id"), "safety_event", ["course_id"], unique=False)
    op.create_index(op.f("ix_safety_event_patient_id"), "safety_event", ["patient_id"], unique=False)


def _contract() -> None:
    op.create_table(
        "contract",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("aims", sa.Text(), nullable=False),
        sa.Column("missed_rule", sa.Text(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(length=120), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_by", sa.String(length=120), nullable=False),
        sa.Column("consent_exception", sa.String(length=120), nullable=False),
        sa.Column("prescriber", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_contract_course_id")),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_contract")),
    )


def _amendment() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("after", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("cosigned_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cosigned_by"], ["staff.id"], name=op.f("fk_amendment_cosigned_by")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_amendment_course_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_amendment_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_course_id"), "amendment", ["course_id"], unique=False)


def _course_step() -> None:
    op.create_table(
        "course_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("after", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_step_course_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_course_step_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_step")),
    )
    op.create_index(op.f("ix_course_step_course_id_made_at"), "course_step", ["course_id", "made_at"], unique=False)


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("handover", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_assignment_course_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["therapist.id"], name=op.f("fk_assignment_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_course_id_from_on"), "assignment", ["course_id", "from_on"], unique=False)


def _task_done() -> None:
    op.create_table(
        "task_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_task_done_course_id")),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_task_done_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_done")),
    )
    op.create_index(op.f("ix_task_done_course_id_code"), "task_done", ["course_id", "code"], unique=False)


def _outreach() -> None:
    op.create_table(
        "outreach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_outreach_course_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_outreach_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach")),
    )
    op.create_index(op.f("ix_outreach_course_id_on"), "outreach", ["course_id", "on"], unique=False)


def _safety_assessment() -> None:
    op.create_table(
        "safety_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("assessed_by", sa.Integer(), nullable=False),
        sa.Column("assessed_at", Instant(), nullable=False),
        sa.Column("method", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=120), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("plan", sa.String(length=120), nullable=False),
        sa.Column("means", sa.String(length=120), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("supervisor_told_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["assessed_by"], ["staff.id"], name=op.f("fk_safety_assessment_assessed_by")),
        sa.ForeignKeyConstraint(["event_id"], ["safety_event.id"], name=op.f("fk_safety_assessment_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_assessment")),
    )
    op.create_index(
        op.f("ix_safety_assessment_event_id_assessed_at"), "safety_assessment", ["event_id", "assessed_at"], unique=False
    )


def _safety_told() -> None:
    op.create_table(
        "safety_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["safety_event.id"], name=op.f("fk_safety_told_event_id")),
        sa.ForeignKeyConstraint(["told_by"], ["staff.id"], name=op.f("fk_safety_told_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_told")),
    )
    op.create_index(op.f("ix_safety_told_event_id"), "safety_told", ["event_id"], unique=False)


def _safety_screener() -> None:
    op.create_table(
        "safety_screener",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_safety_screener_asked_by")),
        sa.ForeignKeyConstraint(["event_id"], ["safety_event.id"], name=op.f("fk_safety_screener_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_screener")),
    )
    op.create_index(op.f("ix_safety_screener_event_id"), "safety_screener", ["event_id"], unique=False)
