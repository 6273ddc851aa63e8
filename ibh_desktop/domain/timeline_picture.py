"""The whole picture of a course: phases, sessions, scores, lanes, and the lines of time across them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from ibh_desktop.domain.appointments import CANCELLED, MISSED, Status
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.timeline import SESSION_LABEL, Axis, Band, Mark, Visit, axis, bands, marks, phases_made, usual_gap
from ibh_desktop.domain.timeline_charts import chart
from ibh_desktop.domain.timeline_frame import Frame, title
from ibh_desktop.domain.timeline_lanes import events, goals, homework, letters, safety, steps
from ibh_desktop.domain.timeline_rows import Put, Wish, rows_of, stack
from ibh_desktop.domain.timeline_shapes import Align, Bar, Hatch, Key, Lane, Shape, Sign, Spot, Width, Words, radius
from ibh_desktop.domain.timeline_story import Story

PHASE, SESSION, UNDER, FOOT = 30.0, 28.0, 20.0, 17.0
_BEYOND = 76.0
"""How far words may run on beyond the last day."""
_FEW = 6
"""Lines for whose words every arrangement is tried."""
_PATTERNS = {Phase.INITIAL: Hatch.NONE, Phase.MIDDLE: Hatch.DOTS, Phase.ENDING: Hatch.LINES}
_OFF = (*CANCELLED, *MISSED, Status.RESCHEDULED, Status.LEFT_BEFORE_SEEN)
_STATES = {Status.COMPLETED: "held", Status.SCHEDULED: "to come", Status.CONFIRMED: "to come, confirmed"}
_SHORT = {
    Status.NO_SHOW: "no-show",
    Status.LATE_CANCEL: "late cancel",
    Status.CANCELLED_CLINIC: "clinic",
    Status.RESCHEDULED: "moved",
}
SESSION_KEYS = (
    Key("held", "initial", "session held"),
    Key("coming", "initial", "to come"),
    Key("missed", "danger", "missed"),
    Key("off", "secondary", "cancelled"),
)


@dataclass(frozen=True, slots=True)
class Upright:
    """A line at a day through all lanes, with its words at the foot."""

    day: int
    words: str
    tone: str
    said: str
    weight: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Lanes from the top down, uprights through them, and spans that are hatched over their whole height."""

    shown: Axis
    lanes: tuple[Lane, ...]
    uprights: tuple[Upright, ...]
    holds: tuple[Bar, ...]

    @property
    def height(self) -> float:
        """Of all lanes."""
        return sum(lane.height for lane in self.lanes)

    def tops(self) -> list[float]:
        """Where each lane begins."""
        found, at = [], 0.0
        for lane in self.lanes:
            found.append(at)
            at += lane.height
        return found

    def legend(self) -> list[Key]:
        """Every mark that is drawn, once, with what it means."""
        return list(dict.fromkeys(key for lane in self.lanes for key in lane.keys))


LANES: tuple[Callable[[Frame], Lane | None], ...] = (goals, homework, events, safety, steps, letters)
"""Below the scores. To add one: a function of the frame, a line here."""


def picture(story: Story, *, width: float, wide: Width) -> Picture:
    """A course whose days share `width`; `wide` measures words with the type that it will be drawn with."""
    shown = axis(story.dates())
    frame = Frame(story, shown, width / shown.days, wide)
    sessions = marks(story.visits, story.parts, shown)
    planned = bands(sessions)
    moves = [(frame.day(step.on), Phase(step.after)) for step in story.steps if step.event == "phase"]
    made = planned
    if moves:
        first = planned[0].first if planned else frame.day(story.starts_on)
        begun = Phase(next(step.before for step in story.steps if step.event == "phase"))
        made = phases_made(moves, first=first, today=frame.now, planned=planned, start=begun)
    charts = [
        chart(frame, measure, scores)
        for measure in MEASURES
        if (scores := [score for score in story.scores if score.measure == measure.code])
    ]
    uprights = _uprights(frame)
    others = [drawn for build in LANES if (drawn := build(frame)) is not None]
    lanes = [_phases(frame, made, planned), _sessions(frame, sessions, made), *charts, *others, _foot(frame, uprights)]
    return Picture(shown, tuple(_told_apart(lanes)), uprights, _holds(frame))


def _phases(frame: Frame, made: list[Band], planned: list[Band]) -> Lane:
    shapes: list[Shape] = []
    spots = []
    differs = [(b.phase, b.first) for b in made] != [(b.phase, b.first) for b in planned]
    for band in made:
        shapes += _band(band)
        first, last = (frame.said(frame.shown.on(day)) for day in (band.first, band.last))
        words = f"{band.phase.value.capitalize()} phase from {first} to {last}"
        due = next((p for p in planned if p.phase is band.phase), None)
        words += f", planned from {frame.said(frame.shown.on(due.first))}" if differs and due else ""
        spots.append(Spot("phase", None, words, band.first, band.last, 0, PHASE - 4, 0, 0))
    if differs:
        shapes += [Bar(b.first, b.last, PHASE, 4, fill=b.phase.value, alpha=0.55) for b in planned]
    if (beyond := _beyond(frame, made)) is not None:
        shapes += beyond[0]
        spots.append(beyond[1])
    titles = (title("Phase"), Words(0, PHASE + 2, "as planned", "secondary", size=11)) if differs else (title("Phase"),)
    return Lane("Phase", PHASE + (12 if differs else 6), front=tuple(shapes), titles=titles, spots=tuple(spots))


def _beyond(frame: Frame, made: list[Band]) -> tuple[list[Shape], Spot] | None:
    """The time of follow-up, from the end of the course to the last form; None where there is none."""
    after = frame.story.follow_ups()
    if not after:
        return None
    first = max([frame.now, *(band.last for band in made)]) + 1
    last = max(first, frame.day(max(score.taken_on for score in after)))
    counted = "1 form" if len(after) == 1 else f"{len(after)} forms"
    said = f"Follow-up after the course until {frame.said(frame.shown.on(last))}: {counted}"
    bar = Bar(first, last + 0.85, 0, PHASE - 4, edge="secondary", dashed=True, rounded=4)
    words = Words(first, 13, "Follow-up", "secondary", bold=True, dx=11, stays=True)
    return [bar, words], Spot("phase", None, said, first, last, 0, PHASE - 4, 0, 0)


def _band(band: Band) -> list[Shape]:
    tone, last = band.phase.value, band.last + 0.85
    hatch = _PATTERNS[band.phase]
    pattern = [] if hatch is Hatch.NONE else [Bar(band.first, last, 0, PHASE - 4, fill=tone, hatch=hatch, alpha=0.22)]
    return [
        Bar(band.first, last, 0, PHASE - 4, fill=tone, alpha=0.16, rounded=4),
        *pattern,
        Bar(band.first, band.first, 0, PHASE - 4, fill=tone, least=4),
        Words(band.first, 13, band.phase.value.capitalize(), tone, bold=True, dx=11, until=last, least=14, stays=True),
    ]


def _sessions(frame: Frame, sessions: list[Mark], made: list[Band]) -> Lane:
    gap = usual_gap([mark.day for mark in sessions])
    half = frame.days(radius(gap, frame.per_day))
    places = stack([Wish(m.day - half, m.day + half, m.day + half) for m in sessions], most=1)
    rows = rows_of(places) or 1
    off = [mark.day for mark in sessions if mark.status in _OFF]
    under = UNDER if off or gap * frame.per_day < 24 else 8.0
    shapes: list[Shape] = []
    spots = []
    keys: dict[str, Key] = {}
    for mark, place in zip(sessions, places, strict=True):
        phase = next((b.phase for b in made if b.first <= mark.day <= b.last), mark.phase)
        y = place.row * SESSION + SESSION / 2
        glyph, tone = _session_mark(mark, phase)
        shapes += [Sign(mark.day, y, glyph, tone, within=gap), *_session_words(mark, tone, y, gap, rows, off)]
        keys.setdefault(glyph, next(key for key in SESSION_KEYS if key.glyph == glyph))
        reach = min(float(gap) / 2, 13 / frame.per_day)
        words = _session_said(frame, mark, phase)
        spots.append(Spot("session", mark.id, words, mark.day - reach, mark.day + reach, y - 13, y + 13, 0, 0))
    height = rows * SESSION + under
    return Lane(
        "Sessions", height, front=tuple(shapes), titles=(title("Sessions", 14),), spots=tuple(spots), keys=tuple(keys.values())
    )


def _session_mark(mark: Mark, phase: Phase) -> tuple[str, str]:
    if mark.status in (Status.NO_SHOW, Status.LATE_CANCEL):
        return "missed", "danger"
    if mark.status in _OFF:
        return "off", "secondary"
    return ("held" if mark.status is Status.COMPLETED else "coming"), phase.value


def _session_words(mark: Mark, tone: str, y: float, gap: int, rows: int, off: list[int]) -> list[Shape]:
    if mark.number is not None:
        on = "surface" if mark.status is Status.COMPLETED else tone
        # `within` without room for the number draws nothing: every fifth one then stands below.
        inside = Words(mark.day, y, str(mark.number), on, size=11, bold=True, align=Align.CENTRE, within=gap, least=0)
        below = rows * SESSION + 6
        fifth = Words(mark.day, below, str(mark.number), "secondary", size=11, align=Align.CENTRE, within=-gap, least=0)
        return [inside, fifth] if (mark.number and mark.number % 5 == 0) or mark.number == 1 else [inside]
    near = min((abs(other - mark.day) for other in off if other != mark.day), default=60)
    if off.count(mark.day) > 1 or rows > 1:
        return []
    words, below = _SHORT.get(mark.status, mark.status.value), rows * SESSION + 8
    words = words if mark.label == SESSION_LABEL else mark.label
    return [Words(mark.day, below, words, tone, size=11, align=Align.CENTRE, until=mark.day + near / 2, within=gap, least=24)]


def _session_said(frame: Frame, mark: Mark, phase: Phase) -> str:
    number = f"Session {mark.number} of {frame.story.planned}" if mark.number else mark.label.capitalize()
    state = _STATES.get(mark.status, mark.status.value)
    return f"{number}, {frame.said(frame.shown.on(mark.day))}: {state}, {phase.value} phase"


def real_end(visits: Iterable[Visit]) -> date | None:
    """The last session as it is booked or was held now."""
    return max((visit.on for visit in visits if visit.status not in _OFF), default=None)


def _uprights(frame: Frame) -> tuple[Upright, ...]:
    story = frame.story
    end, ends = story.target_end, real_end(story.visits)
    found = []
    for was in dict.fromkeys(change.end_before for change in story.amendments if change.end_before != end):
        said = f"The contract first ended on {frame.said(was)}"
        found.append(Upright(frame.day(was), f"was {frame.brief(was)}", "edge", said, dashed=True))
    said = f"The contract of {story.planned} sessions ends on {frame.said(end)}"
    found.append(Upright(frame.day(end), f"contract {frame.brief(end)}", "secondary", said, dashed=True))
    if ends is not None and ends != end:
        said = f"The last session that is booked or held is on {frame.said(ends)}"
        found.append(Upright(frame.day(ends), f"really {frame.brief(ends)}", "warning", said))
    if story.ended_on is None:
        found.append(Upright(frame.day(story.today), "today", "accent", f"Today, {frame.said(story.today)}", 1.6))
    else:
        said = f"The course ended on {frame.said(story.ended_on)}"
        found.append(Upright(frame.day(story.ended_on), f"ended {frame.brief(story.ended_on)}", "text", said, 1.6))
    return tuple(found)


def _foot(frame: Frame, uprights: tuple[Upright, ...]) -> Lane:
    """The words at the lines, each on the side that leaves the fewest rows."""
    sides, places = _sides(frame, uprights)
    shapes: list[Shape] = []
    spots = []
    for upright, place, left in zip(uprights, places, sides, strict=True):
        y = place.row * FOOT + FOOT / 2
        align, dx = (Align.RIGHT, -4) if left else (Align.LEFT, 4)
        bold = upright.weight > 1
        shapes.append(Words(upright.day, y, upright.words, upright.tone, bold=bold, align=align, dx=dx))
        wide = frame.wide(upright.words, 12, bold) + 8
        spots.append(
            Spot("end", None, upright.said, upright.day, upright.day, y - 8, y + 8, *((-wide, 4) if left else (-4, wide)))
        )
    height = FOOT * rows_of(places) + 4
    return Lane("Foot", height, front=tuple(shapes), spots=tuple(spots))


def _sides(frame: Frame, uprights: tuple[Upright, ...]) -> tuple[tuple[bool, ...], list[Put]]:
    """For each line whether its words stand left of it, and their rows."""
    edge = frame.shown.days + frame.days(_BEYOND)
    widths = [frame.words(upright.words, bold=True) + frame.days(6) for upright in uprights]

    def rows(sides: tuple[bool, ...]) -> list[Put]:
        firsts = [u.day - w if left else float(u.day) for u, w, left in zip(uprights, widths, sides, strict=True)]
        return stack([Wish(first, first + w, first) for first, w in zip(firsts, widths, strict=True)], most=1)

    def worth(sides: tuple[bool, ...]) -> tuple[int, int, int]:
        beyond = sum(u.day + w > edge for u, w, left in zip(uprights, widths, sides, strict=True) if not left)
        return beyond, rows_of(rows(sides)), sum(sides)

    few = len(uprights) <= _FEW
    chosen = min(product((False, True), repeat=len(uprights)), key=worth) if few else (False,) * len(uprights)
    return chosen, rows(chosen)


def _holds(frame: Frame) -> tuple[Bar, ...]:
    """Spans in which the course was on hold."""
    found, since = [], None
    for step in frame.story.steps:
        if step.event == "put on hold":
            since = frame.day(step.on)
        elif since is not None and step.before == "on hold":
            found.append((since, frame.day(step.on)))
            since = None
    if since is not None:
        found.append((since, max(since, frame.now)))
    return tuple(Bar(first, last, 0, 0, fill="edge", hatch=Hatch.LINES, alpha=0.3, least=3) for first, last in found)


def _told_apart(lanes: list[Lane]) -> list[Lane]:
    """Two things that would be spoken alike are counted."""
    count = Counter(spot.words for lane in lanes for spot in lane.spots)
    seen: Counter[str] = Counter()

    def apart(spot: Spot) -> Spot:
        if count[spot.words] == 1:
            return spot
        seen[spot.words] += 1
        return replace(spot, words=f"{spot.words}, {seen[spot.words]} of {count[spot.words]}")

    alike = {words for words, times in count.items() if times > 1}
    return [
        lane if alike.isdisjoint(spot.words for spot in lane.spots) else replace(lane, spots=tuple(map(apart, lane.spots)))
        for lane in lanes
    ]
