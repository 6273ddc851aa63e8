"""Opening hours, closed days and holidays on both engines: what is offered and booked follows at once."""

from datetime import date, time, timedelta

import pytest

from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import ClosureId
from ibh_desktop.domain.opening import OFFICE_WEEK, ClosedDay, Week, workdays
from ibh_desktop.domain.roster import Hours
from ibh_desktop.queries import closures as read
from ibh_desktop.queries import free_slots, places
from ibh_desktop.queries.opening_effects import PlaceChange, affected
from ibh_desktop.usecases import appointments, closures
from ibh_desktop.usecases import clinic as setup
from tests.integration.world import EVERYBODY, MANAGER, Clinic, at, later

TUESDAY = later(1, 1)


def book(clinic: Clinic, on: date, hour: int) -> int:
    """María with Ana at Birmingham."""
    ids = clinic.ids
    return clinic.app.write(
        appointments.book,
        patient=ids.maria,
        therapist=ids.ana,
        location=ids.birmingham,
        starts=at(on, hour),
        passed_reason="-",
    )


def close(clinic: Clinic, first: date, last: date | None = None, label: str = "Painting") -> list[ClosureId]:
    """Birmingham, closed."""
    return clinic.app.write(closures.close, clinic.ids.birmingham, first=first, last=last or first, label=label)


def offered(clinic: Clinic, on: date) -> set[int]:
    """The hours at which Ana is free on a date."""
    found = clinic.app.read(free_slots.search, minutes=50, therapists=[clinic.ids.ana], from_at=at(on, 0), limit=200)
    return {line.starts.hour for line in found if line.starts.date() == on}


def open_on(clinic: Clinic, week: Week) -> None:
    """Other hours at Birmingham."""
    details = setup.LocationDetails("Birmingham", week=week)
    clinic.app.write(setup.change_location, clinic.ids.birmingham, details, active=True)


def test_a_closed_day_is_neither_offered_nor_booked_until_it_is_opened_again(clinic: Clinic) -> None:
    assert offered(clinic, TUESDAY)
    made = close(clinic, TUESDAY)
    assert offered(clinic, TUESDAY) == set()
    with pytest.raises(Refused, match=r"Birmingham is closed on Tuesday 12 January\. Next free"):
        book(clinic, TUESDAY, 10)
    days = clinic.app.write(closures.reopen, made)
    assert days == [ClosedDay(clinic.ids.birmingham, TUESDAY, "Painting")]
    assert offered(clinic, TUESDAY)
    again = clinic.app.write(closures.close_days, days)
    assert offered(clinic, TUESDAY) == set()
    clinic.app.write(closures.reopen, again)
    book(clinic, TUESDAY, 10)
    with pytest.raises(NotFound):
        clinic.app.write(closures.reopen, again)


def test_hours_of_each_weekday_decide_what_is_offered(clinic: Clinic) -> None:
    open_on(clinic, (OFFICE_WEEK[0], Hours(time(13), time(16)), *OFFICE_WEEK[2:4], None, Hours(time(9), time(12)), None))
    assert offered(clinic, TUESDAY) == {13, 14, 15}
    assert offered(clinic, TUESDAY + timedelta(days=3)) == set()
    with pytest.raises(Refused, match="open"):
        book(clinic, TUESDAY, 10)
    line = next(line for line in clinic.app.read(places.locations) if line.name == "Birmingham")
    assert [hours is None for hours in line.week] == [False, False, False, False, True, False, True]


def test_a_crooked_week_leaves_the_hours_as_they_were(clinic: Clinic) -> None:
    before = clinic.rows("SELECT location_id, weekday, opens, closes FROM location_hours ORDER BY id")
    with pytest.raises(Refused) as no:
        open_on(clinic, (*OFFICE_WEEK[:3], Hours(time(12), time(8)), *OFFICE_WEEK[4:]))
    assert no.value.field == "thursday"
    assert clinic.rows("SELECT location_id, weekday, opens, closes FROM location_hours ORDER BY id") == before


def test_several_days_are_a_row_each_and_stand_in_the_audit_log(clinic: Clinic) -> None:
    made = close(clinic, TUESDAY, TUESDAY + timedelta(days=2))
    lines = clinic.app.read(read.upcoming, clinic.ids.birmingham)
    assert [(line.id, line.on, line.label) for line in lines] == [
        (key, TUESDAY + timedelta(days=n), "Painting") for n, key in enumerate(made)
    ]
    clinic.app.write(closures.reopen, made[1:2])
    log = clinic.rows("SELECT action, subject, diff FROM audit WHERE action LIKE 'closure:%' ORDER BY seq")
    assert [(action, subject) for action, subject, _ in log] == [
        ("closure:add", clinic.ids.birmingham),
        ("closure:remove", clinic.ids.birmingham),
    ]
    assert "2027-01-14" in log[0][2]
    assert "Painting" not in log[0][2]
    line = next(line for line in clinic.app.read(places.locations) if line.id == clinic.ids.birmingham)
    assert (line.closed_on, line.closed_for) == (TUESDAY, "Painting")


def test_crooked_closures_are_refused_and_nothing_is_closed_by_halves(clinic: Clinic) -> None:
    close(clinic, TUESDAY)
    day = timedelta(days=1)
    wrong: list[tuple[date, date, str, str, str, type[Refused | Conflict]]] = [
        (later(-1), later(), "X", "12/28/2026 is over", "first", Refused),
        (TUESDAY + day, TUESDAY, "X", "before it begins", "last", Refused),
        (TUESDAY, TUESDAY + 366 * day, "X", "a year at most", "last", Refused),
        (TUESDAY - day, TUESDAY + day, "X", r"Tue 01/12/2027 \(Painting\) already", "first", Conflict),
        (later(2), later(2), " ", "closed for", "label", Refused),
        (later(2), later(2), "x" * 101, "100 characters", "label", Refused),
    ]
    for first, last, label, why, field, kind in wrong:
        with pytest.raises(kind, match=why) as no:
            close(clinic, first, last, label)
        assert no.value.field == field
    twice = [ClosedDay(clinic.ids.phenix, later(3), "X"), ClosedDay(clinic.ids.birmingham, TUESDAY, "X")]
    with pytest.raises(Conflict):
        clinic.app.write(closures.close_days, twice)
    with pytest.raises(Conflict, match="twice"):
        clinic.app.write(closures.close_days, [twice[0], twice[0]])
    with pytest.raises(Refused, match="Tick the days"):
        clinic.app.write(closures.close_days, [])
    assert clinic.count("closure") == 1


def test_an_inactive_location_is_not_closed_any_more(clinic: Clinic) -> None:
    details = setup.LocationDetails("Phenix City", zone="America/New_York")
    clinic.app.write(setup.change_location, clinic.ids.phenix, details, active=False)
    with pytest.raises(Refused, match="not active") as no:
        clinic.app.write(closures.close, clinic.ids.phenix, first=TUESDAY, last=TUESDAY, label="X")
    assert no.value.field == "location"
    lines = clinic.app.read(read.holidays, year=2027)
    assert {line.places for line in lines} == {1}


def test_today_can_be_closed_and_yesterday_is_the_locations_own(clinic: Clinic) -> None:
    clinic.clock.now = at(later(), 23, 30)  # half past midnight of Tuesday in Phenix City
    close(clinic, later())
    with pytest.raises(Refused, match="is over"):
        clinic.app.write(closures.close, clinic.ids.phenix, first=later(), last=later(), label="X")


def test_what_hours_and_closures_do_to_booked_visits_is_known_before(clinic: Clinic) -> None:
    place, visit = clinic.ids.birmingham, book(clinic, TUESDAY, 16)
    closed = frozenset({TUESDAY})
    for change in (
        PlaceChange(place, closed=closed),
        PlaceChange(place, workdays(Hours(time(8), time(16, 30)))),
        PlaceChange(place, (OFFICE_WEEK[0], None, *OFFICE_WEEK[2:])),
        PlaceChange(place, given_up=True),
    ):
        (found,) = clinic.app.read(affected, [change])
        assert (found.id, found.starts, found.location) == (visit, at(TUESDAY, 16), "Birmingham")
        assert found.name == "María Elena (Mari) O'Kon"
    for harmless in (
        PlaceChange(place, closed=frozenset({TUESDAY + timedelta(days=1)})),
        PlaceChange(place, workdays(Hours(time(16), time(16, 50)))),
        PlaceChange(clinic.ids.phenix, closed=closed),
    ):
        assert clinic.app.read(affected, [harmless]) == []
    close(clinic, TUESDAY)
    assert clinic.app.read(affected, [PlaceChange(place, given_up=True)]) == [], "it lies on a closed day already"


def test_holidays_are_offered_for_one_location_or_all_and_those_kept_are_known(clinic: Clinic) -> None:
    lines = {line.name: line for line in clinic.app.read(read.holidays, year=2027)}
    assert "New Year's Day" not in lines, "it is over"
    assert lines["Independence Day"].dates == (date(2027, 7, 5),)
    labels = {day.label for day in lines["Independence Day"].days}
    assert labels == {"Independence Day (observed)"}
    clinic.app.write(closures.close_days, lines["Labor Day"].days[:1])
    clinic.app.write(closures.close_days, lines["Independence Day"].days)
    again = {line.name: line for line in clinic.app.read(read.holidays, year=2027)}
    assert (again["Labor Day"].kept, len(again["Labor Day"].days), again["Labor Day"].places) == (1, 1, 2)
    assert again["Independence Day"].days == ()
    one = {line.name: line for line in clinic.app.read(read.holidays, year=2027, location=clinic.ids.birmingham)}
    assert one["Labor Day"].days == ()
    open_on(clinic, (*OFFICE_WEEK[:5], Hours(time(9), time(12)), None))
    both = {line.name: line for line in clinic.app.read(read.holidays, year=2027)}["Christmas Day"]
    assert both.dates == (date(2027, 12, 24), date(2027, 12, 25))
    assert [(day.location, day.on.day) for day in both.days] == [(clinic.ids.birmingham, 25), (clinic.ids.phenix, 24)]


def test_only_a_manager_closes_and_opens_again(clinic: Clinic) -> None:
    (made,) = close(clinic, TUESDAY)
    for who in EVERYBODY:
        if who != MANAGER:
            desk = clinic.as_role(who)
            with pytest.raises(NotAllowed):
                desk.write(closures.close, clinic.ids.birmingham, first=later(2), last=later(2), label="X")
            with pytest.raises(NotAllowed):
                desk.write(closures.close_days, [ClosedDay(clinic.ids.birmingham, later(2), "X")])
            with pytest.raises(NotAllowed):
                desk.write(closures.reopen, [made])
            assert desk.read(read.upcoming, clinic.ids.birmingham), "who books may know what is closed"
    assert clinic.count("closure") == 1


def test_only_a_manager_asks_what_closing_would_do(clinic: Clinic) -> None:
    for who in EVERYBODY:
        desk = clinic.as_role(who)
        if who == MANAGER:
            assert desk.read(read.holidays, year=2027)
            continue
        with pytest.raises(NotAllowed):
            desk.read(read.holidays, year=2027)
        with pytest.raises(NotAllowed):
            desk.read(affected, [PlaceChange(clinic.ids.birmingham)])
