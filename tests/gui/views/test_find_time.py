"""The search for a time: every wish narrows the list, a course is looked for by its weekly hour, Enter books."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Qt

from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.weekly_hours import WeeklyLine
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, lines, of, pick, press, seen
from ui.dialogs.book import BookPanel
from ui.dialogs.find_time import FindPanel
from ui.shell import Shell


def _find(shell: Shell) -> FindPanel:
    control(shell, Qt.Key.Key_F)
    return of(FindPanel, shell.open_panel)


def _offers(panel: FindPanel) -> list[SlotLine | WeeklyLine]:
    found = [panel.found.item(n).data(Qt.ItemDataRole.UserRole) for n in range(panel.found.count())]
    return [line for line in found if line is not None]


def test_the_earliest_time_with_anyone_comes_up_with_one_key(shell_as: SignIn) -> None:
    panel = _find(shell_as("receptionist"))
    offers = [of_slot for of_slot in _offers(panel) if isinstance(of_slot, SlotLine)]
    assert offers[0].starts == min(offer.starts for offer in offers) >= NOW
    assert lines(panel.found)[0].startswith("Mon 5 Oct  11:00 CDT")


def test_days_and_hours_narrow_the_list_and_a_bad_time_is_refused_at_its_field(shell_as: SignIn) -> None:
    panel = _find(shell_as("receptionist"))
    click(panel.days[3])
    panel.not_before.setText("2p")
    panel.not_before.editingFinished.emit()
    offers = [offer for offer in _offers(panel) if isinstance(offer, SlotLine)]
    assert offers
    assert all(offer.starts.weekday() == 3 and offer.starts.time() >= time(14) for offer in offers)
    panel.not_after.setText("quarter past")
    panel.not_after.editingFinished.emit()
    assert "time" in seen(panel).split("Not after")[1].split("Days")[0]


def test_a_language_nobody_speaks_leaves_a_sentence_and_nothing_to_book(shell_as: SignIn) -> None:
    panel = _find(shell_as("receptionist"))
    panel.language.setText("Klingon")
    panel.language.editingFinished.emit()
    assert lines(panel.found) == ["Nothing fits. Take a wish away, or look at another location."]
    panel.submit()
    assert isinstance(panel.desk.open_panel, FindPanel)  # type: ignore[attr-defined]


def test_a_course_is_found_by_its_weekly_hour_and_booked_in_the_panel_that_opens(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = _find(shell)
    pick(panel.what, "16 sessions")
    offers = [offer for offer in _offers(panel) if isinstance(offer, WeeklyLine)]
    assert offers
    assert all(offer.free + len(offer.missing) == offer.weeks == 16 and len(offer.missing) <= 2 for offer in offers)
    assert [len(offer.missing) for offer in offers] == sorted(len(offer.missing) for offer in offers)
    click(button(panel, "Book this time"))
    booking = of(BookPanel, shell.open_panel)
    assert booking.chosen().starts == offers[0].first
    assert booking.chosen().therapist == offers[0].therapist


def test_a_therapist_books_from_the_list_with_the_keys_alone(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _find(shell)
    panel.found.setFocus()
    press(panel.found, Qt.Key.Key_Down)
    chosen = panel.found.currentItem().data(Qt.ItemDataRole.UserRole)
    control(panel.found, Qt.Key.Key_Return)
    assert of(BookPanel, shell.open_panel).chosen().starts == chosen.starts
