"""A page loads elsewhere, shows itself here, and forgets answers that come too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.domain.topics import Change, Topic
from tests.gui.hands import HeldTasks, SmallDesk, button, click, has_button, seen, settle
from ui.kit.table import Column, Table
from ui.kit.view import View

Show = Callable[[QWidget], QWidget]


@dataclass(frozen=True)
class Line:
    id: int
    name: str


class NamesView(View[list[Line]]):
    """A list of names; loads what the test put into `names`, or raises `trouble`."""

    title = "Names"
    topics = frozenset({Topic.PATIENTS})

    def body(self) -> QWidget:
        self.names = [Line(n, f"Name {n}") for n in range(40)]
        self.trouble: Exception | None = None
        self.loads = 0
        self.presented: list[list[Line]] = []
        content = QWidget()
        box = QVBoxLayout(content)
        self.table = Table((Column[Line]("Name", lambda line: line.name),), "Names")
        box.addWidget(self.table)
        return content

    def load(self) -> list[Line]:
        self.loads += 1
        if self.trouble is not None:
            raise self.trouble
        return list(self.names)

    def present(self, data: list[Line]) -> None:
        self.presented.append(data)
        if not data:
            self.empty("Nobody here", "Register somebody.", "Register", lambda: self.names.append(Line(1, "Ada")))
            return
        self.table.show_rows(data)


def _change(topic: Topic = Topic.PATIENTS) -> list[Change]:
    return [Change("patient:change", topic, 1)]


def test_a_quick_answer_never_says_that_it_is_loading(shown: Show, qtbot: QtBot) -> None:
    tasks = HeldTasks()
    view = NamesView(SmallDesk(tasks))
    shown(view)
    assert view.states.showing == ""
    qtbot.wait(60)
    tasks.release()
    qtbot.wait(200)
    assert view.states.showing == ""
    assert view.table.rows_model.rowCount() == 40


def test_a_page_says_that_it_is_loading_after_150_milliseconds(shown: Show, qtbot: QtBot) -> None:
    tasks = HeldTasks()
    view = NamesView(SmallDesk(tasks))
    shown(view)
    qtbot.waitUntil(lambda: view.states.showing == "Loading…", timeout=1000)
    tasks.release()
    assert view.states.showing == ""


def test_a_failure_says_what_happened_and_try_again_tries_again(shown: Show) -> None:
    view = NamesView(SmallDesk())
    view.trouble = Unavailable("The database is out of reach.")
    shown(view)
    assert "The database is out of reach." in seen(view)
    view.trouble = None
    click(button(view, "Try again"))
    assert view.states.showing == ""
    assert view.table.rows_model.rowCount() == 40


def test_a_bug_is_told_without_its_words_and_handed_to_the_desk(shown: Show) -> None:
    desk = SmallDesk()
    view = NamesView(desk)
    view.trouble = KeyError("Maria Gonzalez")
    shown(view)
    assert "Maria" not in seen(view)
    assert has_button(view, "Try again")
    assert desk.failures == [view.trouble]


def test_an_answer_that_a_later_reload_overtook_is_dropped(shown: Show) -> None:
    tasks = HeldTasks()
    view = NamesView(SmallDesk(tasks))
    shown(view)
    view.reload()
    late, early = 0, 1
    view.names = [Line(7, "Newest")]
    tasks.release(early)
    view.names = [Line(1, "Stale")]
    tasks.release(late)
    assert view.presented == [[Line(7, "Newest")]]


def test_a_failure_that_a_later_reload_overtook_is_dropped_too(shown: Show) -> None:
    tasks = HeldTasks()
    view = NamesView(SmallDesk(tasks))
    shown(view)
    view.reload()
    tasks.release(1)
    view.trouble = Unavailable("Too late.")
    tasks.release(0)
    assert view.states.showing == ""


def test_news_reloads_a_visible_page_and_only_marks_a_hidden_one(shown: Show) -> None:
    view = NamesView(SmallDesk())
    shown(view)
    assert view.loads == 1
    view.heard(_change())
    assert view.loads == 2
    view.hide()
    view.heard(_change())
    view.heard(_change())
    assert view.loads == 2
    view.show()
    settle()
    assert view.loads == 3


def test_news_about_something_else_leaves_a_page_alone(shown: Show) -> None:
    view = NamesView(SmallDesk())
    shown(view)
    view.heard(_change(Topic.ROSTER))
    view.hide()
    view.heard(_change(Topic.ROSTER))
    view.show()
    assert view.loads == 1


def test_the_chosen_row_and_the_scroll_position_survive_a_reload(shown: Show) -> None:
    view = NamesView(SmallDesk())
    view.resize(400, 300)
    shown(view)
    view.table.choose(30)
    view.table.verticalScrollBar().setValue(500)
    at = view.table.verticalScrollBar().value()
    assert at > 0
    view.names = [Line(99, "Newcomer"), *view.names]
    view.reload()
    current = view.table.current()
    assert current is not None
    assert current.id == 30
    assert view.table.verticalScrollBar().value() == at


def test_an_empty_page_names_the_next_action_and_runs_it(shown: Show) -> None:
    view = NamesView(SmallDesk())
    view.names = []
    shown(view)
    assert "Nobody here" in seen(view)
    click(button(view, "Register"))
    assert [line.name for line in view.names] == ["Ada"]
    view.reload()
    assert view.states.showing == ""


def test_the_actions_go_below_the_title_where_both_do_not_fit(shown: Show) -> None:
    view = NamesView(SmallDesk())
    for words in ("Previous week", "This week", "Next week"):
        view.head.addWidget(QLabel(words))
    shown(view)
    view.resize(900, 400)
    settle()
    wide = view.heading.mapTo(view, view.heading.rect().topLeft()).y()
    beside = view.head.parentWidget()
    assert beside is not None
    assert abs(beside.y() - wide) < 20
    view.setMinimumSize(200, 200)
    view.resize(260, 400)
    settle()
    assert beside.y() >= view.heading.geometry().bottom()


def test_a_page_that_is_fetched_ahead_is_not_fetched_again_when_it_is_seen(shown: Show) -> None:
    tasks = HeldTasks()
    view = NamesView(SmallDesk(tasks))
    view.ahead()
    shown(view)
    view.ahead()
    tasks.release()
    assert (view.loads, view.table.rows_model.rowCount()) == (1, 40)
