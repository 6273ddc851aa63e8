"""Every kind of letter, complete, rendered and read back: its words in their order against a golden text."""

from pathlib import Path

import pytest

from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letters import LetterKindRule
from tests.letter_reading import lines
from tests.letter_samples import PARTS, sample

GOLDEN = Path(__file__).parent / "golden"
KINDS = [rule.id for rule in RULES]


def golden(kind: str) -> list[str]:
    """The lines that a kind must have, in the order of reading."""
    return (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("rule", RULES, ids=KINDS)
def test_the_sample_of_a_kind_has_a_text_for_every_part(rule: LetterKindRule) -> None:
    assert set(PARTS[rule.id]) == {field.name for field in rule.fields} - {"plain_envelope"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_reads_exactly_as_its_golden_text(kind: str) -> None:
    assert lines(sample(kind)) == golden(kind)
