"""Progress notes on both engines: signed once, never changed, co-signed where a licence asks for it; drafts; the sheet."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId
from ibh_desktop.domain.notes import NoteKind, NoteState, Technique, Typed, Words
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import drafts as kept
from ibh_desktop.queries import notes as shown
from ibh_desktop.queries import session_sheet
from ibh_desktop.queries.session_sheet import SessionSheet
from ibh_desktop.store.chart import Homework
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, courses, drafts, goals, measures, notes
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later

WORDS = Words("A calm week.", (Technique.ROLE_PLAY,), "We practised the talk.")
PROGRESS = NoteKind.PROGRESS


@pytest.fixture
def opened(clinic: Clinic) -> courses.Opened:
    """María's course, an hour after its first session began."""
    made = clinic.open_course()
    clinic.clock.ahead(hours=2)
    return made


@pytest.fixture
def visit(opened: courses.Opened) -> AppointmentId:
    """The first session."""
    return opened.appointments[0]


@pytest.fixture
def ana(clinic: Clinic) -> App:
    """The therapist; an associate."""
    return clinic.as_role(THERAPIST)


def licensed(clinic: Clinic) -> None:
    """Ana has passed her exam."""
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE therapist SET credential = 'LPC' WHERE name = 'Ana Lee'"))


def note_of(app: App, visit: AppointmentId) -> shown.NoteShown:
    """The note of a session, which must be there."""
    note = app.read(shown.note, visit)
    assert note is not None
    return note


def test_a_note_is_saved_changed_and_signed(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    licensed(clinic)
    saved = ana.write(notes.save, visit, WORDS)
    again = ana.write(notes.save, visit, Words(body="Other words."), version=saved.version)
    assert note_of(ana, visit).words == Words(body="Other words.")
    ana.write(notes.sign, visit, WORDS, version=again.version)
    note = note_of(ana, visit)
    assert (note.state, note.words, note.signed_by, note.intact, note.mine) == (NoteState.SIGNED, WORDS, "Ana Lee", True, True)


def test_no_use_case_changes_a_signed_note(ana: App, clinic: Clinic, visit: AppointmentId) -> None:
    saved = ana.write(notes.sign, visit, WORDS)
    before = clinic.rows("SELECT since_last, techniques, body, digest FROM session_note")
    for verb in (notes.save, notes.sign):
        for version in (None, saved.version):
            with pytest.raises(Refused, match="cannot be changed any more"):
                ana.write(verb, visit, Words(body="Changed."), version=version)
    ana.write(notes.add_addendum, saved.note, "Said later.")
    clinic.as_role(LEAD).write(notes.cosign, saved.note)
    assert clinic.rows("SELECT since_last, techniques, body, digest FROM session_note") == before
    assert [a.text for a in note_of(ana, visit).addenda] == ["Said later."]


def test_a_changed_row_is_told_and_neither_added_to_nor_cosigned(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    saved = ana.write(notes.sign, visit, WORDS)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE session_note SET body = 'We practised the walk.'"))
    assert not note_of(ana, visit).intact
    with pytest.raises(Conflict, match="not what was signed"):
        ana.write(notes.add_addendum, saved.note, "More.")
    with pytest.raises(Conflict, match="not what was signed"):
        clinic.as_role(LEAD).write(notes.cosign, saved.note)


def test_the_signature_stands_in_the_audit_without_a_word_of_the_note(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    ana.write(notes.sign, visit, WORDS)
    ((digest,),) = clinic.rows("SELECT digest FROM session_note")
    ((action, diff),) = clinic.rows("SELECT action, diff FROM audit ORDER BY seq DESC LIMIT 1")
    assert action == "note:sign"
    assert digest in diff
    assert "practised" not in str(clinic.rows("SELECT reason, diff FROM audit"))


def test_an_associates_note_waits_for_the_supervisor(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    lead = clinic.as_role(LEAD)
    saved = ana.write(notes.sign, visit, WORDS)
    assert note_of(ana, visit).state is NoteState.WAITING
    assert not note_of(ana, visit).may_cosign
    assert note_of(lead, visit).may_cosign
    lead.write(notes.cosign, saved.note)
    note = note_of(ana, visit)
    assert (note.state, note.cosigned_by, note.intact) == (NoteState.COSIGNED, "Lee Ann Foster", True)
    with pytest.raises(Refused, match="nothing to co-sign"):
        lead.write(notes.cosign, saved.note)


def test_only_the_supervisor_cosigns_and_only_what_is_signed(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    saved = ana.write(notes.save, visit, WORDS)
    with pytest.raises(Refused, match="nothing to co-sign"):
        clinic.as_role(LEAD).write(notes.cosign, saved.note)
    ana.write(notes.sign, visit, WORDS, version=saved.version)
    for who in (THERAPIST, OTHER, RECEPTIONIST, MANAGER):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).write(notes.cosign, saved.note)
    licensed(clinic)
    with pytest.raises(Refused, match="is signed; there is nothing"):
        clinic.as_role(LEAD).write(notes.cosign, saved.note)


def test_reception_manager_and_other_therapists_read_no_word_of_a_note(
    clinic: Clinic, ana: App, opened: courses.Opened, visit: AppointmentId
) -> None:
    ana.write(notes.sign, visit, WORDS)
    for who in (RECEPTIONIST, MANAGER, OTHER):
        app = clinic.as_role(who)
        asked: tuple[Any, ...] = (
            lambda r: shown.note(r, visit),
            lambda r, vault=app.vault: session_sheet.sheet(r, vault, opened.course),
        )
        for query in asked:
            with pytest.raises(NotAllowed):
                app.read(query)
    assert note_of(clinic.as_role(LEAD), visit).words == WORDS


def test_two_desks_do_not_overwrite_each_other(ana: App, visit: AppointmentId) -> None:
    first = ana.write(notes.save, visit, WORDS)
    with pytest.raises(Conflict, match="saved somewhere else"):
        ana.write(notes.save, visit, Words(body="Blind."))
    ana.write(notes.save, visit, WORDS, version=first.version)
    with pytest.raises(Conflict):
        ana.write(notes.sign, visit, Words(body="Stale."), version=first.version)
    assert note_of(ana, visit).words == WORDS


def test_an_empty_note_is_not_signed_and_nothing_is_kept_of_the_attempt(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    with pytest.raises(Refused) as no:
        ana.write(notes.sign, visit, Words("Only this.", (), " \n"))
    assert no.value.field == "body"
    assert clinic.count("session_note") == 0


def test_a_note_waits_for_its_session(ana: App, opened: courses.Opened) -> None:
    with pytest.raises(Refused, match="has not begun"):
        ana.write(notes.save, opened.appointments[1], WORDS)


def test_a_visit_outside_a_course_has_no_note(clinic: Clinic, ana: App) -> None:
    ids = clinic.ids
    where: Any = {"patient": ids.tyrone, "therapist": ids.ana, "location": ids.birmingham}
    alone = ana.write(appointments.book, starts=at(later(1, 1), 14), **where)
    with pytest.raises(NotFound):
        ana.write(notes.save, alone, WORDS)
    assert ana.read(shown.note, alone) is None


def test_a_draft_is_kept_without_a_trace_in_the_audit_and_read_by_its_author_alone(
    clinic: Clinic, ana: App, visit: AppointmentId
) -> None:
    before = clinic.count("audit")
    for words in ("We prac", "We practised herons"):
        ana.keep(drafts.keep, ana.vault, visit, PROGRESS, Typed(Words(body=words), version=None))
    assert (clinic.count("note_draft"), clinic.count("audit")) == (1, before)
    back = ana.read(kept.draft, ana.vault, visit, PROGRESS)
    assert back is not None
    assert back.typed.words.body == "We practised herons"
    ((sealed,),) = clinic.rows("SELECT sealed FROM note_draft")
    assert b"herons" not in bytes(sealed)
    lead = clinic.as_role(LEAD)
    assert lead.read(kept.draft, lead.vault, visit, PROGRESS) is None
    assert lead.read(session_sheet.sheet, lead.vault, CourseId(1)).draft is None


def test_saving_signing_adding_and_discarding_let_the_draft_go(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    def keep() -> None:
        ana.keep(drafts.keep, ana.vault, visit, PROGRESS, Typed(WORDS))
        assert clinic.count("note_draft") == 1

    keep()
    saved = ana.write(notes.save, visit, WORDS)
    assert clinic.count("note_draft") == 0
    keep()
    ana.keep(drafts.discard, visit, PROGRESS)
    assert clinic.count("note_draft") == 0
    keep()
    ana.write(notes.sign, visit, WORDS, version=saved.version)
    assert clinic.count("note_draft") == 0
    keep()
    ana.write(notes.add_addendum, saved.note, "More.")
    assert clinic.count("note_draft") == 0


def test_nothing_but_drafts_goes_past_the_audit(ana: App, opened: courses.Opened, visit: AppointmentId) -> None:
    with pytest.raises(AssertionError, match="touched more than drafts"):
        ana.keep(goals.add, opened.course, title="Unseen")
    with pytest.raises(AssertionError):
        ana.keep(notes.save, visit, WORDS)


def sheet(app: App, course: CourseId, visit: AppointmentId | None = None) -> SessionSheet:
    """The sheet as its reader sees it."""
    return app.read(session_sheet.sheet, app.vault, course, visit)


def test_the_sheet_tells_what_to_know_before_a_session(clinic: Clinic, ana: App, opened: courses.Opened) -> None:
    course = opened.course
    ana.write(goals.add, course, title="Call my sister", baseline=2)
    for on, answers in ((MONDAY - timedelta(days=7), [2] * 8 + [0]), (MONDAY, [1] * 8 + [1])):
        ana.write(measures.record, course, measure="PHQ-9", answers=answers, taken_on=on)
    ana.write(_homework, course=course)
    ana.write(notes.save, opened.appointments[0], WORDS)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE appointment SET status = 'done' WHERE id = :v"), {"v": opened.appointments[0]})
    clinic.clock.ahead(days=7)
    told = sheet(ana, course)
    assert told.chosen is not None
    assert (told.chosen.id, told.label) == (opened.appointments[1], "2 of 16 · initial")
    assert (told.goal, told.goal_rating) == ("Call my sister", (2, 2))
    assert [(s.measure, s.total, s.before) for s in told.scores] == [("PHQ-9", 9, 16)]
    assert [(h.text, h.session) for h in told.homework] == [("Write the letter", 1)]
    assert told.before is not None
    assert told.before.note is NoteState.DRAFT
    assert told.safety is not None
    assert told.due == ()
    assert sheet(ana, course, opened.appointments[3]).due == ("PHQ-9",)


def _homework(tx: Tx, *, course: CourseId) -> None:
    for words, status in (("Write the letter", "assigned"), ("Done already", "done")):
        tx.session.add(Homework(course_id=course, text=words, assigned_on=MONDAY, session=1, status=status))
    tx.record("homework:add", Topic.COURSES, course)


def test_a_course_without_sessions_has_an_empty_sheet(clinic: Clinic, ana: App, opened: courses.Opened) -> None:
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE appointment SET status = 'rescheduled'"))
    told = sheet(ana, opened.course)
    assert (told.chosen, told.sessions, told.note, told.why_not) == (None, (), None, "")


def test_a_note_of_a_finished_course_can_still_be_written(clinic: Clinic, ana: App, visit: AppointmentId) -> None:
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE course SET status = 'completed'"))
    ana.write(notes.sign, visit, WORDS)
