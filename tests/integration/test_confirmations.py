"""Confirmations by the stack: whom they reach, that nothing is made or printed twice, and that Stop keeps what was done."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ibh_desktop import confirming
from ibh_desktop.app import App
from ibh_desktop.domain.confirming import MOST_DAYS
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused, Stopped
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.letters.press import Press
from ibh_desktop.queries import confirmations as shown
from ibh_desktop.queries.confirmations import Stack, Waiting
from ibh_desktop.usecases import appointments, confirmations
from ibh_desktop.usecases.confirmations import Rendered
from tests.integration.world import MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later, statements

THREE_MONTHS = Stack(MONDAY, later(days=MOST_DAYS - 1))


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    """Processes that render, started once."""
    with Press(1) as ready:
        yield ready


@pytest.fixture
def desk(clinic: Clinic) -> App:
    """The front desk of a clinic in which María has a course of sixteen Mondays."""
    clinic.open_course()
    return clinic.as_role(RECEPTIONIST)


def quiet(_done: int, _total: int) -> None:
    """Nobody listens."""


def waiting(app: App, stack: Stack = THREE_MONTHS) -> Waiting:
    """What is to be confirmed."""
    return app.read(shown.waiting, stack)


def words(pdf: bytes) -> str:
    """The text of a letter."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_stack_holds_the_visits_to_come_of_its_days(clinic: Clinic, desk: App) -> None:
    assert (waiting(desk).count, waiting(desk).homeless) == (14, 14)
    assert waiting(desk, replace(THREE_MONTHS, last=MONDAY)).count == 1
    assert waiting(desk, replace(THREE_MONTHS, location=clinic.ids.phenix)).count == 0
    assert waiting(desk, replace(THREE_MONTHS, therapist=clinic.ids.ben)).count == 0
    clinic.clock.ahead(hours=2)
    assert waiting(desk).count == 13, "a visit that has begun needs no confirmation"
    cancelled = waiting(desk).visits[0]
    desk.write(appointments.cancel, cancelled, by_clinic=True)
    assert waiting(desk).count == 12


def test_days_that_make_no_stack_are_refused(desk: App) -> None:
    for first, last, field in ((later(1), MONDAY, "last"), (MONDAY, later(days=MOST_DAYS), "last")):
        with pytest.raises(Refused) as refused:
            waiting(desk, Stack(first, last))
        assert refused.value.field == field


def test_a_stack_is_frozen_noted_and_never_made_twice(clinic: Clinic, desk: App, press: Press) -> None:
    done = confirming.freeze(desk, waiting(desk), press, quiet)
    assert (len(done.letters), done.wanted, done.stopped) == (14, 14, False)
    again = waiting(desk)
    assert (again.visits, again.signed, again.done) == ((), done.letters, 0)
    pdfs = list(confirming.pdfs(desk, done.letters))
    confirming.note(desk, done.letters, how="printer")
    assert (waiting(desk).count, waiting(desk).done) == (0, 14)
    stored = clinic.rows("SELECT sha256, status, kind, number FROM letter ORDER BY id")
    assert [row[0] for row in stored] == [hashlib.sha256(pdf).hexdigest() for pdf in pdfs]
    assert {row[1:3] for row in stored} == {("printed", "confirmation")}
    assert len({row[3] for row in stored}) == 14
    assert clinic.rows("SELECT count(*), min(basis), min(how), min(to_whom) FROM disclosure") == [
        (14, "the patient's own access", "printer", "the patient")
    ]
    for action in ("letter:draft", "letter:sign", "letter:print"):
        assert clinic.rows("SELECT count(*) FROM audit WHERE action = :a", a=action) == [(14,)]


def test_every_letter_tells_its_own_visit_and_no_reason_for_it(desk: App, press: Press) -> None:
    done = confirming.freeze(desk, waiting(desk, replace(THREE_MONTHS, last=later(1))), press, quiet)
    first, second = (words(pdf) for pdf in confirming.pdfs(desk, done.letters))
    for text in (first, second):
        assert "María Elena O'Kon" in text
        assert "(205) 555-0101" in text
        assert "24 hours" in text
        for secret in ("depression", "psychotherapy", "IPT", "dispute"):
            assert secret not in text
    assert first != second


def test_a_visit_that_was_moved_is_confirmed_anew(desk: App, press: Press) -> None:
    week = replace(THREE_MONTHS, last=later(1))
    done = confirming.freeze(desk, waiting(desk, week), press, quiet)
    confirming.note(desk, done.letters, how="file")
    moved = AppointmentId(1)
    desk.write(appointments.move, moved, starts=at(MONDAY, 14))
    assert (waiting(desk, week).visits, waiting(desk, week).done) == ((moved,), 1)


def test_stop_keeps_what_is_frozen_and_going_on_makes_only_the_rest(
    clinic: Clinic, desk: App, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "BUNDLE", 3)
    heard: list[int] = []

    def stop(done: int, _total: int) -> None:
        heard.append(done)
        raise Stopped("Stopped.")

    part = confirming.freeze(desk, waiting(desk), press, stop)
    assert part.stopped
    assert 0 < len(part.letters) < 14
    assert heard[0] == 3
    confirming.note(desk, part.letters, how="printer")
    rest = waiting(desk)
    assert (rest.count, rest.done) == (14 - len(part.letters), len(part.letters))
    both = confirming.freeze(desk, rest, press, quiet)
    assert not set(both.letters) & set(part.letters)
    assert clinic.count("letter") == 14


def test_drafts_that_a_crash_left_behind_are_taken_up_again(clinic: Clinic, desk: App, press: Press) -> None:
    begun = desk.write(confirmations.begin, waiting(desk).visits)
    assert clinic.count("letter") == 14
    assert waiting(desk).count == 14
    assert confirming.freeze(desk, waiting(desk), press, quiet).letters == tuple(begun)
    assert clinic.count("letter") == 14


def test_a_visit_moved_while_its_letter_was_rendered_gets_no_letter_of_the_old_time(clinic: Clinic, desk: App) -> None:
    (letter, other) = desk.write(confirmations.begin, waiting(desk, replace(THREE_MONTHS, last=later(1))).visits)
    desk.write(appointments.move, AppointmentId(1), starts=at(MONDAY, 14))
    made = [Rendered(letter, 1, b"%PDF"), Rendered(other, 1, b"%PDF")]
    assert desk.write(confirmations.freeze, made) == [other]
    assert clinic.rows("SELECT status FROM letter WHERE id = :id", id=letter) == [("withdrawn",)]
    with pytest.raises(Conflict, match="Somebody else"):
        desk.write(confirmations.freeze, made)


def test_a_draft_that_somebody_changed_meanwhile_is_left_to_them(clinic: Clinic, desk: App) -> None:
    (letter,) = desk.write(confirmations.begin, waiting(desk, replace(THREE_MONTHS, last=MONDAY)).visits)
    with pytest.raises(Conflict):
        desk.write(confirmations.freeze, [Rendered(letter, 2, b"%PDF")])
    assert clinic.rows("SELECT status FROM letter") == [("draft",)]


def test_bytes_that_are_not_what_was_signed_are_not_noted(clinic: Clinic, desk: App, press: Press) -> None:
    done = confirming.freeze(desk, waiting(desk), press, quiet)
    with engine_of(clinic.app).begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET sha256 = 'x' WHERE id = 3")
    with pytest.raises(Conflict, match="not what was signed"):
        confirming.note(desk, done.letters, how="printer")
    assert clinic.count("disclosure") == 0


def test_therapists_confirm_their_own_and_managers_none(clinic: Clinic, desk: App) -> None:
    assert waiting(clinic.as_role(THERAPIST)).count == 14
    assert waiting(clinic.as_role(OTHER)).count == 0
    with pytest.raises(NotAllowed):
        waiting(clinic.as_role(MANAGER))
    with pytest.raises(NotAllowed):
        clinic.as_role(OTHER).write(confirmations.begin, waiting(desk).visits)


def test_what_a_stack_asks_of_the_database_does_not_grow_with_its_letters(clinic: Clinic, desk: App) -> None:
    counts = []
    for last in (MONDAY, later(days=MOST_DAYS - 1)):
        with statements(engine_of(desk)) as seen:
            wanted = waiting(desk, replace(THREE_MONTHS, last=last))
            begun = desk.write(confirmations.begin, wanted.visits)
            desk.read(shown.sheets, begun)
            desk.read(shown.signed_pdfs, begun)
        counts.append(len([each for each in seen if "audit" not in each and not each.startswith("INSERT")]))
    assert counts[0] == counts[1] < 12
    assert clinic.count("letter") == 14
