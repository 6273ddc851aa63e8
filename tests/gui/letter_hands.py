"""What a person does with letters: begins one at a course, fills what is missing, signs it."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader
from PySide6.QtWidgets import QPlainTextEdit

from ibh_desktop.domain.ids import CourseId, LetterId
from ibh_desktop.queries import letters
from ibh_desktop.queries.letters import Draft
from tests.gui.hands import click, field_called, of, pick, settle
from ui.dialogs.new_letter import begin
from ui.places import Course, Letter
from ui.shell import Shell
from ui.tour import LETTER
from ui.views.course.view import CourseView
from ui.views.letter.view import LetterView

FIRST = CourseId(1)


def words_of(pdf: bytes) -> str:
    """The words of a PDF in one line."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def page_words(view: LetterView) -> str:
    """The words of the page that shows."""
    return words_of(view.page.pdf)


def refer(shell: Shell, course: CourseId = FIRST) -> LetterView:
    """Begin a referral at a course."""
    shell.open(Course(course))
    settle()
    click(of(CourseView, shell.view()).button("refer"))
    return of(LetterView, shell.view())


def begun(shell: Shell, kind: str, about: int = 1) -> LetterView:
    """Begin a letter of any kind."""
    begin(shell, kind, about)
    settle()
    return of(LetterView, shell.view())


def memo(view: LetterView, label: str) -> QPlainTextEdit:
    """The first text of a part by its label."""
    return of(QPlainTextEdit, field_called(view.parts, label))


def key_of(shell: Shell) -> LetterId:
    """The letter that shows."""
    assert isinstance(shell.place, Letter)
    return shell.place.id


def stored(shell: Shell) -> Draft:
    """The letter that shows, as it is stored."""
    return shell.app.read(letters.composer, key_of(shell))


def complete(view: LetterView) -> None:
    """Fill what a referral lacks."""
    pick(view.parts.to, "Hart")
    for name, text in LETTER.items():
        view.parts.write(name, text)
    settle()


def signed(shell: Shell) -> LetterView:
    """A signed referral."""
    view = refer(shell)
    complete(view)
    click(view.sign)
    settle()
    return view
