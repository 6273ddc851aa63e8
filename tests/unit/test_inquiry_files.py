"""Files of requests as bytes: any of them is read or refused, and no sentence quotes what stands in the file."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.inquiry_files import HEADINGS, read_requests

SECRET = "Zaphodia"
keys = st.sampled_from([words.split("|")[0] for words in HEADINGS.values()] + ["patient", "caller", "data", "x"])
texts = st.text(max_size=8).map(lambda text: SECRET + text)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=8,
)


@given(values)
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_or_refused_without_a_word_of_it(document: object) -> None:
    try:
        file = read_requests(json.dumps(document).encode())
    except Refused as no:
        sentence = no.sentence
        if SECRET in sentence or not sentence.endswith("."):
            raise
        return
    assert all(isinstance(value, str) for record in file.records for value in record.values.values())


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for raw in (content, b"Name,Phone\n" + content, b'[{"name": "' + content, f"{SECRET},{SECRET}\n".encode() + content):
        try:
            read_requests(raw)
        except Refused as no:
            sentence = no.sentence
            if SECRET in sentence or not sentence.endswith("."):
                raise


@pytest.mark.parametrize("field", [field for field in HEADINGS if field != "name"])
def test_every_heading_of_a_field_is_understood_as_it_is_and_as_a_key(field: str) -> None:
    for words in HEADINGS[field].split("|"):
        table = read_requests(f"full name,{words}\nAda Newton,said\n".encode())
        assert table.records[0].text(field) == "said"
        first, *rest = words.split()
        camel = first + "".join(word.capitalize() for word in rest)
        if len(rest) < 1 or all(len(word) > 1 for word in words.split()):
            told = read_requests(json.dumps({"fullName": "Ada Newton", camel: "said"}).encode())
            assert told.records[0].text(field) == "said"


def test_names_are_taken_apart_whichever_way_they_are_written() -> None:
    found = [read_requests(f'Name\n"{name}"\n'.encode()).records[0] for name in ("Ana María Lee", "Lee, Ana María", "Cher")]
    assert [(one.text("given"), one.text("family")) for one in found] == [("Ana María", "Lee")] * 2 + [("", "Cher")]
