"""Locations, staff, settings, shifts and time off."""

from datetime import date, time, timedelta

import pytest

from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import ShiftId, StaffId, TimeOffId
from ibh_desktop.domain.opening import workdays
from ibh_desktop.domain.roster import Hours, Shift
from ibh_desktop.queries import clinic as read
from ibh_desktop.queries import pickers, places
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases import roster
from tests.integration.world import Clinic, at, later


def test_a_location_brings_its_hours_and_rooms(clinic: Clinic) -> None:
    hours = Hours(time(7), time(19))
    clinic.app.write(setup.add_location, setup.LocationDetails("Auburn", week=workdays(hours)), rooms=("A", "B", "A"))
    line = next(line for line in clinic.app.read(places.locations) if line.name == "Auburn")
    assert (line.week, line.rooms, line.zone, line.active) == (workdays(hours), ("A", "B"), "America/Chicago", True)


@pytest.mark.parametrize(
    ("details", "kind", "field"),
    [
        (setup.LocationDetails("Birmingham"), Conflict, "name"),
        (setup.LocationDetails(" "), Refused, "name"),
        (setup.LocationDetails("X", zone="America/Alabama"), Refused, "zone"),
        (setup.LocationDetails("X", zone="../etc/passwd"), Refused, "zone"),
        (setup.LocationDetails("X", phone="12"), Refused, "phone"),
        (setup.LocationDetails("X", week=workdays(Hours(time(18), time(8)))), Refused, "monday"),
        (setup.LocationDetails("X", week=(None,) * 7), Refused, "monday"),
    ],
)
def test_a_crooked_location_is_refused(
    clinic: Clinic, details: setup.LocationDetails, kind: type[Refused | Conflict], field: str
) -> None:
    with pytest.raises(kind) as no:
        clinic.app.write(setup.add_location, details)
    assert no.value.field == field
    assert clinic.count("location") == 2


def test_an_inactive_location_leaves_the_pickers_not_the_page(clinic: Clinic) -> None:
    details = setup.LocationDetails("Phenix City", zone="America/New_York")
    clinic.app.write(setup.change_location, clinic.ids.phenix, details, active=False)
    assert [choice.name for choice in clinic.app.read(pickers.locations)] == ["Birmingham"]
    assert [(line.name, line.active) for line in clinic.app.read(places.locations)] == [
        ("Birmingham", True),
        ("Phenix City", False),
    ]


def test_settings_are_stored_and_bounded(clinic: Clinic) -> None:
    clinic.app.write(setup.change_setting, "late_cancel_hours", " 48 ")
    clinic.app.write(setup.change_setting, "late_cancel_hours", "36")
    assert clinic.app.read(read.settings).notice == timedelta(hours=36)
    with pytest.raises(Refused, match="a number from 1 to 15"):
        clinic.app.write(setup.change_setting, "lock_minutes", "16")
    with pytest.raises(NotFound):
        clinic.app.write(setup.change_setting, "colour", "red")


def shift(clinic: Clinic, hours: Hours, *, weekday: int = 0, breaks: tuple[Hours, ...] = ()) -> Shift:
    """A shift of Ana's at Birmingham."""
    return Shift(clinic.ids.ana, clinic.ids.birmingham, weekday, hours, later(1), breaks=breaks)


@pytest.mark.parametrize(
    ("hours", "weekday", "what"),
    [
        (Hours(time(17), time(19)), 0, "open from 08:00 to 18:00"),
        (Hours(time(9), time(12)), 5, "Birmingham is closed on Saturday"),
        (Hours(time(9), time(12)), 0, "already a shift on Monday 08:00–17:00"),
        (Hours(time(12), time(9)), 0, "before it starts"),
    ],
)
def test_a_crooked_shift_is_refused(clinic: Clinic, hours: Hours, weekday: int, what: str) -> None:
    with pytest.raises(Refused, match=what):
        clinic.app.write(roster.add_shift, shift(clinic, hours, weekday=weekday))


def test_a_shift_can_follow_one_that_ended(clinic: Clinic) -> None:
    (old,) = clinic.rows("SELECT id FROM shift WHERE therapist_id = :t AND weekday = 0", t=clinic.ids.ana)[0]
    clinic.app.write(roster.end_shift, ShiftId(old), last_on=later())
    clinic.app.write(roster.add_shift, shift(clinic, Hours(time(9), time(12))))
    with pytest.raises(Refused, match="before it began"):
        clinic.app.write(roster.end_shift, ShiftId(old), last_on=date(2020, 1, 1))


def test_time_off_has_an_end_and_a_limit(clinic: Clinic) -> None:
    for ends, what in ((at(later(), 8), "before it starts"), (at(later(60), 8), "a year at most")):
        with pytest.raises(Refused, match=what):
            clinic.app.write(roster.add_time_off, clinic.ids.ana, starts=at(later(), 9), ends=ends)
    off = clinic.app.write(roster.add_time_off, clinic.ids.ana, starts=at(later(), 9), ends=at(later(), 10), reason="x" * 500)
    clinic.app.write(roster.remove_time_off, off)
    assert clinic.count("time_off") == 0


def test_what_is_not_there_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.app.write(roster.end_shift, ShiftId(999), last_on=later())
    with pytest.raises(NotFound):
        clinic.app.write(roster.remove_time_off, TimeOffId(999))
    with pytest.raises(NotFound):
        clinic.app.write(setup.make_therapist, StaffId(999), licence=setup.Licence("LPC", "1"))
