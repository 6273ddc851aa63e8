"""The author's own key: made once, dropped at the lock, carried over to a new password, brought back after a reset."""

import pytest

from ibh_desktop import private_key
from ibh_desktop.bootstrap import recover, sign_in
from ibh_desktop.domain.errors import NotAllowed, SignInFailed
from ibh_desktop.private_key import EarlierPassword
from ibh_desktop.usecases import private_notes as writing
from tests.integration.private_desk import NEW, Desk, desk, written
from tests.integration.world import MANAGER, PASSWORD, RECEPTIONIST, THERAPIST

__all__ = ["desk", "written"]


def test_the_key_is_made_once_and_only_with_the_right_password(desk: Desk) -> None:
    with pytest.raises(SignInFailed):
        private_key.unlock(desk.app, "not my password at all")
    assert desk.clinic.count("private_key_slot") == 0
    private_key.unlock(desk.app, PASSWORD)
    before = desk.clinic.rows("SELECT document FROM private_key_slot")
    private_key.unlock(desk.clinic.as_role(THERAPIST), PASSWORD)
    assert desk.clinic.rows("SELECT document FROM private_key_slot") == before


@pytest.mark.parametrize("who", [RECEPTIONIST, MANAGER])
def test_who_treats_nobody_makes_no_key(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        private_key.unlock(desk.clinic.as_role(who), PASSWORD)
    assert desk.clinic.count("private_key_slot") == 0


def test_closing_the_clinic_drops_the_key(written: Desk) -> None:
    own = sign_in(written.clinic.home, THERAPIST, PASSWORD, clock=written.clinic.clock)
    private_key.unlock(own, PASSWORD)
    assert own.vault.is_open
    own.close()
    assert not own.vault.is_open


def test_notes_stay_readable_when_the_password_changes(written: Desk) -> None:
    private_key.change_password(written.app, PASSWORD, NEW)
    own = sign_in(written.clinic.home, THERAPIST, NEW, clock=written.clinic.clock)
    with pytest.raises(SignInFailed):
        private_key.unlock(own, PASSWORD)
    private_key.unlock(own, NEW)
    assert len(written.shelf(own).notes) == 2
    assert all(line.text for line in written.shelf(own).notes)
    own.close()


def test_a_wrong_old_password_changes_nothing(written: Desk) -> None:
    before = written.clinic.rows("SELECT document FROM private_key_slot")
    with pytest.raises(SignInFailed):
        private_key.change_password(written.app, "not my password at all", NEW)
    assert written.clinic.rows("SELECT document FROM private_key_slot") == before
    private_key.unlock(written.clinic.as_role(THERAPIST), PASSWORD)


def test_a_power_cut_between_the_two_halves_of_a_change_loses_no_note(written: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(written.app.keys, "change_password", cut)
        with pytest.raises(KeyboardInterrupt):
            private_key.change_password(written.app, PASSWORD, NEW)
    again = written.clinic.as_role(THERAPIST)
    private_key.unlock(again, PASSWORD)
    assert all(line.text for line in written.shelf(again).notes)
    written.clinic.app.keys.set_password(THERAPIST, NEW)
    with pytest.raises(EarlierPassword):  # what the cut had left was tidied away
        private_key.unlock(written.clinic.as_role(THERAPIST), NEW)


def test_after_a_reset_the_earlier_password_brings_the_notes_back(written: Desk) -> None:
    code = written.clinic.app.keys.new_recovery()
    own = recover(written.clinic.home, code, THERAPIST, NEW, clock=written.clinic.clock)
    with pytest.raises(EarlierPassword) as asked:
        private_key.unlock(own, NEW)
    assert asked.value.field == "earlier"
    with pytest.raises(SignInFailed):
        private_key.unlock(own, NEW, earlier="nor was it this one, ever")
    assert not own.vault.is_open
    private_key.unlock(own, NEW, earlier=PASSWORD)
    assert all(line.text for line in written.shelf(own).notes)
    own.close()
    again = sign_in(written.clinic.home, THERAPIST, NEW, clock=written.clinic.clock)
    private_key.unlock(again, NEW)
    assert all(line.text for line in written.shelf(again).notes)
    again.close()


def test_whoever_begins_anew_writes_again_and_loses_nothing_that_is_remembered_later(written: Desk) -> None:
    written.clinic.app.keys.set_password(THERAPIST, NEW)
    own = written.clinic.as_role(THERAPIST)
    private_key.begin_anew(own, NEW)
    own.write(writing.write, own.vault, written.course, text="A fresh start.")
    assert [line.text for line in written.shelf(own).notes] == ["A fresh start.", None, None]
    again = written.clinic.as_role(THERAPIST)
    private_key.unlock(again, NEW, earlier=PASSWORD)
    assert all(line.text for line in written.shelf(again).notes)
    assert len(written.shelf(again).notes) == 3
