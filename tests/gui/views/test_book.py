"""The booking panel: one appointment, a whole course, typed times, and a time somebody else took."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.home import Home
from ibh_desktop.queries import patient_file, patients
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases.patients import Details, register
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, lines, of, pick, press, seen
from tests.integration.world import CHICAGO, Clock
from ui.dialogs.book import BookPanel
from ui.shell import Shell


def _newcomer(shell: Shell, name: str = "Tresvant") -> PatientId:
    return shell.app.write(register, Details("Wilhelmina", name, datetime(1991, 4, 9, tzinfo=UTC).date()))


def _book(shell: Shell, name: str = "tresvant") -> BookPanel:
    control(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    assert panel.patient.line.hasFocus()
    press(panel.patient, name)
    assert "Tresvant" in lines(panel.patient.hits)[0]
    press(panel.patient, Qt.Key.Key_Return)
    return panel


def _visits(shell: Shell, patient: PatientId) -> list[datetime]:
    """When somebody is booked; what was undone stays in the file as cancelled."""
    return sorted(v.starts for v in shell.app.read(patient_file.file, patient).visits if v.status in UPCOMING)


def _slot(panel: BookPanel, row: int = 0) -> SlotLine:
    line = panel.slots.item(row).data(Qt.ItemDataRole.UserRole)
    assert isinstance(line, SlotLine)
    return line


def test_the_earliest_time_with_anyone_anywhere_is_booked_by_ctrl_enter(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    earliest = _slot(panel)
    assert earliest.starts >= NOW
    control(panel.patient, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert _visits(shell, patient) == [earliest.starts]
    assert shell.toast.text.startswith("Booked for ")
    click(button(shell.toast, "Undo"))
    assert _visits(shell, patient) == []


def test_choices_narrow_the_free_times(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    name = shell.locations[2].name
    pick(panel.location, name)
    assert all(name in line for line in lines(panel.slots))
    pick(panel.therapist, panel.therapist.itemText(5))
    who = panel.therapist.currentText().split(",")[0]
    pick(panel.location, "Any location")
    assert all(who in line for line in lines(panel.slots))


def test_a_whole_course_of_16_is_previewed_booked_and_undone(shell_as: SignIn, sample_home: Home) -> None:
    boss = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    boss.write(setup.change_setting, "most_a_day", "1")
    boss.close()
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    pick(panel.what, "16 sessions")
    assert panel.preview.isVisible()
    numbered = [line for line in lines(panel.preview) if "skipped" not in line]
    assert len(numbered) == 16
    assert "16 sessions" in seen(panel)
    assert panel.save_button.text() == "Book the course"
    assert "sessions" in panel.warning.text()
    control(panel.patient, Qt.Key.Key_Return)
    assert _visits(shell, patient) == []
    assert panel.passed.hasFocus()
    press(panel.passed, "as agreed with her")
    control(panel.passed, Qt.Key.Key_Return)
    booked = _visits(shell, patient)
    assert len(booked) == 16
    assert len({(at.astimezone(CHICAGO).hour, at.astimezone(CHICAGO).minute) for at in booked}) == 1
    assert shell.toast.text.startswith("16 sessions booked from ")
    click(button(shell.toast, "Undo"))
    assert _visits(shell, patient) == []


def test_a_time_typed_as_people_say_it_is_booked(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    free = next(
        line
        for line in (_slot(panel, n) for n in range(panel.slots.count()))
        if line.starts.minute == 0 and line.starts >= day_bounds(NOW.date(), CHICAGO).starts
    )
    pick(panel.location, free.location_name)
    pick(panel.therapist, free.therapist_name)
    day = f"{free.starts:%a}".lower() if free.starts.date() != NOW.astimezone(CHICAGO).date() else "today"
    press(panel.when, f"{day} {free.starts:%I%p}".lower().replace(" 0", " "))
    control(panel.when, Qt.Key.Key_Return)
    assert _visits(shell, patient) == [free.starts], seen(panel)


def test_a_typed_time_needs_a_therapist_and_a_location(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    press(panel.when, "tue 3pm")
    control(panel.when, Qt.Key.Key_Return)
    assert "Choose a therapist for a time you type yourself." in seen(panel)
    assert panel.therapist.property("wrong") is True
    pick(panel.therapist, panel.therapist.itemText(1))
    pick(panel.location, "Any location")
    click(panel.save_button)
    assert "Choose a location for a time you type yourself." in seen(panel)


def test_a_time_that_is_none_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    pick(panel.therapist, panel.therapist.itemText(1))
    pick(panel.location, shell.locations[0].name)
    press(panel.when, "tue 25:00")
    control(panel.when, Qt.Key.Key_Return)
    assert panel.when.property("wrong") is True
    assert "is not a time" in seen(panel)


def test_booking_without_a_patient_is_refused_at_the_patient(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    control(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    click(panel.save_button)
    assert "Choose a patient." in seen(panel)


def test_a_time_that_somebody_took_meanwhile_is_refused_and_nothing_is_booked(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    panel = _book(shell)
    wanted = _slot(panel)
    other = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    rival = other.write(register, Details("Rufus", "Faster", datetime(1980, 1, 1, tzinfo=UTC).date()))
    other.write(
        appointments.book,
        patient=rival,
        therapist=wanted.therapist,
        location=wanted.location,
        starts=wanted.starts,
        room=wanted.room,
    )
    other.close()
    control(panel.patient, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert f"{wanted.starts:%H:%M}" in seen(panel) or "booked" in seen(panel)
    assert _visits(shell, patient) == []


def test_a_therapist_is_offered_only_the_own_calendar(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    control(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    names = [panel.therapist.itemText(n) for n in range(panel.therapist.count())]
    assert [name for name in names if name != "Anyone suitable"] == [panel.therapist.currentText()]
    assert "Ana Lee" in panel.therapist.currentText()
    assert {_slot(panel, n).therapist_name for n in range(panel.slots.count())} == {"Ana Lee"}


def test_searching_the_patient_again_forgets_the_choice(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _book(shell)
    assert panel.patient.patient is not None
    press(panel.patient, "x")
    assert panel.patient.patient is None
    assert lines(panel.patient.hits) == ["Nobody found"]
    assert len(shell.app.read(patients.search, "tresvant")) == 1
