"""Every kind of letter, rendered once and held against the words it must have, in their order."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from ibh_desktop.domain.letters import RULES, LetterKindRule
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject
from ibh_desktop.letters.kinds import pdf

GOLDEN = {
    "referral": (
        "Riverside Clinic Birmingham · 100 Sample St · Birmingham, AL 35203 (205) 555-0101 · Fax (205) 555-0121 CONFIDENTIAL"
        " Dr. Amelia Hart Sample Psychiatry 10 Sample Ave Birmingham, AL 35203 April 20, 2027"
        " Referral Patient María Elena O'Kon Date of birth 03/14/1985 Record number 10001"
        " Urgency «urgency» Reason for referral «reason» What we ask «request» Not fully addressed «unresolved»"
        " Working diagnosis «diagnosis» First and latest scores «scores» Course summary «summary»"
        " Goals and what came of them «goals» Medicines and allergies, as told «medicines» Risk statement «risk»"
        " Social situation, supports, access needs «background» What the patient knows and wants «patient_view»"
        " L27-00001 · page 1 of 2"
        " Legal basis «basis» Sincerely, Ana Lee, ALC License AL-ALC-1 · NPI 1234567893"
        " under the supervision of Lee Ann Foster, LPC-S"
        " If the patient is in crisis: call or text 988; in immediate danger 911."
        " L27-00001 · page 2 of 2"
    ),
}


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
        parts={field.name: f"«{field.name}»" for field in rule.fields},
        crisis_line="988",
    )


def words(rule: LetterKindRule) -> list[str]:
    """The words of the rendered letter, sorted: the order of drawing is not the order of reading."""
    reader = PdfReader(io.BytesIO(pdf(content(rule))))
    return sorted(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_letter_holds_exactly_its_golden_words(rule: LetterKindRule) -> None:
    assert words(rule) == sorted(GOLDEN[rule.id].split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_parts_come_in_their_golden_order(rule: LetterKindRule) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(content(rule)))).pages)
    wanted = [word for word in GOLDEN[rule.id].split() if word.startswith("«")]
    assert sorted(wanted, key=text.index) == wanted
    assert set(wanted) == {f"«{field.name}»" for field in rule.fields}
