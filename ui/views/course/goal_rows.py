"""The Goals section as one list of rows: goals, homework and what lingers, in groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ibh_desktop.domain.goals import CLOSED, WAITING, GoalStatus
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.lingering import SEVERITIES
from ibh_desktop.queries.goals import GoalLine, GoalsPage, HomeworkLine, IssueLine
from ui.kit.cells import GroupRow, grouped
from ui.kit.table import Column
from ui.kit.text import short_date

GOAL_TONES = {
    GoalStatus.PROPOSED: "neutral",
    GoalStatus.ACTIVE: "accent",
    GoalStatus.PAUSED: "warning",
    GoalStatus.ACHIEVED: "success",
    GoalStatus.PARTLY: "info",
    GoalStatus.NOT_ACHIEVED: "danger",
    GoalStatus.DROPPED: "neutral",
}
TASK_TONES = {
    HomeworkStatus.DONE: "success",
    HomeworkStatus.PARTLY: "info",
    HomeworkStatus.NOT_DONE: "danger",
    HomeworkStatus.CANCELLED: "neutral",
}
Line = GoalLine | HomeworkLine | IssueLine


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; ids of goals, homework and issues may be the same numbers."""

    id: tuple[str, int]
    what: str
    about: str
    when: str
    state: str
    tone: str
    line: Line


COLUMNS: tuple[Column[Row], ...] = (
    Column("What", lambda r: r.what, strong=True),
    Column("About", lambda r: r.about, 168, optional=True),
    Column("When", lambda r: r.when, 132, optional=True),
    Column("State", lambda r: r.state, 226, tone=lambda r: r.tone, kept=True),
)


def rows(page: GoalsPage) -> list[Row | GroupRow]:
    """What asks for work first, what is over last."""
    tasks = [(h, _task(h)) for h in page.homework]
    rate = "" if page.rate is None else f", {round(100 * page.rate)} % done"
    groups: tuple[tuple[str, Iterable[Row]], ...] = (
        ("Active goal", (_goal(g) for g in page.goals if g.status is GoalStatus.ACTIVE)),
        ("Waiting goals", (_goal(g) for g in page.goals if g.status in WAITING)),
        ("Homework to review", (row for h, row in tasks if h.status is HomeworkStatus.ASSIGNED)),
        ("What lingers", (_issue(i) for i in page.issues)),
        ("Closed goals", (_goal(g) for g in page.goals if g.status in CLOSED)),
        (f"Homework reviewed{rate}", (row for h, row in tasks if h.status is not HomeworkStatus.ASSIGNED)),
    )
    return grouped((title, list(members)) for title, members in groups)


def _goal(g: GoalLine) -> Row:
    first, latest = g.ratings
    rated = "" if latest is None else f"{first} → {latest} of 10" if first != latest else f"{latest} of 10"
    return Row(("goal", g.id), g.title, g.area.value if g.area else "", rated, g.status.value, GOAL_TONES[g.status], g)


def _task(h: HomeworkLine) -> Row:
    when = f"Session {h.session}" if h.session else short_date(h.assigned_on)
    if h.status is HomeworkStatus.ASSIGNED:
        state = f"not reviewed in session {h.due_session}" if h.overdue else f"review in session {h.due_session}"
        tone = "warning" if h.overdue else "info"
    else:
        state, tone = h.status.value + (", carried over" if h.carried else ""), TASK_TONES[h.status]
    return Row(("homework", h.id), h.text, h.goal_title, when + (", again" if h.again else ""), state, tone, h)


def _issue(i: IssueLine) -> Row:
    if i.withdrawn:
        state, tone = "withdrawn", "neutral"
    elif i.disposition is None:
        state, tone = "no disposition yet", "danger"
    else:
        state, tone = i.disposition.value + (", in a letter" if i.letter else ""), "info"
    about = i.goal_title or (i.area.value if i.area else "")
    return Row(("issue", i.id), i.text, about, SEVERITIES[i.severity], state, tone, i)
