"""The part of the table that is about goals, homework and lingering issues: Ana's, and her supervisor's."""

from typing import Any

from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.ids import GoalId
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.store.schema import Goal
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import goals, homework, lingering
from ibh_desktop.usecases.goals import GoalWords
from ibh_desktop.usecases.homework import Task
from ibh_desktop.usecases.lingering import IssueWords
from tests.integration.permitted import ANA, SUPERVISOR, Call, Hers

_WHO = {ANA, SUPERVISOR}
_SLEEP = IssueWords("Sleep", 2)


def _waiting(tx: Tx, h: Hers) -> GoalId:
    row = Goal(course_id=h.opened.course, position=2, title="Walk", status=GoalStatus.PROPOSED)
    tx.session.add(row)
    tx.session.flush()
    return GoalId(row.id)


def _given(tx: Tx, h: Hers) -> Any:
    return homework.assign(tx, h.opened.course, task=Task("Call her"))


def _noted(tx: Tx, h: Hers) -> Any:
    return lingering.note(tx, h.opened.course, _SLEEP)


def _disposed(tx: Tx, h: Hers) -> Any:
    return lingering.dispose(tx, _noted(tx, h), disposition=Disposition.SELF_HELP, version=1)


GOAL_WRITES: dict[str, tuple[Call, set[str]]] = {
    "goals.add": (lambda tx, h: goals.add(tx, h.opened.course, title="Sleep"), _WHO),
    "goals.change": (lambda tx, h: goals.change(tx, h.goal, GoalWords("Sleep")), _WHO),
    "goals.move": (lambda tx, h: goals.move(tx, h.goal, status=GoalStatus.PAUSED), _WHO),
    "goals.rate": (lambda tx, h: goals.rate(tx, h.goal, rating=4), _WHO),
    "goals.reorder": (lambda tx, h: goals.reorder(tx, h.opened.course, order=[_waiting(tx, h)]), _WHO),
    "goals.restore": (lambda tx, h: goals.restore(tx, goals.rate(tx, h.goal, rating=4)), _WHO),
    "homework.assign": (_given, _WHO),
    "homework.change": (lambda tx, h: homework.change(tx, _given(tx, h), Task("Write to her")), _WHO),
    "homework.review": (lambda tx, h: homework.review(tx, _given(tx, h), status=HomeworkStatus.DONE), _WHO),
    "homework.carry_over": (lambda tx, h: homework.carry_over(tx, _given(tx, h)), _WHO),
    "homework.cancel": (lambda tx, h: homework.cancel(tx, _given(tx, h)), _WHO),
    "homework.take_back": (lambda tx, h: homework.take_back(tx, homework.cancel(tx, _given(tx, h))), _WHO),
    "lingering.note": (_noted, _WHO),
    "lingering.change": (lambda tx, h: lingering.change(tx, _noted(tx, h), _SLEEP, version=1), _WHO),
    "lingering.dispose": (_disposed, _WHO),
    "lingering.withdraw": (lambda tx, h: lingering.withdraw(tx, _noted(tx, h), version=1), _WHO),
    "lingering.restore": (lambda tx, h: lingering.restore(tx, _disposed(tx, h)), _WHO),
}
