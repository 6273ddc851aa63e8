"""Where pages end: no line of a paragraph alone, no heading without its text, no signature without what it signs."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from ibh_desktop.letters.kinds import KINDS
from tests.letter_reading import Piece, pages, placed
from tests.letter_samples import PARTS, SERIES, sample

LAST = {
    "referral": "contact",
    "psychiatry": "next_visit",
    "thanks": "follow",
    "summary": "come_back",
    "confirmation": "directions",
    "missed": "fee",
    "closure": "options",
    "attendance": "return_on",
}
"""The part that stands right above the signatures."""


def numbered(number: int, count: int) -> str:
    """A paragraph whose words say which it is."""
    return " ".join(f"k{number}w{n}" for n in range(count))


def lines_by_page(sheets: list[list[Piece]], number: int) -> list[int]:
    """How many lines of a numbered paragraph stand on each page."""
    found = [sum(bool(re.match(rf"k{number}w", piece.text)) for piece in page) for page in sheets]
    return [count for count in found if count]


@pytest.mark.parametrize("above", range(0, 34, 5))
def test_no_paragraph_leaves_one_line_alone(above: int) -> None:
    text = "\n".join(["Line."] * above + [numbered(number, 60 + 7 * number) for number in range(9)])
    sheets = placed(sample("referral", parts=PARTS["referral"] | {"summary": text, "chart": ""}))
    for number in range(9):
        lines = lines_by_page(sheets, number)
        assert sum(lines) >= 3
        assert min(lines) >= 2, (number, lines)


@pytest.mark.parametrize("above", range(0, 18, 3))
def test_a_heading_stands_on_the_page_of_its_text(above: int) -> None:
    text = "\n".join(["Line."] * (20 + above))
    found = pages(sample("referral", parts=PARTS["referral"] | {"unresolved": text}))
    for heading, name in (("Course summary", "summary"), ("Risk statement", "risk"), ("Working diagnosis", "diagnosis")):
        assert any(f"{heading} {PARTS['referral'][name][:30]}" in page for page in found)


@pytest.mark.parametrize("kind", LAST)
def test_a_signature_takes_two_lines_along_however_long_the_letter(kind: str) -> None:
    cosigned = sample(kind)
    parts = PARTS[kind]
    for count in (10, 61, 122, 183, 290):
        text = "Line.\n" * (count % 17) + numbered(1, count)
        for last in (text, "Line.\n" * (count % 19) + "One.\nTwo."):
            content = replace(cosigned, parts=parts | {LAST[kind]: last})
            signed = next(page for page in placed(content) if any(piece.text == "Sincerely," for piece in page))
            texts = [piece.text for piece in signed]
            at = texts.index("Sincerely,")
            before = [text for text in texts[max(0, at - 2) : at] if "page" not in text]
            assert len(before) == 2, (count, texts[:4])
            assert cosigned.signer.name in " ".join(texts[at:])


@pytest.mark.parametrize("lines", range(0, 40, 6))
def test_all_hands_of_a_plan_sign_on_one_page_under_what_they_agree_to(lines: int) -> None:
    found = pages(sample("plan", parts=PARTS["plan"] | {"privacy": "Line.\n" * lines + "End."}))
    (signed,) = (page for page in found if "María Elena O'Kon, patient" in page)
    for said in ("sign the new plan.", "Rosa O'Kon, mother, guardian", "Ana Lee, ALC, therapist", "Foster, LPC-S, supervisor"):
        assert said in signed


@pytest.mark.parametrize("count", [1, 2, 3, 11])
def test_charts_are_never_torn_and_all_are_there(count: int) -> None:
    series = tuple(replace(SERIES[0], code=f"M-{n}") for n in range(count))
    found = pages(sample("referral", series=series))
    for n in range(count):
        assert sum(f"M-{n} 18 → 8 0 minimal" in page for page in found) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_to_the_last(kind: str) -> None:
    name = next(iter(PARTS[kind])) if kind not in ("referral", "psychiatry") else "risk"
    for words in (1, 900, 2_500):
        found = pages(sample(kind, parts=PARTS[kind] | {name: numbered(1, words)}))
        assert all(f"L27-00001 · page {n} of {len(found)}" in page for n, page in enumerate(found, start=1))
        said = " ".join(found)
        places = [said.index(f"k1w{n} ") for n in range(0, words, 11)]
        assert all(a < b for a, b in pairwise(places))


@pytest.mark.parametrize("above", range(0, 30, 3))
def test_what_stands_below_the_signatures_never_begins_a_page_alone(above: int) -> None:
    found = pages(sample("referral", parts=PARTS["referral"] | {"summary": "Line.\n" * above + "End."}))
    (signed,) = (page for page in found if "Sincerely," in page)
    for said in ("Enclosures:", "Legal basis:", "42 CFR part 2 prohibits", "in immediate danger 911"):
        assert said in signed


def test_a_long_list_of_enclosures_does_not_pull_the_signatures_along() -> None:
    found = pages(sample("thanks", parts=PARTS["thanks"] | {"enclosures": "\n".join(f"Sheet {n}" for n in range(70))}))
    assert "Sincerely," in found[0]
    assert "Sheet 69" in found[-1]
