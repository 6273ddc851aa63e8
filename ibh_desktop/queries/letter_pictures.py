"""What a letter shows in pictures: the scores of its course, and the course on its line of time."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.ids import CourseId, StaffId, TherapistId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.outcomes.measure import Measure, Safety
from ibh_desktop.domain.permissions import Actor, Role
from ibh_desktop.domain.timeline_story import Story
from ibh_desktop.letters.content import ScoreBand, ScoreSeries
from ibh_desktop.queries.course_lanes import lanes, story
from ibh_desktop.queries.course_page import page
from ibh_desktop.queries.proposals.words import OF_SUBSTANCES
from ibh_desktop.store.schema import Course, Score, Therapist
from ibh_desktop.store.tx import Reading


def series_of(reading: Reading, course: CourseId) -> tuple[ScoreSeries, ...]:
    """The totals of a course by measure, oldest first; what tells of substance use is no picture. One statement."""
    later = aliased(Score)
    current = (
        select(Score.measure, Score.taken_on, Score.total)
        .where(Score.course_id == course, Score.total.is_not(None))
        .where(~select(later.id).where(later.replaces_id == Score.id, later.course_id == course).exists())
        .order_by(Score.taken_on, Score.id)
    )
    points: dict[str, list[tuple[date, int]]] = {}
    for code, on, total in reading.session.execute(current):
        points.setdefault(code, []).append((on, total or 0))
    shown = [measure for measure in MEASURES if measure.code in points and measure.code not in OF_SUBSTANCES]
    return tuple(ScoreSeries(measure.code, measure.highest, _bands(measure), tuple(points[measure.code])) for measure in shown)


def _bands(measure: Measure) -> tuple[ScoreBand, ...]:
    """The published bands, or the two sides of the cut where there are none."""
    if measure.bands or measure.case is None:
        return tuple(ScoreBand(band.name, band.low, band.high) for band in measure.bands)
    below = measure.case if measure.higher_is_better else measure.case - 1
    names = ("at or below the cut", "above the cut") if measure.higher_is_better else ("below the cut", "at or above the cut")
    return (ScoreBand(names[0], measure.lowest, below), ScoreBand(names[1], below + 1, measure.highest))


def story_of(reading: Reading, course: CourseId) -> Story:
    """A course as a letter may picture it: sessions, scores, goals, steps of the contract.

    Life events, homework, letters and everything about safety stay in the chart (DOMAIN.md 4.2). Whoever may read the letter
    sees what its author saw: a supervisor who co-signs has no right to the course itself.
    """
    row = reading.session.execute(
        select(Course.therapist_id, Therapist.staff_id, Therapist.name)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .where(Course.id == course)
    ).one()
    author = Actor(StaffId(row.staff_id), "", row.name, Role.THERAPIST, TherapistId(row.therapist_id))
    seen = Reading(reading.session, author, reading.now)
    whole = story(page(seen, course), lanes(seen, course))
    scores = tuple(replace(score, safety=Safety.NONE) for score in whole.scores if score.measure not in OF_SUBSTANCES)
    return replace(whole, scores=scores, events=(), homework=(), letters=(), safety=())
