"""A drawn week saved on both engines: from then on or that week alone, refused as a whole, put back as a whole."""

from dataclasses import replace
from datetime import date, time

import pytest

from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.roster import Hours
from ibh_desktop.domain.roster_changes import DrawnWeek
from ibh_desktop.domain.roster_week import Span, copied, laid, painted, resized, rubbed_out
from ibh_desktop.queries import roster_week
from ibh_desktop.usecases import appointments, roster
from ibh_desktop.usecases import roster_week as writes
from tests.integration.world import MANAGER, OTHER, RECEPTIONIST, Clinic, at, later

AFTERNOON = Hours(time(13), time(17))


def week_of(clinic: Clinic, monday: date, therapist: TherapistId | None = None) -> roster_week.RosterWeek:
    """A therapist's week, Ana's unless told, as a manager sees it."""
    return clinic.as_role(MANAGER).read(roster_week.week, therapist or clinic.ids.ana, monday=monday)


def drawn(clinic: Clinic, monday: date, after: tuple[Span, ...], *, once: bool = False) -> DrawnWeek:
    """A drawing over what is worked now."""
    return DrawnWeek(clinic.ids.ana, monday, week_of(clinic, monday).spans, after, once)


def snapshot(clinic: Clinic) -> list[tuple[tuple[Span, ...], frozenset[int]]]:
    """How ten weeks look, without the numbers of their shifts."""
    seen = [week_of(clinic, later(n)) for n in range(10)]
    return [(tuple(replace(span, shift=None) for span in one.spans), one.special) for one in seen]


def test_a_week_drawn_from_then_on_is_worked_from_then_on_and_put_back_as_a_whole(clinic: Clinic) -> None:
    boss, ids = clinic.as_role(MANAGER), clinic.ids
    before, monday = snapshot(clinic), later(2)
    spans = week_of(clinic, monday).spans
    after = rubbed_out(resized(spans, spans[0], (480, 720)), 1, (0, 1435))
    after = painted(after, Span(4, ids.birmingham, Hours(time(17), time(18))))
    made = boss.write(writes.redraw, drawn(clinic, monday, after))
    assert week_of(clinic, later(1)).spans == spans
    for weeks in (2, 3, 9):
        worked = week_of(clinic, later(weeks)).spans
        assert [(one.weekday, f"{one.hours.starts:%H}-{one.hours.ends:%H}") for one in worked] == [
            (0, "08-12"),
            (2, "08-17"),
            (3, "08-17"),
            (4, "08-18"),
        ]
    with pytest.raises(Refused, match="does not work"):
        _book(clinic, later(2), 14)
    boss.write(writes.put_back, made)
    assert snapshot(clinic) == before
    _book(clinic, later(2), 14)


def _book(clinic: Clinic, on: date, hour: int) -> None:
    ids = clinic.ids
    clinic.as_role(RECEPTIONIST).write(
        appointments.book,
        patient=ids.maria,
        therapist=ids.ana,
        location=ids.birmingham,
        starts=at(on, hour),
        passed_reason="she asked for it",
    )


def test_a_week_drawn_once_leaves_the_weeks_after_it_alone_and_is_drawn_back(clinic: Clinic) -> None:
    boss, before, monday = clinic.as_role(MANAGER), snapshot(clinic), later(2)
    spans = week_of(clinic, monday).spans
    after = rubbed_out(rubbed_out(spans, 0, (0, 1435)), 1, (480, 780))
    boss.write(writes.redraw, drawn(clinic, monday, after, once=True))
    shown = week_of(clinic, monday)
    assert shown.special == {0, 1}
    assert [(one.weekday, one.hours, one.only) for one in shown.spans[:2]] == [(1, AFTERNOON, True), (2, spans[2].hours, False)]
    assert week_of(clinic, later(3)).spans == spans
    back = boss.write(writes.redraw, drawn(clinic, monday, spans, once=True))
    assert snapshot(clinic) == before
    boss.write(writes.put_back, back)
    assert week_of(clinic, monday).spans == shown.spans


def test_a_copied_week_is_worked_in_another_week_alone(clinic: Clinic) -> None:
    boss = clinic.as_role(MANAGER)
    spans = week_of(clinic, later(1)).spans
    boss.write(writes.redraw, drawn(clinic, later(1), rubbed_out(spans, 2, (0, 1435)), once=True))
    copy = copied(week_of(clinic, later(1)).spans)
    boss.write(writes.redraw, drawn(clinic, later(4), laid(week_of(clinic, later(4)).spans, copy), once=True))
    assert {one.weekday for one in week_of(clinic, later(4)).spans} == {0, 1, 3, 4}
    assert {one.weekday for one in week_of(clinic, later(5)).spans} == {0, 1, 2, 3, 4}


def test_a_drawing_that_cannot_be_is_refused_and_nothing_of_it_is_kept(clinic: Clinic) -> None:
    boss, ids, monday = clinic.as_role(MANAGER), clinic.ids, later(2)
    before, spans = snapshot(clinic), week_of(clinic, monday).spans
    fewer = rubbed_out(spans, 0, (0, 1435))
    sunday = Span(6, ids.birmingham, AFTERNOON)
    early = Span(1, ids.phenix, Hours(time(5), time(6)))
    for after, why in (
        (painted(fewer, sunday), "closed on Sunday"),
        (painted(fewer, early), "open from 08:00 to 18:00"),
        (painted(fewer, Span(0, ids.phenix, Hours(time(8), time(9)), every_weeks=7)), "two to four weeks"),
        (spans, "Nothing was drawn"),
    ):
        with pytest.raises(Refused, match=why):
            boss.write(writes.redraw, drawn(clinic, monday, after))
    stale = DrawnWeek(ids.ana, monday, fewer, spans, once=False)
    with pytest.raises(Refused, match="Somebody changed this week"):
        boss.write(writes.redraw, stale)
    with pytest.raises(Refused, match="A day of this week is over"):
        boss.write(writes.redraw, drawn(clinic, later(-1), fewer, once=True))
    assert snapshot(clinic) == before


def test_putting_back_is_refused_where_something_else_is_worked_by_now(clinic: Clinic) -> None:
    boss, monday = clinic.as_role(MANAGER), later(2)
    spans = week_of(clinic, monday).spans
    made = boss.write(writes.redraw, drawn(clinic, monday, rubbed_out(spans, 0, (0, 1435))))
    boss.write(writes.redraw, drawn(clinic, later(3), painted(spans[1:], Span(0, clinic.ids.birmingham, AFTERNOON))))
    kept = snapshot(clinic)
    with pytest.raises(Refused, match="already a shift on Monday"):
        boss.write(writes.put_back, made)
    assert snapshot(clinic) == kept


def test_what_a_drawing_does_to_booked_visits_is_known_before_it_is_saved(clinic: Clinic) -> None:
    boss, monday = clinic.as_role(MANAGER), later(2)
    _book(clinic, monday, 14)
    spans = week_of(clinic, monday).spans
    after = resized(spans, spans[0], (480, 720))
    for once in (True, False):
        (found,) = boss.read(roster_week.affected, drawn(clinic, monday, after, once=once))
        assert (found.starts, found.location) == (at(monday, 14), "Birmingham")
    assert boss.read(roster_week.affected, drawn(clinic, later(3), after, once=True)) == []
    assert boss.read(roster_week.affected, drawn(clinic, later(1), after, once=False)) != []


def test_who_may_not_plan_a_roster_may_not_draw_it(clinic: Clinic) -> None:
    monday = later(2)
    after = rubbed_out(week_of(clinic, monday).spans, 0, (0, 1435))
    for who in (RECEPTIONIST, OTHER):
        assert not clinic.as_role(who).read(roster_week.week, clinic.ids.ana, monday=monday).editable
        with pytest.raises(NotAllowed):
            clinic.as_role(who).write(writes.redraw, drawn(clinic, monday, after))


def test_time_off_and_closed_days_are_seen_with_the_week(clinic: Clinic) -> None:
    boss, ids, monday = clinic.as_role(MANAGER), clinic.ids, later(2)
    boss.write(roster.add_time_off, ids.ana, starts=at(monday, 13), ends=at(later(2, 1), 0), reason="dentist")
    (away,) = week_of(clinic, monday).away
    assert (f"{away.starts:%a %H:%M}", f"{away.ends:%a %H:%M}", away.reason) == ("Mon 13:00", "Tue 00:00", "dentist")
    (hidden,) = clinic.as_role(OTHER).read(roster_week.week, ids.ana, monday=monday).away
    assert hidden.reason == ""
