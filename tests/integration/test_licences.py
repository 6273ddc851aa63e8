"""What a licence decides: nothing after its last day, no new course alone under supervision, no therapy without a licence."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.series import Reach
from ibh_desktop.queries import course_plan, free_slots, next_weekly, schedule, schedule_month, weekly_hours
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.queries.weekly_hours import Weekly
from ibh_desktop.usecases import appointments, courses, remaining, series, together
from ibh_desktop.usecases.courses import Opened
from tests.integration.world import CHICAGO, MANAGER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later

LAST = later(4)
"""The licence's last day, a Monday."""
AFTER = r"Ana Lee's license runs to 01 Feb 2027 and does not cover Tue 02 Feb 2027\."


def record(clinic: Clinic, who: int | None = None, **columns: object) -> None:
    """Change a therapist's record; Ana's unless told otherwise."""
    pairs = ", ".join(f"{name} = :{name}" for name in columns)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text(f"UPDATE therapist SET {pairs} WHERE id = :who"), {"who": who or clinic.ids.ana, **columns})


@pytest.fixture
def ending(clinic: Clinic) -> Clinic:
    """The clinic in which Ana's licence ends in four weeks."""
    record(clinic, licence_expires=LAST)
    return clinic


def book(clinic: Clinic, on: date, *, who: str = RECEPTIONIST, kind: Kind = Kind.THERAPY, because: str = "") -> AppointmentId:
    """María with Ana at ten."""
    ids = clinic.ids
    return clinic.as_role(who).write(
        appointments.book,
        patient=ids.maria,
        therapist=ids.ana,
        location=ids.birmingham,
        starts=at(on, 10),
        kind=kind,
        overbook_reason=because,
    )


def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def test_the_last_day_is_covered_and_the_day_after_is_not(ending: Clinic) -> None:
    book(ending, LAST)
    with pytest.raises(Refused, match=AFTER) as no:
        book(ending, LAST + timedelta(days=1))
    assert no.value.field == "therapist"
    assert ending.count("appointment") == 1


def test_a_managers_overbooking_does_not_pass_an_expired_licence(ending: Clinic) -> None:
    with pytest.raises(Refused, match=AFTER):
        book(ending, LAST + timedelta(days=1), who=MANAGER, because="crisis")


def test_a_visit_does_not_move_behind_the_last_day_nor_do_several(ending: Clinic) -> None:
    one = book(ending, LAST - timedelta(days=7))
    with pytest.raises(Refused, match=AFTER):
        desk(ending).write(appointments.move, one, starts=at(LAST + timedelta(days=1), 10))
    ids = ending.ids
    with pytest.raises(Refused, match=AFTER):
        desk(ending).write(
            together.book_together,
            patients=[ids.maria, ids.tyrone],
            therapist=ids.ana,
            location=ids.birmingham,
            starts=at(LAST + timedelta(days=1), 14),
        )


def test_a_course_names_the_row_that_falls_after_the_last_day(ending: Clinic) -> None:
    reason = r"Ana Lee's license runs to 01 Feb 2027 and does not cover Mon 08 Feb 2027\."
    with pytest.raises(Refused, match=r"Only 4 of 16 weeks are free at this hour: " + reason):
        ending.open_course(at(later(1), 10))
    rows = ending.as_role(THERAPIST).read(course_plan.plan, ending.plan(at(later(1), 10)))
    assert [row.slot.starts for row in rows if row.number] == [at(later(week), 10) for week in range(1, 5)]
    agreed = [at(later(week), 10) for week in range(1, 6)]
    wanted = Series(ending.ids.maria, ending.ids.ana, ending.ids.birmingham, None, agreed[0], 5, 50, agreed=tuple(agreed))
    with pytest.raises(Refused, match=r"Session 5, Mon 08 Feb 10:00, cannot be booked: " + reason):
        desk(ending).write(series.book, wanted)
    assert ending.count("appointment") == 0


def test_a_series_moved_behind_the_last_day_names_every_row(clinic: Clinic) -> None:
    wanted = Series(clinic.ids.maria, clinic.ids.ana, clinic.ids.birmingham, None, at(later(3), 10), 2, 50)
    first, _ = desk(clinic).write(series.book, wanted)
    record(clinic, licence_expires=LAST)
    with pytest.raises(Refused, match=r"1 of 2 visits cannot move there.*" + AFTER):
        desk(clinic).write(series.move, first, starts=at(later(3, 1), 10), reach=Reach.FOLLOWING)


def test_the_rest_of_a_running_course_ends_with_the_licence(clinic: Clinic) -> None:
    opened = _short(clinic, "IPT12")
    record(clinic, licence_expires=later(6))
    with pytest.raises(Refused, match=r"Only 2 of 4 weeks .* does not cover Mon 22 Feb 2027"):
        desk(clinic).write(remaining.book_rest, opened.course, starts=at(later(5), 10), sessions=4)


def _short(clinic: Clinic, variant: str) -> Opened:
    """A course whose last four sessions were cancelled."""
    opened = clinic.open_course(at(later(1), 10), variant=variant)
    for visit in opened.appointments[-8:]:
        desk(clinic).write(appointments.cancel, visit, by_clinic=True)
    return opened


def test_nothing_is_offered_after_the_last_day(ending: Clinic) -> None:
    ids = ending.ids
    lines = desk(ending).read(free_slots.search, minutes=50, therapists=[ids.ana], from_at=at(LAST, 7), limit=99)
    assert {line.starts.date() for line in lines} == {LAST}
    asked = Weekly(weeks=8, missing=6, from_on=later(1), therapists=[ids.ana])
    hours = desk(ending).read(weekly_hours.search, asked)
    mondays = [line for line in hours if line.first.weekday() == 0]
    assert {line.missing[0] for line in mondays} == {later(5)}
    assert {line.missing[0] for line in hours if line not in mondays} == {later(4, day) for day in range(1, 5)}
    assert desk(ending).read(weekly_hours.search, Weekly(from_on=later(1), therapists=[ids.ana])) == []


def test_for_a_whole_course_only_who_stays_licensed_that_long_is_offered(ending: Clinic) -> None:
    ids = ending.ids
    for course, who in ((timedelta(weeks=15), {ids.ben}), (timedelta(weeks=2), {ids.ana, ids.ben})):
        lines = desk(ending).read(free_slots.search, minutes=50, from_at=at(later(1), 7), limit=30, course=course)
        assert {line.therapist for line in lines} == who


def test_the_next_weekly_visit_is_not_proposed_after_the_last_day(clinic: Clinic) -> None:
    book(clinic, later(4))
    assert desk(clinic).read(next_weekly.proposal, clinic.ids.maria) is not None
    record(clinic, licence_expires=LAST)
    assert desk(clinic).read(next_weekly.proposal, clinic.ids.maria) is None


def test_the_schedule_says_it_of_the_day_and_has_nothing_free(ending: Clinic) -> None:
    place, on = ending.ids.birmingham, LAST + timedelta(days=1)
    ana, ben = desk(ending).read(schedule.day, on=on, location=place).columns
    assert ana.unlicensed == "Ana Lee's license runs to 01 Feb 2027 and does not cover Tue 02 Feb 2027."
    assert (ana.free, ben.unlicensed) == ((), "")
    assert desk(ending).read(schedule.day, on=LAST, location=place).columns[0].unlicensed == ""
    week = desk(ending).read(schedule.week, monday=LAST, therapist=ending.ids.ana, location=place)
    assert [column.unlicensed[:7] for column in week.columns] == ["", *["Ana Lee"] * 4]
    days = {day.on: day.bookable for day in desk(ending).read(schedule_month.month, on=LAST, location=place).days}
    assert days[on] * 2 == days[LAST]


def test_an_associate_without_a_supervisor_who_works_here_begins_no_course(clinic: Clinic) -> None:
    ids = clinic.ids
    monday = at(later(1), 10)
    opened = clinic.open_course(monday)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE staff SET active = false WHERE id = :lead"), {"lead": ids.lead})
    plan = clinic.plan(at(later(1), 14), patient=ids.tyrone)
    ana, alone = clinic.as_role(THERAPIST), "Ana Lee may not practise alone with the license ALC and has no supervisor now."
    with pytest.raises(Refused, match=alone) as no:
        ana.read(course_plan.plan, plan)
    assert no.value.field == "therapist"
    with pytest.raises(Refused, match=alone):
        ana.write(courses.open_course, plan, indication="depression")
    found = desk(clinic).read(weekly_hours.search, Weekly(from_on=later(1)))
    assert {line.therapist for line in found} == {ids.ben}
    # What runs goes on.
    desk(clinic).write(appointments.move, opened.appointments[0], starts=at(later(1), 11))


def test_who_is_not_licensed_for_therapy_takes_calls_only(clinic: Clinic) -> None:
    ids = clinic.ids
    record(clinic, credential="LBSW")
    with pytest.raises(Refused, match=r"Ana Lee's license, LBSW, does not cover therapy\."):
        book(clinic, later(1))
    with pytest.raises(Refused, match="does not cover therapy"):
        clinic.open_course(at(later(1), 10))
    book(clinic, later(1), kind=Kind.PHONE)
    calls = Series(ids.maria, ids.ana, ids.birmingham, None, at(later(2), 10), 3, 15)
    desk(clinic).write(series.book, calls, kind=Kind.PHONE)
    assert desk(clinic).read(free_slots.search, minutes=50, therapists=[ids.ana]) == []
    assert desk(clinic).read(free_slots.search, minutes=15, therapists=[ids.ana], kind=Kind.PHONE) != []
    assert desk(clinic).read(weekly_hours.search, Weekly(therapists=[ids.ana])) == []


def test_no_offered_slot_is_refused_around_the_last_day(ending: Clinic) -> None:
    ids = ending.ids
    lines = desk(ending).read(free_slots.search, minutes=50, locations=[ids.birmingham], from_at=at(later(3, 4), 15), limit=60)
    assert {line.therapist for line in lines if line.starts.astimezone(CHICAGO).date() > LAST} == {ids.ben}
    for line in lines[::7]:
        desk(ending).write(
            appointments.book,
            patient=ids.tyrone,
            therapist=line.therapist,
            location=line.location,
            starts=line.starts,
            minutes=line.minutes,
            room=line.room,
            passed_reason="asked for",
        )
