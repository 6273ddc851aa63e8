"""The board below the window: history of every status, several visits at once, walk-ins, the wrong location, corrections."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import NEXT, Modality, Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries import today, visit_story
from ibh_desktop.queries.visit_story import VisitStory
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, board, desk_notes, together
from ibh_desktop.usecases.board import Chosen
from tests.integration.world import LEAD, MANAGER, MONDAY, RECEPTIONIST, THERAPIST, Clinic, at, later, monday_with_ana

S = Status


@pytest.fixture
def visits(clinic: Clinic) -> list[AppointmentId]:
    """Three visits of Monday with Ana, at ten, two and four."""
    return monday_with_ana(clinic)


def _story(clinic: Clinic, visit: AppointmentId, who: str = MANAGER) -> VisitStory:
    return clinic.as_role(who).read(visit_story.story, visit)


def _moves(clinic: Clinic, visit: AppointmentId) -> list[tuple[Status, Status]]:
    return [(step.was, step.became) for step in _story(clinic, visit).steps]


def test_every_step_of_a_visit_is_kept_with_its_hour_and_hand(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    for status in (S.CONFIRMED, S.CHECKED_IN, S.IN_SESSION, S.COMPLETED):
        clinic.clock.ahead(minutes=10)
        desk.write(appointments.mark, visits[0], status=status)
    story = _story(clinic, visits[0])
    assert [step.became for step in story.steps] == [S.CONFIRMED, S.CHECKED_IN, S.IN_SESSION, S.COMPLETED]
    assert [f"{step.at:%H:%M}" for step in story.steps] == ["09:10", "09:20", "09:30", "09:40"]
    assert {step.by for step in story.steps} == {"Dana Brooks"}


def test_an_undo_is_a_step_too_and_a_move_is_none(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    before = desk.write(appointments.mark, visits[0], status=S.CHECKED_IN)
    desk.write(appointments.restore, before)
    desk.write(appointments.move, visits[0], starts=at(MONDAY, 11))
    assert _moves(clinic, visits[0]) == [(S.SCHEDULED, S.CHECKED_IN), (S.CHECKED_IN, S.SCHEDULED)]


def test_what_a_refused_write_touched_leaves_no_step(clinic: Clinic, visits: list[AppointmentId]) -> None:
    chosen = [Chosen(visits[0], 1), Chosen(visits[1], 7)]
    with pytest.raises(Refused):
        clinic.as_role(RECEPTIONIST).write(board.mark_all, chosen, status=S.CONFIRMED)
    assert _moves(clinic, visits[0]) == []
    assert clinic.count("visit_step") == 0


@pytest.mark.parametrize("was", list(Status))
def test_every_move_of_the_flow_is_allowed_undone_and_every_other_refused(
    clinic: Clinic, visits: list[AppointmentId], was: Status
) -> None:
    desk, visit = clinic.as_role(RECEPTIONIST), visits[0]
    _put(clinic, visit, was)
    clinic.clock.now = at(MONDAY, 10, 15)
    for wanted in Status:
        if wanted in NEXT.get(was, ()):
            before = desk.write(appointments.mark, visit, status=wanted)
            assert _story(clinic, visit).status is wanted
            desk.write(appointments.restore, before)
        else:
            with pytest.raises(Conflict, match="cannot become"):
                desk.write(appointments.mark, visit, status=wanted)
        assert _story(clinic, visit).status is was


def _put(clinic: Clinic, visit: AppointmentId, status: Status) -> None:
    """Put a visit straight into a status, as an older version or another desk may have left it."""

    def put(tx: Tx) -> None:
        tx.session.get_one(Appointment, visit).status = status
        tx.record("appointment:mark", Topic.APPOINTMENTS, visit)

    clinic.app.write(put)


@pytest.mark.parametrize(
    ("before_start", "status"),
    [(timedelta(hours=24), S.CANCELLED_PATIENT), (timedelta(hours=23, minutes=59, seconds=59), S.LATE_CANCEL)],
)
def test_a_cancellation_is_late_below_exactly_24_hours(
    clinic: Clinic, visits: list[AppointmentId], before_start: timedelta, status: Status
) -> None:
    clinic.clock.now = at(MONDAY, 14) - before_start
    desk = clinic.as_role(RECEPTIONIST)
    before = desk.write(appointments.cancel, visits[1], by_clinic=False)
    assert _story(clinic, visits[1]).status is status
    desk.write(appointments.restore, before)
    assert _story(clinic, visits[1]).status is S.SCHEDULED


def test_several_visits_move_on_together_and_come_back_together(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    before = desk.write(board.mark_all, [Chosen(visit, 1) for visit in visits], status=S.CONFIRMED)
    assert {_story(clinic, visit).status for visit in visits} == {S.CONFIRMED}
    desk.write(board.take_back, before)
    assert {_story(clinic, visit).status for visit in visits} == {S.SCHEDULED}


def test_one_that_cannot_go_keeps_all_where_they_are_and_is_named_by_its_hour(
    clinic: Clinic, visits: list[AppointmentId]
) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.mark, visits[1], status=S.CHECKED_IN)
    with pytest.raises(Refused, match="Nothing was changed") as no:
        desk.write(board.mark_all, [Chosen(visits[0], 1), Chosen(visits[1], 2)], status=S.CONFIRMED)
    assert "14:00" in no.value.sentence
    assert "10:00" not in no.value.sentence
    assert _story(clinic, visits[0]).status is S.SCHEDULED


def test_the_second_desk_is_told_that_the_first_moved_somebody_on(clinic: Clinic, visits: list[AppointmentId]) -> None:
    clinic.as_role(RECEPTIONIST).write(appointments.mark, visits[0], status=S.CHECKED_IN, version=1)
    with pytest.raises(Conflict):
        clinic.as_role(LEAD).write(appointments.mark, visits[0], status=S.CHECKED_IN, version=1)
    assert _moves(clinic, visits[0]) == [(S.SCHEDULED, S.CHECKED_IN)]


def test_a_walk_in_is_booked_and_waiting_in_one_step(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    who: Any = {"patient": ids.tyrone, "therapist": ids.ana, "location": ids.birmingham}
    visit = desk.write(board.walk_in, starts=at(MONDAY, 9), room=ids.room, **who)
    assert _story(clinic, visit).status is S.CHECKED_IN
    desk.write(board.leave, visit)
    assert _story(clinic, visit).status is S.CANCELLED_CLINIC
    with pytest.raises(Refused, match="today"):
        desk.write(board.walk_in, starts=at(MONDAY + timedelta(days=1), 9), **who)


def test_a_walk_in_that_was_moved_on_is_not_undone(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    visit = desk.write(
        board.walk_in, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(MONDAY, 9), room=ids.room
    )
    desk.write(appointments.mark, visit, status=S.IN_SESSION)
    with pytest.raises(Conflict):
        desk.write(board.leave, visit)


def test_who_came_to_the_wrong_location_waits_there_and_is_seen_by_video(clinic: Clinic, visits: list[AppointmentId]) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    before = desk.write(board.arrive_elsewhere, visits[0], location=ids.phenix)
    for place in (ids.phenix, ids.birmingham):
        (line,) = (line for line in desk.read(today.board, on=MONDAY, location=place) if line.id == visits[0])
        assert (line.status, line.arrived_elsewhere) == (S.CHECKED_IN, "Phenix City")
    assert clinic.rows("SELECT modality FROM appointment WHERE id = :v", v=visits[0]) == [(Modality.TELEHEALTH.value,)]
    desk.write(appointments.restore, before)
    assert not [line for line in desk.read(today.board, on=MONDAY, location=ids.phenix) if line.id == visits[0]]
    assert clinic.rows("SELECT modality FROM appointment WHERE id = :v", v=visits[0]) == [(Modality.IN_PERSON.value,)]
    with pytest.raises(Refused, match="own place"):
        desk.write(board.arrive_elsewhere, visits[0], location=ids.birmingham)


def test_who_came_to_the_wrong_location_is_moved_there_and_waits(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    friday = MONDAY + timedelta(days=4)
    visit = desk.write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(friday, 10), room=ids.room
    )
    clinic.clock.now = at(friday, 9)
    here: Any = {"location": ids.phenix, "therapist": ids.ben, "room": ids.eastern}
    before = desk.write(board.move_here, visit, starts=at(friday, 9, 30), version=1, **here)
    story = _story(clinic, visit)
    assert (story.location, story.therapist, story.status) == ("Phenix City", "Ben Ortiz", S.CHECKED_IN)
    desk.write(appointments.restore, before)
    story = _story(clinic, visit)
    assert (story.location, story.therapist, story.status) == ("Birmingham", "Ana Lee", S.SCHEDULED)


def test_a_line_for_the_therapist_stands_on_the_board_until_it_is_done(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk, ana = clinic.as_role(RECEPTIONIST), clinic.as_role(THERAPIST)
    note = desk.write(desk_notes.leave, visits[0], words=" Her sister\x07 waits outside ")
    (line,) = (line for line in ana.read(today.board, on=MONDAY) if line.id == visits[0])
    assert line.note == "Her sister waits outside"
    ana.write(desk_notes.done, note)
    (line,) = (line for line in desk.read(today.board, on=MONDAY) if line.id == visits[0])
    assert line.note == ""
    assert _story(clinic, visits[0]).notes[0].done_by == "Ana Lee"
    with pytest.raises(Conflict):
        desk.write(desk_notes.done, note)
    desk.write(desk_notes.put_back, note)
    for words in ("", "  \n", "x" * 301):
        with pytest.raises(Refused) as no:
            desk.write(desk_notes.leave, visits[0], words=words)
        assert no.value.field == "words"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from([*Status, None]), min_size=1, max_size=8))
def test_the_last_step_is_always_where_the_visit_stands(
    clinic: Clinic, visits: list[AppointmentId], moves: list[Status | None]
) -> None:
    clinic.clock.now = at(MONDAY, 10, 20)
    desk, before = clinic.as_role(RECEPTIONIST), None
    for move in moves:
        try:
            if move is None and before is not None:
                desk.write(appointments.restore, before)
                before = None
            elif move is not None:
                before = desk.write(appointments.mark, visits[0], status=move)
        except (Conflict, Refused):
            continue
    story = _story(clinic, visits[0])
    if story.steps:
        assert story.steps[-1].became is story.status
    assert all(one.became is other.was for one, other in zip(story.steps, story.steps[1:], strict=False))


def test_the_board_of_what_changed_is_the_whole_board(clinic: Clinic, visits: list[AppointmentId]) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    clinic.clock.now = at(MONDAY, 10, 20)
    couple = desk.write(
        together.book_together,
        patients=(ids.tyrone, ids.jiri),
        therapist=ids.ben,
        location=ids.birmingham,
        starts=at(MONDAY, 11),
        passed_reason="As they wish",
    )
    shown = desk.read(today.board, on=MONDAY)
    heard: list[Change] = []
    desk.on_change(heard.extend)
    for change in (
        lambda: desk.write(appointments.mark, visits[0], status=S.CHECKED_IN),
        lambda: desk.write(appointments.cancel, visits[1], by_clinic=True),
        lambda: desk.write(appointments.move, visits[2], starts=at(later(1), 10)),
        lambda: desk.write(appointments.mark, couple[0], status=S.CANCELLED_CLINIC),
        lambda: desk.write(desk_notes.leave, visits[0], words="Has a question"),
        lambda: desk.write(appointments.mark, visits[0], status=S.IN_SESSION),
        lambda: desk.write(appointments.move, visits[2], starts=at(MONDAY, 15), passed_reason="As he wishes"),
    ):
        heard.clear()
        change()
        assert {told.action for told in heard} <= today.ONE_VISIT
        changed = [AppointmentId(told.subject) for told in heard if told.subject is not None]
        shown = today.merged(shown, desk.read(today.board, on=MONDAY, changed=changed), changed)
        assert shown == desk.read(today.board, on=MONDAY)


def test_who_shares_a_visit_that_changed_keeps_their_other_visits_on_the_board(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    here: Any = {"location": ids.birmingham, "passed_reason": "As they wish"}
    couple = desk.write(
        together.book_together, patients=(ids.tyrone, ids.jiri), therapist=ids.ben, starts=at(MONDAY, 11), **here
    )
    alone = desk.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, starts=at(MONDAY, 14), **here)
    shown = desk.read(today.board, on=MONDAY)
    changed = [couple[1]]
    desk.write(appointments.cancel, couple[1], by_clinic=True)
    shown = today.merged(shown, desk.read(today.board, on=MONDAY, changed=changed), changed)
    assert alone in {line.id for line in shown}
    assert shown == desk.read(today.board, on=MONDAY)
