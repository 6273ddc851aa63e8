"""Invariants 7 and 8 on both engines: item 9 always makes an event, and an event never closes by itself (DOMAIN.md 8)."""

from dataclasses import replace

import pytest

from ibh_desktop.domain.ids import SafetyEventId
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.queries import safety, safety_alerts
from ibh_desktop.store.schema import Course, Score
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import measures
from ibh_desktop.usecases import safety as steps
from ibh_desktop.usecases.safety_raise import raise_from_score
from tests.integration.safety_world import SEEN, form, status
from tests.integration.world import MONDAY, THERAPIST, Clinic


@pytest.mark.parametrize("answer", [1, 2, 3, None])
def test_invariant_7_item_nine_always_makes_an_event(clinic: Clinic, answer: int | None) -> None:
    """Entry, correction, incomplete form: one event each, in the transaction of the score."""
    course = clinic.open_course().course
    ana = clinic.as_role(THERAPIST)
    first = ana.write(measures.record, course, measure="PHQ-9", answers=[*[0] * 8, answer], taken_on=MONDAY)
    blank = ana.write(measures.record, course, measure="PHQ-9", answers=[*[None] * 8, answer], taken_on=MONDAY)
    fixed = ana.write(
        measures.record, course, measure="PHQ-9", answers=[*[1] * 8, answer], taken_on=MONDAY, replaces=first.score
    )
    assert blank.result is not None
    assert blank.result.total is None
    assert len({first.event, blank.event, fixed.event} - {None}) == 3
    assert [file.status for file in ana.read(safety.of_course, course)] == [SafetyStatus.OPEN] * 3


def test_invariant_7_holds_for_any_path_that_saves_a_score(clinic: Clinic) -> None:
    """What an import or another measure calls: the event names score, measure and answer."""
    course = clinic.open_course().course
    form(clinic, course, 0)
    ana = clinic.as_role(THERAPIST)

    def imported(tx: Tx) -> SafetyEventId | None:
        score = tx.session.query(Score).one()
        quiet = raise_from_score(tx, tx.session.get_one(Course, course), score)
        assert quiet is None
        score.safety = Safety.POSITIVE
        return raise_from_score(tx, tx.session.get_one(Course, course), score, words="Item 9 was answered “3”.")

    event = ana.write(imported)
    assert event is not None
    file = ana.read(safety.event, event)
    assert (file.source, file.words, file.raised_by) == ("PHQ-9", "Item 9 was answered “3”.", "Ana Lee")


def test_invariant_8_an_event_never_closes_by_itself(clinic: Clinic) -> None:
    """Neither a later item 9 = 0 nor time closes it, in whichever state it stands."""
    course = clinic.open_course().course
    event = form(clinic, course, 2)
    assert event is not None
    ana = clinic.as_role(THERAPIST)
    for step in (
        lambda: None,
        lambda: ana.write(steps.begin_assessment, event),
        lambda: ana.write(steps.assess, event, replace(SEEN, follow_up_on=None)),
        lambda: ana.write(steps.assess, event, SEEN),
    ):
        step()
        before = status(clinic, event)
        assert form(clinic, course, 0) is None
        clinic.clock.ahead(days=1)
        assert status(clinic, event) is before
        assert clinic.rows("SELECT closed_at FROM safety_event") == [(None,)]
        assert [line.id for line in ana.read(safety_alerts.open_events)] == [event]
    assert before is SafetyStatus.FOLLOW_UP
