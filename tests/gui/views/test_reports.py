"""Reports: the tabs, and booking what a course has left."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.absence import Outcome
from ibh_desktop.domain.ids import PatientId, TherapistId
from ibh_desktop.home import Home
from ibh_desktop.queries import absence, free_slots
from ibh_desktop.queries.absence import AbsenceLine
from ibh_desktop.queries.forecast import FreedLine
from ibh_desktop.queries.unbooked import UnbookedLine
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases import clinic as setup
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, lines, of, pick, press, seen, settle
from tests.gui.looking import shades
from tests.integration.world import Clock
from ui.dialogs.absence import AbsencePanel
from ui.dialogs.absence_call import CallPanel
from ui.dialogs.book_rest import RestPanel
from ui.places import Course, Reports
from ui.shell import Shell
from ui.views.reports.absence import AbsenceSection
from ui.views.reports.forecast import ForecastSection
from ui.views.reports.passed import PassedSection
from ui.views.reports.unbooked import UnbookedSection
from ui.views.reports.view import ReportsView


def _reports(shell: Shell, section: str) -> ReportsView:
    shell.open(Reports(section))
    settle()
    return of(ReportsView, shell.view())


def _unbooked(shell: Shell) -> UnbookedSection:
    return of(UnbookedSection, _reports(shell, "unbooked").section())


def _rows(section: UnbookedSection) -> list[UnbookedLine]:
    return [row for row in section.table.rows_model.rows if isinstance(row, UnbookedLine)]


def test_a_manager_sees_no_list_of_courses(shell_as: SignIn) -> None:
    titles = {role: [s.title for s in _reports(shell_as(role), "").sections.all] for role in ("manager", "receptionist")}
    assert "Unbooked" in titles["receptionist"]
    assert "Unbooked" not in titles["manager"]


@pytest.mark.parametrize("width", [1_024, 1_110])
def test_all_tabs_of_a_lead_fit_beside_the_narrow_and_the_wide_rail(shell_as: SignIn, width: int) -> None:
    shell = shell_as("lead")
    shell.window().resize(width, 760)
    tabs = _reports(shell, "").sections.tabs
    settle()
    assert tabs.count() == 8
    assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()


def test_the_rest_of_a_course_is_booked_with_two_keys_and_undo_gives_it_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _unbooked(shell)
    line = next(row for row in _rows(section) if row.next_at and row.unbooked > 1)
    section.table.choose(line.id)
    press(section.table, "r")
    panel = of(RestPanel, shell.open_panel)
    assert sum("skipped" not in text for text in lines(panel.preview)) == line.unbooked
    control(panel.when, Qt.Key.Key_Return)
    assert f"{line.unbooked} sessions booked from" in shell.toast.text, seen(panel)
    assert line.id not in [row.id for row in _rows(section)]
    control(section.table, Qt.Key.Key_Z)
    assert line in _rows(section)


def test_the_next_session_alone_is_one_date_at_the_usual_hour(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _unbooked(shell)
    line = next(row for row in _rows(section) if row.next_at and row.unbooked > 1)
    section.table.choose(line.id)
    press(section.table, "n")
    panel = of(RestPanel, shell.open_panel)
    assert line.next_at is not None
    assert panel.when.text() == f"{line.next_at:%m/%d/%Y %H:%M}"
    click(button(panel, "Book 1 session"))
    (after,) = [row for row in _rows(section) if row.id == line.id]
    assert after.unbooked == line.unbooked - 1


def test_an_hour_that_is_not_free_is_refused_at_its_field_and_the_preview_says_why(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _unbooked(shell)
    before = _rows(section)
    press(section.table, "n")
    panel = of(RestPanel, shell.open_panel)
    panel.when.setText("10/14/2026 22:00")
    panel.when.editingFinished.emit()
    settle()
    assert all("skipped" in text for text in lines(panel.preview))
    control(panel.when, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.when.property("wrong") is True
    assert "Choose another hour or therapist." in seen(panel)
    panel.when.setText("someday")
    panel.when.editingFinished.emit()
    assert len(lines(panel.preview)) == 1
    assert _rows(section) == before


def test_enter_opens_the_course_and_another_location_another_list(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _unbooked(shell)
    everywhere = _rows(section)
    pick(shell.topbar.location, everywhere[0].location_name)
    assert {row.location_name for row in _rows(section)} == {everywhere[0].location_name}
    press(section.table, Qt.Key.Key_Return)
    assert isinstance(shell.place, Course)


def _away(shell: Shell) -> AbsenceSection:
    """Ana is away from tomorrow on; the desk for it is open."""
    section = of(AbsenceSection, _reports(shell, "absence").section())
    click(button(section, "Somebody is away"))
    panel = of(AbsencePanel, shell.open_panel)
    pick(panel.therapist, "Ana Lee")
    panel.first.setText("10/6/2026")
    panel.last.setText("10/13/2026")
    control(panel.last, Qt.Key.Key_Return)
    return section


def _hit(section: AbsenceSection) -> list[AbsenceLine]:
    return [row for row in section.table.rows_model.rows if isinstance(row, AbsenceLine) and not row.done]


def test_one_entry_lists_whom_an_absence_hits_and_notes_the_time_off(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    section = _away(shell)
    assert shell.toast.text == "Time off noted in the roster"
    assert _hit(section)
    assert "Ana Lee · Tue 6 Oct to Tue 13 Oct" in section.choice.currentText()
    control(section.table, Qt.Key.Key_Z)
    assert shell.toast.text == "Undone"
    assert [c.absence for c in shell.app.read(absence.coming) if c.therapist_name == "Ana Lee"] == []


def test_the_front_desk_may_list_an_absence_but_not_note_time_off(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _away(shell)
    assert _hit(section)
    assert shell.toast.text == ""


def test_a_session_moves_to_a_time_agreed_on_the_phone_and_undo_brings_it_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _away(shell)
    line = next(line for line in _hit(section) if line.proposals)
    section.table.choose(line.id)
    press(section.table, Qt.Key.Key_Return)
    panel = of(CallPanel, shell.open_panel)
    assert line.phone in seen(panel)
    control(panel.offers, Qt.Key.Key_Return)
    assert f"{line.patient_name} moved to" in shell.toast.text, seen(panel)
    assert line.id not in [row.id for row in _hit(section)]
    control(section.table, Qt.Key.Key_Z)
    assert line.starts == next(row.starts for row in _hit(section) if row.id == line.id)


def test_one_key_notes_a_call_and_a_button_cancels(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _away(shell)
    line = _hit(section)[0]
    section.table.choose(line.id)
    press(section.table, "a")
    assert _hit(section)[0].outcome is Outcome.NO_ANSWER
    control(section.table, Qt.Key.Key_Z)
    assert _hit(section)[0].outcome is None
    press(section.table, Qt.Key.Key_Return)
    click(button(of(CallPanel, shell.open_panel), "Message left"))
    assert _hit(section)[0].outcome is Outcome.MESSAGE
    press(section.table, Qt.Key.Key_Return)
    click(button(of(CallPanel, shell.open_panel), "Cancel it"))
    assert "cancelled by clinic" in shell.toast.text
    assert line.id not in [row.id for row in _hit(section)]


def test_an_absence_that_ends_before_it_starts_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = of(AbsenceSection, _reports(shell, "absence").section())
    click(button(section, "Somebody is away"))
    panel = of(AbsencePanel, shell.open_panel)
    panel.last.setText("10/1/2026")
    control(panel.last, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.last.property("wrong") is True
    assert "before the first day" in seen(panel)


def test_the_call_list_goes_to_the_printer_without_a_name_in_its_title(
    shell_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []

    def take(pdf: bytes, _parent: object, *, name: str, landscape: bool) -> int:
        assert (name, landscape) == ("Call list", True)
        printed.append(pdf)
        return 1

    monkeypatch.setattr("ui.views.reports.absence.print_pdf", take)
    shell = shell_as("receptionist")
    section = _away(shell)
    click(button(section, "Print the list"))
    assert shell.toast.text == "Printed"
    reader = PdfReader(io.BytesIO(printed[0]))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert all(line.patient_name in text and line.phone in text for line in _hit(section))
    assert reader.metadata is not None
    assert reader.metadata.title == "Call list"
    assert "Sample clinic: invented people" in text


def test_the_forecast_draws_what_its_table_says_and_says_it_aloud(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    section = of(ForecastSection, _reports(shell, "forecast").section())
    hours = [row for row in section.table.rows_model.rows if isinstance(row, FreedLine)]
    assert f"{len(hours)} weekly hours become free in 16 weeks" in seen(section)
    assert "week of " in section.chart.accessibleDescription()
    assert len(shades(section.chart)) > 2
    pick(shell.topbar.location, hours[0].location_name)
    assert {r.location_name for r in section.table.rows_model.rows if isinstance(r, FreedLine)} == {hours[0].location_name}


def test_keys_go_from_section_to_section(shell_as: SignIn) -> None:
    view = _reports(shell_as("receptionist"), "unbooked")
    press(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(view.section(), AbsenceSection)
    press(view.section(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(view.section(), UnbookedSection)


def test_what_was_booked_against_a_warning_stands_with_its_reason(shell_as: SignIn, sample_home: Home) -> None:
    boss = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    boss.write(setup.change_setting, "most_a_day", "1")
    offer = boss.read(free_slots.search, minutes=50, therapists=[TherapistId(1)], limit=1)[0]
    boss.write(
        appointments.book,
        patient=PatientId(700),
        therapist=offer.therapist,
        location=offer.location,
        starts=offer.starts,
        room=offer.room,
        passed_reason="asked for by the lead",
    )
    boss.close()
    shell = shell_as("manager")
    section = of(PassedSection, _reports(shell, "passed").section())
    line = section.table.current()
    assert line is not None
    assert (line.starts, line.reason) == (offer.starts, "asked for by the lead")
    assert "too many sessions a day" in line.what
    pick(section.span, "last 4 weeks")
    assert section.states.showing == "Nothing was booked against a warning"


def test_the_front_desk_does_not_see_what_was_booked_against_a_warning(shell_as: SignIn) -> None:
    view = _reports(shell_as("receptionist"), "unbooked")
    assert "Booked all the same" not in [view.sections.tabs.tabText(n) for n in range(view.sections.tabs.count())]
