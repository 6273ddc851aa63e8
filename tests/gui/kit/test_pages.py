"""The page on screen: drawn elsewhere, never blank between two pages, the latest wins; zoom and scroll by keys."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.gui.hands import button, click, of, press, settle
from ui.kit.pages import PageView


def _pdf(*colours: str) -> bytes:
    """One page a colour."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for colour in colours:
        canvas.setFillColor(colour)
        canvas.rect(0, 0, 612, 792, fill=1, stroke=0)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def view(shown: Callable[[QWidget], QWidget]) -> PageView:
    """A page view of half a window."""
    widget = PageView()
    widget.resize(560, 600)
    return of(PageView, shown(widget))


def _middle(view: PageView) -> str:
    port = view.canvas.viewport()
    image: QImage = port.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 3).name()


def test_a_page_is_drawn_and_its_successor_takes_its_place(view: PageView, qtbot: QtBot) -> None:
    view.show_pdf(_pdf("red"))
    qtbot.waitUntil(lambda: _middle(view) == "#ff0000", timeout=3000)
    view.show_pdf(_pdf("blue"))
    seen = {_middle(view)}
    with qtbot.waitSignal(view.canvas.drawn, timeout=3000):
        seen.add(_middle(view))
    settle()
    assert seen == {"#ff0000"}, "the page was blank, or another, before its successor was drawn"
    assert _middle(view) == "#0000ff"


def test_of_many_pages_in_a_row_the_last_one_stays(view: PageView, qtbot: QtBot) -> None:
    drawn: list[None] = []
    view.canvas.drawn.connect(lambda: drawn.append(None))
    for colour in ["red", "green", "yellow", "black", "white", "blue"] * 3:
        view.show_pdf(_pdf(colour))
    qtbot.waitUntil(lambda: _middle(view) == "#0000ff", timeout=3000)
    settle()
    assert len(drawn) <= 4


def test_the_eye_stays_where_it_is_when_the_page_changes(view: PageView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.canvas.drawn, timeout=3000):
        view.show_pdf(_pdf("red", "green", "blue"))
    view.canvas.go(2)
    at = view.canvas.verticalScrollBar().value()
    qtbot.waitUntil(lambda: _middle(view) == "#0000ff", timeout=3000)
    assert view.where.text() == "Page 3 of 3"
    with qtbot.waitSignal(view.canvas.drawn, timeout=3000):
        view.show_pdf(_pdf("red", "green", "black"))
    assert view.canvas.verticalScrollBar().value() == at
    view.show_pdf(_pdf("red"))
    qtbot.waitUntil(lambda: view.where.text() == "Page 1 of 1", timeout=3000)


def test_zoom_fits_the_width_the_page_or_what_the_keys_say(view: PageView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.canvas.drawn, timeout=3000):
        view.show_pdf(_pdf("red"))
    wide = view.canvas.factor()
    assert abs(wide * 612 - (view.canvas.viewport().width() - 24)) < 2
    click(button(view, "Page"))
    assert view.canvas.factor() * 792 <= view.canvas.viewport().height()
    press(view.canvas, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert view.canvas.factor() > 0.7 * wide
    press(view.canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert view.canvas.factor() == wide


def test_a_file_that_is_no_pdf_shows_nothing_and_breaks_nothing(view: PageView, qtbot: QtBot) -> None:
    view.show_pdf(b"no pdf at all")
    settle()
    assert view.where.text() == ""
    view.show_pdf(_pdf("blue"))
    qtbot.waitUntil(lambda: _middle(view) == "#0000ff", timeout=3000)


def test_another_letter_begins_at_its_top(view: PageView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.canvas.drawn, timeout=3000):
        view.show_pdf(_pdf("red", "green", "blue"))
    view.canvas.go(2)
    view.canvas.clear()
    assert _middle(view) != "#0000ff"
    view.show_pdf(_pdf("black", "white"))
    qtbot.waitUntil(lambda: _middle(view) == "#000000", timeout=3000)
    assert view.where.text() == "Page 1 of 2"
