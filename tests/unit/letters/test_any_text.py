"""Random texts in every kind of letter: it never crashes, no paragraph is lost, the pages are counted right."""

import io
import re
import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.platypus import Paragraph, Table

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.letters.content import Address, LetterContent
from ibh_desktop.letters.flow import clean
from ibh_desktop.letters.kinds import KINDS, pdf
from ibh_desktop.letters.page import Opening, render
from tests.letter_samples import PARTS, SENDER, VISIT, sample

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
MARKED = st.text(st.sampled_from("*- 1.<>&/\\\"'%{}[]()\n\tab"), max_size=40)
WIDE = st.builds(lambda letter, times: letter * times, st.sampled_from("WiŁễ中-*"), st.integers(0, 400))
WORDS = st.builds(lambda count: "word " * count, st.integers(0, 260))
TEXTS = st.lists(st.one_of(ANY, MARKED, WIDE, WORDS), min_size=1, max_size=6)
SHORT = st.one_of(ANY, MARKED)
_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def marked(kind: str, texts: list[str]) -> tuple[LetterContent, list[str]]:
    """A letter with every free part made of the texts, a word before each paragraph that is found again, and those words."""
    marks, parts = [], dict(PARTS[kind])
    for number, field in enumerate(BY_ID[kind].fields):
        if field.name in parts and not (field.tick or field.choices):
            lines = [line for text in texts for line in clean(text).split("\n")]
            names = [f"q{number}x{n}q" for n in range(len(lines))]
            marks += names
            parts[field.name] = "\n".join(f"{name} {line}" for name, line in zip(names, lines, strict=True))
    return sample(kind, parts=parts), marks


def hold(texts: list[str], frame: list[str], *, draft: bool) -> None:
    """One example: all ten kinds with the texts in their parts and the other texts in their frame."""
    for kind in KINDS:
        content, marks = marked(kind, texts)
        content = replace(
            content,
            draft=draft,
            to=Address(*frame[:4]),
            subject=replace(content.subject, name=frame[4], number=frame[5]),
            sender=replace(SENDER, clinic=frame[6], location=frame[7]),
            signer=replace(content.signer, name=frame[8]),
        )
        found = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(content))).pages]
        text = "".join("".join(page.split()) for page in found)
        assert [mark for mark in marks if mark not in text] == []
        for number, page in enumerate(found, start=1):
            assert re.search(rf"L27-00001 · page {number} of {len(found)}\b", page)


EXAMPLE: Callable[..., None] = given(TEXTS, st.lists(SHORT, min_size=9, max_size=9), st.booleans())(
    lambda texts, frame, draft: hold(texts, frame, draft=draft)
)


def test_random_texts_in_all_kinds_lose_no_paragraph() -> None:
    settings(max_examples=6, suppress_health_check=_QUIET)(EXAMPLE)()


@pytest.mark.slow
def test_three_hundred_random_texts_in_all_kinds_lose_no_paragraph() -> None:
    settings(max_examples=300, suppress_health_check=_QUIET)(EXAMPLE)()


@pytest.mark.parametrize("huge", ["word " * 2_000, "x" * 3_000, "W" * 300], ids=["words", "letters", "wide"])
@pytest.mark.parametrize("kind", KINDS)
def test_names_and_addresses_beyond_all_use_are_set_as_well(kind: str, huge: str) -> None:
    hands = {name: huge for name in ("guardian", "signer") if name in PARTS[kind]}
    whole = sample(kind, parts=PARTS[kind] | hands)
    for changed in (
        {"subject": replace(whole.subject, name=huge)},
        {"to": Address(huge, huge, huge, huge)},
        {"signer": replace(whole.signer, name=huge, supervisor=huge)},
        {"cosigner": replace(whole.signer, name=huge)},
        {"sender": replace(SENDER, clinic=huge, location=huge, phone=huge)},
        {"visit": replace(VISIT, place=huge, clinician=huge)},
    ):
        assert PdfReader(io.BytesIO(pdf(replace(whole, **changed)))).pages


def test_what_is_higher_than_a_page_is_refused_without_a_word_of_it() -> None:
    tall = Table([[Paragraph("María " * 3_000)]], colWidths=[100])
    with pytest.raises(Refused, match="longer than a page") as no:
        render(sample("referral"), "Referral", [tall], Opening())
    assert "María" not in "".join(traceback.format_exception(no.value))
