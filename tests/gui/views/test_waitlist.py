"""The waitlist by keys alone: offered, accepted and booked, declined, withdrawn, triaged, undone; from a file and a request."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy import text

from ibh_desktop.domain.inquiries import Outcome, Triage
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.waitlist import Answer
from ibh_desktop.queries import patient_file
from tests.gui.conftest import SignIn
from tests.gui.hands import control, field_called, has_button, of, press, seen
from tests.gui.requests import line_of as request_of
from tests.gui.requests import requests_page
from tests.gui.requests import walk_to as walk_to_request
from tests.gui.waiting import freed_of, groups_of, lines_of, person, to_the_top, waitlist_page, walk_to
from tests.integration.world import engine_of
from ui.dialogs.ask import AskPanel
from ui.dialogs.inquiry_flow import RegisterPanel
from ui.dialogs.opening import waitlist_panel
from ui.dialogs.slot_offer import OfferPanel
from ui.dialogs.waitlist_entry import WaitlistPanel
from ui.kit import discreet
from ui.views.requests.view import RequestsView


def test_the_page_shows_freed_times_and_who_waits_and_why(shell_as: SignIn) -> None:
    view = waitlist_page(shell_as("receptionist"))
    assert groups_of(view) == [("Freed times", 1), ("Waiting", 6)]
    words = [column.text(lines_of(view)[0]) for column in view.table.rows_model.columns]
    assert words == [
        "Tue 6 Oct 13:00",
        "Ana Lee",
        "Birmingham",
        "2, first Yarbrough, Darius",
        "soon; since 23 Sep; asked for Ana Lee",
    ]


def test_offered_to_the_first_accepted_booked_and_undone_by_letters(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    to_the_top(view)
    press(view, "o")
    assert "Held for Yarbrough, Darius. Call (" in shell.toast.text
    assert groups_of(view) == [("Offered", 1), ("Waiting", 5)]
    line = person(view, "Yarbrough")
    assert view.table.current() == line
    assert line.offer is not None
    press(view, "a")
    if isinstance(shell.open_panel, AskPanel):
        press(field_called(shell.open_panel, "Reason"), "Asked for her")
        control(shell.open_panel, Qt.Key.Key_Return)
    assert "booked for" in shell.toast.text.lower()
    assert groups_of(view) == [("Waiting", 5)]
    starts = [visit.starts for visit in shell.app.read(patient_file.file, line.patient).visits]
    assert line.offer.starts in starts
    press(view, "u")
    assert groups_of(view) == [("Offered", 1), ("Waiting", 5)]


def test_a_freed_time_opens_the_ranked_list_with_phones_and_goes_to_whom_is_chosen(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    to_the_top(view)
    press(view.table, Qt.Key.Key_Return)
    panel = of(OfferPanel, shell.open_panel)
    words = [panel.people.item(n).text() for n in range(panel.people.count())]
    assert [entry.split("   ")[0] for entry in words] == ["1  Yarbrough, Darius", "2  Lindqvist, Adaeze"]
    assert "soon; since 23 Sep; asked for Ana Lee" in words[0]
    press(panel.people, Qt.Key.Key_Down)
    control(panel.people, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert person(view, "Lindqvist").offer is not None
    press(view, "u")
    assert groups_of(view) == [("Freed times", 1), ("Waiting", 6)]


def test_declined_and_no_answer_free_the_time_for_the_next_one(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    to_the_top(view)
    press(view, "o")
    press(view, "d")
    assert "declined" in shell.toast.text
    first = freed_of(view)[0].first
    assert first is not None
    assert first.name.startswith("Lindqvist")
    to_the_top(view)
    press(view, "o")
    press(view, "n")
    assert freed_of(view)[0].first is None
    to_the_top(view)
    press(view, "o")
    assert "suits nobody else" in shell.toast.text
    press(view, "u")
    offer = person(view, "Lindqvist").offer
    assert offer is not None
    assert offer.answer is None


def test_an_entry_opens_with_the_ways_of_its_offer(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    to_the_top(view)
    press(view, "o")
    press(view.table, Qt.Key.Key_Return)
    panel = of(WaitlistPanel, shell.open_panel)
    assert "Offered Tue 6 Oct 13:00 with Ana Lee: held until Tue 10:40" in seen(panel)
    assert has_button(panel, "Take the offer back")
    view.answer(Answer.TAKEN_BACK)
    assert groups_of(view) == [("Freed times", 1), ("Waiting", 6)]
    walk_to(view, "Lindqvist")
    press(view.table, Qt.Key.Key_Return)
    panel = of(WaitlistPanel, shell.open_panel)
    press(field_called(panel, "Not before"), "15")
    control(panel.minutes, Qt.Key.Key_Return)
    assert "after 15:00" in person(view, "Lindqvist").words
    control(shell, Qt.Key.Key_Z)
    assert "15:00" not in person(view, "Lindqvist").words


def test_a_new_entry_is_typed_and_a_wrong_hour_is_said_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    press(view, Qt.Key.Key_Insert)
    panel = of(WaitlistPanel, shell.open_panel)
    press(field_called(panel, "Minutes"), "x")
    control(panel.minutes, Qt.Key.Key_Return)
    assert "Give a whole number." in seen(panel)
    patient = person(view, "Dozier").patient
    shell.panel(waitlist_panel(shell, patient))
    panel = of(WaitlistPanel, shell.open_panel)
    press(panel.therapists, Qt.Key.Key_Space)
    assert len(panel.therapists.value()) == 1
    control(panel.minutes, Qt.Key.Key_Return)
    assert groups_of(view)[-1] == ("Waiting", 7)


def test_withdrawn_and_triaged_in_one_panel_each_and_back_with_u(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = waitlist_page(shell)
    walk_to(view, "Dozier")
    press(view, "t")
    panel = of(AskPanel, shell.open_panel)
    press(field_called(panel, "How soon"), "2")
    control(panel, Qt.Key.Key_Return)
    assert person(view, "Dozier").level is Triage.URGENT
    press(view, "u")
    assert person(view, "Dozier").level is Triage.ROUTINE
    press(view, "w")
    control(of(AskPanel, shell.open_panel), Qt.Key.Key_Return)
    assert groups_of(view)[-1] == ("Waiting", 5)
    press(view, "u")
    assert groups_of(view)[-1] == ("Waiting", 6)


def test_triage_has_no_key_for_the_front_desk(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    walk_to(view, "Dozier")
    press(view, "t")
    assert shell.open_panel is None
    assert not may(shell.app.actor, Permission.TRIAGE_WAITLIST)


def test_letters_without_their_row_say_the_way_on(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    walk_to(view, "Dozier")
    for letter, words in (("o", "Go to a freed time"), ("a", "Offer a freed time first"), ("d", "Offer a freed time first")):
        press(view, letter)
        assert words in shell.toast.text


def test_names_are_initials_while_they_are_hidden(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = waitlist_page(shell)
    discreet.toggle()
    shown = [column.text(line) for line in lines_of(view) for column in view.table.rows_model.columns]
    assert not any("Yarbrough" in words or "Dozier" in words for words in shown)
    to_the_top(view)
    press(view.table, Qt.Key.Key_Return)
    panel = of(OfferPanel, shell.open_panel)
    assert "Yarbrough" not in panel.people.item(0).text()


def test_nobody_waits_is_said_with_the_way_on(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    with engine_of(shell.app).begin() as connection:
        for table in ("slot_offer", "waitlist_entry"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE appointment SET status = 'left before seen' WHERE status = 'cancelled by patient'"))
    view = waitlist_page(shell)
    assert view.states.showing == "Nobody waits"
    for key in "oadnwtu":
        press(view, key)
    assert shell.open_panel is None
    press(view, "+")
    assert isinstance(shell.open_panel, WaitlistPanel)


def test_a_request_goes_to_the_waitlist_and_is_closed(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    requests = requests_page(shell)
    walk_to_request(requests, "Brandt")
    press(requests, "w")
    register = of(RegisterPanel, shell.open_panel)
    press(register.born, "2/3/1980")
    control(register.born, Qt.Key.Key_Return)
    panel = of(WaitlistPanel, shell.open_panel)
    control(panel.minutes, Qt.Key.Key_Return)
    assert "the request is closed" in shell.toast.text
    assert request_of(of(RequestsView, shell.view()), "Brandt").standing.outcome is Outcome.WAITLIST
    line = person(waitlist_page(shell), "Brandt")
    assert (line.level, line.triaged) == (Triage.SOON, True)
