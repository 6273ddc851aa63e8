"""The lanes below the scores: goals with their ratings, homework, life events, safety, the course's own steps, letters."""

from ibh_desktop.domain.contract import AmendmentKind, said, size_in
from ibh_desktop.domain.goals import CLOSED, GoalStatus
from ibh_desktop.domain.timeline import Goal
from ibh_desktop.domain.timeline_frame import Frame, Thing, lane, title
from ibh_desktop.domain.timeline_rows import Wish, stack
from ibh_desktop.domain.timeline_shapes import Bar, Hatch, Key, Lane, Shape, Sign, Spot, Words
from ibh_desktop.domain.timeline_story import Amended, Happened, Raised, Rated, Stepped, Task, Told, span

GOAL = 32.0
_INSIDE = 10.0
_GOALS = {GoalStatus.ACTIVE: "accent", GoalStatus.ACHIEVED: "success", GoalStatus.PARTLY: "warning"}
_RATING = "Rated by the patient from 0, nothing, to 10, reached (DOMAIN.md 1.6)"
_HOMEWORK = {
    "done": "success",
    "partly done": "warning",
    "not done": "danger",
    "assigned": "secondary",
    "cancelled": "secondary",
}
_HOMEWORK_SAID = {"assigned": "not reviewed yet"}
HOMEWORK_KEYS = tuple(Key(status, tone, f"homework {_HOMEWORK_SAID.get(status, status)}") for status, tone in _HOMEWORK.items())
EVENT_KEYS = (
    Key("event", "accent", "life event"),
    Key("better", "success", "one that lifted the mood"),
    Key("worse", "danger", "one that lowered the mood"),
    Key("earlier", "secondary", "before this course"),
)
SAFETY_KEYS = (Key("warning", "danger", "safety event, open"), Key("settled", "secondary", "safety event, closed"))
STEP_KEYS = (
    Key("phase", "middle", "phase moved"),
    Key("step", "secondary", "step of the course"),
    Key("amended", "warning", "contract changed"),
)
LETTER_KEYS = (Key("signed", "text", "letter, signed"), Key("draft", "accent", "letter, draft"))


def goals(frame: Frame) -> Lane | None:
    """A bar each, as long as it was worked on, with the dots of its ratings; the active one is bold, coming ones are dashed."""
    running = frame.story.ended_on is None
    shown = [goal for goal in frame.story.goals if goal.opened_on or (running and goal.status is GoalStatus.PROPOSED)]
    if not shown:
        return None
    spans = [_worked_on(frame, goal) for goal in shown]
    inner = frame.days(2 * _INSIDE)
    wishes = [
        Wish(first, last, first + inner + frame.words(_goal_label(goal), bold=goal.status is GoalStatus.ACTIVE))
        for goal, (first, last) in zip(shown, spans, strict=True)
    ]
    places = stack(wishes, gap=frame.days(6), most=4)
    front: list[Shape] = []
    spots = []
    for goal, (first, last), place in zip(shown, spans, places, strict=True):
        top = place.row * GOAL
        front += _goal(frame, goal, first, last, top, place.until)
        spots.append(Spot("goal", goal.id, _goal_said(frame, goal), first, last, top + 2, top + 28, 0, 24))
        rated = [one for one in frame.story.ratings if one.goal == goal.id]
        for one in rated:
            day = min(max(float(frame.day(one.on)), first), last)
            front.append(Sign(day, top + 28, "rating", _GOALS.get(goal.status, "secondary")))
            spots.append(_rating_spot(frame, goal, one, day, top + 28))
    keys = (Key("rating", "accent", "goal rated, 0 to 10"),) if any(spot.kind == "rating" for spot in spots) else ()
    height = GOAL * (1 + max(place.row for place in places)) + 10
    return Lane("Goals", height, front=tuple(front), titles=(title("Goals", 15),), spots=tuple(spots), keys=keys)


def _worked_on(frame: Frame, goal: Goal) -> tuple[float, float]:
    first = float(frame.day(goal.opened_on)) if goal.opened_on else float(frame.now)
    if goal.opened_on is None:
        return first, first + frame.days(_coming(frame, goal))
    last = frame.day(goal.closed_on) if goal.closed_on else max(frame.now, first)
    return first, max(first + frame.days(24), float(last))


def _goal_label(goal: Goal) -> str:
    before, after = goal.ratings
    rated = f" · {before} → {after}" if before is not None and after is not None and goal.opened_on else ""
    return f"{goal.title}{rated} · {goal.status.value}"


def _goal_said(frame: Frame, goal: Goal) -> str:
    before, after = goal.ratings
    rated = f", rated {before} then {after} of 10" if before is not None else ""
    when = f", from {frame.said(goal.opened_on)}" if goal.opened_on else ""
    until = f" to {frame.said(goal.closed_on)}" if goal.closed_on and goal.status in CLOSED else ""
    return f"Goal: {goal.title}, {goal.status.value}{rated}{when}{until}"


def _goal(frame: Frame, goal: Goal, first: float, last: float, top: float, until: float | None) -> list[Shape]:
    active, tone, label = goal.status is GoalStatus.ACTIVE, _GOALS.get(goal.status, "secondary"), _goal_label(goal)
    words = Words(first, top + 15, label, "text" if active else tone, bold=active, dx=_INSIDE, until=until, stays=True)
    if goal.opened_on is None:
        return [Bar(first, first, top + 2, 26, edge=tone, rounded=6, dashed=True, least=_coming(frame, goal)), words]
    fill = f"{tone}_soft" if tone != "secondary" else "page"
    return [Bar(first, last, top + 2, 26, fill=fill, edge=tone, weight=2 if active else 1, rounded=6), words]


def _coming(frame: Frame, goal: Goal) -> float:
    """The width of a goal that was not begun: that of its words, since it has no time yet."""
    return frame.wide(_goal_label(goal), 12, False) + 2 * _INSIDE


def _rating_spot(frame: Frame, goal: Goal, one: Rated, day: float, y: float) -> Spot:
    words = f"Goal rated {one.rating} of 10 on {frame.said(one.on)}: {goal.title}"
    return Spot("rating", goal.id, words, day, day, y - 5, y + 5, -5, 5, _RATING)


def homework(frame: Frame) -> Lane | None:
    """A box each; ticked, half, crossed or empty."""
    things = [_task(frame, one) for one in frame.story.homework]
    return lane(frame, "Homework", "homework", things, keys=HOMEWORK_KEYS)


def _task(frame: Frame, one: Task) -> Thing:
    known = one.status if one.status in _HOMEWORK else "assigned"
    reviewed = f", reviewed {frame.said(one.reviewed_on)}" if one.reviewed_on else ""
    state = _HOMEWORK_SAID.get(known, known)
    words = f"Homework: {one.text}, assigned {frame.said(one.assigned_on)}{reviewed}: {state}"
    day = frame.inside(frame.day(one.on))
    return Thing(day, day, known, _HOMEWORK[known], "", words, one.id)


def events(frame: Frame) -> Lane | None:
    """Life events: a day is a mark, a month or a year a bar; what lies before the course stands together at its edge."""
    before = [one for one in frame.story.events if frame.day(span(one)[1]) < 0]
    things = [_event(frame, one) for one in frame.story.events if one not in before]
    if before:
        told = "; ".join(f"{_when(frame, one)} {one.title}{_mood(one)}" for one in before)
        label = told if len(before) == 1 else f"{len(before)} before this course"
        things.insert(0, Thing(0, 0, "earlier", "secondary", label, f"Before this course: {told}"))
    told = "Life events; the mood effect is the patient's own, from −3, much worse, to +3, much better"
    return lane(frame, "Life events", "event", things, keys=EVENT_KEYS, most=4, told=told)


def _when(frame: Frame, one: Happened) -> str:
    first, last = span(one)
    if one.precision == "year":
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if one.precision == "month":
        return f"{first:%b} {first.year}"
    return frame.said(first) if first == last else f"{frame.said(first)} to {frame.said(last)}"


def _mood(one: Happened) -> str:
    return "" if not one.mood else f" ({'+' if one.mood > 0 else '−'}{abs(one.mood)})"


def _event(frame: Frame, one: Happened) -> Thing:
    first, last = (frame.inside(frame.day(on)) for on in span(one))
    mood = one.mood or 0
    glyph, tone = ("better", "success") if mood > 0 else ("worse", "danger") if mood < 0 else ("event", "accent")
    kind = "" if one.kind in ("", "life event", "other") else f" · {one.kind}"
    effect = f", mood effect {_mood(one).strip(' ()')}" if mood else ""
    bar = Bar(first, last, 5, 14, fill=f"{tone}_soft", edge=tone, hatch=Hatch.DOTS, rounded=3, worth=16)
    words = f"{one.kind.capitalize() or 'Life event'}: {one.title}, {_when(frame, one)}{effect}"
    return Thing(
        first, last, glyph, tone, f"{one.title}{_mood(one)}{kind}", words, one.id, under=(bar,) if last > first else ()
    )


def safety(frame: Frame) -> Lane | None:
    """Safety events from the day they were raised to the day they were closed."""
    return lane(frame, "Safety", "safety", [_raised(frame, one) for one in frame.story.safety], keys=SAFETY_KEYS)


def _raised(frame: Frame, one: Raised) -> Thing:
    first = float(frame.day(one.raised_on))
    is_open = one.closed_on is None
    last = float(frame.day(one.closed_on)) if one.closed_on else max(first, float(frame.now))
    tone = "danger" if is_open else "secondary"
    source = f", from {one.source}" if one.source else ""
    ends = f"{one.status}, not closed" if one.closed_on is None else f"{one.status} on {frame.said(one.closed_on)}"
    label = one.status if one.closed_on is None else f"{one.status} {frame.brief(one.closed_on)}"
    bar = Bar(first, last, 20.5, 2.5, fill=tone)
    words = f"Safety event raised {frame.said(one.raised_on)}{source}: {ends}"
    rule = "Raised by any answer above 0 to a safety item, or by a person's worry; only a clinician closes it (DOMAIN.md 3.5)"
    glyph = "warning" if is_open else "settled"
    return Thing(first, last, glyph, tone, label, words, one.id, rule, tone, (bar,) if last > first else ())


def steps(frame: Frame) -> Lane | None:
    """Steps of the course and changes of its contract, in the order in which they happened."""
    things = [_step(frame, one) for one in frame.story.steps] + [_amended(frame, one) for one in frame.story.amendments]
    things.sort(key=lambda thing: thing.first)
    told = "Steps of the course and changes of its contract"
    return lane(frame, "Course", "step", things, keys=STEP_KEYS, told=told)


def _step(frame: Frame, one: Stepped) -> Thing:
    day = frame.inside(frame.day(one.on))
    if one.event == "phase":
        words = f"Phase moved from {one.before} to {one.after} on {frame.said(one.on)}"
        return Thing(day, day, "phase", "middle", f"to {one.after}", words, one.id)
    until = f", to be reviewed {frame.said(one.until)}" if one.until else ""
    return Thing(day, day, "step", "secondary", one.event, f"Course {one.event} on {frame.said(one.on)}{until}", one.id)


def _amended(frame: Frame, one: Amended) -> Thing:
    moved = (
        ""
        if one.end_before == one.end_after
        else f": the end moves from {frame.said(one.end_before)} to {frame.said(one.end_after)}"
    )
    words = f"Contract {one.kind}: {said(one.kind, one.before, one.after)} on {frame.said(one.on)}{moved}"
    rule = "The end is the first session and so many times the rhythm as sessions follow it (DOMAIN.md 1.5)"
    day = frame.inside(frame.day(one.on))
    return Thing(day, day, "amended", "warning", _briefly(one), words, one.id, rule)


def _briefly(one: Amended) -> str:
    unit = "days" if one.kind == AmendmentKind.CADENCE.value else "sessions"
    return f"{size_in(one.before)} → {size_in(one.after)} {unit}"


def letters(frame: Frame) -> Lane | None:
    """Letters, signed or still drafts."""
    return lane(frame, "Letters", "letter", [_letter(frame, one) for one in frame.story.letters], keys=LETTER_KEYS)


def _letter(frame: Frame, one: Told) -> Thing:
    day = float(frame.day(one.on))
    state, glyph, tone = ("signed", "signed", "text") if one.signed else ("draft", "draft", "accent")
    words = f"{one.title} letter, {state}, {frame.said(one.on)}"
    return Thing(day, day, glyph, tone, one.title + ("" if one.signed else ", draft"), words, one.id, tone_of_words=tone)
