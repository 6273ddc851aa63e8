"""The chart: inventory, problem areas, life events."""

import sqlalchemy as sa
from alembic import op

from ibh_desktop.store.types import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _inventory_person()
    _inventory_snapshot()
    _formulation()
    _problem_detail()
    _dispute_stage()
    _life_event()


def _texts() -> list[sa.Column[str]]:
    names = ("patient_expects", "other_expects", "satisfying", "unsatisfying", "recent_change", "change_wanted")
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _inventory_person() -> None:
    op.create_table(
        "inventory_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("relation", sa.String(length=120), nullable=False),
        sa.Column("relation_words", sa.String(length=120), nullable=False),
        sa.Column("age", sa.String(length=120), nullable=False),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("lives_with", sa.Boolean(), nullable=False),
        sa.Column("ring", sa.Integer(), nullable=False),
        sa.Column("angle", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("contact_modes", sa.String(length=120), nullable=False),
        sa.Column("confides", sa.String(length=120), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Integer(), nullable=False),
        *_texts(),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("sensitive_note", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("angle BETWEEN 0 AND 359", name=op.f("ck_inventory_person_angle")),
        sa.CheckConstraint(
            "given BETWEEN 0 AND 3 AND received BETWEEN 0 AND 3 AND conflict BETWEEN 0 AND 3",
            name=op.f("ck_inventory_person_degrees"),
        ),
        sa.CheckConstraint("ring BETWEEN 1 AND 4", name=op.f("ck_inventory_person_ring")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_inventory_person_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_person")),
    )
    op.create_index(op.f("ix_inventory_person_course_id"), "inventory_person", ["course_id"], unique=False)


def _inventory_snapshot() -> None:
    op.create_table(
        "inventory_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=120), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_inventory_snapshot_course_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_inventory_snapshot_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_snapshot")),
    )
    op.create_index(
        op.f("ix_inventory_snapshot_course_id_taken_at"), "inventory_snapshot", ["course_id", "taken_at"], unique=False
    )


def _formulation() -> None:
    op.create_table(
        "formulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("primary_area", sa.String(length=120), nullable=False),
        sa.Column("secondary_area", sa.String(length=120), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_formulation_course_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_formulation_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formulation")),
        sa.UniqueConstraint("course_id", "edition", name=op.f("uq_formulation_course_id_edition")),
    )


def _problem_detail() -> None:
    op.create_table(
        "problem_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("setting", sa.String(length=120), nullable=False),
        sa.Column("stage", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=120), nullable=False),
        sa.Column("patient_expects", sa.Text(), nullable=False),
        sa.Column("other_expects", sa.Text(), nullable=False),
        sa.Column("issues", sa.Text(), nullable=False),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("anniversaries", sa.Text(), nullable=False),
        sa.Column("old_role", sa.Text(), nullable=False),
        sa.Column("new_role", sa.Text(), nullable=False),
        sa.Column("losses", sa.Text(), nullable=False),
        sa.Column("gains", sa.Text(), nullable=False),
        sa.Column("supports", sa.Text(), nullable=False),
        sa.Column("patterns", sa.Text(), nullable=False),
        sa.Column("contacts_a_week", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_problem_detail_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["inventory_person.id"], name=op.f("fk_problem_detail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_detail")),
        sa.UniqueConstraint("course_id", "area", name=op.f("uq_problem_detail_course_id_area")),
    )


def _dispute_stage() -> None:
    op.create_table(
        "dispute_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("detail_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["detail_id"], ["problem_detail.id"], name=op.f("fk_dispute_stage_detail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_stage")),
    )
    op.create_index(op.f("ix_dispute_stage_detail_id_on"), "dispute_stage", ["detail_id", "on"], unique=False)


def _life_event() -> None:
    op.create_table(
        "life_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=120), nullable=False),
        sa.Column("mood", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("mood BETWEEN -3 AND 3", name=op.f("ck_life_event_mood")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_life_event_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["inventory_person.id"], name=op.f("fk_life_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_event")),
    )
    op.create_index(op.f("ix_life_event_course_id_from_on"), "life_event", ["course_id", "from_on"], unique=False)
