"""How alike names are, and why two records may be one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from ibh_desktop.domain.alike import Person, Why, alike_words, why_alike
from ibh_desktop.domain.sounds import LONGEST_WORD, SHORTEST, shortened, sound, word_keys

distance = OSA.distance
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=SHORTEST + 1, max_size=LONGEST_WORD - 1)
SAME_SOUND = (
    ("smith", "smyth"),
    ("kris", "chris"),
    ("stephen", "steven"),
    ("philip", "filip"),
    ("catherine", "kathryn"),
    ("wright", "right"),
    ("knight", "nite"),
    ("kowalczyk", "kowalchik"),
    ("mcadams", "macadams"),
    ("schmidt", "shmitt"),
    ("caitlin", "katelyn"),
    ("johnson", "jonson"),
)
OTHER_SOUND = (("smith", "jones"), ("maria", "martha"), ("lee", "roy"), ("anna", "nina"))


@pytest.mark.parametrize("pair", SAME_SOUND, ids="-".join)
def test_names_that_sound_alike_share_a_code(pair: tuple[str, str]) -> None:
    assert sound(pair[0]) == sound(pair[1])


@pytest.mark.parametrize("pair", OTHER_SOUND, ids="-".join)
def test_names_that_sound_differently_do_not(pair: tuple[str, str]) -> None:
    assert sound(pair[0]) != sound(pair[1])


@given(WORDS, st.data())
def test_a_name_finds_itself_with_one_mistake_anywhere(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    for typed in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        assert shortened(typed) & word_keys(word)
        assert alike_words(typed, word, distance) > 0


@given(st.text(max_size=60))
def test_any_text_has_keys_that_fit_their_column(text: str) -> None:
    assert all(len(key) <= 40 for key in word_keys(text))


@given(WORDS)
def test_the_same_word_is_most_alike(word: str) -> None:
    assert alike_words(word, word, distance) == 1.0


NAMES = st.sampled_from(["María", "Maria", "Marya", "Tyrone", "Jiří", "O'Kon", "Okon", "Okun", "Washington", "Novak", ""])
PEOPLE = st.builds(
    Person,
    NAMES,
    NAMES,
    preferred=NAMES,
    former=NAMES,
    born=st.sampled_from([None, date(1985, 3, 14), date(1985, 3, 15), date(1985, 4, 13), date(1990, 1, 1)]),
    phone=st.sampled_from(["", "+12055550142", "+12055550143"]),
)


@given(PEOPLE, PEOPLE)
def test_whoever_comes_first_the_reason_is_the_same(one: Person, other: Person) -> None:
    assert why_alike(one, other, distance) == why_alike(other, one, distance)


KNOWN = Person("María Elena", "O'Kon", "Mari", "Ivey", date(1985, 3, 14), "+12055550142")
TYPED = (
    (Person("maria elena", "OKON", born=date(1985, 3, 14)), Why.SAME),
    (Person("O'Kon", "María Elena", born=date(1985, 3, 14)), Why.SAME),
    (Person("Mary", "Okon", phone="+12055550142"), Why.PHONE_NAME),
    (Person("Somebody", "Else", born=date(1985, 3, 14), phone="+12055550142"), Why.PHONE_NAME),
    (Person("Marya", "Okun", born=date(1985, 3, 14)), Why.BORN_NAME),
    (Person("Mari", "Ivy", born=date(1985, 3, 14)), Why.BORN_NAME),
    (Person("María Elena", "O'Kon", born=date(1985, 3, 15)), Why.NAME_DAY),
    (Person("María Elena", "O'Kon", born=date(1958, 3, 14)), Why.NAME_DAY),
    (Person("Tyrone", "Washington", born=date(1990, 1, 1), phone="+12055550142"), Why.PHONE),
    (Person("María Elena", "O'Kon"), Why.NAME),
    (Person("Marria", "Okonn"), Why.SOUND),
    (Person("Tyrone", "Washington", born=date(1985, 3, 14)), None),
    (Person("María Elena", "O'Kon", born=date(1990, 7, 1)), None),
    (Person("Tyrone", "O'Kon"), None),
)


@pytest.mark.parametrize(("typed", "why"), TYPED)
def test_the_strongest_reason_is_given(typed: Person, why: Why | None) -> None:
    assert why_alike(typed, KNOWN, distance) is why
