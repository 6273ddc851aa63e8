"""The step to the next phase: what the one that ends still asks for, each with the way to do it now, before it is left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.tasks import Fact, TaskLine, open_gates, open_lines
from ibh_desktop.queries import course_contract, problems
from ibh_desktop.queries.course_contract import ContractPage
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.usecases import course_steps
from ibh_desktop.usecases.course_steps import Stepped
from ui.dialogs.ask import Offer
from ui.dialogs.course_steps import phase_panel
from ui.dialogs.formulation import FormulationPanel
from ui.dialogs.measures import MeasuresPanel
from ui.kit.desk import Desk

NEXT_PHASE = {Phase.INITIAL: Phase.MIDDLE, Phase.MIDDLE: Phase.ENDING}
FORMULATE, MEASURE = "Write the formulation…", "Enter measures…"
DONE_WHERE = {
    Fact.BASELINE: MEASURE,
    Fact.LIFE_EVENT: "Add a life event",
    Fact.PERSON: "Add people",
    Fact.FORMULATION: FORMULATE,
    Fact.AREA: FORMULATE,
    Fact.CONTRACT: "Agree the contract",
    Fact.GOAL: "Add a goal",
    Fact.ISSUES_DISPOSED: "What lingers",
    Fact.FINAL_MEASURES: MEASURE,
}
"""The words of the button by which a task of a phase is done, where the chart has a place for it."""
SECTIONS = {
    "Add a life event": "events",
    "Add people": "people",
    "Agree the contract": "contract",
    "Add a goal": "goals",
    "What lingers": "goals",
}


def offers(desk: Desk, page: CoursePage, lines: list[TaskLine], to_section: Callable[[str], object]) -> list[Offer]:
    """A button for each place where something open is done; `to_section` opens a section of the course's page."""
    facts = (line.task.fact for line in lines)
    words = dict.fromkeys(DONE_WHERE[fact] for fact in facts if fact in DONE_WHERE)

    def leave_for(section: str) -> None:
        desk.panel(None)
        to_section(section)

    ways: dict[str, Callable[[], object]] = {name: partial(leave_for, section) for name, section in SECTIONS.items()}
    ways[FORMULATE] = lambda: desk.do(
        partial(desk.app.read, problems.focus, page.id), lambda focus: desk.panel(FormulationPanel(desk, focus))
    )
    ways[MEASURE] = lambda: desk.panel(MeasuresPanel(desk, page.id))
    return [(name, ways[name]) for name in words]


def move_on(desk: Desk, page: CoursePage, owner: QObject, to_section: Callable[[str], object]) -> None:
    """Go to the next phase at once where nothing is open; else ask, with what is open and the circle that was not kept."""
    following = NEXT_PHASE.get(page.phase)
    if following is None:
        return

    def ask(known: ContractPage) -> None:
        still_open = open_lines(known.tasks, page.phase)
        if still_open or known.circle_unkept:
            here = offers(desk, page, still_open, to_section)
            desk.panel(phase_panel(desk, known, following, open_gates(known.tasks, page.phase), offers=here))
            return
        write = partial(desk.app.write, course_steps.move_phase, page.id, phase=following, version=known.version)
        desk.do(write, moved, owner=owner)

    def moved(stepped: Stepped) -> None:
        undo = partial(desk.app.write, course_steps.take_back, stepped)
        desk.say(f"Now in the {following.value} phase", undo=undo)

    desk.do(partial(desk.app.read, course_contract.page, page.id), ask, owner=owner)
