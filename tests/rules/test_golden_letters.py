"""Every kind of letter, rendered once and held against the words it must have, in their order."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letters import LetterKindRule
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject
from ibh_desktop.letters.kinds import pdf
from tests.letter_words import whole

GOLDEN = Path(__file__).parent / "golden"


def golden(rule: LetterKindRule) -> list[str]:
    """The words that a kind must have, in the order of reading."""
    return (GOLDEN / f"{rule.id}.txt").read_text(encoding="utf-8").split()


def content(rule: LetterKindRule) -> LetterContent:
    """A letter whose parts are their own names."""
    return LetterContent(
        kind=rule.id,
        number="L27-00001",
        written_on=date(2027, 4, 20),
        draft=False,
        sample=False,
        sender=Sender(
            "Riverside Clinic", "Birmingham", "100 Sample St", "Birmingham, AL 35203", "(205) 555-0101", "(205) 555-0121"
        ),
        to=Address("Dr. Amelia Hart", "Sample Psychiatry", "10 Sample Ave", "Birmingham, AL 35203"),
        subject=Subject("María Elena O'Kon", date(1985, 3, 14), "10001"),
        signer=Signer("Ana Lee", "ALC", "AL-ALC-1", "1234567893", "Lee Ann Foster, LPC-S"),
        parts=whole(rule, "«{name}»"),
        crisis_line="988",
    )


def words(rule: LetterKindRule) -> list[str]:
    """The words of the rendered letter, sorted: the order of drawing is not the order of reading."""
    reader = PdfReader(io.BytesIO(pdf(content(rule))))
    return sorted(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_letter_holds_exactly_its_golden_words(rule: LetterKindRule) -> None:
    assert words(rule) == sorted(golden(rule))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_parts_come_in_their_golden_order(rule: LetterKindRule) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(content(rule)))).pages)
    wanted = [word for word in golden(rule) if word.startswith("«")]
    assert sorted(wanted, key=text.index) == wanted
    assert set(wanted) == {f"«{field.name}»" for field in rule.fields if not (field.tick or field.choices)}
