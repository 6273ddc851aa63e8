"""What holds for every measure: ranges, refusals in whole sentences, licences, sources."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes import BY_CODE, MEASURES
from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.measure import Given, Measure, Safety, given_from
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing

EMBEDDED = {"PHQ-9", "GAD-7", "PHQ-2", "GAD-2", "PHQ-8", "PCL-5", "AUDIT-C", "CORE-10"}
RANGES = {
    "PHQ-9": (0, 27), "GAD-7": (0, 21), "PHQ-2": (0, 6), "GAD-2": (0, 6), "PHQ-8": (0, 24), "PCL-5": (0, 80),
    "AUDIT-C": (0, 12), "CORE-10": (0, 40), "AUDIT": (0, 40), "DAST-10": (0, 10), "EPDS": (0, 30), "WSAS": (0, 40),
    "EDE-QS": (0, 36), "SPIN": (0, 68), "Mini-SPIN": (0, 12), "WHO-5": (0, 100), "ASRM": (0, 20), "PG-13-R": (10, 50),
    "CSI-4": (0, 21), "UCLA-3": (3, 9),
}  # fmt: skip
every = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)


def lowest(measure: Measure) -> list[int]:
    """The smallest answer to each item."""
    return [min(measure.values_of(item)) for item in measure.numbers]


def highest(measure: Measure) -> list[int]:
    """The largest answer to each item."""
    return [max(measure.values_of(item)) for item in measure.numbers]


def test_the_measures_are_those_of_the_specification() -> None:
    assert {measure.code: (measure.lowest, measure.highest) for measure in MEASURES} == RANGES


@every
def test_wording_is_shipped_only_where_the_licence_allows_it(measure: Measure) -> None:
    if measure.code in EMBEDDED:
        assert len(measure.items) == measure.count
        for item in measure.numbers:
            assert len(measure.choices_of(item)) == len(measure.values_of(item))
    else:
        assert (measure.items, measure.choices, measure.other_choices, measure.lead) == ((), (), {}, "")
        assert measure.words_of(measure.first) == f"Item {measure.first}"
    assert measure.licence


@every
def test_every_number_names_its_rule_and_source(measure: Measure) -> None:
    assert "DOMAIN.md 2." in measure.source
    assert "[S" in measure.source or "unverified" in measure.source


@every
def test_bands_cover_every_score_once_or_there_are_none(measure: Measure) -> None:
    covered = [sum(b.low <= total <= b.high for b in measure.bands) for total in range(measure.lowest, measure.highest + 1)]
    assert set(covered) == ({1} if measure.bands else {0})
    assert standing(measure, measure.highest)


@every
def test_a_wrong_number_of_answers_is_refused(measure: Measure) -> None:
    for answers in ([], [0], lowest(measure)[:-1], [*lowest(measure), 0]):
        with pytest.raises(Refused, match=rf"^{measure.code} has {measure.count} items.*given\.$") as no:
            score(measure, answers)
        assert no.value.field == "answers"


@every
@pytest.mark.parametrize("wrong", [-1, 99, True, False, 1.0, 1.5, "1", "Y", float("nan")])
def test_what_is_no_answer_of_the_form_is_refused_by_item(measure: Measure, wrong: object) -> None:
    for at, item in enumerate(measure.numbers):
        answers: list[object] = [*lowest(measure)]
        answers[at] = wrong
        with pytest.raises(Refused, match=rf"^Item {item} takes .*, not {wrong}\.$"):
            score(measure, answers)  # type: ignore[arg-type]


@every
@pytest.mark.parametrize("wrong", [-1, 1000, True, 12.0, "12", None])
def test_what_is_no_total_is_refused(measure: Measure, wrong: object) -> None:
    with pytest.raises(Refused, match=rf"^The total of {measure.code} takes .*, not {wrong}\.$") as no:
        score_total(measure, wrong)  # type: ignore[arg-type]
    assert no.value.field == "total"


@every
def test_more_answers_missing_than_allowed_give_no_score_and_one_less_does(measure: Measure) -> None:
    allowed = [*[None] * measure.missing, *highest(measure)[measure.missing :]]
    found = score(measure, allowed)
    assert (found.total is not None, found.prorated) == (True, measure.missing > 0)
    none = score(measure, [*[None] * (measure.missing + 1), *highest(measure)[measure.missing + 1 :]])
    assert (none.total, none.band, none.positive, none.prorated, none.complete) == (None, None, None, False, False)
    empty = score(measure, [None] * measure.count)
    assert (empty.total, empty.pattern) == (None, None)
    assert empty.safety is (Safety.UNKNOWN if measure.safety_item else Safety.NONE)


@every
def test_a_total_alone_says_the_same_as_the_answers(measure: Measure) -> None:
    for answers in (lowest(measure), highest(measure)):
        counted = score(measure, answers)
        assert counted.total is not None
        given = Given(safety=answers[measure.safety_item - measure.first] if measure.safety_item else None)
        alone = score_total(measure, counted.total // measure.times, given)
        assert (alone.total, alone.band, alone.positive, alone.safety) == (
            counted.total, counted.band, counted.positive, counted.safety,
        )  # fmt: skip


@pytest.mark.parametrize("code", ["PHQ-9", "EPDS", "CORE-10"])
def test_where_only_the_total_is_known_the_safety_item_is_asked_and_never_assumed(code: str) -> None:
    measure = BY_CODE[code]
    assert score_total(measure, 0).safety is Safety.UNKNOWN
    assert score_total(measure, 12).safety is Safety.UNKNOWN
    assert score_total(measure, 12, Given(safety=0)).safety is Safety.NONE
    assert score_total(measure, 12, Given(safety=1)).safety is Safety.POSITIVE
    with pytest.raises(Refused, match=rf"With item {measure.safety_item} at 2 the total cannot be 1\."):
        score_total(measure, 1, Given(safety=2))
    with pytest.raises(Refused, match=rf"With item {measure.safety_item} at 0 the total cannot be {measure.highest}\."):
        score_total(measure, measure.highest, Given(safety=0))
    with pytest.raises(Refused, match=rf"Item {measure.safety_item} takes 0 to"):
        score_total(measure, 12, Given(safety=9))


def test_only_three_measures_have_a_safety_item() -> None:
    assert {m.code: m.safety_item for m in MEASURES if m.safety_item} == {"PHQ-9": 9, "EPDS": 10, "CORE-10": 6}


def test_better_is_lower_save_where_it_is_higher() -> None:
    assert {m.code for m in MEASURES if m.higher_is_better} == {"WHO-5", "CSI-4"}
    assert change(BY_CODE["WHO-5"], 40, 52).labels == ("reliable improvement",)
    assert change(BY_CODE["WHO-5"], 52, 40).labels == ("reliable deterioration",)
    assert change(BY_CODE["CSI-4"], 8, 15).labels == ()


def test_what_is_stored_besides_the_answers_comes_back() -> None:
    given = Given(sex="F", months_since_loss=0, impaired=False, function=0, safety=0)
    assert given.stored() == {"sex": "F", "months_since_loss": 0, "impaired": False, "function": 0, "safety": 0}
    assert given_from(given.stored() | {"version": "1"}) == given
    assert Given().stored() == {}
