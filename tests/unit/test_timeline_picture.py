"""The picture of a course: nothing lies on anything, at any zoom, for 8 sessions and for 60."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.contract import AmendmentKind
from ibh_desktop.domain.ids import AppointmentId, LetterId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.timeline_glyphs import GLYPHS
from ibh_desktop.domain.timeline_picture import Picture, picture
from ibh_desktop.domain.timeline_shapes import Align, Bar, Lane, Scale, Sign, Spot, Words, radius
from ibh_desktop.domain.timeline_story import Amended, Happened, Raised, Stepped, Story, Task, Told, amended, span
from tests.unit.stories import FIRST, full, plain

WIDTH = 800.0
STORIES = {
    "8": plain(8),
    "16": full(16),
    "20": full(20, items=40),
    "60 weekly": full(60, items=400, scores=60),
    "60 monthly": full(60, cadence=28, items=100, scores=60, missed=(5, 20)),
}


def wide(text: str, size: int, bold: bool) -> float:  # noqa: FBT001
    """As wide as letters are on average."""
    return len(text) * size * (0.58 if bold else 0.54)


def drawn(story: Story) -> Picture:
    """The picture on a window of the design size."""
    return picture(story, width=WIDTH, wide=wide)


def scale(shown: Picture, zoom: float = 1.0) -> Scale:
    """All days side by side, as far as they reach at a zoom."""
    return Scale(148, WIDTH * zoom / shown.shown.days, 148, 148 + WIDTH * zoom + 84)


def words_in(lane: Lane, days: Scale) -> list[tuple[float, float, float, str]]:
    """Left, right, height and text of the words of a lane as they are drawn."""
    found = []
    for shape in lane.front:
        placed = days.place(shape) if isinstance(shape, Words) else None
        if isinstance(shape, Words) and placed is not None:
            x, room = placed
            taken = min(room, wide(shape.text, shape.size, shape.bold))
            left = x - (0.0, taken / 2, taken)[shape.align]
            found.append((left, left + taken, shape.y, shape.text))
    return found


def overlapping(shown: Picture, zoom: float) -> list[tuple[str, str, str]]:
    """Pairs of words in one lane that would be written over each other."""
    days = scale(shown, zoom)
    return [
        (lane.name, one[3], other[3])
        for lane in shown.lanes
        for one, other in combinations(words_in(lane, days), 2)
        if abs(one[2] - other[2]) < 12 and one[0] < other[1] - 0.01 and other[0] < one[1] - 0.01
    ]


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("zoom", [1.0, 2.5, 9.0])
def test_no_label_is_written_over_another(name: str, zoom: float) -> None:
    assert overlapping(drawn(STORIES[name]), zoom) == []


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("zoom", [1.0, 4.0])
def test_no_mark_lies_on_another_of_its_lane(name: str, zoom: float) -> None:
    shown = drawn(STORIES[name])
    days = scale(shown, zoom)
    for lane in shown.lanes:
        if lane.name in {measure.code for measure in MEASURES} or lane.name == "Goals":
            continue  # points of a line and dots of ratings stand where their day is
        signs = [s for s in lane.front if isinstance(s, Sign)]
        for one, other in combinations(signs, 2):
            reach = sum(radius(s.within, days.per_day, half=GLYPHS[s.glyph].half) for s in (one, other))
            assert abs(one.y - other.y) >= 20 or abs(days.x(one.day) - days.x(other.day)) >= reach * 0.99, lane.name


@pytest.mark.parametrize("name", STORIES)
def test_every_item_says_what_it_is_and_none_says_the_same_as_another(name: str) -> None:
    spots = [spot for lane in drawn(STORIES[name]).lanes for spot in lane.spots]
    assert all(len(spot.words) > 8 for spot in spots)
    assert [words for words, count in Counter(spot.words for spot in spots).items() if count > 1] == []


@pytest.mark.parametrize("name", STORIES)
def test_the_legend_explains_every_mark_that_is_drawn(name: str) -> None:
    shown = drawn(STORIES[name])
    marks = {shape.glyph for lane in shown.lanes for shape in lane.front if isinstance(shape, Sign)}
    assert {key.glyph for key in shown.legend()} == marks


@pytest.mark.parametrize("name", STORIES)
def test_items_lie_inside_their_lane(name: str) -> None:
    for lane in drawn(STORIES[name]).lanes:
        assert [s.words for s in lane.spots if s.top < -8 or s.bottom > lane.height + 8] == []


def test_the_lanes_stand_in_the_order_of_the_page_and_empty_ones_are_left_out() -> None:
    names = ["Phase", "Sessions", "PHQ-9", "GAD-7", "Goals", "Homework", "Life events", "Safety", "Course", "Letters", "Foot"]
    assert [lane.name for lane in drawn(full(16)).lanes] == names
    assert [lane.name for lane in drawn(plain(8)).lanes] == ["Phase", "Sessions", "Foot"]


days_of_a_week = st.integers(40, 46).map(lambda n: FIRST + timedelta(days=n))
titles = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=40)
crowds = st.lists(st.tuples(days_of_a_week, titles, st.sampled_from(("day", "month", "year")), st.integers(-3, 3)), max_size=14)


@given(crowds, st.floats(1, 12))
@settings(max_examples=60, deadline=None)
def test_many_things_in_one_week_stay_apart(crowd: list[tuple[date, str, str, int]], zoom: float) -> None:
    story = replace(
        plain(16),
        events=tuple(Happened(n, t, "life event", on, None, p, mood) for n, (on, t, p, mood) in enumerate(crowd)),
        homework=tuple(Task(n, t, on, on, "done") for n, (on, t, _, _) in enumerate(crowd)),
        letters=tuple(Told(LetterId(n), t, on, True) for n, (on, t, _, _) in enumerate(crowd)),
        safety=tuple(Raised(n, "PHQ-9", "open", on) for n, (on, *_) in enumerate(crowd)),
        steps=tuple(Stepped(n, on, t, "a", "b") for n, (on, t, _, _) in enumerate(crowd)),
    )
    shown = drawn(story)
    assert overlapping(shown, zoom) == []
    assert len([s for lane in shown.lanes for s in lane.spots if s.kind in ("event", "letter")]) == 2 * len(crowd)


def _spots(story: Story, kind: str) -> list[Spot]:
    return [spot for lane in drawn(story).lanes for spot in lane.spots if spot.kind == kind]


def test_an_event_lasts_as_long_as_its_date_is_unsure() -> None:
    assert span(Happened(1, "", "", date(2027, 2, 9))) == (date(2027, 2, 9), date(2027, 2, 9))
    assert span(Happened(1, "", "", date(2027, 2, 9), None, "month")) == (date(2027, 2, 1), date(2027, 2, 28))
    assert span(Happened(1, "", "", date(2019, 2, 9), date(2020, 1, 1), "year")) == (date(2019, 1, 1), date(2020, 12, 31))
    month = Happened(1, "Moved", "life event", date(2027, 2, 1), None, "month", -2)
    (spot,) = _spots(replace(plain(16), events=(month,)), "event")
    assert spot.last - spot.first == 27
    assert spot.words == "Life event: Moved, Feb 2027, mood effect −2"


def test_what_lies_before_the_course_stands_together_at_its_edge() -> None:
    early = (
        Happened(1, "Father died", "life event", date(2019, 1, 1), None, "year", -3),
        Happened(2, "Married", "life event", date(2021, 6, 1), None, "month", 2),
    )
    (spot,) = _spots(replace(plain(16), events=early), "event")
    assert (spot.first, spot.words) == (0, "Before this course: 2019 Father died (−3); Jun 2021 Married (+2)")


def test_the_mood_of_an_event_shows_in_its_mark_and_its_words() -> None:
    moods = tuple(
        Happened(n, "x", "life event", FIRST + timedelta(weeks=n), None, "day", m) for n, m in enumerate((-1, None, 2))
    )
    lane = next(lane for lane in drawn(replace(plain(16), events=moods)).lanes if lane.name == "Life events")
    assert [s.glyph for s in lane.front if isinstance(s, Sign)] == ["worse", "event", "better"]
    assert [s.text for s in lane.front if isinstance(s, Words)] == ["x (−1)", "x", "x (+2)"]


def test_an_amended_contract_shows_where_its_end_moved_from_and_to() -> None:
    changes = [
        (1, FIRST + timedelta(weeks=5), AmendmentKind.EXTEND.value, "12", "16"),
        (2, FIRST + timedelta(weeks=8), AmendmentKind.CADENCE.value, "7", "14"),
    ]
    found = amended(changes, starts_on=FIRST, planned=16, cadence_days=14)
    assert [(a.end_before, a.end_after) for a in found] == [
        (FIRST + timedelta(weeks=11), FIRST + timedelta(weeks=15)),
        (FIRST + timedelta(weeks=15), FIRST + timedelta(weeks=30)),
    ]
    story = replace(plain(16), target_end=FIRST + timedelta(weeks=30), amendments=found)
    assert [u.words for u in drawn(story).uprights][:3] == ["was 22 Mar", "was 19 Apr", "contract 2 Aug"]
    assert "the end moves from Mon 22 Mar to Mon 19 Apr" in _spots(story, "step")[0].words


def test_the_real_end_has_a_line_of_its_own_where_it_is_not_the_agreed_one() -> None:
    late = replace(plain(16), target_end=FIRST + timedelta(weeks=14))
    assert [u.words for u in drawn(late).uprights] == ["contract 12 Apr", "really 19 Apr", "today"]
    assert [u.words for u in drawn(plain(16)).uprights] == ["contract 19 Apr", "today"]
    over = replace(plain(16, held=16), ended_on=FIRST + timedelta(weeks=15))
    assert [u.words for u in drawn(over).uprights] == ["contract 19 Apr", "ended 19 Apr"]


def test_a_hold_is_hatched_until_the_course_goes_on_or_until_today() -> None:
    held = Stepped(1, FIRST + timedelta(days=20), "put on hold", "active", "on hold", FIRST + timedelta(days=50))
    again = Stepped(2, FIRST + timedelta(days=34), "resumed", "on hold", "active")
    (bar,) = drawn(replace(plain(16), steps=(held, again))).holds
    assert bar.last - bar.first == 14
    (bar,) = drawn(replace(plain(16), steps=(held,))).holds
    assert bar.last == (plain(16).today - FIRST).days + 4


def test_phases_that_were_moved_stand_above_what_was_planned() -> None:
    moved = Stepped(1, FIRST + timedelta(weeks=5), "phase", "initial", "middle")
    shown = drawn(replace(plain(16), steps=(moved,)))
    words = [spot.words for spot in shown.lanes[0].spots]
    assert words[1] == "Middle phase from Mon 8 Feb to Sun 4 Apr, planned from Mon 25 Jan"
    assert "as planned" in [title.text for title in shown.lanes[0].titles]
    assert any(isinstance(shape, Bar) and shape.height == 4 for shape in shown.lanes[0].front)


def test_two_sessions_on_one_day_stand_below_each_other() -> None:
    story = plain(16)
    twice = replace(story, visits=(*story.visits, replace(story.visits[3], id=AppointmentId(100))))
    spots = [spot for spot in _spots(twice, "session") if spot.words.startswith(("Session 4 ", "Session 5 "))]
    assert spots[0].bottom <= spots[1].top + 2
    assert drawn(twice).lanes[1].height > drawn(story).lanes[1].height


def test_every_number_names_its_rule_and_source() -> None:
    shown = drawn(full(16))
    scores = [spot for lane in shown.lanes for spot in lane.spots if spot.kind in ("score", "rating")]
    assert scores
    assert all(spot.details for spot in scores)
    phq = next(lane for lane in shown.lanes if lane.name == "PHQ-9")
    assert "reliable change from" in phq.told
    assert "remission below 5" in phq.told
    later = [spot.words for spot in phq.spots][1:]
    assert all("since 18" in words for words in later if "reliable" in words)


def test_reliable_change_is_marked_on_the_line() -> None:
    phq = next(lane for lane in drawn(full(16)).lanes if lane.name == "PHQ-9")
    marks = [shape for shape in phq.front if isinstance(shape, Sign) and shape.glyph == "reliable"]
    told = [spot for spot in phq.spots if "reliable improvement" in spot.words]
    assert len(marks) == len(told) > 0
    assert {mark.tone for mark in marks} == {"success"}


def test_numbers_of_sixty_sessions_stand_below_their_marks_until_there_is_room() -> None:
    shown = drawn(STORIES["60 weekly"])
    far = [text for _, _, _, text in words_in(shown.lanes[1], scale(shown)) if text.isdigit()]
    near = [text for _, _, _, text in words_in(shown.lanes[1], scale(shown, 4)) if text.isdigit()]
    assert far == ["1", *(str(n) for n in range(5, 61, 5))]
    assert near == [str(n) for n in range(1, 61)]


def test_maintenance_stays_in_its_one_phase() -> None:
    story = plain(12, cadence=28)
    assert [spot.words.split(" from")[0] for spot in drawn(story).lanes[0].spots] == ["Middle phase"]


def test_words_at_the_foot_stand_on_the_side_that_keeps_them_apart() -> None:
    for near in range(1, 8):
        story = replace(plain(16), target_end=plain(16).today + timedelta(days=near))
        shown = drawn(story)
        assert overlapping(shown, 1.0) == []
        aligned = {shape.align for shape in shown.lanes[-1].front if isinstance(shape, Words)}
        assert aligned <= {Align.LEFT, Align.RIGHT}


def test_an_open_safety_event_and_a_closed_one_differ_by_more_than_colour() -> None:
    both = (
        Raised(1, "worry", "open", FIRST),
        Raised(2, "PHQ-9", "closed", FIRST + timedelta(days=30), FIRST + timedelta(days=33)),
    )
    lane = next(lane for lane in drawn(replace(plain(16), safety=both)).lanes if lane.name == "Safety")
    assert [s.glyph for s in lane.front if isinstance(s, Sign)] == ["warning", "settled"]
    assert [s.words for s in lane.spots] == [
        "Safety event raised Mon 4 Jan, from worry: open, not closed",
        "Safety event raised Wed 3 Feb, from PHQ-9: closed on Sat 6 Feb",
    ]
    assert all("only a clinician closes it" in spot.details for spot in lane.spots)


def test_amendments_before_any_are_none() -> None:
    assert amended([], starts_on=FIRST, planned=16, cadence_days=7) == ()
    odd = amended([(1, FIRST, "something new", "a", "b")], starts_on=FIRST, planned=4, cadence_days=7)
    assert [(type(one), one.end_before == one.end_after) for one in odd] == [(Amended, True)]


def test_goals_stand_apart_and_the_next_one_begins_today() -> None:
    lane = next(lane for lane in drawn(full(16)).lanes if lane.name == "Goals")
    bars = [shape for shape in lane.front if isinstance(shape, Bar)]
    rows = {top: sorted((b.first, b.last) for b in bars if b.top == top) for top in {b.top for b in bars}}
    assert all(a[1] <= b[0] for row in rows.values() for a, b in pairwise(row))
    assert [bar.dashed for bar in bars] == [False, False, True]
    assert [bar.weight for bar in bars] == [1, 2, 1.0]
