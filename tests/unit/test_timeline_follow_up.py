"""Follow-up in the picture of a course: beyond its end, on a dashed line, with marks and words of its own."""

from dataclasses import replace
from datetime import date, timedelta

from ibh_desktop.domain.ids import ScoreId
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.timeline_shapes import Bar, Rule, Sign
from ibh_desktop.domain.timeline_story import Scored, Story
from tests.unit.stories import plain
from tests.unit.test_timeline_picture import drawn, overlapping

OVER = plain(16, held=16)
ENDED = OVER.visits[-1].on


def _story(*scores: tuple[date, int]) -> Story:
    taken = tuple(Scored(ScoreId(n), "PHQ-9", on, total, "band", safety=Safety.NONE) for n, (on, total) in enumerate(scores))
    return replace(OVER, ended_on=ENDED, today=ENDED + timedelta(days=120), scores=taken)


COURSE = ((OVER.visits[0].on, 18), (ENDED, 9))
AFTER = ENDED + timedelta(days=95)


def test_a_follow_up_is_drawn_beyond_the_end_and_says_so() -> None:
    shown = drawn(_story(*COURSE, (AFTER, 6)))
    chart = next(lane for lane in shown.lanes if lane.name == "PHQ-9")
    assert chart.spots[-1].words.startswith("PHQ-9 6 (band), ")
    assert ", follow-up 13 weeks after the course, reliable improvement" in chart.spots[-1].words
    assert "follow-up" not in chart.spots[-2].words
    assert chart.titles[0].text == "PHQ-9 · follow-up"
    assert [rule.dashed for rule in chart.front if isinstance(rule, Rule)] == [False, True]
    assert [sign.glyph for sign in chart.front if isinstance(sign, Sign)] == ["score", "reliable", "reliable follow-up"]
    assert [key.words for key in chart.keys] == [
        "score",
        "reliably better than at the baseline",
        "at follow-up, reliably better than at the baseline",
    ]
    phase = shown.lanes[0]
    assert phase.spots[-1].words == f"Follow-up after the course until {AFTER:%a} {AFTER.day} {AFTER:%b}: 1 form"
    beyond = next(shape for shape in phase.front if isinstance(shape, Bar) and shape.dashed)
    assert beyond.first > shown.shown.day(ENDED)
    assert shown.shown.days > shown.shown.day(AFTER)
    assert overlapping(shown, 1.0) == overlapping(shown, 4.0) == []


def test_a_course_whose_only_score_is_a_follow_up_has_no_line() -> None:
    chart = next(lane for lane in drawn(_story((AFTER, 6))).lanes if lane.name == "PHQ-9")
    assert [shape for shape in chart.front if isinstance(shape, Rule)] == []
    assert [sign.glyph for sign in chart.front if isinstance(sign, Sign)] == ["follow-up"]


def test_follow_ups_alone_are_joined_by_a_dashed_line_and_the_first_days_are_not_counted_in_weeks() -> None:
    soon = ENDED + timedelta(days=3)
    chart = next(lane for lane in drawn(_story((soon, 6), (ENDED + timedelta(days=8), 7))).lanes if lane.name == "PHQ-9")
    assert [rule.dashed for rule in chart.front if isinstance(rule, Rule)] == [True]
    assert chart.spots[0].words.endswith(", follow-up, baseline")
    assert ", follow-up 1 week after the course" in chart.spots[1].words


def test_a_course_without_follow_up_is_drawn_as_it_was() -> None:
    shown = drawn(_story(*COURSE))
    assert not any("follow-up" in spot.words.lower() for lane in shown.lanes for spot in lane.spots)
    assert shown.shown.days == drawn(replace(OVER, ended_on=ENDED)).shown.days
