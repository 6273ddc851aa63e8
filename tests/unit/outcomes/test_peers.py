"""The same forms as other programs score them; where peers disagree, DOMAIN.md 2 decides."""

import json
from pathlib import Path
from typing import Any

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import Safety, score

CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "measure_cases.json"
LOWEST = {"none", "none/minimal", "none-minimal", "minimal"}


def cases() -> list[Any]:
    """Every PHQ-9 and GAD-7 case."""
    if not CASES.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no shared data"))]
    found = json.loads(CASES.read_text())["cases"]
    return [pytest.param(case, id=case["id"]) for case in found if case["measure"] in BY_CODE]


def plain(band: str) -> str:
    """Peers name the lowest band differently."""
    name = band.lower().replace("_", " ")
    return "minimal" if name in LOWEST else name


@pytest.mark.parametrize("case", cases())
def test_scores_agree_with_other_programs(case: dict[str, Any]) -> None:
    measure, answers, wanted = BY_CODE[case["measure"]], case["responses"], case["expected"]
    whole = len(answers) == len(measure.items)
    if not whole or any(a is not None and not 0 <= a <= 3 for a in answers):
        with pytest.raises(Refused):
            score(measure, answers)
        return
    found = score(measure, answers)
    left_out = answers.count(None)
    if left_out == 0:
        assert "total_score" not in wanted or found.total == wanted["total_score"]
        assert "band" not in wanted or found.band == plain(wanted["band"])
    elif left_out > measure.missing:
        assert found.total is None  # peers count 0 or raise; DOMAIN.md 2.2 gives no score
    else:
        # Those that prorate agree with us; those that count a missing answer as 0 or raise do not (DOMAIN.md 2.2 decides).
        assert found.prorated
        assert not wanted.get("prorated") or found.total == wanted["total_score"]
    if "requires_escalation" in wanted:
        assert (found.safety is Safety.POSITIVE) is wanted["requires_escalation"]


def test_a_kind_of_case_is_there_for_every_branch() -> None:
    """Keeps the test above from becoming vacuous."""
    if not CASES.exists():
        pytest.skip("no shared data")
    found = [case.values[0] for case in cases()]
    assert len(found) == 50
    assert {case["measure"] for case in found} == set(BY_CODE)
    assert any(None in case["responses"] for case in found)
