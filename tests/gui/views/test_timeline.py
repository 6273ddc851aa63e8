"""The timeline under hand and keyboard in the real window, with something on every lane."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from sqlalchemy.orm import Session

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.queries import course_page
from ibh_desktop.store.chart import Amendment, CourseStep, GoalRating, Homework, LifeEvent
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, of, press, seen, settle
from tests.integration.world import engine_of
from ui.dialogs.ask import AskPanel
from ui.dialogs.goal import GoalPanel
from ui.dialogs.print_course import PrintCoursePanel
from ui.dialogs.session import SessionPanel
from ui.places import Course, Letter
from ui.shell import Shell
from ui.views.course.layout import Item
from ui.views.course.overview import TimelinePart
from ui.views.course.timeline import Timeline
from ui.views.course.view import CourseView

FIRST = CourseId(1)
ShowAs = Callable[[str], CourseView]


def _event(title: str, on: date, precision: str, mood: int | None = None) -> LifeEvent:
    return LifeEvent(course_id=FIRST, kind="life event", title=title, from_on=on, precision=precision, mood=mood)


def _fill(shell: Shell) -> None:
    """Rows on every lane of the sample's first course, as others write them."""
    known = shell.app.read(course_page.page, FIRST)
    start = known.starts_on
    weeks = [start + timedelta(weeks=n) for n in range(5)]
    states = ("done", "partly", "not done", "assigned", "cancelled")
    made = {"made_at": datetime.combine(start, NOW.time(), UTC), "made_by": 1}
    rows = [
        *(GoalRating(goal_id=known.goals[0].id, on=on, rating=n + 2) for n, on in enumerate(weeks[:3])),
        *(
            Homework(course_id=FIRST, text="Call my sister", assigned_on=on, status=status)
            for on, status in zip(weeks, states, strict=True)
        ),
        _event("Father died", start - timedelta(days=2000), "year"),
        _event("Panic", start + timedelta(days=9), "day", -2),
        _event("New job", start, "month", 1),
        CourseStep(course_id=FIRST, event="started", before="draft", after="active", **made),
        Amendment(course_id=FIRST, kind="extended", before="14", after="16", reason="", agreed_on=start, **made),
    ]
    with Session(engine_of(shell.app)) as session, session.begin():
        session.add_all(rows)


@pytest.fixture
def course(shell_as: SignIn) -> ShowAs:
    """The course page of the sample's first course, filled, as a role sees it."""

    def shown(role: str) -> CourseView:
        shell = shell_as(role)
        if role == "therapist":
            _fill(shell)
        shell.open(Course(FIRST))
        settle()
        return of(CourseView, shell.view())

    return shown


def _item(line: Timeline, kind: str, words: str = "") -> Item:
    return next(item for item in line.items if item.kind == kind and words in item.words)


def test_every_item_is_walked_by_keys_and_spoken(course: ShowAs) -> None:
    line = course("therapist").timeline
    spoken = []
    press(line, Qt.Key.Key_Home)
    for _ in line.items:
        spoken.append(line.accessibleDescription())
        press(line, Qt.Key.Key_Right)
    kinds = {item.kind for item in line.items}
    assert {"phase", "session", "score", "goal", "rating", "homework", "event", "safety", "step", "end"} <= kinds
    assert [text.split(". ")[0] for text in spoken] == [item.words.split(". ")[0] for item in line.items]
    assert all(spoken)
    assert len(set(spoken)) == len(spoken)
    assert line.accessibleDescription() == spoken[-1], "the last one is where it ends"


def test_up_and_down_go_to_the_nearest_thing_in_the_next_lane(course: ShowAs) -> None:
    line = course("therapist").timeline
    press(line, Qt.Key.Key_Home)
    lanes = [0]
    for _ in range(20):
        press(line, Qt.Key.Key_Down)
        here = next(item for item in line.items if line.accessibleDescription().startswith(item.words))
        if here.lane != lanes[-1]:
            lanes.append(here.lane)
    assert lanes == sorted({item.lane for item in line.items})
    press(line, Qt.Key.Key_Up)
    assert next(item for item in line.items if line.accessibleDescription().startswith(item.words)).lane == lanes[-2]


@pytest.mark.parametrize(
    ("kind", "words", "opens"),
    [("session", "", SessionPanel), ("goal", "active", GoalPanel), ("rating", "", GoalPanel)],
)
def test_a_click_opens_what_is_edited_there(course: ShowAs, kind: str, words: str, opens: type) -> None:
    view = course("therapist")
    click(view.timeline, _item(view.timeline, kind, words).rect.center())
    assert isinstance(view.window().shell.open_panel, opens)  # type: ignore[attr-defined]


def test_a_click_on_a_score_tells_all_of_it(course: ShowAs) -> None:
    view = course("therapist")
    item = _item(view.timeline, "score", "")
    click(view.timeline, item.rect.center())
    told = seen(view.window())
    assert item.words in told
    assert item.details in told


@pytest.mark.parametrize(
    ("kind", "words", "section"), [("event", "Panic", "events"), ("homework", "", "goals"), ("safety", "", "safety")]
)
def test_a_click_on_what_is_edited_in_another_section_leads_there(course: ShowAs, kind: str, words: str, section: str) -> None:
    view = course("therapist")
    click(view.timeline, _item(view.timeline, kind, words).rect.center())
    assert view.sections.section().id == section


def test_a_step_leads_to_the_contract_and_a_letter_to_itself(course: ShowAs) -> None:
    view = course("therapist")
    click(view.timeline, _item(view.timeline, "step", "started").rect.center())
    assert view.sections.section().id == "contract"
    view.sections.open("timeline")
    click(view.button("refer"))
    shell = view.window().shell  # type: ignore[attr-defined]
    shell.open(Course(FIRST))
    settle()
    line = of(CourseView, shell.view()).timeline
    click(line, _item(line, "letter", "draft").rect.center())
    assert isinstance(shell.place, Letter)


def _turn(line: Timeline, at: QPointF, delta: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    wheel = QWheelEvent(
        at, line.mapToGlobal(at), QPoint(), delta, Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(line, wheel)
    settle()


def test_the_wheel_keeps_the_session_under_the_mouse_and_shift_goes_along(course: ShowAs) -> None:
    view = course("therapist")
    line, part = view.timeline, of(TimelinePart, view.sections.section())
    item = _item(line, "session", "Session 6 ")
    at = item.rect.center()
    for _ in range(5):
        _turn(line, at, QPoint(0, 120))
    now = _item(line, "session", "Session 6 ").rect.center()
    assert abs(now.x() - at.x()) < 1
    assert part.area.along.isVisible()
    _turn(line, at, QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert _item(line, "session", "Session 6 ").rect.center().x() < at.x() - 50
    assert part.area.along.value() > 0
    part.area.along.setValue(0)
    assert line.look is not None
    assert line.look.scrolled == 0
    for _ in range(12):
        _turn(line, at, QPoint(0, -120))
    assert line.look.zoom == 1
    assert not part.area.along.isVisible()


def test_over_the_names_of_the_lanes_the_wheel_scrolls_the_page(course: ShowAs) -> None:
    line = course("therapist").timeline
    _turn(line, QPointF(20, 80), QPoint(0, -120))
    assert line.look is not None
    assert line.look.zoom == 1


def test_plus_minus_and_zero_zoom_and_walking_brings_things_into_sight(course: ShowAs) -> None:
    line = course("therapist").timeline
    assert line.look is not None
    press(line, "+++++")
    assert line.look.zoom > 3
    press(line, Qt.Key.Key_End)
    press(line, Qt.Key.Key_Home)
    for _ in range(20):
        press(line, Qt.Key.Key_Right)
        item = next(one for one in line.items if line.accessibleDescription().startswith(one.words))
        assert item.rect.right() > 148
        assert item.rect.left() < line.width()
    press(line, "-")
    assert line.look.zoom < 3
    before = line.look.scrolled
    press(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert line.look.scrolled < before or before == 0
    press(line, "0")
    assert (line.look.zoom, line.look.scrolled) == (1, 0)


def test_zoom_and_item_stay_when_the_course_changes(course: ShowAs) -> None:
    view = course("therapist")
    line = view.timeline
    press(line, Qt.Key.Key_Home)
    press(line, "+++")
    assert line.look is not None
    zoom = line.look.zoom
    click(view.button("phase"))
    (panel,) = view.window().findChildren(AskPanel)
    control(panel, Qt.Key.Key_Return)
    assert line.look.zoom == zoom
    assert _item(line, "step", "Phase moved").words


def test_hovering_tells_the_rule_beside_a_lane_and_at_a_score(course: ShowAs) -> None:
    line = course("therapist").timeline
    score = _item(line, "score", "PHQ-9")

    def told(at: QPoint) -> str:
        QApplication.sendEvent(line, QHelpEvent(QHelpEvent.Type.ToolTip, at, line.mapToGlobal(at)))
        return QToolTip.text()

    assert score.details.split(" ")[0] in told(score.rect.center().toPoint())
    assert "reliable change from" in told(QPoint(20, round(score.rect.center().y())))
    QToolTip.hideText()
    settle()


def test_the_legend_names_the_marks_that_are_there(course: ShowAs) -> None:
    view = course("therapist")
    told = of(TimelinePart, view.sections.section()).legend.accessibleDescription()
    for words in ("session held", "homework done", "one that lifted the mood", "before this course", "contract changed"):
        assert words in told


def test_the_front_desk_sees_nothing_of_the_lanes(course: ShowAs) -> None:
    view = course("receptionist")
    assert {item.kind for item in view.timeline.items} == {"session", "phase", "end"}
    assert "homework" not in of(TimelinePart, view.sections.section()).legend.accessibleDescription()


def test_the_timeline_is_printed_and_saved_without_a_name_in_job_or_file(
    course: ShowAs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view = course("therapist")
    shell = view.window().shell  # type: ignore[attr-defined]
    printed: list[bytes] = []

    def take(pdf: bytes, _parent: object, *, name: str, landscape: bool) -> int:
        assert (name, landscape) == ("Course timeline", True)
        printed.append(pdf)
        return 1

    monkeypatch.setattr("ui.dialogs.print_course.print_pdf", take)
    click(button(view, "Print…"))
    control(of(PrintCoursePanel, shell.open_panel).save_button, Qt.Key.Key_Return)
    assert shell.toast.text == "Printed"
    offered: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "gone" / "a.pdf" if len(offered) == 1 else tmp_path / "a.pdf"), ""

    monkeypatch.setattr("ui.dialogs.print_course.QFileDialog.getSaveFileName", ask)
    click(button(view, "Print…"))
    panel = of(PrintCoursePanel, shell.open_panel)
    click(button(panel, "Save PDF"))
    assert "cannot be written" in seen(panel)
    click(button(panel, "Save PDF"))
    assert shell.toast.text == "PDF saved"
    assert offered == ["course-timeline.pdf"] * 2
    for made in (printed[0], (tmp_path / "a.pdf").read_bytes()):
        words = " ".join(PdfReader(io.BytesIO(made)).pages[0].extract_text().split())
        assert view.heading.text() in words
        assert "Call my sister" not in words, "homework is a mark on paper"
        assert "Panic" in words
