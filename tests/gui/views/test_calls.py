"""The call list and how a patient is reached, by keys alone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import text

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.calls import CallOutcome, Group
from ibh_desktop.domain.contact import NOTHING, Voicemail
from ibh_desktop.domain.guardians import Authority
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import free_slots
from ibh_desktop.queries.calls import CallLine
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import guardians
from ibh_desktop.usecases.calls import Seen
from tests.gui.call_hands import calls_view, lines, now, plain, wish
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, press, seen, settle
from tests.integration.world import engine_of
from ui.dialogs.call import CallPanel
from ui.dialogs.call_steps import MoveCallPanel
from ui.places import Schedule
from ui.views.calls.columns import mind
from ui.views.calls.view import CallsView


def _place(view: CallsView, line: CallLine) -> LocationId:
    return view.desk.app.read(lambda r: LocationId(r.session.get_one(Appointment, line.id).location_id))


def test_one_key_opens_the_list_in_its_groups(shell_as: SignIn) -> None:
    view = calls_view(shell_as("receptionist"))
    groups = [line.group for line in lines(view)]
    assert groups == sorted(groups, key=list(Group).index)
    assert set(groups) == set(Group)
    assert view.subtitle.text().startswith("Next 2 business days · All locations · ")


@pytest.mark.parametrize(
    ("key", "outcome", "status"),
    [
        ("c", CallOutcome.CONFIRMED, Status.CONFIRMED),
        ("m", CallOutcome.MESSAGE, Status.SCHEDULED),
        ("n", CallOutcome.NO_ANSWER, Status.SCHEDULED),
    ],
)
def test_one_letter_notes_what_came_of_the_call_and_u_takes_it_back(
    shell_as: SignIn, key: str, outcome: CallOutcome, status: Status
) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    press(view.table, key)
    done = now(view, line)
    assert (done.status, [call.outcome for call in done.calls]) == (status, [outcome])
    assert shell.toast.text == f"{line.patient_name}: {outcome.value}"
    press(view.table, "u")
    assert now(view, line) == replace(line, version=now(view, line).version)


def test_a_cancellation_offers_undo(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    press(view.table, "x")
    assert now(view, line).status in (Status.CANCELLED_PATIENT, Status.LATE_CANCEL)
    control(shell, Qt.Key.Key_Z)
    assert now(view, line).status is Status.SCHEDULED


def test_a_visit_is_moved_with_the_call_in_the_panel_of_the_house(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    press(view.table, "v")
    panel = of(MoveCallPanel, shell.open_panel)
    press(panel.when, "yesterday 9")
    control(panel, Qt.Key.Key_Return)
    assert now(view, line).calls == ()
    panel.when.clear()
    where, who = [_place(view, line)], [line.therapist]
    free = shell.app.read(free_slots.search, minutes=60, therapists=who, locations=where, kind=Kind.INTAKE)
    agreed = free[-1].starts
    press(panel.when, f"{agreed.astimezone(line.starts.tzinfo):%m/%d/%Y %H:%M}")
    control(panel, Qt.Key.Key_Return)
    if shell.open_panel is panel:  # a warning of the house asks why it is done all the same
        press(panel.passed, "asked for it")
        control(panel, Qt.Key.Key_Return)
    done = now(view, line)
    assert (done.starts, [call.outcome for call in done.calls]) == (agreed, [CallOutcome.MOVED])
    assert done.group is Group.SETTLED
    press(view.table, "u")
    assert now(view, line).starts == line.starts


def test_a_message_is_refused_in_a_sentence_where_none_is_wished(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    wish(view, line, replace(NOTHING, voicemail=Voicemail.NONE))
    press(view.table, "m")
    assert shell.toast.text == "No voicemail: they asked that no message is left. Try again later."
    assert now(view, line).calls == ()
    press(view.table, Qt.Key.Key_Return)
    assert "No voicemail: they asked" in seen(of(CallPanel, shell.open_panel))


def test_the_panel_shows_the_words_to_say_and_notes_with_a_note(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    wish(view, line, replace(NOTHING, ask_for="Sam", says="the office"))
    press(view.table, Qt.Key.Key_Return)
    panel = of(CallPanel, shell.open_panel)
    said = seen(panel)
    assert f"Hello, this is the office with a message for Sam. Please call back at {line.call_back}. Thank you." in said
    assert line.phone in said
    press(panel.note, "calls back at four")
    click(button(panel, "No answer"))
    assert [call.note for call in now(view, line).calls] == ["calls back at four"]
    press(view.table, Qt.Key.Key_Return)
    control(of(CallPanel, shell.open_panel), Qt.Key.Key_Return)
    assert now(view, line).status is Status.CONFIRMED


def test_whoever_is_not_to_be_contacted_has_no_key_and_no_button(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = next(v for v in lines(view) if v.wishes.stop)
    view.table.choose(line.id)
    for key in "cmnx":
        press(view.table, key)
        assert shell.toast.text.startswith("Do not contact: asked in writing")
    assert now(view, line) == line
    press(view.table, Qt.Key.Key_Return)
    panel = of(CallPanel, shell.open_panel)
    assert not panel.save_button.isVisible()
    assert not has_button(panel, "Message left")
    press(panel, Qt.Key.Key_Escape)
    assert shell.open_panel is None


def test_a_second_desk_is_told_and_the_row_is_fetched_anew(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    seen_by_both = Seen(line.version, line.last_call)
    with engine_of(shell.app).begin() as connection:
        moment = int(shell.app.clock().timestamp())
        made = {"v": line.id, "now": moment, "at": int(line.starts.timestamp())}
        connection.execute(
            text(
                "INSERT INTO call_made (appointment_id, at, by_id, outcome, about, note)"
                " VALUES (:v, :now, 1, 'no answer', :at, '')"
            ),
            made,
        )
    press(view.table, "c")
    assert "noted “no answer” at 10:40. Yours was not noted" in shell.toast.text
    view.reload()
    settle()
    assert now(view, line).group is Group.TRIED
    assert seen_by_both.last_call == 0
    view.table.choose(line.id)
    press(view.table, "u")
    assert now(view, line).calls == ()


def _settle_all(tx: Tx) -> None:
    for row in tx.session.query(Appointment).filter(Appointment.status == Status.SCHEDULED).all():
        row.status = Status.CONFIRMED
    tx.record("test:settle", Topic.APPOINTMENTS, None)


def test_everybody_called_is_said_and_what_was_settled_can_be_shown(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.app.write(_settle_all)
    view = calls_view(shell)
    assert view.states.showing == "Everybody of the next 2 business days is called"
    assert lines(view) == []
    click(button(view, "Show them"))
    assert {line.group for line in lines(view)} == {Group.SETTLED}
    press(view.table, "n")
    assert "nobody needs to be called about it" in shell.toast.text


def test_nobody_booked_leads_to_the_schedule(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    with engine_of(shell.app).begin() as connection:
        connection.execute(text("UPDATE appointment SET status = 'cancelled by clinic', starts = 0, ends = 9"))
    view = calls_view(shell)
    assert view.states.showing == "Nobody to call for the next 2 business days"
    click(button(view, "Open the schedule"))
    assert isinstance(shell.place, Schedule)


def test_reminders_are_saved_as_a_list_without_a_name_in_the_file_name(
    shell_as: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    offered: list[str] = []

    def where(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "out.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    click(button(view, "Reminders as a list"))
    assert offered == ["reminders.csv"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"), newline="")))
    assert {row["Way"] for row in rows} >= {"call", "text", "letter"}
    assert all("therap" not in row["Words"].lower() for row in rows)
    assert f"{len(rows)} reminders saved" in shell.toast.text
    with engine_of(shell.app).connect() as connection:
        diff = connection.execute(text("SELECT diff FROM audit WHERE action = 'paper:print'")).scalar_one()
    assert '"paper": "reminders"' in diff


def test_custody_stands_on_the_row_and_in_the_panel(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = calls_view(shell)
    line = plain(view)
    words = guardians.Words("Rosa Blankenship", "mother", Authority.PARENT, custody_note="The father does not collect.")
    shell.app.write(guardians.add, line.patient, words)
    view.reload()
    settle()
    view.table.choose(line.id)
    assert mind(now(view, line), view.desk.now()) == ("Custody",)
    press(view.table, Qt.Key.Key_Return)
    said = seen(of(CallPanel, shell.open_panel))
    assert "Custody: read the file before anything is told." in said
    assert "father" not in said


def test_the_hour_at_which_it_is_not_safe_stands_on_the_row(shell_as: SignIn) -> None:
    view = calls_view(shell_as("receptionist"))
    line = next(v for v in lines(view) if v.wishes.safe_from == time(17))
    assert mind(line, view.desk.now()) == ("Not now: 17–20",)
    assert mind(line, view.desk.now().replace(hour=23)) == ()


def test_a_therapist_finds_own_patients(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    assert {line.therapist for line in lines(calls_view(shell))} == {shell.app.actor.therapist}


def test_the_second_of_two_calls_by_one_desk_needs_no_look_in_between(shell_as: SignIn) -> None:
    view = calls_view(shell_as("receptionist"))
    line = plain(view)
    press(view.table, "n")
    view.table.choose(line.id)
    press(view.table, "n")
    assert len(now(view, line).calls) == 2
    view.table.choose(line.id)
    press(view.table, "c")
    assert now(view, line).status is Status.CONFIRMED
