"""Good Faith Estimates from the booking to the hand-over, on both engines (45 CFR 149.610; DOMAIN.md 5.5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.estimate import Outcome
from ibh_desktop.domain.ids import EstimateId
from ibh_desktop.queries import estimates as shown
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.usecases import appointments, courses, coverage, estimates, series, together
from tests.integration.world import OTHER, RECEPTIONIST, THERAPIST, Clinic, at, close_on, engine_of, later, statements

ALONE = Cover(Payer.SELF_PAY)
MARCH = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
"""Monday, 09:00 in Chicago, as in DOMAIN.md's vectors."""


@pytest.fixture
def march(clinic: Clinic) -> Clinic:
    """The clinic on Monday 1 March 2027; Tyrone pays alone."""
    clinic.clock.now = MARCH
    clinic.as_role(RECEPTIONIST).write(coverage.add, clinic.ids.tyrone, ALONE)
    return clinic


def booked(clinic: Clinic, on: date, hour: int = 10, **more: Any) -> Any:
    """One visit of Tyrone's with Ana."""
    ids = clinic.ids
    where: dict[str, Any] = {"patient": ids.tyrone, "therapist": ids.ana, "location": ids.birmingham, "room": ids.room} | more
    return clinic.as_role(RECEPTIONIST).write(appointments.book, starts=at(on, hour), passed_reason="it suits", **where)


def due(clinic: Clinic, who: str = RECEPTIONIST) -> list[shown.EstimateLine]:
    """What the list shows."""
    return clinic.as_role(who).read(shown.due)


@pytest.mark.parametrize(
    ("visit", "on"),
    [
        (date(2027, 3, 3), None),
        (date(2027, 3, 4), date(2027, 3, 2)),
        (date(2027, 3, 12), date(2027, 3, 2)),
        (date(2027, 3, 15), date(2027, 3, 4)),
    ],
)
def test_booking_makes_it_due_as_the_specification_says(march: Clinic, visit: date, on: date | None) -> None:
    booked(march, visit)
    assert [line.due_on for line in due(march)] == ([on] if on else [])


def test_closures_of_the_location_push_it_back(march: Clinic) -> None:
    march.app.write(close_on, march.ids.birmingham, date(2027, 3, 2))
    booked(march, date(2027, 3, 12))
    (line,) = due(march)
    assert (line.due_on, line.days, line.location, line.cancelled) == (date(2027, 3, 3), 2, "Birmingham", False)


def test_who_is_insured_or_unknown_gets_none(march: Clinic) -> None:
    march.as_role(RECEPTIONIST).write(coverage.add, march.ids.maria, Cover(Payer.INSURED, "Blue Cross"))
    booked(march, date(2027, 3, 15), patient=march.ids.maria)
    booked(march, date(2027, 3, 15), 11, patient=march.ids.jiri)
    assert due(march) == []


def test_paying_alone_counts_within_its_dates_and_while_it_stands(march: Clinic) -> None:
    desk = march.as_role(RECEPTIONIST)
    ended = desk.write(coverage.add, march.ids.jiri, Cover(Payer.SELF_PAY, last=date(2027, 3, 10)))
    booked(march, date(2027, 3, 15), patient=march.ids.jiri)
    desk.write(coverage.remove, ended)
    desk.write(coverage.change, ended, ALONE)
    booked(march, date(2027, 3, 16), patient=march.ids.jiri)
    assert due(march) == []


def test_who_is_booked_and_turns_out_to_pay_alone_gets_one_by_the_next_visit(march: Clinic) -> None:
    desk, jiri = march.as_role(RECEPTIONIST), march.ids.jiri
    booked(march, date(2027, 3, 15), patient=jiri)
    plan = desk.write(coverage.add, jiri, Cover(Payer.INSURED, "Plan"))
    assert due(march) == []
    desk.write(coverage.change, plan, ALONE)
    assert [(line.patient, line.due_on) for line in due(march)] == [(jiri, date(2027, 3, 4))]
    desk.write(coverage.add, jiri, ALONE)
    assert len(due(march)) == 1


def test_a_whole_course_and_a_series_count_once_by_their_first_visit(march: Clinic) -> None:
    ids, ana = march.ids, march.as_role(THERAPIST)
    wanted = march.plan(at(date(2027, 3, 8), 10), patient=ids.tyrone)
    opened = ana.write(courses.open_course, wanted, indication="depression", passed_reason="fine")
    (line,) = due(march)
    assert line.visit is not None
    assert (line.visit.date(), line.due_on) == (date(2027, 3, 8), date(2027, 3, 2))
    ana.write(courses.unopen, opened)
    assert due(march) == []
    weekly = Series(ids.tyrone, ids.ana, ids.birmingham, ids.room, at(date(2027, 3, 15), 14), 4, 50)
    made = ana.write(series.book, weekly, passed_reason="fine")
    assert [one.due_on for one in due(march)] == [date(2027, 3, 4)]
    ana.write(appointments.unbook, list(made))
    assert due(march) == []


def test_of_a_couple_only_who_pays_alone_gets_one(march: Clinic) -> None:
    ids = march.ids
    people = (ids.maria, ids.tyrone)
    where: dict[str, Any] = {"therapist": ids.ana, "location": ids.birmingham}
    march.as_role(RECEPTIONIST).write(
        together.book_together, patients=people, starts=at(date(2027, 3, 15), 9), passed_reason="fine", **where
    )
    assert [line.patient for line in due(march)] == [ids.tyrone]


def test_it_is_asked_for_once_given_and_open_again(march: Clinic) -> None:
    desk, maria = march.as_role(RECEPTIONIST), march.ids.maria
    asked = desk.write(estimates.ask, maria)
    with pytest.raises(Conflict, match="asked for an estimate already"):
        desk.write(estimates.ask, maria)
    (line,) = due(march)
    assert (line.due_on, line.visit, line.location) == (date(2027, 3, 4), None, "")
    settled = desk.write(estimates.give, asked, version=1)
    assert due(march) == []
    with pytest.raises(Conflict):
        desk.write(estimates.not_needed, asked, reason="Free")
    desk.write(estimates.take_back, settled)
    assert [one.version for one in due(march)] == [3]
    with pytest.raises(Conflict):
        desk.write(estimates.take_back, settled)


def test_not_needed_takes_a_reason_and_keeps_it(march: Clinic) -> None:
    desk = march.as_role(RECEPTIONIST)
    booked(march, date(2027, 3, 15))
    (line,) = due(march)
    with pytest.raises(Refused) as no:
        desk.write(estimates.not_needed, line.id, reason="  ")
    assert no.value.field == "reason"
    desk.write(estimates.not_needed, line.id, reason="One is on file")
    (kept,) = desk.read(shown.of_patient, march.ids.tyrone)
    assert (kept.outcome, kept.reason, kept.version) == (Outcome.NOT_NEEDED, "One is on file", 2)


def test_another_desk_is_heard(march: Clinic) -> None:
    booked(march, date(2027, 3, 15))
    (line,) = due(march)
    march.as_role(RECEPTIONIST).write(estimates.give, line.id, version=line.version)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        march.as_role(RECEPTIONIST).write(estimates.give, line.id, version=line.version)


def test_a_cancelled_visit_says_so_and_the_estimate_stays_until_somebody_settles_it(march: Clinic) -> None:
    visit = booked(march, date(2027, 3, 15))
    march.as_role(RECEPTIONIST).write(appointments.cancel, visit, by_clinic=False)
    assert [line.cancelled for line in due(march)] == [True]


def test_a_therapist_sees_those_of_her_own_patients(march: Clinic) -> None:
    booked(march, date(2027, 3, 15))
    assert len(due(march, THERAPIST)) == 1
    assert due(march, OTHER) == []
    (line,) = due(march)
    with pytest.raises(NotAllowed):
        march.as_role(OTHER).write(estimates.give, line.id)


def test_a_location_shows_its_own_and_every_wish(march: Clinic) -> None:
    desk = march.as_role(RECEPTIONIST)
    booked(march, date(2027, 3, 15))
    desk.write(estimates.ask, march.ids.maria)
    assert len(desk.read(shown.due, location=march.ids.birmingham)) == 2
    assert [line.visit for line in desk.read(shown.due, location=march.ids.phenix)] == [None]


def test_an_estimate_that_is_none_is_not_found(march: Clinic) -> None:
    with pytest.raises(Exception, match="not there any more"):
        march.as_role(RECEPTIONIST).write(estimates.give, EstimateId(999))


def test_the_list_is_one_statement_and_booking_asks_one_more(march: Clinic) -> None:
    booked(march, date(2027, 3, 15))
    desk = march.as_role(RECEPTIONIST)
    with statements(engine_of(march.app)) as seen:
        desk.read(shown.due)
    assert len(seen) == 1
    with statements(engine_of(march.app)) as seen:
        booked(march, date(2027, 3, 16), patient=march.ids.maria)
    assert sum("coverage" in one for one in seen) == 1
    assert not any("estimate_task" in one for one in seen)


def test_later_bookings_each_fall_due(march: Clinic) -> None:
    booked(march, date(2027, 3, 15))
    march.clock.now = MARCH + timedelta(weeks=1)
    booked(march, date(2027, 3, 23))
    assert [line.due_on for line in due(march)] == [date(2027, 3, 4), date(2027, 3, 11)]
    assert later() < due(march)[0].asked_on
