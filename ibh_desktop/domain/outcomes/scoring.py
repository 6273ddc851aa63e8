"""From answers, or a total alone, to score, band, cut, safety and notices. Rules and sources: DOMAIN.md 2.1."""

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.measure import NOTHING, Answers, Given, Measure, Safety, Score
from ibh_desktop.domain.phases import half_up


def require_answers(measure: Measure, answers: Answers) -> None:
    """Raise `Refused` when there are too many or too few answers, or one is not on the form."""
    if len(answers) != measure.count:
        scored = "" if measure.first == 1 else f" scored ones, {measure.first} to {measure.numbers[-1]}"
        given = "1 answer was given" if len(answers) == 1 else f"{len(answers)} answers were given"
        raise Refused(f"{measure.code} has {measure.count} items{scored and ':' + scored}; {given}.", field="answers")
    for item, answer in zip(measure.numbers, answers, strict=True):
        if answer is not None:
            _require_value(f"Item {item}", answer, measure.values_of(item), "answers")


def _require_value(what: str, value: object, values: tuple[int, ...], at: str) -> None:
    if type(value) is not int:  # a bool is an int, but no answer
        raise Refused(f"{what} takes whole numbers, {_span(values)}, not {value}.", field=at)
    if value not in values:
        raise Refused(f"{what} takes {_span(values)}, not {value}.", field=at)


def _span(values: tuple[int, ...]) -> str:
    low, high = min(values), max(values)
    if len(values) == high - low + 1:
        return f"{low} to {high}" if len(values) > 2 else f"{low} or {high}"
    return f"{', '.join(str(v) for v in values[:-1])} or {values[-1]}"


def band_of(measure: Measure, total: int) -> str | None:
    """The name of the band a total falls into; None for a measure without bands."""
    return next((band.name for band in measure.bands if band.low <= total <= band.high), None)


def safety_of(measure: Measure, answers: Answers) -> Safety:
    """Any answer above 0 on the safety item, whatever the total (DOMAIN.md 3.2)."""
    return Safety.NONE if measure.safety_item is None else _safety(answers[measure.safety_item - measure.first])


def _safety(answer: int | None) -> Safety:
    if answer is None:
        return Safety.UNKNOWN
    return Safety.POSITIVE if answer >= 1 else Safety.NONE


def _sex(given: Given) -> str:
    return {"female": "F", "male": "M"}.get(given.sex.lower(), given.sex.upper())


def cut_of(measure: Measure, given: Given = NOTHING) -> int | None:
    """The cut that holds for this person; by an unknown sex the lower one (DOMAIN.md 2.4)."""
    if measure.case_by_sex:
        return measure.case_by_sex.get(_sex(given), min(measure.case_by_sex.values()))
    return measure.case if given.cut is None else given.cut


def positive_of(measure: Measure, total: int | None, given: Given = NOTHING) -> bool | None:
    """Whether a total reaches the cut, with what must hold besides; None where it cannot be told."""
    cut = cut_of(measure, given)
    if total is None or cut is None:
        return None
    reached = total <= cut if measure.higher_is_better else total >= cut
    return reached and measure.case_also(given) if reached and measure.case_also else reached


def pattern_of(measure: Measure, answers: Answers) -> bool | None:
    """Whether every cluster is met; None where answers left out could still decide."""
    if not measure.clusters:
        return None
    met = possible = True
    for cluster in measure.clusters:
        part = answers[cluster.first - 1 : cluster.last]
        high = sum(answer is not None and answer >= 2 for answer in part)
        met = met and high >= cluster.needed
        possible = possible and high + list(part).count(None) >= cluster.needed
    return True if met else (None if possible else False)


def score(measure: Measure, answers: Answers, given: Given = NOTHING) -> Score:
    """Score with the measure's missing-answer rule: mean of the answered × items, rounded half up."""
    require_answers(measure, answers)
    require_given(measure, given)
    passed = measure.skips(answers) if measure.skips else frozenset[int]()
    asked = [
        _counted(measure, item, 0 if answer is None and item in passed else answer)
        for item, answer in zip(measure.numbers, answers, strict=True)
        if not (given.retired and item == measure.retired_item)
    ]
    answered = [value for value in asked if value is not None]
    left_out = len(asked) - len(answered)
    raw = half_up(sum(answered) * len(asked) / len(answered)) if answered and left_out <= measure.missing else None
    return _scored(measure, raw, given, left_out=left_out, answers=answers, safety=safety_of(measure, answers))


def score_total(measure: Measure, total: int, given: Given = NOTHING) -> Score:
    """Score where only the sum is known; the safety item is asked for by itself and never assumed (DOMAIN.md 3.2)."""
    low, high = measure.raw_range(given)
    _require_value(f"The total of {measure.code}", total, tuple(range(low, high + 1)), "total")
    require_given(measure, given)
    safety = Safety.NONE if measure.safety_item is None else _safety(given.safety)
    if measure.safety_item is not None and given.safety is not None:
        most = high - max(measure.values_of(measure.safety_item))
        if not 0 <= total - given.safety <= most:
            raise Refused(f"With item {measure.safety_item} at {given.safety} the total cannot be {total}.", field="total")
    return _scored(measure, total, given, left_out=0, answers=None, safety=safety)


def require_given(measure: Measure, given: Given) -> None:
    """Raise `Refused` for what besides the answers cannot be."""
    if given.safety is not None and measure.safety_item is not None:
        item = measure.safety_item
        _require_value(f"Item {item}", given.safety, measure.values_of(item), "safety")
    if given.months_since_loss is not None and (type(given.months_since_loss) is not int or given.months_since_loss < 0):
        raise Refused("The months since the loss are a whole number, 0 or more.", field="months_since_loss")


def _counted(measure: Measure, item: int, answer: int | None) -> int | None:
    if answer is None or item not in measure.counted_reversed:
        return answer
    values = measure.values_of(item)
    return min(values) + max(values) - answer


def _scored(
    measure: Measure, raw: int | None, given: Given, *, left_out: int, answers: Answers | None, safety: Safety
) -> Score:
    total = None if raw is None else raw * measure.times
    positive = positive_of(measure, total, given)
    return Score(
        total=total,
        band=None if total is None else band_of(measure, total),
        prorated=total is not None and left_out > 0,
        complete=left_out == 0,
        safety=safety,
        positive=positive,
        pattern=None if answers is None else pattern_of(measure, answers),
        highest=measure.raw_range(given)[1] * measure.times,
        notices=notices_of(measure, total, given, answers),
    )


def notices_of(measure: Measure, total: int | None, given: Given, answers: Answers | None) -> tuple[str, ...]:
    """What is to be told besides, in whole sentences; none of it raises an event."""
    found = []
    if measure.case_by_sex and _sex(given) not in measure.case_by_sex:
        found.append(f"Sex not known: the lower cut of {cut_of(measure, given)} is used.")
    if measure.case_also and total is not None and positive_of(measure, total, given) is None:
        found.append("At or above the cut, but positive only with what is still to be asked.")
    for soft in measure.soft:
        at_total = soft.total is not None and total is not None and total >= soft.total
        answer = answers[soft.item - measure.first] if soft.item is not None and answers is not None else None
        if at_total or (answer is not None and answer >= 1):
            found.append(soft.words)
    return tuple(found)


def standing(measure: Measure, total: int, given: Given = NOTHING) -> str:
    """The band in words, or on which side of the cut a score lies; empty for a measure that has neither."""
    cut, band = cut_of(measure, given), band_of(measure, total)
    if band is not None or cut is None:
        return band or ""
    positive = positive_of(measure, total, given)
    if positive is None:
        return f"{cut} or more, conditions not known"
    sign = "≤" if measure.higher_is_better else "≥"
    if measure.case_word == "at or above the cut":
        return f"at or above the cut of {cut}" if positive else f"below the cut of {cut}"
    return f"{measure.case_word} ({sign} {cut})" if positive else f"not {measure.case_word} ({sign} {cut})"
