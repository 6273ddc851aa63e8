"""Where the picture lies in its widget: zooming, scrolling, what is under a point, and that everything can be painted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import GoalId, ScoreId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.timeline import Goal
from ibh_desktop.domain.timeline_frame import TITLES
from ibh_desktop.domain.timeline_story import Scored, Story
from tests.unit.stories import FIRST, full, plain
from ui.kit import theme
from ui.views.course.layout import RIGHT, TOP, Look, lay_out, most_zoom, scrolled_to, zoomed
from ui.views.course.legend import Legend
from ui.views.course.painter import Brush

pytestmark = pytest.mark.usefixtures("qapp")


def _look(story: Story, width: float = 900) -> Look:
    return Look(lay_out(story, width), width)


@pytest.mark.parametrize("sessions", [8, 16, 60])
@pytest.mark.parametrize("width", [760, 1060])
def test_no_session_lies_on_another_and_each_is_what_lies_under_its_middle(sessions: int, width: int) -> None:
    found = [item for item in _look(plain(sessions), width).items() if item.kind == "session"]
    assert len(found) == sessions
    assert [a.words for a, b in combinations(found, 2) if a.rect.adjusted(1, 0, -1, 0).intersects(b.rect)] == []
    for item in found:
        assert next(one for one in found if one.rect.contains(item.rect.center())) is item


@pytest.mark.parametrize("story", [plain(8), full(16), full(60, items=400, scores=60)], ids=["8", "16", "60"])
def test_everything_lies_inside_the_picture(story: Story) -> None:
    look = _look(story)
    whole = QRectF(0, 0, 900, look.picture.height + TOP)
    assert [item.words for item in look.items() if item.kind != "goal" and not whole.contains(item.rect)] == []


@pytest.mark.parametrize("at", [TITLES, 300.0, 551.5, 815.0])
@pytest.mark.parametrize("steps", [(1.15,) * 6, (1.3, 1.3, 1 / 1.15), (1.15,) * 30 + (1 / 1.15,) * 9])
def test_zooming_keeps_the_day_under_the_hand(at: float, steps: tuple[float, ...]) -> None:
    look = _look(full(60))
    day = (at - look.x(0)) / look.per_day
    for factor in steps:
        look = zoomed(look, factor, at)
    assert look.zoom > 1
    assert abs(look.x(day) - at) < 0.01


def test_there_is_a_nearest_and_a_farthest_and_no_scrolling_beyond_the_days() -> None:
    look = _look(full(16))
    near = look
    for _ in range(60):
        near = zoomed(near, 1.3, 500)
    assert near.zoom == most_zoom(look)
    assert scrolled_to(near, 1e9).x(look.picture.shown.days) == pytest.approx(900 - RIGHT)
    assert scrolled_to(near, -50).x(0) == TITLES
    far = near
    for _ in range(60):
        far = zoomed(far, 1 / 1.3, 500)
    assert (far.zoom, far.scrolled) == (1.0, 0.0)


def _painted(look: Look, scale: float = 1.0) -> QImage:
    image = QImage(round(look.width * scale), round((look.picture.height + TOP) * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    Brush(painter, look, QRectF(0, 0, look.width, look.picture.height + TOP)).all()
    painter.end()
    return image


def _colours(image: QImage, rect: QRectF) -> int:
    across = range(round(rect.left()), round(rect.right()), 3)
    down = range(round(rect.top()), round(rect.bottom()), 2)
    return len({image.pixel(x, y) for x in across for y in down})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_lane_is_painted_in_both_schemes(qapp: QApplication, scheme: str) -> None:
    theme.apply(qapp, scheme)
    look = _look(full(16))
    image = _painted(look)
    for lane, top in zip(look.picture.lanes, look.tops(), strict=True):
        assert _colours(image, QRectF(TITLES, top, 900 - TITLES, lane.height)) > 2, lane.name


def test_what_is_painted_in_parts_is_what_is_painted_at_once() -> None:
    look = zoomed(_look(full(60, items=400, scores=60)), 3.0, 500)
    whole, parts = _painted(look), _painted(look)
    parts.fill(theme.color("surface"))
    for top in range(0, parts.height(), 200):
        painter = QPainter(parts)
        area = QRectF(0, top, 900, 200)
        painter.setClipRect(area)
        painter.translate(0, 0)
        Brush(painter, look, area).all()
        painter.end()
    different = sum(whole.pixel(x, y) != parts.pixel(x, y) for x in range(0, 900, 7) for y in range(0, whole.height(), 5))
    assert different == 0


def test_a_finer_screen_gets_finer_marks() -> None:
    image = _painted(_look(full(16)), 2.0)
    assert (image.width(), image.devicePixelRatio()) == (1800, 2.0)
    assert _colours(image, QRectF(0, 0, 1800, 400)) > 50


def test_every_measure_has_its_lane_with_its_change_and_words() -> None:
    days = FIRST, FIRST + timedelta(weeks=3)
    lines = tuple(
        Scored(ScoreId(1000 * k + n), measure.code, on, total, "on one side of the cut")
        for k, measure in enumerate(MEASURES)
        for n, (on, total) in enumerate(zip(days, (measure.lowest, measure.highest), strict=True))
    )
    look = _look(replace(plain(16), scores=lines))
    names = [lane.name for lane in look.picture.lanes]
    assert [name for name in names if name in {m.code for m in MEASURES}] == [m.code for m in MEASURES]
    assert all("on one side" in item.words for item in look.items() if item.kind == "score")
    assert all(lane.told for lane in look.picture.lanes if lane.name in {m.code for m in MEASURES})
    assert _painted(look).height() > 1000


def test_the_emptiest_course_can_be_painted() -> None:
    goals = tuple(Goal(GoalId(n), f"Goal {n}", GoalStatus.PROPOSED, None, None, (2, None)) for n in range(1, 4))
    image = _painted(_look(replace(plain(8), goals=goals, visits=(), parts=plain(8).parts)))
    assert _colours(image, QRectF(0, 0, 900, image.height())) > 3


def test_the_legend_takes_as_many_lines_as_it_needs_and_covers_nothing() -> None:
    legend = Legend()
    legend.resize(900, 20)
    legend.show_keys(look := _look(full(16)).picture.legend())
    rects = [rect for _, rect in legend.placed()]
    assert len(rects) == len(look)
    assert [pair for pair in combinations(rects, 2) if pair[0].intersects(pair[1])] == []
    assert max(rect.right() for rect in rects) <= 900
    assert legend.height() == max(rect.bottom() for rect in rects)
    before = legend.height()
    legend.resize(500, 20)
    legend.show_keys(look)
    assert legend.height() > before
    assert "session held" in legend.accessibleDescription()
    legend.deleteLater()


def test_beside_a_lane_its_rule_is_told() -> None:
    look = _look(full(16))
    top = look.tops()[[lane.name for lane in look.picture.lanes].index("PHQ-9")]
    assert "Baseline 18" in look.told_at(QPointF(20, top + 20))
    assert look.told_at(QPointF(400, top + 20)) == ""
    assert look.told_at(QPointF(20, 2)) == ""
