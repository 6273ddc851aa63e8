"""Parts of a letter line by line: sources, ticks, other words, lines of one's own, choices, and what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.letter_kinds import BY_ID, RULES
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import YES
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, field_called, hurry, lines, of, pick, press, seen, settle
from tests.gui.letter_hands import begun, complete, memo, page_words, refer, stored
from ui.kit.prose import Prose
from ui.views.letter.part import ChoicePart, LinesPart, TickPart


def test_every_line_says_where_it_comes_from(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    said = seen(view.parts)
    for source in ("from the course", "from goal 1", "from PHQ-9"):
        assert source in said


def test_space_on_a_tick_greys_the_line_and_keeps_it(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    row = view.parts.lines_part("goals").rows[0]
    text = row.memo.toPlainText()
    row.tick.setFocus()
    press(row.tick, Qt.Key.Key_Space)
    assert not row.tick.isChecked()
    assert not row.memo.isEnabled()
    assert row.memo.toPlainText() == text
    assert row.source.text().endswith("left out")
    press(row.tick, Qt.Key.Key_Space)
    assert row.memo.isEnabled()


def test_other_words_keep_the_source_and_say_so(shell_as: SignIn, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    row = view.parts.lines_part("goals").rows[0]
    before = row.value()
    press(row.memo, "In short: ")
    assert row.source.text() == f"from {before.source}, reworded"
    qtbot.waitUntil(lambda: "In short: " in page_words(view), timeout=2000)
    hurry(view.saver.timer)
    assert stored(shell).lines["goals"][0] == Line(f"In short: {before.text}", f"{before.source}, reworded")
    row.memo.setPlainText(before.text)
    assert row.source.text() == f"from {before.source}"


def test_a_line_of_ones_own_is_added_and_backspace_removes_it(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    part = view.parts.lines_part("goals")
    count = len(part.rows)
    click(part.add)
    own = part.rows[-1].memo
    assert QApplication.focusWidget() is own
    press(own, "Sleep")
    assert Line("Sleep") in part.lines()
    for _ in range(6):
        press(own, Qt.Key.Key_Backspace)
    assert len(part.rows) == count


def test_backspace_in_an_empty_line_of_the_chart_keeps_it(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    part = view.parts.lines_part("goals")
    part.rows[0].memo.clear()
    press(part.rows[0].memo, Qt.Key.Key_Backspace)
    assert part.rows[0].sourced
    assert part.lines()[0].text == ""


def test_a_choice_is_a_list_and_a_yes_or_no_is_a_tick(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    urgency, chart = of(ChoicePart, view.parts.parts["urgency"]), of(TickPart, view.parts.parts["chart"])
    pick(urgency.choice, "Urgent")
    chart.tick.setChecked(True)
    hurry(view.saver.timer)
    held = stored(shell).lines
    assert held["urgency"] == (Line("urgent, within 7 days"),)
    assert held["chart"] == (Line(YES),)
    chart.tick.setChecked(False)
    hurry(view.saver.timer)
    assert "chart" not in stored(shell).lines


def test_enter_in_the_checklist_jumps_to_what_is_missing(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    listed = view.checklist.list
    assert "What we ask" in lines(listed)
    listed.setFocus()
    listed.setCurrentRow(lines(listed).index("What we ask"))
    press(listed, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is memo(view, "What we ask")
    listed.setCurrentRow(lines(listed).index("Recipient"))
    press(listed, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view.parts.to


def test_ctrl_enter_signs_or_goes_to_what_is_missing_first(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    complete(view)
    view.parts.write("request", "")
    press(memo(view, "Reason"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.toast.text == "Before it can be signed: What we ask."
    assert QApplication.focusWidget() is memo(view, "What we ask")
    press(memo(view, "What we ask"), "Please see her.")
    press(memo(view, "What we ask"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.toast.text == "Signed. It can be printed now."


@pytest.mark.parametrize("kind", [rule.id for rule in RULES])
def test_every_kind_has_a_control_for_every_part(shell_as: SignIn, kind: str) -> None:
    view = refer(shell_as("therapist"))
    held = view.saver.draft
    assert held is not None
    rule = BY_ID[kind]
    some = {f.name: (Line(f.choices[0] if f.choices else YES if f.tick else f"{f.name} said"),) for f in rule.fields}
    view.parts.show_draft(replace(held, kind=kind, lines=some, basis=rule.basis), [])
    settle()
    assert view.parts.lines() == some
    assert view.parts.ground.value() is rule.basis
    for field in rule.fields:
        assert field_called(view.parts, field.label), field.label
        part = view.parts.parts[field.name]
        assert isinstance(part, TickPart if field.tick else ChoicePart if field.choices else LinesPart)
    assert view.parts.to.isVisible() is rule.needs_recipient


@pytest.mark.parametrize("kind", ["psychiatry", "summary", "plan", "authorization"])
def test_a_letter_of_another_kind_is_begun_written_and_kept(shell_as: SignIn, kind: str) -> None:
    shell = shell_as("therapist")
    view = begun(shell, kind)
    assert BY_ID[kind].title in view.heading.text()
    part = next(p for p in view.parts.parts.values() if isinstance(p, LinesPart))
    part.rows[0].memo.setPlainText("Some words of ours.")
    hurry(view.saver.timer)
    assert any(line.text == "Some words of ours." for line in stored(shell).lines[part.field.name])


def test_the_front_desk_has_no_part_that_is_a_clinicians(shell_as: SignIn) -> None:
    field = BY_ID["attendance"].field("return_on")
    shell = shell_as("therapist")
    view = refer(shell)
    held = view.saver.draft
    assert held is not None
    view.parts.show_draft(replace(held, kind="attendance", lines={}), [])
    assert field.name in view.parts.parts
    desk = shell_as("receptionist")
    from ui.views.letter.parts import PartsEditor  # noqa: PLC0415

    editor = PartsEditor(desk.app.actor)
    kept = {field.name: (Line("October 9, 2026"),)}
    editor.show_draft(replace(held, kind="attendance", lines=kept), [])
    assert field.name not in editor.parts
    assert editor.lines()[field.name] == kept[field.name]


def test_words_that_no_list_knows_are_marked_and_put_right(shell_as: SignIn, qtbot: QtBot) -> None:
    view = refer(shell_as("therapist"))
    text = of(Prose, memo(view, "Reason"))
    text.insertPlainText("Depresion of María O'Kon, sertraline since")
    press(text, " then")
    marks = text.marks()
    assert marks is not None
    qtbot.waitUntil(lambda: marks.marked() == ["Depresion"], timeout=2000)
    cursor = text.document().find("Depresion")
    offered = [action.text() for action in text.menu(cursor).actions()]
    assert offered[0] == "Depression"
    assert button(view, "Sign")
    text.menu(cursor).actions()[0].trigger()
    assert text.toPlainText().startswith("Depression of")


def test_marks_under_words_are_no_change_to_the_letter(shell_as: SignIn) -> None:
    view = begun(shell_as("therapist"), "plan")
    settle()
    assert not view.saver.edited
    assert not view.saver.timer.isActive()
