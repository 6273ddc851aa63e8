"""A course's timeline: how long from the click to its picture, and how long a frame takes while sixty sessions are zoomed."""

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, QSettings, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ibh_desktop.app import App
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.timeline_shapes import Bar, Sign, Words
from ibh_desktop.home import Home
from ibh_desktop.queries import course_page, courses
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.store.chart import GoalRating, Homework, LifeEvent
from ibh_desktop.store.schema import Course, Goal, Score
from tests.bench.measure import Row, in_turns, seconds
from tests.unit.stories import full
from ui.app import application
from ui.kit.tasks import InlineTasks
from ui.kit.theme import SECONDARY, font
from ui.views.course.layout import Look
from ui.views.course.overview import TimelinePart
from ui.views.course.timeline import Timeline, TimelineArea
from ui.window import Window

_NOW = datetime(2026, 10, 5, 15, 40, tzinfo=UTC)
_COURSE = CourseId(1)
_SCORES, _EVENTS = 40, 60
_SIZE = (1060, 800)
_FRAME, _FRAMES = 1 / 60, 400
_TABLES = ("appointment", "goal", "score", "letter", "safety_event", "homework", "life_event", "course_step", "amendment")


def timeline_open() -> Row:
    """Seconds from the click to the painted timeline, in a window of its own: both reads, the layout, the picture.

    The reference reads the same rows as they lie in the tables and paints as many plain shapes and texts in a bare window.
    """
    _application()
    with tempfile.TemporaryDirectory(prefix="ibh-bench-") as folder:
        home = Home(Path(folder) / "clinic")
        make(home, now=_NOW).close()
        window = Window(home, InlineTasks(), clock=lambda: _NOW, needs_set_up=False)
        window.sign_in("ana.lee", PASSWORD)
        shell = window.shell
        assert shell is not None
        _fill(shell.app)
        part = TimelinePart(shell)
        part.resize(*_SIZE)
        part.show()
        row = Row("timeline_open", *in_turns(lambda: _opened(part), _reference(part)), limit=2.5)
        for each in (part, window):
            each.close()
            each.deleteLater()
    return row


def _opened(part: TimelinePart) -> float:
    """One opening; another course showed before."""
    other = next(line.id for line in part.desk.app.read(courses.listing) if line.id != _COURSE)
    _open(part, other)
    took = seconds(lambda: _open(part, _COURSE))
    if len(part.timeline.items) < _SCORES + _EVENTS:
        raise SystemExit("timeline_open: not everything is there")
    return took


def _open(part: TimelinePart, course: CourseId) -> None:
    part.go(part.desk.app.read(course_page.page, course))
    QApplication.processEvents()


def _fill(app: App) -> None:
    """As many scores and events as the figure asks for, in one course of the sample."""
    with Session(app._engine) as session, session.begin():
        course, goal = session.get_one(Course, _COURSE), session.scalars(select(Goal).where(Goal.course_id == _COURSE)).first()
        there = len(session.scalars(select(Score.id).where(Score.course_id == _COURSE)).all())
        assert goal is not None
        days = [course.starts_on + timedelta(days=2 * number) for number in range(_SCORES)]
        for number, on in enumerate(days[there:]):
            session.add(_score(course, number, on))
        for number, on in enumerate(days[: _EVENTS // 3]):
            session.add(Homework(course_id=_COURSE, text="Call my sister", assigned_on=on, status="done", reviewed_on=on))
            session.add(LifeEvent(course_id=_COURSE, kind="symptom", title="Panic on the bus", from_on=on, precision="day"))
            session.add(GoalRating(goal_id=goal.id, on=on, rating=number % 11))


def _score(course: Course, number: int, on: date) -> Score:
    measure, taken = ("PHQ-9", "GAD-7")[number % 2], {"recorded_by": 1, "safety": Safety.NONE, "answers": "[]"}
    whose = {"course_id": _COURSE, "patient_id": course.patient_id, "taken_on": on}
    return Score(measure=measure, total=20 - number % 15, band="mild", prorated=False, complete=True, **whose, **taken)


class _Plain(QWidget):
    """A bare window with as many rectangles and texts as the picture has marks and words, where it has them."""

    def __init__(self, shapes: list[QRectF], texts: list[tuple[QRectF, str]]) -> None:
        super().__init__()
        self._shapes, self._texts = shapes, texts
        self.resize(*_SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing is looked up, shortened, hatched or laid out."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor("white"))
        painter.setPen(QColor("#3568B0"))
        painter.setBrush(QColor("#E9EFFB"))
        for rect in self._shapes:
            painter.drawRect(rect)
        painter.setPen(QColor("#1B2330"))
        painter.setFont(font(SECONDARY))
        for place, words in self._texts:
            painter.drawText(place, words)


def _plain(look: Look) -> _Plain:
    shapes, texts = [], []
    for lane, top in zip(look.picture.lanes, look.tops(), strict=True):
        for shape in (*lane.back, *lane.front):
            if isinstance(shape, Words):
                texts.append((QRectF(look.x(shape.day), top + shape.y - 8, 200, 16), shape.text))
            elif isinstance(shape, Sign):
                shapes.append(QRectF(look.x(shape.day) - 7, top + shape.y - 7, 14, 14))
            elif isinstance(shape, Bar):
                left = look.x(shape.first)
                shapes.append(QRectF(left, top + shape.top, look.x(shape.last) - left, shape.height))
        texts += [(QRectF(4, top + words.y - 8, 140, 16), words.text) for words in (*lane.titles, *lane.ends)]
    return _Plain(shapes, texts)


def _reference(part: TimelinePart) -> Callable[[], float]:
    """The rows of the course as they lie in the tables, then the plain picture."""
    _open(part, _COURSE)
    assert part.timeline.look is not None
    plain, engine = _plain(part.timeline.look), part.desk.app._engine
    plain.show()
    QApplication.processEvents()
    asked = [text(f"SELECT * FROM {table} WHERE course_id = {int(_COURSE)}") for table in _TABLES]
    asked.append(text(f"SELECT * FROM course WHERE id = {int(_COURSE)}"))
    asked.append(text("SELECT r.* FROM goal_rating r JOIN goal g ON g.id = r.goal_id WHERE g.course_id = 1"))

    def read_and_draw() -> None:
        with engine.connect() as connection:
            for one in asked:
                connection.execute(one).all()
        plain.update()
        QApplication.processEvents()

    return lambda: seconds(read_and_draw)


def timeline_zoom() -> Row:
    """The frame that 99 of 100 stay below while sixty sessions with 400 items are zoomed: from the wheel to the picture."""
    app = _application()
    timeline = Timeline()
    area = TimelineArea(timeline)
    area.resize(1060, 900)
    area.show()
    timeline.show_story(1, full(60, items=580, scores=60))
    app.processEvents()
    if len(timeline.items) < 460:
        raise SystemExit("timeline_zoom: not everything is there")

    def frame(at: QPointF, turn: int) -> None:
        _wheel(timeline, at, turn)
        app.processEvents()

    frames = []
    for number in range(_FRAMES):
        at = QPointF(200 + number * 37 % 700, 300)
        # Ten in, ten out: from the whole course to a few weeks and back.
        frames.append(seconds(partial(frame, at, 120 if number // 10 % 2 == 0 else -120)))
    area.close()
    return Row("timeline_zoom", sorted(frames)[int(0.99 * _FRAMES)], _FRAME, limit=1.0)


def _wheel(timeline: Timeline, at: QPointF, turn: int) -> None:
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, QPointF(timeline.mapToGlobal(at)), QPoint(), QPoint(0, turn), *none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(timeline, event)


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    scratch = tempfile.gettempdir()
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, scratch)
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else application("light")
