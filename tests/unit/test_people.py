"""Names as people have them, the keys by which they are found, and ages."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import (
    LONGEST_KEY,
    age,
    clean_lines,
    clean_name,
    clean_text,
    folded,
    full_name,
    initials,
    list_name,
    name_keys,
    number_keys,
    require_born,
    same_person_key,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nguyễn Đặng", "nguyen dang"),
        ("Łukasz", "lukasz"),
        ("Jiří", "jiri"),
        ("O'Kon", "okon"),
        ("O’Kon", "okon"),
        ("OKON", "okon"),
        ("Zoë-Renée", "zoe renee"),
        ("Søren Æbelø", "soren aebelo"),
        ("Weiß", "weiss"),
        ("  St. John  ", "st john"),
        ("Mu\u0308ller", "muller"),
        ("", ""),
        ("''.", ""),
    ],
)
def test_folding_leaves_what_a_keyboard_types(name: str, key: str) -> None:
    assert folded(name) == key


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_folding_twice_changes_nothing_and_cleaning_never_fails(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    clean_text(text).encode()
    clean_lines(text).encode()
    assert "\0" not in clean_lines(text)


def test_a_name_is_found_by_any_of_its_words_first() -> None:
    assert name_keys("María Elena", "O'Kon", "Mari") == {
        "maria elena okon",
        "elena okon maria",
        "okon maria elena",
        "mari okon",
        "okon mari",
    }
    assert name_keys("Ana", "García López") == {"ana garcia lopez", "garcia lopez ana", "lopez ana garcia"}
    assert name_keys("", "Cher") == {"cher"}
    assert name_keys("", "") == set()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_every_word_of_a_name_begins_a_key_that_holds_the_others(given_name: str, family: str, preferred: str) -> None:
    keys = name_keys(given_name, family, preferred)
    words = folded(f"{given_name} {family}").split()
    for word in words:
        assert any(key.startswith(word) and sorted(key.split()) == sorted(words) for key in keys)


def test_a_key_is_never_longer_than_its_column() -> None:
    keys = name_keys("ß" * 100, "ﷺ" * 100, "x" * 100)
    assert max(map(len, keys)) <= LONGEST_KEY


def test_numbers_are_found_by_birth_date_phone_and_record() -> None:
    assert number_keys("10001", date(1985, 3, 14), "+12055550142") == {
        "10001",
        "19850314",
        "03141985",
        "2055550142",
        "5550142",
        "0142",
    }
    assert number_keys("", None, "") == set()


def test_the_same_person_is_the_same_however_it_is_written() -> None:
    born = date(1985, 3, 14)
    assert same_person_key("María Elena", "O'Kon", born) == same_person_key("maria  elena", "OKON", born)
    assert same_person_key("Maria", "Okon", born) != same_person_key("Maria", "Okon", date(1985, 3, 15))


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2027, 2, 28), 26),
        (date(2027, 3, 1), 27),
        (date(2028, 2, 28), 27),
        (date(2028, 2, 29), 28),
        (date(2000, 2, 29), 0),
    ],
)
def test_somebody_born_on_29_february_ages_on_1_march(on: date, years: int) -> None:
    assert age(date(2000, 2, 29), on) == years


def test_names_are_shown_as_said_and_as_sorted() -> None:
    assert full_name("María", "O'Kon", "Mari") == "María (Mari) O'Kon"
    assert full_name("Ana", "Lee", "Ana") == "Ana Lee"
    assert full_name("", "Cher") == list_name("", "Cher") == "Cher"
    assert list_name("María", "O'Kon") == "O'Kon, María"


def test_a_name_is_cleaned_not_changed() -> None:
    assert clean_name("  María\t Elena\n", "given") == "María Elena"
    assert clean_name("O'K\x00on\x07", "family") == "O'Kon"
    assert clean_name("Re\u0301ne\u0301e", "given") == "Rénée"


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01"])
def test_an_empty_name_is_refused_where_one_is_needed(text: str) -> None:
    with pytest.raises(Refused, match="Give a name") as no:
        clean_name(text, "family")
    assert no.value.field == "family"
    assert clean_name(text, "family", required=False) == ""


def test_a_name_beyond_all_use_is_refused() -> None:
    assert len(clean_name("x" * 100, "given")) == 100
    with pytest.raises(Refused, match="this one has 101"):
        clean_name("x" * 101, "given")


def test_a_date_of_birth_lies_in_a_human_past() -> None:
    today = date(2027, 1, 4)
    assert require_born(today, today) == today
    assert require_born(date(1897, 1, 1), today).year == 1897
    with pytest.raises(Refused, match="01/05/2027 lies in the future"):
        require_born(date(2027, 1, 5), today)
    with pytest.raises(Refused, match="more than 130 years ago"):
        require_born(date(1896, 12, 31), today)


def test_initials_are_letters_and_nothing_else_whichever_way_round_a_name_stands() -> None:
    assert initials("María Elena (Mari) O'Kon") == initials("O'Kon, María Elena") == "M. E. O."
    assert initials("Cher") == "C."
    assert initials("  ") == ""
