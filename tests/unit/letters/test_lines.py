"""Lines of a letter: kept as they are, printed where they are ticked."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letter_lines import Line, loaded, stored, text_of, texts, written
from ibh_desktop.domain.letters import LONGEST_TEXT, require_parts
from ibh_desktop.queries.proposals.words import kept

WORDS = st.text(max_size=60)
LINE = st.builds(Line, WORDS, WORDS, st.booleans())
NAME = st.sampled_from(sorted({field.name for rule in RULES for field in rule.fields}))
LINES = st.dictionaries(NAME, st.lists(LINE, max_size=6).map(tuple), max_size=8)


@given(LINES)
def test_whatever_is_stored_comes_back(lines: dict[str, tuple[Line, ...]]) -> None:
    assert loaded(stored(lines)) == lines


@given(LINES)
def test_only_ticked_lines_with_words_are_printed_in_their_order(lines: dict[str, tuple[Line, ...]]) -> None:
    said = texts(lines)
    for name, part in lines.items():
        ticked = [line.text for line in part if line.on and line.text.strip()]
        assert said.get(name, "") == "\n".join(ticked) == text_of(part)
    assert all(said.values())


@given(st.dictionaries(NAME, WORDS))
def test_a_plain_text_of_the_writers_stays_a_plain_text(parts: dict[str, str]) -> None:
    lines = written(parts)
    assert texts(lines) == {name: text for name, text in parts.items() if text.strip()}
    assert json.loads(stored(lines)) == texts(lines)


@given(st.lists(st.builds(Line, st.text(min_size=1, max_size=9_000), WORDS, st.booleans()), max_size=8))
def test_a_proposal_never_holds_more_than_a_part_does_and_loses_nothing(part: list[Line]) -> None:
    lines = kept({"reason": part})
    require_parts(RULES[0], texts(lines))
    assert [line.text for line in lines.get("reason", ())] == [line.text for line in part if line.text.strip()]


def test_what_is_beyond_a_part_is_there_to_be_ticked() -> None:
    (first, second) = kept({"reason": [Line("x" * LONGEST_TEXT, "a"), Line("more", "b")]})["reason"]
    assert (first.on, second.on, second.text) == (True, False, "more")
