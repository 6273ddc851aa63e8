"""The forecast: the end of a course frees its hour, and no patient stands in it."""

from datetime import time

from ibh_desktop.app import App
from ibh_desktop.queries import forecast
from ibh_desktop.usecases import appointments
from tests.integration.world import EVERYBODY, Clinic, at, later


def test_a_course_booked_to_its_end_frees_its_hour_the_week_after(clinic: Clinic) -> None:
    clinic.open_course(at(later(1), 10), variant="IPTB8")
    for who in EVERYBODY:
        found = clinic.as_role(who).read(forecast.listing)
        (line,) = found.lines
        assert (line.therapist_name, line.location_name, line.weekday, line.at) == ("Ana Lee", "Birmingham", 0, time(10))
        assert (line.from_on, line.expected, line.minutes) == (later(9), False, 50)
        assert [(week.monday, week.certain, week.expected) for week in found.weeks if week.certain] == [(later(9), 1, 0)]
        assert len(found.weeks) == 16


def test_a_session_to_book_makes_the_end_expected_and_a_week_later(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(1), 10), variant="IPTB8")
    clinic.app.write(appointments.cancel, opened.appointments[2], by_clinic=True)
    found = clinic.app.read(forecast.listing)
    assert [(line.from_on, line.expected) for line in found.lines] == [(later(10), True)]
    assert sum(week.expected for week in found.weeks) == 1


def test_one_moved_session_does_not_change_the_usual_hour(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(1), 10), variant="IPTB8")
    clinic.app.write(appointments.move, opened.appointments[7], starts=at(later(8, 2), 15))
    (line,) = clinic.app.read(forecast.listing).lines
    assert (line.weekday, line.at, line.from_on) == (0, time(10), later(9))


def test_wall_time_stays_over_the_change_of_clocks(clinic: Clinic) -> None:
    clinic.open_course(at(later(7), 10), variant="IPTB8")
    (line,) = clinic.app.read(forecast.listing).lines
    assert line.at == time(10)


def test_another_location_and_a_course_that_ends_later_are_left_out(clinic: Clinic) -> None:
    clinic.open_course(at(later(1), 10), variant="IPTB8")
    assert clinic.app.read(forecast.listing, location=clinic.ids.phenix).lines == ()
    assert clinic.app.read(forecast.listing, weeks=8).lines == ()


def test_the_sample_clinic_has_hours_in_many_weeks(sample: App) -> None:
    found = sample.read(forecast.listing)
    assert len(found.lines) == sum(week.certain + week.expected for week in found.weeks) > 20
    assert [line.from_on for line in found.lines] == sorted(line.from_on for line in found.lines)
