"""Spelling: what is known, what was likely meant, and that no name is kept outside the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from tests.gui.hands import of, press, settle
from ui.kit import spelling
from ui.kit.prose import Prose, word_under
from ui.kit.spelling import Speller
from ui.kit.theme import SETTINGS


@pytest.fixture(scope="module")
def lists() -> Speller:
    """The word lists, read once."""
    return spelling.load()


@pytest.fixture
def speller(qapp: object, lists: Speller) -> Iterator[Speller]:
    """A speller that has accepted nothing yet."""
    QSettings(*SETTINGS).remove("dictionary")
    yield Speller(lists._words, lists._clinical)
    QSettings(*SETTINGS).remove("dictionary")


@pytest.fixture
def prose(shown: Callable[[QWidget], QWidget], speller: Speller) -> Prose:
    """A text whose words are marked."""
    text = of(Prose, shown(Prose("Reason", 20_000)))
    text.setFocus()
    text.check(speller)
    return text


@pytest.mark.parametrize(
    "word",
    ["receive", "Depression", "sertraline", "anhedonia", "patient's", "patient’s", "don't", "PHQ", "IPT", "Nguyễn", "xy"],
)
def test_right_words_abbreviations_and_foreign_names_pass(speller: Speller, word: str) -> None:
    assert speller.knows(word)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("recieve", "receive"), ("Depresion", "Depression"), ("sertralin", "sertraline"), ("comorbidd", "comorbid")],
)
def test_a_slip_is_found_and_put_right(speller: Speller, word: str, meant: str) -> None:
    assert not speller.knows(word)
    assert speller.suggest(word)[0] == meant


def test_names_of_the_letter_pass_until_another_letter_names_its_own(speller: Speller) -> None:
    assert not speller.knows("Tresvant")
    speller.name("Wilhelmina Tresvant", "Riverside")
    assert speller.knows("Tresvant's")
    speller.name("Somebody Else")
    assert not speller.knows("Tresvant")


def test_an_accepted_word_is_kept_by_this_pc_and_a_name_is_not(lists: Speller, speller: Speller) -> None:
    speller.accept("zolptic")
    speller.accept("Tresvant")
    assert speller.knows("zolptic")
    assert speller.knows("Tresvant")
    later = Speller(lists._words, lists._clinical)
    assert later.knows("zolptic")
    assert not later.knows("Tresvant")
    assert "resvant" not in str(QSettings(*SETTINGS).value("dictionary"))


def test_the_word_that_is_being_typed_is_not_marked_yet(prose: Prose) -> None:
    marks = prose.marks()
    assert marks is not None
    press(prose, "She recieve")
    assert marks.marked() == []
    press(prose, "s")
    settle()
    assert marks.marked() == []
    press(prose, " it")
    settle()
    assert marks.marked() == ["recieves"]


def test_the_menu_offers_what_was_meant_and_accepts_the_word(prose: Prose) -> None:
    prose.setPlainText("To recieve xanthopic care")
    settle()
    marks = prose.marks()
    assert marks is not None
    assert marks.marked() == ["recieve", "xanthopic"]
    prose.menu(_at(prose, 5)).actions()[0].trigger()
    assert prose.toPlainText() == "To receive xanthopic care"
    accept = next(a for a in prose.menu(_at(prose, 13)).actions() if "xanthopic" in a.text())
    assert accept.text() == "Add “xanthopic” to the dictionary"
    accept.trigger()
    settle()
    assert marks.marked() == []


def _at(prose: Prose, position: int) -> QTextCursor:
    cursor = QTextCursor(prose.document())
    cursor.setPosition(position)
    return word_under(cursor)
