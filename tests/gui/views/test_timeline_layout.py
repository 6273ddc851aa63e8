"""Where things lie on the timeline: nothing on top of anything, for short and very long courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import parts_of
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, CourseId, GoalId, LetterId, ScoreId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.timeline import Goal, Visit
from ibh_desktop.queries import course_page
from ibh_desktop.queries.course_page import CoursePage, LetterLine, ScoreLine
from tests.gui.conftest import SignIn
from ui.views.course.layout import Item, Layout, items, lay_out
from ui.views.course.painter import paint


@pytest.fixture
def page(shell_as: SignIn) -> CoursePage:
    """The sample's first course."""
    return shell_as("therapist").app.read(course_page.page, CourseId(1))


def _of(page: CoursePage, sessions: int, *, scores: bool = True) -> CoursePage:
    """The same course with so many weekly sessions, half of them held, each with its PHQ-9."""
    days = [page.starts_on + timedelta(weeks=n) for n in range(sessions)]
    held = sessions // 2
    visits = tuple(
        Visit(AppointmentId(n + 1), on, Status.COMPLETED if n < held else Status.SCHEDULED) for n, on in enumerate(days)
    )
    lines = tuple(
        ScoreLine(ScoreId(n + 1), "PHQ-9", on, 20 - n % 15, "mild", False, Safety.NONE) for n, on in enumerate(days[:held])
    )
    return replace(
        page,
        planned=sessions,
        parts=parts_of("IPT16" if sessions == 16 else "other", sessions),
        visits=visits,
        target_end=days[-1],
        today=days[held],
        scores=lines if scores else (),
    )


def _rects(found: Sequence[Item], kind: str) -> list[QRectF]:
    return [item.rect for item in found if item.kind == kind]


def _marks(layout: Layout) -> list[QRectF]:
    """The discs as they are painted."""
    radius = layout.mark_radius
    points = [layout.session_point(mark) for mark in layout.marks]
    return [QRectF(p.x() - radius, p.y() - radius, 2 * radius, 2 * radius) for p in points]


@pytest.mark.parametrize("sessions", [8, 16, 60])
@pytest.mark.parametrize("width", [760, 1060])
def test_no_session_lies_on_another(page: CoursePage, sessions: int, width: int) -> None:
    layout = lay_out(_of(page, sessions), width)
    found = _marks(layout)
    assert len(found) == sessions
    assert not [pair for pair in combinations(found, 2) if pair[0].intersects(pair[1])]


@pytest.mark.parametrize("sessions", [8, 60])
def test_a_point_in_the_middle_of_a_session_belongs_to_that_session(page: CoursePage, sessions: int) -> None:
    layout = lay_out(_of(page, sessions), 760)
    found = items(layout)
    for mark in layout.marks:
        under = next(item for item in found if item.rect.contains(layout.session_point(mark)))
        assert under.opens == mark.id


@pytest.mark.parametrize("sessions", [8, 16, 60])
def test_everything_lies_inside_the_picture(page: CoursePage, sessions: int) -> None:
    layout = lay_out(replace(_of(page, sessions), goals=()), 900)
    whole = QRectF(0, 0, 900, layout.height)
    assert [item.words for item in items(layout) if item.kind != "letter" and not whole.contains(item.rect)] == []


def test_lanes_lie_below_each_other(page: CoursePage) -> None:
    layout = lay_out(page, 1000)
    found = items(layout)
    bottoms = max(r.bottom() for r in _rects(found, "session"))
    for chart in layout.charts:
        assert chart.rect.top() >= bottoms
        bottoms = chart.rect.bottom()
    goals = _rects(found, "goal")
    assert min(r.top() for r in goals) >= bottoms
    assert not [pair for pair in combinations(goals, 2) if pair[0].intersects(pair[1])]


def test_a_course_without_scores_has_no_empty_charts(page: CoursePage) -> None:
    layout = lay_out(_of(page, 16, scores=False), 900)
    assert layout.charts == ()
    assert {item.kind for item in items(layout)} <= {"session", "goal", "letter"}
    assert layout.height < lay_out(_of(page, 16), 900).height


def test_axis_labels_do_not_meet(page: CoursePage) -> None:
    for sessions, width in ((8, 700), (60, 700), (60, 1400)):
        layout = lay_out(_of(page, sessions), width)
        ticks = [layout.x(tick) for tick in layout.axis.ticks]
        assert len(ticks) >= 2
        assert min(b - a for a, b in pairwise(ticks)) >= 56


def test_scores_stand_on_their_bands(page: CoursePage) -> None:
    chart = lay_out(_of(page, 16), 900).charts[0]
    assert chart.y(0) == chart.rect.bottom()
    assert chart.y(chart.measure.highest) == chart.rect.top()
    assert all(abs(point.y() - chart.y(score.total or 0)) < 0.01 for point, score in chart.points)


def _painted(layout: Layout) -> QImage:
    image = QImage(900, round(layout.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, layout)
    painter.end()
    return image


def test_every_measure_has_its_lane_with_its_change_and_words(page: CoursePage) -> None:
    days = page.starts_on, page.starts_on + timedelta(weeks=3)
    totals = {m.code: (m.lowest, m.highest) for m in MEASURES}
    lines = tuple(
        ScoreLine(ScoreId(1000 * k + n), code, on, pair[n], None, False, Safety.NONE, standing="on one side of the cut")
        for k, (code, pair) in enumerate(totals.items())
        for n, on in enumerate(days)
    )
    layout = lay_out(replace(page, scores=lines), 900)
    assert [chart.measure.code for chart in layout.charts] == [m.code for m in MEASURES]
    assert not [pair for pair in combinations([c.rect for c in layout.charts], 2) if pair[0].intersects(pair[1])]
    assert all(chart.baseline is not None for chart in layout.charts)
    assert all("on one side" in item.words for item in items(layout) if item.kind == "score")
    assert _painted(layout).height() == round(layout.height)


def test_the_crowded_and_the_empty_course_can_be_painted(page: CoursePage) -> None:
    goals = tuple(Goal(GoalId(n), f"Goal {n}", GoalStatus.PROPOSED, None, None, (2, None)) for n in range(1, 4))
    letters = tuple(LetterLine(LetterId(n), "Referral", page.starts_on, n % 2 == 0) for n in range(1, 4))
    for shown in (replace(_of(page, 60), letters=letters), replace(_of(page, 8, scores=False), goals=goals, visits=())):
        layout = lay_out(shown, 900)
        image = _painted(layout)
        assert len({image.pixel(x, y) for x in range(0, 900, 9) for y in range(0, image.height(), 3)}) > 3
