"""Rosters: alternating weeks, two places at once, exceptions of a date, what a change does to booked visits, records."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from ibh_desktop.domain.errors import NotAllowed, NotFound, Refused
from ibh_desktop.domain.licences import Details
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.roster_changes import RosterChange
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries import free_slots, roster, therapist_record
from ibh_desktop.queries.roster_effects import affected
from ibh_desktop.usecases import appointments, therapists
from ibh_desktop.usecases import roster as writes
from tests.integration.world import MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later

MORNING = Hours(time(9), time(12))


def test_every_second_week_is_worked_and_offered_every_second_week(clinic: Clinic) -> None:
    boss = clinic.as_role(MANAGER)
    ids = clinic.ids
    for row in boss.read(roster.week, monday=later(1)):
        if row.id == ids.ben:
            for cell in row.shifts:
                boss.write(writes.end_shift, cell.id, last_on=later(0, 6))
    boss.write(writes.add_shift, Shift(ids.ben, ids.birmingham, 1, MORNING, later(1, 1), every_weeks=2))
    days = {
        line.starts.date() for line in boss.read(free_slots.search, minutes=50, therapists=[ids.ben], from_at=at(later(1), 0))
    }
    assert {later(1, 1), later(3, 1), later(5, 1)} <= days
    assert later(2, 1) not in days


def test_shifts_of_alternating_weeks_that_never_meet_are_fine_and_others_are_refused(clinic: Clinic) -> None:
    boss, ids = clinic.as_role(MANAGER), clinic.ids
    early = Hours(time(8), time(9))
    for row in boss.read(roster.week, monday=later(1)):
        if row.id == ids.ben:
            for cell in row.shifts:
                boss.write(writes.end_shift, cell.id, last_on=later(0, 6))
    boss.write(writes.add_shift, Shift(ids.ben, ids.birmingham, 1, early, later(1, 1), every_weeks=2))
    boss.write(writes.add_shift, Shift(ids.ben, ids.birmingham, 1, early, later(2, 1), every_weeks=2))
    with pytest.raises(Refused, match="They meet on") as no:
        boss.write(writes.add_shift, Shift(ids.ben, ids.birmingham, 1, early, later(4, 1), every_weeks=4))
    assert no.value.field == "starts"
    # Nine in Phenix City is eight in Birmingham: nobody is at both.
    with pytest.raises(Refused, match="at another location"):
        boss.write(writes.add_shift, Shift(ids.ben, ids.phenix, 1, Hours(time(9), time(10)), later(1, 1)))
    with pytest.raises(Refused, match="two to four weeks"):
        boss.write(writes.add_shift, Shift(ids.ben, ids.birmingham, 2, early, later(1, 2), every_weeks=9))


def test_an_exception_is_worked_instead_and_taken_back_again(clinic: Clinic) -> None:
    boss, ids, on = clinic.as_role(MANAGER), clinic.ids, later(1)
    made = boss.write(writes.add_exception, DayException(ids.ana, on, ids.birmingham, MORNING), reason="dentist")
    line = next(line for line in boss.read(roster.week, monday=on) if line.id == ids.ana)
    assert [(one.on, one.hours, one.location) for one in line.exceptions] == [(on, MORNING, "Birmingham")]
    with pytest.raises(Refused, match="does not work"):
        boss.write(
            appointments.book,
            patient=ids.maria,
            therapist=ids.ana,
            location=ids.birmingham,
            starts=at(on, 14),
            passed_reason="-",
        )
    boss.write(writes.remove_exception, made)
    boss.write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(on, 14), passed_reason="-"
    )
    with pytest.raises(NotFound):
        boss.write(writes.remove_exception, made)


def test_crooked_exceptions_are_refused_with_the_reason(clinic: Clinic) -> None:
    boss, ids, on = clinic.as_role(MANAGER), clinic.ids, later(1)
    boss.write(writes.add_exception, DayException(ids.ana, on, ids.birmingham, MORNING))
    for special, why, field in (
        (DayException(ids.ana, on, ids.phenix, Hours(time(11), time(15))), "from 09:00 to 12:00", "starts"),
        (DayException(ids.ana, on), "already an exception", "from_on"),
        (DayException(ids.ana, later(2), ids.birmingham, Hours(time(12), time(9))), "before it starts", "ends"),
        (DayException(ids.ana, later(2), ids.birmingham, Hours(time(4), time(9))), "open from", "starts"),
        (DayException(ids.ana, later(2, 6), ids.birmingham, MORNING), "closed on Sunday", "weekday"),
        (DayException(ids.ana, date(2026, 12, 1)), "is over", "from_on"),
    ):
        with pytest.raises(Refused, match=why) as no:
            boss.write(writes.add_exception, special)
        assert no.value.field == field
    assert clinic.count("shift_exception") == 1


def test_who_may_not_change_a_roster_may_not_add_an_exception(clinic: Clinic) -> None:
    for who in (RECEPTIONIST, OTHER):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).write(writes.add_exception, DayException(clinic.ids.ana, later(1)))
    clinic.as_role(THERAPIST).write(writes.add_exception, DayException(clinic.ids.ana, later(1)))


def test_what_a_change_does_to_booked_visits_is_known_before_it_is_saved(clinic: Clinic) -> None:
    boss, ids, on = clinic.as_role(MANAGER), clinic.ids, later(1)
    visit = boss.write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(on, 14), passed_reason="-"
    )
    shift = next(c.id for line in boss.read(roster.week, monday=on) if line.id == ids.ana for c in line.shifts if c.on == on)
    for change in (
        RosterChange(ids.ana, exceptions=(DayException(ids.ana, on),)),
        RosterChange(ids.ana, exceptions=(DayException(ids.ana, on, ids.birmingham, MORNING),)),
        RosterChange(ids.ana, off=Slot(at(on, 13), at(on, 15))),
        RosterChange(ids.ana, ended=((shift, on - timedelta(days=1)),)),
    ):
        (found,) = boss.read(affected, change)
        assert (found.id, found.starts, found.location) == (visit, at(on, 14), "Birmingham")
        assert found.name == "María Elena (Mari) O'Kon"
    for harmless in (
        RosterChange(ids.ana, exceptions=(DayException(ids.ana, later(2)),)),
        RosterChange(ids.ana, off=Slot(at(on, 8), at(on, 10))),
        RosterChange(ids.ana, ended=((shift, on),)),
        RosterChange(ids.ben, exceptions=(DayException(ids.ben, on),)),
    ):
        assert boss.read(affected, harmless) == []
    (hidden,) = clinic.as_role(OTHER).read(affected, RosterChange(ids.ana, exceptions=(DayException(ids.ana, on),)))
    assert hidden.name == "busy"


def details(clinic: Clinic, **changed: object) -> Details:
    """Ana's record with something else in it."""
    known = clinic.as_role(MANAGER).read(therapist_record.record, clinic.ids.ana)
    return replace(known.details, **changed)  # type: ignore[arg-type]


def test_a_record_is_changed_by_the_manager_and_narrows_what_is_offered(clinic: Clinic) -> None:
    boss, ids = clinic.as_role(MANAGER), clinic.ids
    new = details(
        clinic, languages=" English , Spanish,", npi="1234567893", youngest=18, oldest=64, indications="PTSD, anxiety"
    )
    boss.write(therapists.change_record, ids.ana, new)
    known = boss.read(therapist_record.record, ids.ana).details
    assert (known.languages, known.npi, known.youngest, known.indications) == (
        "English, Spanish",
        "1234567893",
        18,
        "PTSD, anxiety",
    )
    (row,) = clinic.rows("SELECT diff FROM audit ORDER BY seq DESC LIMIT 1")
    assert "1234567893" not in str(row)
    for who in (RECEPTIONIST, THERAPIST):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).write(therapists.change_record, ids.ana, new)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"npi": "1234567890"}, "npi"),
        ({"credential": ""}, "credential"),
        ({"youngest": 60, "oldest": 18}, "ages"),
        ({"caseload_target": 900}, "caseload_target"),
        ({"indications": "bad mood"}, "indications"),
        ({"credential": "ALC", "supervisor": None}, "supervisor"),
        ({"supervisor": 9999}, "supervisor"),
    ],
)
def test_a_wrong_record_is_refused_at_its_field(clinic: Clinic, changed: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as no:
        clinic.as_role(MANAGER).write(therapists.change_record, clinic.ids.ana, details(clinic, **changed))
    assert no.value.field == field
