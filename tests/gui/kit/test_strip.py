"""Long work: a strip with its name, how far it is, and Stop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QProgressBar, QWidget

from ibh_desktop.domain.errors import Refused
from tests.gui.hands import button, click, seen, settle
from ui.kit.strip import Strip

STOPPED = "Stopped. Nothing was changed."


@pytest.fixture
def strip(shown: Callable[[QWidget], QWidget]) -> Strip:
    """A strip in a window."""
    window = QWidget()
    window.resize(600, 200)
    shown(window)
    made = Strip(window)
    made.resize(600, 60)
    return made


def test_the_strip_shows_name_and_progress_and_goes_when_the_work_is_over(strip: Strip) -> None:
    assert not strip.isVisible()
    report = strip.begin("Importing list.csv", STOPPED)
    assert strip.isVisible()
    assert "Importing list.csv" in seen(strip)
    report(30, 120)
    settle()
    bar = strip.findChild(QProgressBar)
    assert bar is not None
    assert (bar.value(), bar.maximum()) == (30, 120)
    strip.end()
    assert not strip.isVisible()


def test_stop_refuses_the_next_report_with_a_sentence(strip: Strip) -> None:
    report = strip.begin("Importing list.csv", STOPPED)
    report(1, 10)
    click(button(strip, "Stop"))
    with pytest.raises(Refused) as told:
        report(2, 10)
    assert told.value.sentence == STOPPED
    assert not strip.stop_button.isEnabled()


def test_the_next_work_is_not_stopped_by_the_stop_of_the_last(strip: Strip) -> None:
    first = strip.begin("One", STOPPED)
    click(button(strip, "Stop"))
    strip.end()
    second = strip.begin("Two", STOPPED)
    assert strip.stop_button.isEnabled()
    second(1, 2)
    with pytest.raises(Refused):
        first(2, 2)
