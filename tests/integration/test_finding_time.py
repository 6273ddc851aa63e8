"""Finding a time: the next slot with anyone suitable, and the weekly hour that is free for a whole course."""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import text

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.queries import free_slots, weekly_hours
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.weekly_hours import Weekly, WeeklyLine
from ibh_desktop.usecases import appointments, roster
from tests.integration.world import CHICAGO, EASTERN, MONDAY, RECEPTIONIST, Clinic, at, engine_of, later


def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def found(clinic: Clinic, **asked: object) -> list[SlotLine]:
    """The first slots of fifty minutes."""
    return desk(clinic).read(free_slots.search, minutes=50, **asked)  # type: ignore[arg-type]


def describe(clinic: Clinic, who: int, **columns: object) -> None:
    """Change a therapist's record."""
    pairs = ", ".join(f"{name} = :{name}" for name in columns)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text(f"UPDATE therapist SET {pairs} WHERE id = :who"), {"who": who, **columns})


def test_a_pause_stays_free_after_a_visit_and_a_longer_one_after_an_intake(clinic: Clinic) -> None:
    ids = clinic.ids
    for kind, minutes, wanted in ((Kind.THERAPY, 50, time(15)), (Kind.INTAKE, 60, time(15, 30))):
        on = later(7 if kind is Kind.THERAPY else 14)
        book = {"patient": ids.tyrone, "therapist": ids.ana, "location": ids.birmingham, "room": ids.room}
        clinic.app.write(appointments.book, starts=at(on, 14), kind=kind, minutes=minutes, **book)  # type: ignore[arg-type]
        after = found(clinic, therapists=[ids.ana], from_at=at(on, 13), limit=4)
        times = [line.starts.time() for line in after if line.starts.date() == on]
        assert wanted in times
        assert not [t for t in times if time(13, 0) < t < wanted]


def test_the_usual_therapist_and_place_come_first_on_a_day_and_it_says_why(clinic: Clinic) -> None:
    ids = clinic.ids
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ben, location=ids.birmingham, starts=at(later(), 9))
    first = found(clinic, patient=ids.maria, from_at=at(later(7), 6))[0]
    assert first.therapist == ids.ben
    assert first.reasons[:2] == ("same location", "same therapist")
    assert found(clinic, from_at=at(later(7), 6))[0].reasons == ()


def test_wishes_narrow_by_what_a_therapist_offers(clinic: Clinic) -> None:
    ids = clinic.ids
    describe(clinic, ids.ana, languages="English, Spanish", gender="F", indications="grief and loss", youngest=18)
    describe(clinic, ids.ben, languages="English", gender="M", ipt_trained=False, modalities="telehealth")
    for wish, who in (
        (Wish(language="spanish"), {ids.ana}),
        (Wish(gender="m"), {ids.ben}),
        (Wish(ipt_trained=True), {ids.ana}),
        (Wish(indication="PTSD"), {ids.ben}),
        (Wish(age=15), {ids.ben}),
        (Wish(modality="in person"), {ids.ana}),
        (Wish(language="Polish"), set()),
    ):
        assert {line.therapist for line in found(clinic, wish=wish)} == who, wish


def test_a_patient_is_offered_only_who_treats_that_age(clinic: Clinic) -> None:
    ids = clinic.ids
    describe(clinic, ids.ana, youngest=65)
    assert {line.therapist for line in found(clinic, patient=ids.maria)} == {ids.ben}
    assert {line.therapist for line in weekly(clinic, patient=ids.maria)} == {ids.ben}


def test_wishes_narrow_by_days_and_hours(clinic: Clinic) -> None:
    wish = Wish(weekdays=frozenset({1, 3}), not_before=time(10), not_after=time(12))
    lines = found(clinic, wish=wish)
    assert lines
    assert {line.starts.weekday() for line in lines} <= {1, 3}
    assert all(time(10) <= line.starts.time() <= time(11, 10) for line in lines)


def test_a_search_goes_on_for_sixteen_weeks(clinic: Clinic) -> None:
    ids = clinic.ids
    clinic.app.write(roster.add_time_off, ids.ana, starts=at(MONDAY, 0), ends=at(MONDAY + timedelta(weeks=9), 0))
    first = found(clinic, therapists=[ids.ana], limit=1)[0]
    assert first.starts.date() == MONDAY + timedelta(weeks=9)
    clinic.app.write(
        roster.add_time_off, ids.ana, starts=at(MONDAY + timedelta(weeks=9), 0), ends=at(MONDAY + timedelta(weeks=40), 0)
    )
    assert found(clinic, therapists=[ids.ana]) == []


def test_an_exception_replaces_the_weekly_shift_of_its_date(clinic: Clinic) -> None:
    ids, on = clinic.ids, later(7)
    with engine_of(clinic.app).begin() as connection:
        special = 'INSERT INTO shift_exception (therapist_id, "on", location_id, room_id, starts, ends, reason) VALUES'
        connection.execute(
            text(f"{special} (:who, :on, :place, NULL, 600, 660, '')"), {"who": ids.ana, "on": on, "place": ids.birmingham}
        )
    lines = [line for line in found(clinic, therapists=[ids.ana], from_at=at(on, 0)) if line.starts.date() == on]
    assert [line.starts.time() for line in lines] == [time(10)]
    book = {"patient": ids.maria, "therapist": ids.ana, "location": ids.birmingham}
    with pytest.raises(Refused, match="does not work"):
        clinic.app.write(appointments.book, starts=at(on, 14), **book)  # type: ignore[arg-type]
    clinic.app.write(appointments.book, starts=at(on, 10), **book)  # type: ignore[arg-type]


def test_the_way_from_one_location_to_another_is_not_offered(clinic: Clinic) -> None:
    ids, on = clinic.ids, later(7)
    with engine_of(clinic.app).begin() as connection:
        special = 'INSERT INTO shift_exception (therapist_id, "on", location_id, room_id, starts, ends, reason) VALUES'
        for place, first, last in ((ids.birmingham, 480, 660), (ids.phenix, 720, 1020)):
            values = {"who": ids.ana, "on": on, "place": place, "first": first, "last": last}
            connection.execute(text(f"{special} (:who, :on, :place, NULL, :first, :last, '')"), values)
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(on, 10))
    offers = found(clinic, therapists=[ids.ana], locations=[ids.phenix], from_at=at(on, 0))
    # Ten to 10:50 in Birmingham, 45 minutes on the way: 11:35 there is 12:35 in Phenix City.
    assert offers[0].starts == at(on, 13, 0, EASTERN)


def test_what_lies_outside_the_hours_of_a_location_is_neither_offered_nor_booked(clinic: Clinic) -> None:
    ids, on = clinic.ids, later(7)
    with engine_of(clinic.app).begin() as connection:
        hours = "UPDATE location_hours SET opens = 600, closes = 720 WHERE location_id = :place AND weekday = 0"
        connection.execute(text(hours), {"place": ids.birmingham})
        connection.execute(
            text("DELETE FROM location_hours WHERE location_id = :place AND weekday = 1"), {"place": ids.birmingham}
        )
    offers = found(clinic, therapists=[ids.ana], from_at=at(on, 0), limit=20)
    assert {line.starts.time() for line in offers if line.starts.date() == on} == {time(10), time(10, 30), time(11)}
    assert not [line for line in offers if line.starts.weekday() == 1]
    hours_of_week = {(line.first.weekday(), line.first.time()) for line in weekly(clinic, therapists=[ids.ana], missing=0)}
    assert {at_ for day, at_ in hours_of_week if day == 0} == {time(10), time(10, 30), time(11)}
    assert not [day for day, _ in hours_of_week if day == 1]
    book = {"patient": ids.maria, "therapist": ids.ana, "location": ids.birmingham}
    for when, why in ((at(on, 14), "open from 10:00 to 12:00 on Mondays"), (at(later(7, 1), 10), "closed on Tuesdays")):
        with pytest.raises(Refused, match=why):
            clinic.app.write(appointments.book, starts=when, **book)  # type: ignore[arg-type]


def weekly(clinic: Clinic, **asked: object) -> list[WeeklyLine]:
    """Weekly hours over six weeks from the first whole one on."""
    wanted = Weekly(weeks=6, from_on=later(7), **asked)  # type: ignore[arg-type]
    return desk(clinic).read(weekly_hours.search, wanted)


def test_a_weekly_hour_tells_how_many_weeks_are_free_and_which_is_not(clinic: Clinic) -> None:
    ids, on = clinic.ids, later(7)
    clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(on, 10))
    lines = [
        line
        for line in weekly(clinic, therapists=[ids.ana])
        if line.first.weekday() == on.weekday() and line.first.time() == time(10)
    ]
    (line,) = lines
    assert (line.free, line.weeks, line.missing) == (5, 6, (on,))
    assert line.therapist_name == "Ana Lee"


def test_weekly_hours_keep_wall_time_over_the_clock_change_in_both_zones(clinic: Clinic) -> None:
    for line in weekly(clinic, missing=0):
        assert line.first.tzinfo in (CHICAGO, EASTERN)
    asked = Weekly(weeks=4, missing=0, from_on=date(2027, 3, 1))
    hours = {(line.location, line.first.weekday(), line.first.time()) for line in desk(clinic).read(weekly_hours.search, asked)}
    asked = Weekly(weeks=4, missing=0, from_on=date(2027, 4, 5))
    assert hours == {
        (line.location, line.first.weekday(), line.first.time()) for line in desk(clinic).read(weekly_hours.search, asked)
    }
    assert hours


def test_what_is_offered_weekly_can_be_booked_week_by_week_and_what_is_missing_cannot(clinic: Clinic) -> None:
    """The search in bits against the use case that books, on a clinic filled at random."""
    ids, rng = clinic.ids, Random(3)
    for _ in range(40):
        on, hour = later(7 + rng.randrange(40)), rng.randrange(8, 17)
        try:
            clinic.app.write(
                appointments.book,
                patient=rng.choice((ids.tyrone, ids.jiri)),
                therapist=rng.choice((ids.ana, ids.ben)),
                location=ids.birmingham,
                starts=at(on, hour, rng.choice((0, 30))),
            )
        except Refused:
            continue
    lines = weekly(clinic, locations=[ids.birmingham], missing=4)
    assert len(lines) > 10
    for line in rng.sample(lines, 8):
        for week in range(line.weeks):
            on = line.first.date() + timedelta(weeks=week)
            starts = instant(on, line.first.time(), CHICAGO)
            offers = found(clinic, therapists=[line.therapist], from_at=starts - timedelta(hours=1), limit=40)
            free = starts in {offer.starts for offer in offers}
            assert free is (on not in line.missing), (line, on)


def test_a_patients_own_visits_are_not_offered_to_them(clinic: Clinic) -> None:
    ids, on = clinic.ids, later(7)
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ben, location=ids.birmingham, starts=at(on, 10))
    mine = {line.first for line in weekly(clinic, patient=ids.maria, therapists=[ids.ana], missing=0)}
    theirs = {line.first for line in weekly(clinic, patient=ids.tyrone, therapists=[ids.ana], missing=0)}
    assert theirs - mine >= {datetime.combine(on, time(10), CHICAGO)}
