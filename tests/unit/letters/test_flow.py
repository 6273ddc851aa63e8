"""What a person writes becomes lines, lists and emphasis, and nothing else."""

from itertools import pairwise

import pytest

from ibh_desktop.letters.flow import BODY, LONGEST_RUN, paragraph, paragraphs
from ibh_desktop.letters.fonts import BOLD, ITALIC, REGULAR, register

register()


def pieces(text: str) -> list[list[tuple[str, str]]]:
    """Texts with their faces, a list a paragraph."""
    return [[(frag.text, frag.fontName) for frag in set_.frags] for set_ in paragraphs(text)]


def test_every_line_is_a_paragraph_and_empty_ones_are_none() -> None:
    assert pieces("One.\n\n \nTwo.") == [[("One.", REGULAR)], [("Two.", REGULAR)]]


def test_dashes_and_numbers_make_lists_with_their_marks() -> None:
    made = list(paragraphs("- first\n  - second\n12. third\nplain - not\n1.5 not\n-not"))
    assert [one.bulletText for one in made] == ["•", "•", "12.", None, None, None]
    assert [one.text for one in made] == ["first", "second", "third", "plain - not", "1.5 not", "-not"]
    assert [one.style.leftIndent > 0 for one in made] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a *b c* d", [("a ", REGULAR), ("b c", ITALIC), (" d", REGULAR)]),
        ("**a** *b*", [("a", BOLD), (" ", REGULAR), ("b", ITALIC)]),
        ("(*a*), **b**.", [("(", REGULAR), ("a", ITALIC), ("), ", REGULAR), ("b", BOLD), (".", REGULAR)]),
        ("**a *b* c**", [("a *b* c", BOLD)]),
        ("*<b>x</b>*", [("<b>x</b>", ITALIC)]),
    ],
)
def test_asterisks_stress_words(text: str, made: list[tuple[str, str]]) -> None:
    assert pieces(text) == [made]


@pytest.mark.parametrize(
    "text",
    ["2 * 3 * 4", "2*3*4", "*", "**", "***", "****", "* a *", "a* b*", "*open", "**open", "***three***", "*a**", "_x_ `y` # z"],
)
def test_asterisks_that_stress_nothing_stay(text: str) -> None:
    assert pieces(text) == [[(text, REGULAR)]]


def test_a_fixed_text_has_no_emphasis_at_all() -> None:
    assert [(frag.text, frag.fontName) for frag in paragraph("1. *a* - **b**").frags] == [("1. *a* - **b**", REGULAR)]


def test_many_asterisks_are_read_at_once() -> None:
    text = "*a " * 6_000
    assert " ".join(one.text for one in paragraphs(text)) == text.strip()


def test_a_long_line_is_cut_where_a_sentence_ends() -> None:
    text = " ".join(f"w{n}{'.' if n % 23 == 0 else ''}" for n in range(1, 1_000))
    cut = [one.text.split() for one in paragraphs(text)]
    assert [word for words in cut for word in words] == text.split()
    assert all(words[-1].endswith(".") and LONGEST_RUN // 2 < len(words) <= LONGEST_RUN for words in cut[:-1])


def test_a_paragraph_breaks_its_lines_once_a_width() -> None:
    one = paragraph("word " * 60, BODY)
    first = one.wrap(300, 1000)
    broken = one.blPara
    assert one.wrap(300, 500) == first
    assert one.blPara is broken
    assert one.wrap(200, 1000)[1] > first[1]
    head, rest = one.split(200, 100)
    assert head.wrap(200, 100)[1] + rest.wrap(200, 1000)[1] == one.wrap(200, 1000)[1]


def test_a_list_keeps_its_mark_on_its_first_piece_only() -> None:
    marks = [one.bulletText for one in paragraphs("- " + "word " * 500)]
    assert marks[0] == "•"
    assert all(mark is None for _, mark in pairwise(marks))
