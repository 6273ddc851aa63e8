"""What waits for whose signature, and that nothing hangs when a course goes on to somebody else or an author leaves."""

import pytest
from sqlalchemy import text

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.notes import NoteKind, NoteState, Typed, Words
from ibh_desktop.domain.signatures import Paper, Waits
from ibh_desktop.queries import drafts as kept
from ibh_desktop.queries import note_backlog, signatures
from ibh_desktop.queries import notes as shown
from ibh_desktop.queries.note_backlog import BacklogLine
from ibh_desktop.usecases import contract, courses, drafts, letters, notes
from tests.integration.letter_world import told
from tests.integration.test_letter_cosign import begun, sign
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of

WORDS = Words("A calm week.", (), "We practised the talk.")
WHY = "Moved to Georgia; looked through with the course."


@pytest.fixture
def opened(clinic: Clinic) -> courses.Opened:
    """María's course, an hour after its first session began."""
    made = clinic.open_course()
    clinic.start(made.course)
    clinic.clock.ahead(hours=2)
    return made


def sql(clinic: Clinic, statement: str, **values: object) -> None:
    """Change a row behind the application's back."""
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text(statement), values)


def hold(clinic: Clinic, visit: AppointmentId) -> None:
    """The session was held."""
    sql(clinic, "UPDATE appointment SET status = :s WHERE id = :v", v=visit, s=Status.COMPLETED.value)


def leave(clinic: Clinic, username: str = THERAPIST) -> None:
    """Somebody does not work here any more."""
    sql(clinic, "UPDATE staff SET active = :no WHERE username = :who", no=False, who=username)


def hand_over(clinic: Clinic, opened: courses.Opened) -> App:
    """The course goes on to Ben, who is not supervised."""
    clinic.as_role(LEAD).write(
        contract.change_therapist, opened.course, therapist=clinic.ids.ben, handover="Ana goes on leave; all is written down."
    )
    return clinic.as_role(OTHER)


def waits(app: App) -> list[tuple[Waits, AppointmentId]]:
    """What waits for somebody."""
    return [(line.waits, session_of(line).appointment) for line in app.read(signatures.waiting)]


def session_of(line: signatures.WaitingLine) -> signatures.Session:
    """The session that a note is about."""
    assert line.session is not None
    return line.session


def state(app: App, visit: AppointmentId) -> NoteState:
    """Where the note of a session stands."""
    note = app.read(shown.note, visit)
    assert note is not None
    return note.state


def test_a_signed_note_of_an_associate_waits_for_her_supervisor_alone(clinic: Clinic, opened: courses.Opened) -> None:
    visit = opened.appointments[0]
    saved = clinic.as_role(THERAPIST).write(notes.sign, visit, WORDS)
    clinic.clock.ahead(hours=3)
    lead = clinic.as_role(LEAD)
    (line,) = lead.read(signatures.waiting)
    assert (line.paper, line.waits, line.note, line.author) == (Paper.NOTE, Waits.COSIGN, saved.note, "Ana Lee")
    session = session_of(line)
    assert (line.patient_name, session.number, session.planned) == ("O'Kon, María Elena", 1, 16)
    assert (session.starts, line.since, session.reachable) == (at(MONDAY, 10), at(MONDAY, 11), True)
    for who in (THERAPIST, OTHER):
        assert waits(clinic.as_role(who)) == []
    for who in (RECEPTIONIST, MANAGER):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).read(signatures.waiting)
    lead.write(notes.cosign, saved.note)
    assert waits(lead) == []


def test_a_note_is_cosigned_by_her_supervisor_though_the_course_went_on(clinic: Clinic, opened: courses.Opened) -> None:
    visit = opened.appointments[0]
    saved = clinic.as_role(THERAPIST).write(notes.sign, visit, WORDS)
    hand_over(clinic, opened)
    lead = clinic.as_role(LEAD)
    (line,) = lead.read(signatures.waiting)
    assert (line.waits, line.author, session_of(line).reachable) == (Waits.COSIGN, "Ana Lee", False)
    assert state(lead, visit) is NoteState.WAITING
    lead.write(notes.cosign, saved.note)
    assert state(lead, visit) is NoteState.COSIGNED


def test_own_notes_to_sign_come_before_sessions_without_one(clinic: Clinic, opened: courses.Opened) -> None:
    first, second, third = opened.appointments[:3]
    for visit in (first, second, third):
        hold(clinic, visit)
    clinic.clock.ahead(days=15)
    ana = clinic.as_role(THERAPIST)
    ana.write(notes.sign, first, WORDS)
    saved = ana.write(notes.save, second, WORDS)
    lines = ana.read(signatures.waiting)
    assert [(line.waits, session_of(line).appointment, line.note) for line in lines] == [
        (Waits.SIGN, second, saved.note),
        (Waits.WRITE, third, None),
    ]
    assert [session_of(line).number for line in lines] == [2, 3]
    clinic.clock.ahead(days=60)
    assert waits(ana) == [(Waits.SIGN, second)]


def test_who_held_a_session_writes_and_signs_its_note_after_the_course_went_on(clinic: Clinic, opened: courses.Opened) -> None:
    begun, unwritten = opened.appointments[:2]
    hold(clinic, begun)
    ana = clinic.as_role(THERAPIST)
    saved = ana.write(notes.save, begun, WORDS)
    clinic.clock.ahead(days=7)
    hold(clinic, unwritten)
    ben = hand_over(clinic, opened)
    assert waits(ana) == [(Waits.SIGN, begun), (Waits.WRITE, unwritten)]
    assert [session_of(line).reachable for line in ana.read(signatures.waiting)] == [False, False]
    assert waits(ben) == []
    ana.keep(drafts.keep, ana.vault, begun, NoteKind.PROGRESS, Typed(WORDS, saved.version))
    assert ana.read(kept.draft, ana.vault, begun, NoteKind.PROGRESS) is not None
    ana.write(notes.sign, begun, WORDS, version=saved.version)
    ana.write(notes.sign, unwritten, WORDS)
    assert waits(ana) == []
    with pytest.raises(NotAllowed):
        ana.write(notes.save, opened.appointments[5], WORDS)
    assert state(ben, begun) is NoteState.WAITING
    with pytest.raises(NotAllowed):
        ana.read(shown.note, opened.appointments[5])


def test_nobody_closes_a_note_whose_author_can_still_sign_it(clinic: Clinic, opened: courses.Opened) -> None:
    saved = clinic.as_role(THERAPIST).write(notes.save, opened.appointments[0], WORDS)
    ben = hand_over(clinic, opened)
    with pytest.raises(Refused, match="Ana Lee works here and can sign this note"):
        ben.write(notes.close, saved.note, reason=WHY)
    with pytest.raises(Refused, match="yours: sign it"):
        clinic.as_role(THERAPIST).write(notes.close, saved.note, reason=WHY)
    assert state(ben, opened.appointments[0]) is NoteState.DRAFT


@pytest.mark.parametrize("closer", [OTHER, LEAD])
def test_what_a_leaver_left_is_closed_as_it_stands_and_nobody_signs_for_her(
    clinic: Clinic, opened: courses.Opened, closer: str
) -> None:
    visit = opened.appointments[0]
    saved = clinic.as_role(THERAPIST).write(notes.save, visit, WORDS)
    hand_over(clinic, opened)
    leave(clinic)
    desk = clinic.as_role(closer)
    assert waits(desk) == [(Waits.CLOSE, visit)]
    for short in ("", "gone"):
        with pytest.raises(Refused, match="reason") as no:
            desk.write(notes.close, saved.note, reason=short)
        assert no.value.field == "reason"
    desk.write(notes.close, saved.note, reason=WHY)
    note = desk.read(shown.note, visit)
    assert note is not None
    assert (note.state, note.words, note.author, note.intact) == (NoteState.CLOSED, WORDS, "Ana Lee", True)
    assert note.signed_by == desk.actor.name
    assert [(added.author, added.text) for added in note.addenda] == [(desk.actor.name, WHY)]
    assert not note.may_cosign
    assert not note.may_close
    assert waits(desk) == waits(clinic.as_role(LEAD)) == []
    with pytest.raises(Refused, match="cannot be changed any more"):
        desk.write(notes.close, saved.note, reason=WHY)
    clinic.as_role(OTHER).write(notes.add_addendum, saved.note, "Seen by me.")
    ((action, diff),) = clinic.rows("SELECT action, diff FROM audit WHERE action = 'note:close'")
    assert (action, WHY in diff) == ("note:close", False)


def test_a_lead_closes_what_a_leaver_left_in_a_course_that_nobody_took_on(clinic: Clinic, opened: courses.Opened) -> None:
    visit = opened.appointments[0]
    saved = clinic.as_role(THERAPIST).write(notes.save, visit, WORDS)
    leave(clinic)
    for who in (OTHER, RECEPTIONIST, MANAGER):
        with pytest.raises(NotAllowed, match="may not close this note"):
            clinic.as_role(who).write(notes.close, saved.note, reason=WHY)
    clinic.as_role(LEAD).write(notes.close, saved.note, reason=WHY)
    assert state(clinic.as_role(LEAD), visit) is NoteState.CLOSED


def test_a_session_that_a_leaver_held_is_written_down_by_who_took_the_course_on(clinic: Clinic, opened: courses.Opened) -> None:
    visit = opened.appointments[0]
    hold(clinic, visit)
    ben = hand_over(clinic, opened)
    assert waits(ben) == []
    leave(clinic)
    assert waits(ben) == [(Waits.WRITE, visit)]
    ben.write(notes.sign, visit, Words(body="From what Ana told me at the handover."))
    assert (state(ben, visit), waits(ben)) == (NoteState.SIGNED, [])


def backlog(clinic: Clinic, who: str = MANAGER) -> list[BacklogLine]:
    """What waits, counted."""
    return clinic.as_role(who).read(note_backlog.listing)


def test_the_manager_sees_by_author_what_waits_and_what_nobody_could_end(clinic: Clinic, opened: courses.Opened) -> None:
    first, second = opened.appointments[:2]
    ana = clinic.as_role(THERAPIST)
    ana.write(notes.save, first, WORDS)
    clinic.clock.ahead(days=7)
    ana.write(notes.sign, second, WORDS)
    (line,) = backlog(clinic)
    assert (line.author, line.works_here, line.supervisor) == ("Ana Lee", True, "Lee Ann Foster")
    assert (line.unsigned, line.cosigns, line.stuck, line.oldest) == (1, 1, 0, MONDAY)
    assert backlog(clinic, LEAD) == [line]
    leave(clinic, LEAD)
    assert [one.stuck for one in backlog(clinic)] == [1]
    leave(clinic)
    assert [(one.works_here, one.stuck) for one in backlog(clinic)] == [(False, 2)]
    sql(clinic, "UPDATE course SET therapist_id = :ben", ben=clinic.ids.ben)
    assert [one.stuck for one in backlog(clinic)] == [1]
    sql(clinic, "UPDATE staff SET active = :yes WHERE username = :who", yes=True, who=LEAD)
    assert [one.stuck for one in backlog(clinic)] == [0]
    for who in (RECEPTIONIST, OTHER):
        with pytest.raises(NotAllowed):
            backlog(clinic, who)


def test_every_note_that_waits_waits_for_somebody_as_soon_as_none_is_stuck(clinic: Clinic, opened: courses.Opened) -> None:
    """The list of the manager and those of the others agree: what is not stuck is in somebody's list."""
    visit = opened.appointments[0]
    clinic.as_role(THERAPIST).write(notes.save, visit, WORDS)
    for step in (lambda: None, lambda: hand_over(clinic, opened), lambda: leave(clinic), lambda: leave(clinic, LEAD)):
        step()
        active = {who for (who,) in clinic.rows("SELECT username FROM staff WHERE active")}
        heard = [line for who in active & {THERAPIST, OTHER, LEAD} for line in waits(clinic.as_role(who))]
        assert sum(line.stuck for line in backlog(clinic)) == 0
        assert heard, "somebody hears of it"
    leave(clinic, OTHER)
    assert sum(line.stuck for line in backlog(clinic)) == 1


def test_a_signed_note_that_needs_no_second_signature_waits_for_nobody(clinic: Clinic, opened: courses.Opened) -> None:
    sql(clinic, "UPDATE therapist SET credential = 'LPC'")
    clinic.as_role(THERAPIST).write(notes.sign, opened.appointments[0], WORDS)
    clinic.clock.ahead(days=1)
    assert waits(clinic.as_role(LEAD)) == []
    assert backlog(clinic) == []


def test_a_letter_of_an_associate_waits_beside_her_notes(clinic: Clinic) -> None:
    chart = told(clinic)
    letter = begun(chart)
    sign(clinic.as_role(THERAPIST), letter)
    lead = clinic.as_role(LEAD)
    (line,) = [one for one in lead.read(signatures.waiting) if one.paper is Paper.LETTER]
    assert (line.waits, line.letter, line.author, line.session) == (Waits.COSIGN, letter, "Ana Lee", None)
    assert (line.title, line.patient_name) == ("Referral letter", "O'Kon, María Elena")
    assert not [one for one in clinic.as_role(OTHER).read(signatures.waiting) if one.letter]
    sign(lead, letter, letters.cosign)
    assert not [one for one in lead.read(signatures.waiting) if one.letter]
