"""The scores of one measure over their bands, with what changed since the baseline."""

from collections.abc import Sequence
from functools import cache

from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.change import ChangeSince, baseline, change
from ibh_desktop.domain.outcomes.due import is_follow_up
from ibh_desktop.domain.outcomes.measure import Measure, Safety
from ibh_desktop.domain.timeline_frame import TITLE_ROOM, Frame
from ibh_desktop.domain.timeline_shapes import Align, Bar, Key, Lane, Rule, Shape, Sign, Spot, Words
from ibh_desktop.domain.timeline_story import Scored

HIGH = {"PHQ-9": 132.0}
LOW = 92.0
_GAP = 16.0
_THIN = 11.0
_SEVERITY = ("success_soft", "success_soft", "warning_soft", "warning_soft", "danger_soft")


def chart(frame: Frame, measure: Measure, scores: Sequence[Scored]) -> Lane:
    """Bands at the back, the line over them, marks for reliable change and safety answers."""
    height = HIGH.get(measure.code, LOW)
    found = [score for score in scores if score.total is not None]
    start = baseline(scores, frame.story.session_two)
    base = start.total if start else None
    front = _line(frame, measure, found, height, base)
    spots = tuple(_spot(frame, measure, score, height, start) for score in found)
    said = [] if len(found) < 2 or base is None else _said(measure, _change(measure.code, base, found[-1].total or 0))
    return Lane(
        measure.code,
        height + _GAP,
        back=tuple(_bands(frame, measure, height)),
        front=tuple(front),
        ends=tuple(_names(measure, height)),
        titles=tuple(_titles(frame, measure, found, base, said)),
        spots=spots,
        keys=_keys(front),
        told=_told(frame, measure, start, found),
    )


def y_of(measure: Measure, total: float, height: float) -> float:
    """Where a score lies; the highest is at the top."""
    return height - height * total / _highest(measure.code)


@cache
def _highest(code: str) -> int:
    return BY_CODE[code].highest


@cache
def _change(code: str, base: int, latest: int) -> ChangeSince:
    return change(BY_CODE[code], base, latest)


@cache
def _held(code: str, base: int, latest: int) -> str:
    return ", ".join(_change(code, base, latest).labels)


def _bands(frame: Frame, measure: Measure, height: float) -> list[Shape]:
    shapes: list[Shape] = []
    count, days = len(measure.bands), float(frame.shown.days)
    for number, band in enumerate(measure.bands):
        top = y_of(measure, min(_highest(measure.code), band.high + 0.5), height)
        deep = y_of(measure, max(0, band.low - 0.5), height) - top
        step = count - 1 - number if measure.higher_is_better else number
        shade = _SEVERITY[step + len(_SEVERITY) - count if step else 0]
        shapes.append(Bar(0, days, top, deep, fill=shade, alpha=1.0 if number % 2 else 0.6, full=True))
    return shapes or [Bar(0, days, 0, height, fill="page", full=True)]


def _names(measure: Measure, height: float) -> list[Words]:
    """The bands by name; one that is too thin for its name goes without."""
    words = []
    for band in measure.bands:
        top, low = (y_of(measure, at, height) for at in (min(_highest(measure.code), band.high + 0.5), max(0, band.low - 0.5)))
        if low - top >= _THIN:
            name = band.name.replace("moderately", "mod.")
            words.append(Words(0, (top + low) / 2, name, "secondary", size=11, align=Align.RIGHT))
    return words


def _line(frame: Frame, measure: Measure, found: Sequence[Scored], height: float, base: int | None) -> list[Shape]:
    places = [(float(frame.day(s.taken_on)), y_of(measure, s.total or 0, height)) for s in found]
    kept = sum(not _is_after(frame, score) for score in found)
    shapes = _rules(places, kept)
    for score, (day, y) in zip(found, places, strict=True):
        glyph, tone = _mark(measure, score, base, after=_is_after(frame, score))
        shapes.append(Sign(day, y, glyph, tone))
        if score.safety is not Safety.NONE:
            shapes.append(Sign(day, y - 15 if y > 24 else y + 15, "warning", "danger"))
    return shapes + _ends(found, places, height)


def _is_after(frame: Frame, score: Scored) -> bool:
    return is_follow_up(score.taken_on, frame.story.ended_on)


def _rules(places: Sequence[tuple[float, float]], kept: int) -> list[Shape]:
    """The line through the scores; beyond the first `kept`, those of the course, it is dashed."""
    shapes: list[Shape] = [Rule(tuple(places[:kept]), "accent", 2)] if kept > 1 else []
    beyond = tuple(places[max(0, kept - 1) :])
    return [*shapes, Rule(beyond, "accent", 2, dashed=True)] if kept < len(places) and len(beyond) > 1 else shapes


def _mark(measure: Measure, score: Scored, base: int | None, *, after: bool) -> tuple[str, str]:
    reliable = "" if base is None else _change(measure.code, base, score.total or 0).reliable
    glyph = "reliable follow-up" if after else "reliable"
    if "improvement" in reliable:
        return glyph, "success"
    return (glyph, "danger") if "deterioration" in reliable else ("follow-up" if after else "score", "accent")


def _ends(found: Sequence[Scored], places: Sequence[tuple[float, float]], height: float) -> list[Shape]:
    """The first and latest score in figures: on the side of the point where the line does not run."""
    shapes: list[Shape] = []
    for number in sorted({0, len(found) - 1} if found else ()):
        day, y = places[number]
        beside = places[1 if number == 0 else number - 1] if len(places) > 1 else (day, height)
        above = (y <= beside[1] or y > height - 18) and y >= 14
        align = Align.CENTRE if number == 0 else Align.LEFT
        shapes.append(
            Words(
                day,
                y - 13 if above else y + 13,
                str(found[number].total),
                "accent",
                bold=True,
                align=align,
                backed=True,
                least=0,
            )
        )
    return shapes


def _keys(front: Sequence[Shape]) -> tuple[Key, ...]:
    drawn = {(shape.glyph, shape.tone) for shape in front if isinstance(shape, Sign)}
    known = (
        Key("score", "accent", "score"),
        Key("reliable", "success", "reliably better than at the baseline"),
        Key("reliable", "danger", "reliably worse than at the baseline"),
        Key("follow-up", "accent", "score at follow-up"),
        Key("reliable follow-up", "success", "at follow-up, reliably better than at the baseline"),
        Key("reliable follow-up", "danger", "at follow-up, reliably worse than at the baseline"),
        Key("warning", "danger", "safety item answered"),
    )
    return tuple(key for key in known if (key.glyph, key.tone) in drawn)


def _titles(
    frame: Frame, measure: Measure, found: Sequence[Scored], base: int | None, said: Sequence[tuple[str, str]]
) -> list[Words]:
    after = " · follow-up" if found and _is_after(frame, found[-1]) else ""
    words = [Words(0, 9, f"{measure.code}{after}", size=13, room=TITLE_ROOM)]
    if found:
        latest = found[-1].total or 0
        both = str(latest) if len(found) < 2 or base is None else f"{base} → {latest}"
        words.append(Words(0, 30, both, size=16, bold=True, room=TITLE_ROOM))
    return words + [Words(0, 51 + 16 * n, text, tone, size=11, room=TITLE_ROOM) for n, (text, tone) in enumerate(said)]


def _said(measure: Measure, told: ChangeSince) -> list[tuple[str, str]]:
    """What holds since the baseline, each with its tone; the yes and no of what a measure has a rule for."""
    tone = "success" if "improvement" in told.reliable else "danger" if "deterioration" in told.reliable else "secondary"
    lines = [(told.reliable, tone)] if told.reliable else []
    if told.improved:
        lines.append(("improved", "success"))
    if told.response is not None:
        words = f"response: {'yes' if told.response else 'no'} ({round(-100 * told.difference / told.baseline)} %)"
        lines.append((words, "success" if told.response else "secondary"))
    if measure.remission is not None:
        lines.append((f"remission: {'yes' if told.remission else 'not yet'}", "secondary"))
    return lines


def _told(frame: Frame, measure: Measure, start: Scored | None, found: Sequence[Scored]) -> str:
    """The rule behind each word beside the chart."""
    if start is None or not found:
        return f"{measure.title}. {measure.source}"
    rules = [
        f"Baseline {start.total} of {frame.said(start.taken_on)}: the earliest complete score up to session 2",
        f"reliable change from {measure.reliable} points on" if measure.reliable is not None else "",
        f"improved from {measure.improved} points on" if measure.improved is not None else "",
        "response at half of the baseline or less" if measure.lowest == 0 and not measure.higher_is_better else "",
        f"remission below {measure.remission}" if measure.remission is not None else "",
    ]
    return f"{measure.title}. {'; '.join(rule for rule in rules if rule)}. {measure.source}"


def _spot(frame: Frame, measure: Measure, score: Scored, height: float, start: Scored | None) -> Spot:
    told = ", ".join(part for part in (score.standing, "estimated" if score.prorated else "") if part)
    words = f"{measure.code} {score.total} ({told}), {frame.said(score.taken_on)}{_after(frame, score)}"
    if start is not None and start.total is not None and score.id != start.id:
        held = _held(measure.code, start.total, score.total or 0)
        words += f", {held} since {start.total}" if held else ""
    elif start is not None:
        words += ", baseline"
    if score.adult_form:
        words += ", adult form given to a minor"
    if score.safety is not Safety.NONE:
        words += ", safety item answered: see the safety notice"
    day, y = float(frame.day(score.taken_on)), y_of(measure, score.total or 0, height)
    return Spot("score", score.id, words, day, day, y - 8, y + 8, -8, 8, measure.source)


def _after(frame: Frame, score: Scored) -> str:
    ended_on = frame.story.ended_on
    if ended_on is None or not _is_after(frame, score):
        return ""
    weeks = (score.taken_on - ended_on).days // 7
    return f", follow-up {f'{weeks} weeks' if weeks != 1 else '1 week'} after the course" if weeks else ", follow-up"
