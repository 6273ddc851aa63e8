"""A word in every text that a chart can hold: what of them reaches a letter is on a list, and nothing else is (DOMAIN.md 4.2).

The list is what a kind is for. Private notes, progress notes, the inventory, answers, what was said, found and done about a
safety event, handovers, reasons, notes of the front desk: none of them gets in by any path, ticked or not.
"""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Enum as Coded
from sqlalchemy import LargeBinary, String, Text, select, update

from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letter_lines import Line, Lines
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.letters.timeline_art import letter_picture
from ibh_desktop.queries import letters as shown
from ibh_desktop.queries.letter_pictures import story_of
from ibh_desktop.store import chart as tables
from ibh_desktop.store.schema import Base, SafetyEvent
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import letters, safety_raise
from tests.integration.letter_world import Told, told
from tests.integration.test_letters import said
from tests.integration.world import THERAPIST, Clinic, later

CODES = {
    "amendment": {"kind", "before", "after"},
    "audit": {"*"},
    "clinic": {"*"},
    "contract": {"agreed_by", "consent_by", "consent_exception"},
    "course": {"variant", "indication"},
    "course_step": {"event", "before", "after", "code"},
    "disclosure": {"basis"},
    "dispute_stage": {"stage"},
    "formulation": {"primary_area", "secondary_area"},
    "guardian": {"authority"},
    "homework": {"status"},
    "inventory_person": {"relation", "contact", "confides", "area"},
    "inventory_snapshot": {"places"},
    "key_slots": {"*"},
    "letter": {"*"},
    "life_event": {"kind", "precision", "area"},
    "lingering_issue": {"disposition", "area"},
    "location": {"zone", "phone", "fax"},
    "name_key": {"*"},
    "note_draft": {"kind"},
    "patient": {"phone", "part2", "same_key", "number", "sex", "email"},
    "patient_authorization": {"basis", "special", "information", "signer", "recipient_class"},
    "patient_key": {"*"},
    "problem_detail": {"area", "precision", "stage", "setting"},
    "recipient": {"phone", "fax", "preferred"},
    "safety_assessment": {"method", "plan", "means"},
    "safety_event": {"source"},
    "score": {"answers", "measure", "mode", "given", "band"},
    "setting": {"*"},
    "staff": {"username"},
    "therapist": {"credential", "languages", "modalities", "indications"},
    "task_done": {"code"},
}
"""Columns that hold codes, keys or numbers and take no word."""

CHART = {getattr(tables, name).__tablename__ for name in tables.__all__}

EVERY = {f"location.{part}" for part in ("city", "name", "npi", "postcode", "state", "street")}
EVERY |= {"patient.given", "patient.family", "staff.name", "therapist.name"}
HAND = {"therapist.licence", "therapist.npi"}
HOME = {f"patient.{part}" for part in ("city", "postcode", "state", "street")}
RECIPIENT = {f"recipient.{part}" for part in ("city", "name", "organisation", "postcode", "state", "street")}
MADE_OF: dict[str, set[str]] = {
    "referral": HAND | {"course.diagnosis", "goal.title", "lingering_issue.text"},
    "psychiatry": HAND | RECIPIENT | {"course.diagnosis"},
    "thanks": HAND | RECIPIENT,
    "summary": HAND | HOME | {"goal.title", "lingering_issue.text"},
    "confirmation": HOME,
    "plan": HAND | HOME | {"contract.aims", "contract.missed_rule", "goal.title", "homework.text"},
    "missed": HOME,
    "attendance": set(),
    "closure": HAND | HOME,
    "authorization": HOME | {"recipient.name", "recipient.organisation"},
}
"""What each kind is made of, beside what stands on every letter."""


@pytest.fixture
def chart(clinic: Clinic) -> Told:
    """María's course with a row in every table of the chart, and a word of its own in every text."""
    found = told(clinic)
    clinic.as_role(THERAPIST).write(safety_raise.raise_concern, found.patient, words="Worried")
    found.change(_a_row_of_everything)
    found.change(_a_word_in_everything)
    return found


def _a_row_of_everything(tx: Tx, of: Told) -> None:
    event = tx.session.scalars(select(SafetyEvent)).one()
    event.course_id = of.course
    lead, course, at, on = of.clinic.ids.lead, of.course, tx.now, later(2)
    by = {"made_at": at, "made_by": lead}
    person = tables.InventoryPerson(course_id=course, name="x", relation="sibling", ring=1, angle=0, updated_at=at)
    note = tables.SessionNote(course_id=course, appointment_id=of.attended, author_id=lead, written_at=at)
    detail = tables.ProblemDetail(course_id=course, area="conflict with another person")
    tx.session.add_all([person, note, detail])
    tx.session.flush()
    tx.session.add_all(
        [
            tables.Addendum(note_id=note.id, author_id=lead, added_at=at, text="x"),
            tables.NoteDraft(author_id=lead, kind="progress", appointment_id=of.attended, kept_at=at, sealed=b"x"),
            tables.PrivateNote(course_id=course, author_id=lead, written_at=at, sealed=b"x"),
            tables.PrivateKeySlot(staff_id=lead, document=b"x"),
            tables.Snapshot(course_id=course, phase="initial", taken_at=at, taken_by=lead, places="[]"),
            tables.Formulation(course_id=course, edition=1, text="x", primary_area="conflict with another person", **by),
            tables.DisputeStage(detail_id=detail.id, on=on, stage="impasse"),
            tables.LifeEvent(course_id=course, kind="other", title="x", from_on=on, precision="day", person_id=person.id),
            tables.Amendment(course_id=course, kind="extended", before="14", after="16", reason="x", agreed_on=on, **by),
            tables.Assignment(course_id=course, therapist_id=of.clinic.ids.ana, from_on=on, handover="x"),
            tables.Outreach(course_id=course, on=on, channel="phone", made_by=lead),
            tables.TaskDone(course_id=course, code="I3", done_on=on, done_by=lead),
            tables.Guardian(patient_id=of.patient, name="x", relation="x", authority="parent", noted_at=at),
            tables.Told(event_id=event.id, name="x", role="x", channel="x", told_at=at, told_by=lead),
            tables.ScreenerAnswers(event_id=event.id, asked_by=lead, asked_at=at, answers="{}"),
            _assessment(event.id, lead, at),
        ]
    )


def _assessment(event: int, lead: int, at: Any) -> tables.Assessment:
    return tables.Assessment(
        event_id=event, assessed_by=lead, assessed_at=at, method="interview", finding="x", actions="x", plan="made", means="yes"
    )


def words() -> dict[str, str]:
    """A word for every text column of every table that holds text of people."""
    found: dict[str, str] = {}
    for name, table in sorted(Base.metadata.tables.items()):
        codes = CODES.get(name, set())
        for column in table.columns:
            texts = isinstance(column.type, String | Text) and not isinstance(column.type, Coded)
            held = texts or isinstance(column.type, LargeBinary)
            if held and not column.foreign_keys and not {"*", column.name} & codes:
                found[f"{name}.{column.name}"] = f"Zq{len(found):03d}x"
    return found


def _a_word_in_everything(tx: Tx, _: Told) -> None:
    for name, word in words().items():
        table, column = Base.metadata.tables[name.split(".")[0]], name.split(".")[1]
        binary = isinstance(table.columns[column].type, LargeBinary)
        change = update(table).values({column: word.encode() if binary else word})
        # Names of places and rooms are unique: the one in which the course is held stands for all.
        only = table.name in ("location", "room")
        tx.session.execute(change.where(table.columns["id"] == 1) if only else change)


def every_line_ticked(lines: Lines) -> dict[str, tuple[Line, ...]]:
    """As if somebody ticked whatever is offered."""
    return {name: tuple(replace(line, on=True) for line in part) for name, part in lines.items()}


def test_a_word_stands_in_every_text_of_the_chart(chart: Told) -> None:
    held = words()
    assert len(held) > 100
    hidden = {name for name in held if name.split(".")[0] in ("private_note", "session_note", "inventory_person")}
    assert {"private_note.sealed", "session_note.body", "inventory_person.sensitive_note"} <= hidden
    empty = {table for table in CHART if chart.clinic.count(table) == 0}
    assert empty == {"disclosure", "patient_authorization"}
    assert len(CHART) > 20
    assert set(held) >= EVERY.union(*MADE_OF.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_invariant_9_nothing_reaches_a_letter_but_what_letters_are_made_of(chart: Told, rule: Any) -> None:
    if rule.id == "missed":
        chart.change(lambda tx, _: tx.session.execute(update(SafetyEvent).values(status="closed", closed_at=tx.now)))
    ana = chart.clinic.as_role(THERAPIST)
    letter = chart.begin(rule.id)
    draft = ana.read(shown.composer, letter)
    ana.write(letters.write, letter, lines=every_line_ticked(draft.lines), recipient=draft.recipient)
    ticked = ana.read(shown.composer, letter)
    told_of = (repr(draft), repr(ticked), said(pdf(replace(ticked.content, draft=False))))
    found = {name for name, word in words().items() if any(word in text for text in told_of)}
    # The note for work or school names nobody who treats.
    nobody = {"staff.name"} if rule.id == "attendance" else set[str]()
    assert found == (EVERY - nobody) | MADE_OF[rule.id]


def test_the_picture_of_a_course_in_a_letter_holds_no_event_and_nothing_about_safety(chart: Told) -> None:
    story = chart.clinic.as_role(THERAPIST).read(story_of, chart.course)
    assert all((story.visits, story.scores, story.goals))
    assert (story.events, story.homework, story.letters, story.safety) == ((), (), (), ())
    assert {score.safety.value for score in story.scores} == {"none"}
    assert "AUDIT" not in repr(letter_picture(story))
    found = {name for name, word in words().items() if word in repr(letter_picture(story))}
    assert found <= {"goal.title"}
