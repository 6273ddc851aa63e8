"""The measures of a course at the window: choose, enter by keys or by total, correct, print; what the front desk gets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.home import Home
from ibh_desktop.queries import measures as desks
from ibh_desktop.queries.measures import MeasureDesk, PastScore
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases.clinic import change_setting
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, lines, of, pick, press, seen, settle
from tests.integration.world import Clock
from ui.dialogs import measures as panels
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.measures import MeasuresPanel
from ui.dialogs.safety import FrontDeskNotice, UnsavedNotice
from ui.dialogs.safety_notice import SafetyDialog
from ui.kit.fields import Choice, Tick, WholeNumber
from ui.places import Course
from ui.shell import Shell
from ui.views.course.view import CourseView

FIRST = CourseId(1)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What went to the printer: the dialog of the system is the one thing that cannot be driven."""
    sheets: list[bytes] = []

    def take(pdf: bytes, _parent: QWidget, *, name: str) -> int:
        assert name == "Form"
        sheets.append(pdf)
        return 1

    monkeypatch.setattr(panels, "print_pdf", take)
    return sheets


def _chooser(shell: Shell) -> MeasuresPanel:
    shell.open(Course(FIRST))
    settle()
    click(of(CourseView, shell.view()).button("measures"))
    return of(MeasuresPanel, shell.open_panel)


def _form(shell: Shell, code: str) -> MeasurePanel:
    chooser = _chooser(shell)
    for row, words in enumerate(lines(chooser.choices)):
        if words.split("\n")[0].split(" ")[0] == code:
            chooser.choices.setCurrentRow(row)
    press(chooser.choices, Qt.Key.Key_Return)
    return of(MeasurePanel, shell.open_panel)


def _desk(shell: Shell) -> MeasureDesk:
    return shell.app.read(desks.desk, FIRST)


def _newest(shell: Shell, code: str) -> PastScore:
    return max((s for s in _desk(shell).past if s.measure == code), key=lambda s: s.id)


def test_the_list_has_the_keys_shows_what_is_due_first_and_enter_opens_the_form(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    chooser = _chooser(shell)
    assert chooser.choices.hasFocus()
    shown = lines(chooser.choices)
    assert len(shown) == 20
    assert shown[0].startswith("PHQ-9 · suggested")
    assert "from 18: reliable improvement" in shown[0]
    assert any("GAD-7" in words for words in lines(chooser.past))
    press(chooser.choices, Qt.Key.Key_Down)
    press(chooser.choices, Qt.Key.Key_Return)
    assert "GAD-7" in of(MeasurePanel, shell.open_panel).headline.text()


def test_a_pcl5_is_twenty_keys_and_shows_pattern_change_and_its_soft_notice(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _form(shell, "PCL-5")
    press(panel.items, "00000000000000000000")
    control(panel.items, Qt.Key.Key_Return)
    assert not QApplication.activeModalWidget()
    panel = _form(shell, "PCL-5")
    press(panel.items, "20000202200000220000")
    assert panel.total.text() == "12 of 80 · below the cut of 33, pattern met"
    assert panel.since.text().startswith("0 → 12 since")
    assert "Item 16" in panel.notices.text()
    assert "DOMAIN.md 2.2" in panel.total.toolTip()
    assert "A score band is no diagnosis." in seen(panel)
    control(panel.items, Qt.Key.Key_Return)
    assert _newest(shell, "PCL-5").total == 12


def test_a_total_alone_asks_for_the_safety_item_and_warns_when_it_is_not_known(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _form(shell, "EPDS")
    assert isinstance(panel.total_only, WholeNumber)
    assert panel.total_only.hasFocus()
    press(panel.total_only, "12")
    assert panel.total.text() == "12 of 30 · possible"
    assert panel.notices.text() == "Item 10 is not answered: ask."
    control(panel.total_only, Qt.Key.Key_Return)
    dialog = of(SafetyDialog, QApplication.activeModalWidget())
    assert "Item 10 was left out: ask" in seen(dialog)
    click(button(dialog, "I will see to it now"))
    assert (_newest(shell, "EPDS").answers, _newest(shell, "EPDS").total) == (None, 12)


def test_the_answers_of_a_form_without_wording_are_numbers(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _form(shell, "WSAS")
    press(panel.items, "84444")
    assert panel.total.text() == "24 of 40 · moderately severe or worse"
    retired = panel.findChild(Tick)
    assert retired is not None
    press(retired, Qt.Key.Key_Space)
    assert panel.total.text() == "16 of 32 · significant"
    control(panel.items, Qt.Key.Key_Return)
    assert _newest(shell, "WSAS").given.retired


def test_a_soft_notice_stays_with_the_latest_score(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _form(shell, "ASRM")
    press(panel.items, "22222")
    assert panel.notices.text() == "6 or more: tell the prescriber."
    control(panel.items, Qt.Key.Key_Return)
    chooser = _chooser(shell)
    chooser.choices.setCurrentRow(next(n for n, words in enumerate(lines(chooser.choices)) if words.startswith("ASRM")))
    assert "6 or more: tell the prescriber." in chooser.about.text()


def test_conditions_of_the_grief_scale_are_asked_besides(shell_as: SignIn) -> None:
    panel = _form(shell_as("therapist"), "PG-13-R")
    press(panel.items, "3333333333")
    assert panel.total.text() == "30 of 50 · 30 or more, conditions not known"
    months = panel.findChildren(WholeNumber)[-1]
    press(months, "14")
    pick(next(c for c in panel.findChildren(Choice) if c.findText("Yes") >= 0), "Yes")
    assert panel.total.text() == "30 of 50 · positive (≥ 30)"
    press(months, "x")
    assert panel.total.text() == "Give a whole number."


def test_nothing_and_nonsense_are_refused_at_their_field(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _form(shell, "WHO-5")
    click(panel.save_button)
    assert panel.total_only is not None
    assert panel.total_only.property("wrong") is True
    assert "Give the total, or the answers." in seen(panel)
    press(panel.total_only, "26")
    assert panel.total.text() == "The total of WHO-5 takes 0 to 25, not 26."
    click(panel.save_button)
    assert shell.open_panel is panel
    press(panel.items, "33322")
    assert panel.total.text() == "52 of 100 · good well-being"
    click(panel.save_button)
    assert "The answers add up to 13, not 26." in seen(panel)


def test_a_correction_starts_from_the_old_answers_and_the_old_one_stays_in_sight(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    chooser = _chooser(shell)
    assert not chooser.correct.isEnabled()
    old = next(score for score in _desk(shell).past if score.measure == "GAD-7")
    row = next(n for n in range(chooser.past.count()) if chooser.past.item(n).data(Qt.ItemDataRole.UserRole) == old)
    chooser.past.setCurrentRow(row)
    click(chooser.correct)
    panel = of(MeasurePanel, shell.open_panel)
    assert panel.headline.text().startswith("Correct GAD-7")
    assert f"Takes the place of {old.total}" in seen(panel)
    assert panel.items.value() == list(old.answers or ())
    press(panel.items, "3")
    control(panel.items, Qt.Key.Key_Return)
    fixed = _newest(shell, "GAD-7")
    assert (fixed.answers or ())[0] == 3
    assert fixed.taken_on == old.taken_on
    chooser = _chooser(shell)
    assert sum("replaced" in words for words in lines(chooser.past)) == 1
    row = next(n for n, words in enumerate(lines(chooser.past)) if "replaced" in words)
    chooser.past.setCurrentRow(row)
    assert not chooser.correct.isEnabled()


def test_a_positive_safety_item_does_not_wait_for_a_refused_form(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    panel = _form(shell, "PHQ-9")
    press(panel.items, "000000002")
    panel.taken_on.setText("12/31/2031")
    control(panel.items, Qt.Key.Key_Return)
    assert panel.taken_on.property("wrong") is True
    dialog = of(UnsavedNotice, QApplication.activeModalWidget())
    assert "not saved yet" in seen(dialog)
    click(button(dialog, "I will see to it now"))
    click(panel.save_button)
    assert shell.open_panel is panel
    assert not QApplication.activeModalWidget()


def test_a_blank_form_prints_where_the_wording_is_free(shell_as: SignIn, printed: list[bytes]) -> None:
    shell = shell_as("therapist")
    chooser = _chooser(shell)
    click(chooser.print_button)
    assert [sheet[:5] for sheet in printed] == [b"%PDF-"]
    assert shell.toast.text == "Printed"
    chooser.choices.setCurrentRow(next(n for n, words in enumerate(lines(chooser.choices)) if words.startswith("EPDS")))
    settle()
    assert not chooser.print_button.isEnabled()
    assert "its wording is not ours to print" in chooser.about.text()


def test_a_form_of_today_lies_beside_the_baseline(shell_as: SignIn) -> None:
    panel = _form(shell_as("therapist"), "PHQ-9")
    press(panel.items, "111110000")
    assert panel.since.text().startswith("18 → 5 since")
    assert panel.since.text().endswith("reliable improvement, response")


def _front_desk(home: Home) -> None:
    app = sign_in(home, "morgan", PASSWORD, clock=Clock(NOW))
    app.write(change_setting, "reception_may_enter_measures", "2")
    app.close()


def test_the_front_desk_enters_a_form_without_a_score_and_is_told_whom_to_tell(shell_as: SignIn, sample_home: Home) -> None:
    _front_desk(sample_home)
    shell = shell_as("receptionist")
    chooser = _chooser(shell)
    assert not chooser.past.isVisible()
    assert not any("suggested" in words or "mild" in words for words in lines(chooser.choices))
    panel = _form(shell, "PHQ-9")
    press(panel.items, "000000003")
    panel.taken_on.setText("12/31/2031")
    control(panel.items, Qt.Key.Key_Return)
    click(button(of(FrontDeskNotice, QApplication.activeModalWidget()), "I will tell them now"))
    panel.taken_on.setText("10/05/2026")
    assert (panel.total.isVisible(), panel.since.isVisible()) == (False, False)
    click(panel.save_button)
    dialog = of(FrontDeskNotice, QApplication.activeModalWidget())
    words = seen(dialog)
    assert "Please tell Ana Lee now. The patient should not leave before being seen." in words
    assert "Item" not in words
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    click(button(dialog, "I will tell them now"))
    assert shell.toast.text == "PHQ-9 saved"


def test_without_the_setting_the_front_desk_has_no_button(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Course(FIRST))
    settle()
    assert not of(CourseView, shell.view()).button("measures").isVisible()
