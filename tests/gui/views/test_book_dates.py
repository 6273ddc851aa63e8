"""The dates of a booking, one or many: edited in place, typed, counted, asked about; and booking over."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt

from ibh_desktop.queries import free_slots
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.patients import Details, register
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, lines, of, pick, press, seen, settle
from tests.gui.views.test_book import _book, _newcomer, _visits
from ui.dialogs.book import BookPanel


def test_a_date_that_clashes_is_taken_elsewhere_or_left_out_and_so_it_is_booked(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    pick(panel.what, "16 sessions")
    panel.preview.setFocus()
    clash = next(n for n, line in enumerate(lines(panel.preview)) if "skipped" in line)
    panel.preview.setCurrentRow(clash)
    settle()
    assert panel.rows.why.isVisible()
    near = panel.rows.instead.itemText(1)
    assert near != "Leave this week out"
    pick(panel.rows.instead, near)
    assert any(line.startswith(near.rsplit(" ", 1)[0]) and "changed" in line for line in lines(panel.preview))
    panel.preview.setCurrentRow(len(lines(panel.preview)) - 1)
    last = lines(panel.preview)[-1]
    press(panel.preview, Qt.Key.Key_Delete)
    assert "left out by hand" in next(line for line in lines(panel.preview) if line[:10] == last[:10])
    assert panel.rows.title.text().startswith("16 sessions")
    agreed = panel.rows.agreed()
    press(panel.passed, "as agreed")
    click(panel.save_button)
    assert _visits(shell, patient) == sorted(agreed), seen(panel)


def test_a_date_is_typed_over_and_nonsense_is_refused_beside_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    pick(panel.what, "16 sessions")
    panel.preview.setCurrentRow(0)
    press(panel.rows.typed, "someday")
    press(panel.rows.typed, Qt.Key.Key_Return)
    assert "is not a time" in panel.rows.wrong.text()
    assert panel.rows.wrong.isVisible()
    panel.rows.typed.clear()
    press(panel.rows.typed, "sat 9")
    press(panel.rows.typed, Qt.Key.Key_Return)
    assert not panel.rows.wrong.isVisible()
    assert any(line.startswith("Sat 10 Oct  09:00   skipped: ") for line in lines(panel.preview))


def test_a_weekly_series_is_booked_from_a_number(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    panel.planned.clear()
    press(panel.planned, "3")
    press(panel.planned, Qt.Key.Key_Return)
    assert len([line for line in lines(panel.preview) if "skipped" not in line]) == 3
    if panel.passed.isVisible():
        press(panel.passed, "as agreed")
    click(panel.save_button)
    assert len(_visits(shell, patient)) == 3, seen(panel)
    assert shell.toast.text.startswith("3 visits booked from ")
    click(button(shell.toast, "Undo"))
    assert _visits(shell, patient) == []


def test_a_number_that_is_none_and_a_course_of_200_are_refused_at_their_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    for what, number, words in (
        ("Therapy", "many", "Give a number of weeks"),
        ("Therapy", "200", "A series has 2 to 60 visits"),
        ("Course: Custom", "200", "A course has 4 to 60 sessions"),
        ("Course: Custom", "0", "A course has 4 to 60 sessions"),
    ):
        pick(panel.what, what)
        panel.planned.clear()
        press(panel.planned, number)
        control(panel.planned, Qt.Key.Key_Return)
        assert words in seen(panel)
        assert panel.planned.property("wrong") is True


def test_an_hour_that_comes_twice_is_asked_about(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    pick(panel.location, "Birmingham")
    pick(panel.therapist, panel.therapist.itemText(1))
    press(panel.when, "11/1/2026 0130")
    control(panel.when, Qt.Key.Key_Return)
    assert panel.which.isVisible()
    assert [panel.which.itemText(n) for n in range(2)] == ["the first 01:30 (CDT)", "the second 01:30 (CST)"]
    panel.which.setCurrentIndex(1)
    assert panel.chosen().starts.astimezone(UTC) == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    control(panel.when, Qt.Key.Key_Return)
    assert "does not work at Birmingham" in seen(panel)
    panel.when.clear()
    press(panel.when, "3/14/2027 0230")
    control(panel.when, Qt.Key.Key_Return)
    assert "02:30 does not exist on 14 March 2027" in seen(panel)


def test_only_a_manager_is_offered_to_book_over(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    control(shell, Qt.Key.Key_B)
    assert not of(BookPanel, shell.open_panel).over.isVisible()


def test_a_manager_books_over_with_a_reason(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    patient = _newcomer(shell)
    line = shell.app.read(free_slots.search, minutes=50, limit=1)[0]
    rival = shell.app.write(register, Details("Rufus", "Faster", datetime(1980, 1, 1, tzinfo=UTC).date()))
    where = {"therapist": line.therapist, "location": line.location, "starts": line.starts}
    shell.app.write(appointments.book, patient=rival, passed_reason="first", **where)  # type: ignore[arg-type]
    panel = _book(shell)
    pick(panel.location, line.location_name)
    pick(panel.therapist, line.therapist_name)
    press(panel.when, f"{line.starts:%m/%d/%Y %H:%M}")
    press(panel.over, "crisis")
    control(panel.over, Qt.Key.Key_Return)
    assert _visits(shell, patient) == [line.starts], seen(panel)


def test_a_couple_is_booked_with_an_added_patient_and_undone(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    partner = shell.app.write(register, Details("Rufus", "Quillfeather", datetime(1980, 1, 1, tzinfo=UTC).date()))
    panel = _book(shell)
    assert not panel.more.isVisible()
    pick(panel.what, "Family")
    press(panel.more.picker, "quillf")
    assert panel.more.value() == ()
    press(panel.more.picker, Qt.Key.Key_Return)
    assert panel.more.value() == (partner,)
    assert "Quillfeather" in lines(panel.more.list)[0]
    if panel.passed.isVisible():
        press(panel.passed, "as agreed")
    click(panel.save_button)
    assert shell.open_panel is None, seen(panel)
    assert _visits(shell, patient) == _visits(shell, partner) != []
    assert shell.toast.text.startswith("Booked for 2 patients on ")
    click(button(shell.toast, "Undo"))
    assert _visits(shell, patient) == _visits(shell, partner) == []


def test_a_group_of_one_is_refused_and_an_added_one_is_taken_out_by_delete(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    shell.app.write(register, Details("Rufus", "Quillfeather", datetime(1980, 1, 1, tzinfo=UTC).date()))
    panel = _book(shell)
    pick(panel.what, "Group")
    press(panel.more.picker, "quillf")
    press(panel.more.picker, Qt.Key.Key_Return)
    assert len(panel.more.value()) == 1
    panel.more.list.setCurrentRow(0)
    press(panel.more.list, Qt.Key.Key_Delete)
    assert panel.more.value() == ()
    if panel.passed.isVisible():
        press(panel.passed, "as agreed")
    click(panel.save_button)
    assert "A visit for several needs two patients or more. Add one." in seen(panel)


def test_a_time_typed_after_the_preview_is_what_is_booked(shell_as: SignIn) -> None:
    """Ctrl+Enter out of the field: the dates of the time before were agreed to by nobody."""
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    pick(panel.what, "16 sessions")
    free = shell.app.read(free_slots.search, minutes=50, limit=40)[-1]
    before = panel.rows.agreed()
    pick(panel.location, free.location_name)
    pick(panel.therapist, free.therapist_name)
    press(panel.when, f"{free.starts:%m/%d/%Y %H:%M}")
    control(panel.when, Qt.Key.Key_Return)
    if shell.open_panel is panel:
        press(panel.passed, "as agreed")
        control(panel.passed, Qt.Key.Key_Return)
    booked = _visits(shell, patient)
    assert booked[0] == free.starts, seen(panel)
    assert booked[0] != before[0]
