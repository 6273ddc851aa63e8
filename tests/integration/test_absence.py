"""The absence desk: whom an absence hits, what they are offered, what came of the calls, and who may run it."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from ibh_desktop.app import App
from ibh_desktop.domain.absence import Absence, Outcome
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import absence as desk
from ibh_desktop.queries.absence import AbsenceLine
from ibh_desktop.usecases import absence, appointments, course_steps, courses, roster
from tests.integration.world import (
    EVERYBODY,
    LEAD,
    MANAGER,
    OTHER,
    RECEPTIONIST,
    THERAPIST,
    Clinic,
    at,
    engine_of,
    later,
    statements,
)


@pytest.fixture
def away(clinic: Clinic) -> Absence:
    """Ana is away for the second and third week; María's course and two visits of Tyrone's and Jiří's lie in them."""
    ids = clinic.ids
    opened = clinic.open_course(at(later(1), 10))
    clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 8))
    clinic.app.write(appointments.book, patient=ids.jiri, therapist=ids.ana, location=ids.birmingham, starts=at(later(3), 8))
    clinic.start(opened.course)
    for phase in (Phase.MIDDLE, Phase.ENDING):
        clinic.as_role(THERAPIST).write(course_steps.move_phase, opened.course, phase=phase, override="seen on paper")
    return Absence(ids.ana, at(later(1), 0), at(later(3), 0))


def _lines(app: App, away: Absence) -> list[AbsenceLine]:
    return list(app.read(desk.desk, away).lines)


def test_it_lists_those_hit_with_phones_the_ending_phase_first(clinic: Clinic, away: Absence) -> None:
    lines = _lines(clinic.as_role(RECEPTIONIST), away)
    assert [(line.phase, line.starts) for line in lines] == [
        (Phase.ENDING, at(later(1), 10)),
        (Phase.ENDING, at(later(2), 10)),
        (None, at(later(1), 8)),
    ]
    assert [line.phone for line in lines] == ["(205) 555-0142", "(205) 555-0142", "(205) 555-0143"]
    assert [line.session for line in lines] == ["1 of 16", "2 of 16", ""]
    assert not any(line.done or line.outcome for line in lines)


def test_a_manager_is_not_told_the_phase_and_gets_the_dates_in_order(clinic: Clinic, away: Absence) -> None:
    lines = _lines(clinic.app, away)
    assert [line.starts for line in lines] == [at(later(1), 8), at(later(1), 10), at(later(2), 10)]
    assert {(line.phase, line.session) for line in lines} == {(None, "")}


def test_offers_are_with_her_after_the_return_or_with_another_and_promised_once(clinic: Clinic, away: Absence) -> None:
    lines = _lines(clinic.as_role(RECEPTIONIST), away)
    for line in lines:
        hers = [p for p in line.proposals if not p.other]
        others = [p for p in line.proposals if p.other]
        assert len(hers) == len(others) == 2
        assert all(p.therapist == clinic.ids.ana and p.slot.starts >= away.ends for p in hers)
        assert all(p.therapist == clinic.ids.ben and p.slot.starts >= away.starts for p in others)
        assert {p.location for p in line.proposals} == {line.location}
    offered = [p for line in lines for p in line.proposals]
    assert not any(a is not b and a.therapist == b.therapist and a.slot.overlaps(b.slot) for a in offered for b in offered)
    mondays = {at(later(week), 10).date() for week in range(3, 17)}
    assert not any(p.slot.starts.date() in mondays for p in lines[0].proposals)


def test_caseload_against_target_stands_beside_whoever_would_cover(clinic: Clinic, away: Absence) -> None:
    plan = replace(clinic.plan(at(later(30), 10), patient=clinic.ids.jiri), therapist=clinic.ids.ben, room=clinic.ids.spare)
    clinic.as_role(OTHER).write(courses.open_course, plan, indication="anxiety")
    offers = [p for line in _lines(clinic.as_role(RECEPTIONIST), away) for p in line.proposals]
    assert {(p.caseload, p.target, p.over) for p in offers if p.other} == {(1, 60, False)}
    with clinic.app._engine.begin() as connection:
        connection.execute(text("UPDATE therapist SET caseload_target = 1"))
    offers = [p for line in _lines(clinic.as_role(RECEPTIONIST), away) for p in line.proposals]
    assert {p.over for p in offers if p.other} == {True}


def test_a_therapist_is_not_offered_what_she_may_not_book(clinic: Clinic, away: Absence) -> None:
    lines = _lines(clinic.as_role(THERAPIST), away)
    assert lines
    assert not any(p.other for line in lines for p in line.proposals)


def test_every_offer_can_be_booked_just_as_it_is(clinic: Clinic, away: Absence) -> None:
    app = clinic.as_role(RECEPTIONIST)
    for line, number in zip(_lines(app, away), (0, 2, 3), strict=True):
        offer = line.proposals[number]
        app.write(
            absence.move,
            line.id,
            starts=offer.slot.starts,
            therapist=offer.therapist,
            room=offer.room,
            version=line.version,
        )
    lines = _lines(app, away)
    assert [(line.done, line.outcome) for line in lines] == [(True, Outcome.MOVED)] * 3
    assert {line.therapist_name for line in lines} == {"Ana Lee", "Ben Ortiz"}
    assert all(line.called_by == RECEPTIONIST and line.proposals == () for line in lines)


def test_a_move_is_taken_back_with_its_call(clinic: Clinic, away: Absence) -> None:
    app = clinic.as_role(RECEPTIONIST)
    before = _lines(app, away)
    offer = before[0].proposals[0]
    app.write(absence.called, before[0].id, outcome=Outcome.NO_ANSWER)
    moved = app.write(absence.move, before[0].id, starts=offer.slot.starts, therapist=offer.therapist, room=offer.room)
    app.write(absence.take_back, moved)
    after = next(line for line in _lines(app, away) if line.id == before[0].id)
    assert (after.done, after.outcome, after.starts) == (False, Outcome.NO_ANSWER, before[0].starts)
    with pytest.raises(Conflict):
        app.write(absence.take_back, moved)


def test_calls_are_counted_and_withdrawn_ones_are_not(clinic: Clinic, away: Absence) -> None:
    app = clinic.as_role(RECEPTIONIST)
    key = _lines(app, away)[0].id
    for outcome in (Outcome.NO_ANSWER, Outcome.MESSAGE):
        app.write(absence.called, key, outcome=outcome)
    line = _lines(app, away)[0]
    assert (line.outcome, line.calls, line.called_by, line.called_at) == (Outcome.MESSAGE, 2, "dana", clinic.clock.now)
    app.write(absence.called, key, outcome=Outcome.WITHDRAWN)
    assert (_lines(app, away)[0].outcome, _lines(app, away)[0].calls) == (Outcome.NO_ANSWER, 1)


def test_a_cancelled_session_stays_on_the_list_as_done(clinic: Clinic, away: Absence) -> None:
    app = clinic.as_role(RECEPTIONIST)
    key = _lines(app, away)[0].id
    before = app.write(absence.cancel, key)
    line = _lines(app, away)[-1]
    assert (line.id, line.done, line.outcome, line.status) == (key, True, Outcome.CANCELLED, Status.CANCELLED_CLINIC)
    with pytest.raises(Refused, match="nobody needs to be called"):
        app.write(absence.called, key, outcome=Outcome.MESSAGE)
    app.write(absence.take_back, before)
    assert _lines(app, away)[0].outcome is None


def test_the_audit_says_ids_and_codes_only(clinic: Clinic, away: Absence) -> None:
    app = clinic.as_role(RECEPTIONIST)
    key = _lines(app, away)[0].id
    app.write(absence.called, key, outcome=Outcome.MESSAGE)
    ((subject, reason, diff),) = clinic.rows("SELECT subject, reason, diff FROM audit WHERE action = 'absence:call'")
    assert (subject, reason) == (key, "")
    assert '"outcome": "MESSAGE"' in diff
    assert "Kon" not in diff


@pytest.mark.parametrize("outcome", [Outcome.MOVED, Outcome.CANCELLED])
def test_a_note_alone_cannot_claim_a_move(clinic: Clinic, away: Absence, outcome: Outcome) -> None:
    app = clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match="move or cancel"):
        app.write(absence.called, _lines(app, away)[0].id, outcome=outcome)
    assert clinic.rows("SELECT count(*) FROM audit WHERE action = 'absence:call'") == [(0,)]


def test_who_may_book_for_her_may_run_the_desk(clinic: Clinic, away: Absence) -> None:
    key = _lines(clinic.app, away)[0].id
    allowed = set()
    for who in EVERYBODY:
        app = clinic.as_role(who)
        try:
            app.read(desk.desk, away)
            app.write(absence.called, key, outcome=Outcome.NO_ANSWER)
            app.write(absence.take_back, app.write(absence.cancel, key))
        except NotAllowed:
            continue
        allowed.add(who)
    assert allowed == {RECEPTIONIST, THERAPIST, LEAD, MANAGER}
    with pytest.raises(NotAllowed):
        clinic.as_role(OTHER).write(absence.move, key, starts=at(later(3), 14), therapist=clinic.ids.ana)


def test_time_off_with_sessions_in_it_waits_at_the_desk(clinic: Clinic, away: Absence) -> None:
    ana = clinic.as_role(THERAPIST)
    ana.write(roster.add_time_off, clinic.ids.ana, starts=away.starts, ends=away.ends, reason="surgery")
    ana.write(roster.add_time_off, clinic.ids.ana, starts=at(later(1, 1), 8), ends=at(later(1, 1), 9))
    (found,) = clinic.as_role(RECEPTIONIST).read(desk.coming)
    assert (found.absence, found.therapist_name, found.hit) == (away, "Ana Lee", 3)
    assert clinic.as_role(OTHER).read(desk.coming) == []
    clinic.clock.ahead(weeks=4)
    assert clinic.as_role(RECEPTIONIST).read(desk.coming) == []


def test_a_session_that_only_reaches_into_the_absence_is_hit_too(clinic: Clinic, away: Absence) -> None:
    app = clinic.as_role(RECEPTIONIST)
    part = Absence(clinic.ids.ana, at(later(1), 10, 30), at(later(1), 12))
    (line,) = _lines(app, part)
    app.write(absence.called, line.id, outcome=Outcome.MESSAGE)
    assert [line.outcome for line in _lines(app, part)] == [Outcome.MESSAGE]
    assert _lines(app, Absence(clinic.ids.ana, at(later(1), 10, 50), at(later(1), 12))) == []


def test_the_desk_asks_no_more_for_many_than_for_few(clinic: Clinic, away: Absence) -> None:
    counts = []
    for span in (Absence(away.therapist, at(later(1), 8), at(later(1), 9)), away):
        with statements(engine_of(clinic.app)) as seen:
            clinic.app.read(desk.desk, span)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 29
