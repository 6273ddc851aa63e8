"""The tasks of each phase, and which of them the end of a phase asks for (DOMAIN.md 1.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.phases import Phase


class Fact(StrEnum):
    """What the chart holds, so that a task is done without being ticked."""

    DIAGNOSIS = "diagnosis"
    BASELINE = "PHQ-9 and GAD-7"
    LIFE_EVENT = "life event"
    PERSON = "inventory person"
    CIRCLE = "circle snapshot"
    CIRCLE_NOW = "circle snapshot of this phase"
    FORMULATION = "agreed formulation"
    AREA = "primary area"
    CONTRACT = "agreed contract"
    GOAL = "goal"
    ISSUES_DISPOSED = "lingering issues disposed"
    FINAL_MEASURES = "final measures"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Task:
    """One task; `gate` is asked for when the phase ends, `fact` does it by itself, `variants` limits it to some courses."""

    code: str
    phase: Phase
    label: str
    gate: bool
    fact: Fact | None = None
    variants: tuple[str, ...] = ()


_I, _E = Phase.INITIAL, Phase.ENDING
TASKS = (
    Task("I1", _I, "History and symptoms reviewed, working diagnosis named", gate=True, fact=Fact.DIAGNOSIS),
    Task("I2", _I, "Baseline PHQ-9 and GAD-7, first safety screen", gate=True, fact=Fact.BASELINE),
    Task("I3", _I, "Sick role explained: an illness, not a fault", gate=False),
    Task("I4", _I, "Psychoeducation; need for medication considered", gate=False),
    Task("I5", _I, "Symptoms set against life events", gate=True, fact=Fact.LIFE_EVENT),
    Task("I6", _I, "Interpersonal inventory", gate=True, fact=Fact.PERSON),
    Task("I7", _I, "Closeness circle drawn", gate=False, fact=Fact.CIRCLE),
    Task("I8", _I, "Formulation told back and agreed", gate=True, fact=Fact.FORMULATION),
    Task("I9", _I, "One primary problem area", gate=True, fact=Fact.AREA),
    Task("I10", _I, "Treatment contract agreed", gate=True, fact=Fact.CONTRACT),
    Task("I11", _I, "At least one goal", gate=True, fact=Fact.GOAL),
    Task("I12", _I, "Parent or guardian met, confidentiality explained to both", gate=True, variants=("IPTA12",)),
    Task("I13", _I, "Social Rhythm Metric started", gate=True, variants=("IPSRT20",)),
    Task("I14", _I, "Individual meeting before the group", gate=True, variants=("IPTG8",)),
    Task("T1", _E, "Ending named and dated; feelings about it talked through", gate=True),
    Task("T2", _E, "Progress reviewed: goals, first and latest scores, why it got better", gate=True),
    Task("T3", _E, "Lingering issues listed, each with a disposition", gate=True, fact=Fact.ISSUES_DISPOSED),
    Task("T4", _E, "Relapse prevention: warning signs, triggers, what helped, whom to call", gate=True),
    Task("T5", _E, "Final measures", gate=True, fact=Fact.FINAL_MEASURES),
    Task("T6", _E, "Decided: end, continue, maintenance, or refer", gate=True),
    Task("T7", _E, "Letters printed, or none needed", gate=False, fact=Fact.LETTER),
)
BY_CODE = {task.code: task for task in TASKS}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a course and how it stands; `by_itself` where the chart does it."""

    task: Task
    done: bool
    by_itself: bool = False


def tasks_of(variant: str, phase: Phase, ticked: Collection[str], facts: Collection[Fact]) -> tuple[TaskLine, ...]:
    """The tasks of a phase, in order; those left from an earlier phase come first: unfinished tasks carry over."""
    order = list(Phase)
    lines = []
    for task in TASKS:
        if task.variants and variant not in task.variants:
            continue
        by_itself = task.fact is not None and task.fact in facts
        line = TaskLine(task, done=by_itself or task.code in ticked, by_itself=by_itself)
        earlier = order.index(task.phase) < order.index(phase)
        if task.phase is phase or (earlier and not line.done):
            lines.append(line)
    return tuple(lines)


def open_lines(lines: Collection[TaskLine], phase: Phase) -> list[TaskLine]:
    """What the end of `phase` still asks for."""
    return [line for line in lines if line.task.gate and line.task.phase is phase and not line.done]


def open_gates(lines: Collection[TaskLine], phase: Phase) -> list[str]:
    """The labels of what the end of `phase` still asks for."""
    return [line.task.label for line in open_lines(lines, phase)]


def is_circle_unkept(facts: Collection[Fact]) -> bool:
    """Whether there are people whose circle was not kept in the phase of now: one snapshot a phase (DOMAIN.md 1.4)."""
    return Fact.PERSON in facts and Fact.CIRCLE_NOW not in facts
