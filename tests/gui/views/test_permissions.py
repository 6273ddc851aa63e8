"""Permissions to tell, by keys alone: papers with the reasons why they are not enough, guardians, the flag, the log."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import text

from ibh_desktop.domain.authorization import Authorization, ReceiverClass, Signer
from ibh_desktop.domain.disclosure import Basis, Information, Part2
from ibh_desktop.domain.guardians import Authority
from ibh_desktop.domain.ids import LetterId, PatientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import authorizations, disclosures
from ibh_desktop.queries.authorizations import Permissions as Shown
from ibh_desktop.queries.authorizations import Standing
from ibh_desktop.store.chart import Disclosure
from ibh_desktop.store.tx import Tx
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, of, pick, press, seen, settle
from tests.integration.world import engine_of
from ui.dialogs.ask import AskPanel
from ui.dialogs.authorization import RecordPanel
from ui.dialogs.guardian import GuardianPanel
from ui.dialogs.told import ToldPanel
from ui.places import Letter, Patients, Permissions
from ui.shell import Shell
from ui.views.permissions.guardians import GuardiansPart
from ui.views.permissions.papers import PapersPart
from ui.views.permissions.part import PermissionsPart
from ui.views.permissions.told import ToldPart
from ui.views.permissions.view import PermissionsView

MARIA = PatientId(1)
PART = TypeVar("PART", bound=PermissionsPart[Shown | None])


def _view(shell: Shell, patient: PatientId = MARIA) -> PermissionsView:
    shell.open(Permissions(patient))
    settle()
    return of(PermissionsView, shell.view())


def _papers(shell: Shell) -> PapersPart:
    return of(PapersPart, _view(shell).sections.section())


def _shown(shell: Shell, patient: PatientId = MARIA) -> Shown:
    return shell.app.read(authorizations.permissions, patient)


def _young(shell: Shell) -> PatientId:
    with engine_of(shell.app).connect() as connection:
        wanted = "SELECT patient_id FROM guardian g JOIN patient p ON p.id = g.patient_id ORDER BY p.born DESC LIMIT 1"
        return PatientId(connection.execute(text(wanted)).scalar_one())


def test_the_file_leads_there_and_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Patients(MARIA))
    settle()
    click(button(shell.view(), "Permissions"))
    assert isinstance(shell.place, Permissions)
    assert of(PermissionsView, shell.view()).patient_shown() == MARIA
    click(button(shell.view(), "File"))
    assert seen(shell.view()).startswith("Patients")


def test_a_signed_paper_is_recorded_by_keys_and_says_what_it_lacks(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    part = _papers(shell)
    press(part, "n")
    panel = of(RecordPanel, shell.open_panel)
    pick(panel.to, "Amelia Hart")
    for tick, kind in panel.information.boxes:
        if kind in (Information.TREATMENT, Information.DIAGNOSIS):
            press(tick, Qt.Key.Key_Space)
    press(panel.description, "Summary and diagnosis")
    press(panel.expires_event, "the end of treatment")
    for name in ("revocation_told", "conditioning_told"):
        press(panel.statements[name], Qt.Key.Key_Space)
    control(panel, Qt.Key.Key_Return)
    assert shell.open_panel is None
    new = next(line for line in _shown(shell).authorizations if line.to == "Dr. Amelia Hart")
    assert new.standing is Standing.LACKING
    assert new.record.information == {Information.TREATMENT, Information.DIAGNOSIS}
    part.table.choose(new.id)
    settle()
    assert part.verdict.text() == "It lets nothing out today:"
    assert part.reasons.text().splitlines() == [
        "It does not say that the receiver may pass the information on.",
        "It was signed, but no copy was given.",
    ]


def test_what_cannot_be_so_is_said_at_its_field_and_the_form_stays(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    press(_papers(shell), "n")
    panel = of(RecordPanel, shell.open_panel)
    before = len(_shown(shell).authorizations)
    for typed, words in (("13/45/2026", "There is no date"), ("10/6/2026", "cannot have been signed in the future")):
        panel.signed_on.setText(typed)
        control(panel, Qt.Key.Key_Return)
        assert words in seen(panel)
        assert shell.open_panel is panel
    assert len(_shown(shell).authorizations) == before


def test_a_child_s_paper_is_signed_by_the_guardian_on_file(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    young = _young(shell)
    part = of(PapersPart, _view(shell, young).sections.section())
    assert "a guardian consents and signs" in seen(_view(shell, young))
    press(part, "n")
    panel = of(RecordPanel, shell.open_panel)
    (mother,) = _shown(shell, young).guardians
    assert (panel.signer.value(), panel.signer_name.value()) == (Signer.GUARDIAN, mother.name)


def test_a_paper_is_revoked_ended_and_made_void_by_keys(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    part = _papers(shell)
    press(part, Qt.Key.Key_Down)
    press(part, "e")
    panel = of(AskPanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    assert "names no event" in seen(panel)
    press(part, "r")
    panel = of(AskPanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    (line,) = _shown(shell).authorizations
    assert (line.standing, line.record.revoked_on) == (Standing.OVER, date(2026, 10, 5))
    assert part.reasons.text() == "It was revoked on 10/05/2026."
    press(part, "v")
    assert shell.open_panel is None
    assert not button(part, "Void").isEnabled()


def test_void_asks_for_a_reason(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _papers(shell)
    press(part, Qt.Key.Key_Down)
    press(part, "v")
    panel = of(AskPanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    assert "Say why it is void." in seen(panel)
    press(field_called(panel, "Why it is void"), "Wrong patient")
    control(panel, Qt.Key.Key_Return)
    assert _shown(shell).authorizations[0].standing is Standing.VOID


@pytest.mark.parametrize("role", ["lead", "manager", "receptionist", "therapist"])
def test_only_who_may_record_sees_how(role: str, shell_as: SignIn) -> None:
    shell = shell_as(role)
    part = _papers(shell)
    records = role in ("receptionist", "therapist")
    assert has_button(part, "Record a paper") is records
    press(part, "n")
    assert (shell.open_panel is not None) is records


def test_a_guardian_is_added_changed_and_taken_off_with_undo(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    control(view, Qt.Key.Key_PageDown)
    part = of(GuardiansPart, view.sections.section())
    assert "No guardian is on file" in seen(part)
    press(part, "n")
    panel = of(GuardianPanel, shell.open_panel)
    press(panel.name, "Rosa O'Kon")
    control(panel, Qt.Key.Key_Return)
    assert "Say how they are related to the patient." in seen(panel)
    press(panel.relation, "mother")
    control(panel, Qt.Key.Key_Return)
    (line,) = _shown(shell).guardians
    assert (line.name, line.authority) == ("Rosa O'Kon", Authority.PARENT)
    press(part, Qt.Key.Key_Down)
    press(part.table, Qt.Key.Key_Return)
    panel = of(GuardianPanel, shell.open_panel)
    press(panel.restrictions, "No records to the father.")
    control(panel, Qt.Key.Key_Return)
    assert "No records to the father." in seen(part)
    shell.open(Patients(MARIA))
    settle()
    assert "Rosa O'Kon: a court's order is on file" in seen(shell.view())
    _view(shell)
    press(part, "x")
    assert _shown(shell).guardians == ()
    control(shell, Qt.Key.Key_Z)
    assert len(_shown(shell).guardians) == 1


def test_the_flag_of_part_2_is_the_clinicians_and_can_be_undone(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    pick(view.flag, "not settled")
    assert _shown(shell).part2 is Part2.PENDING
    control(shell, Qt.Key.Key_Z)
    assert _shown(shell).part2 is Part2.NO
    assert view.flag.value() is Part2.NO


def test_the_front_desk_does_not_see_the_flag(shell_as: SignIn) -> None:
    assert "42 CFR Part 2" not in seen(_view(shell_as("receptionist")))


def _told(tx: Tx) -> None:
    tx.session.add(
        Disclosure(
            patient_id=MARIA,
            letter_id=1,
            at=tx.now,
            made_by=tx.actor.staff,
            to_whom="Dr. Amelia Hart",
            what="Referral letter: treatment",
            purpose="further treatment",
            basis=Basis.AUTHORIZATION.value,
            how="fax",
        )
    )
    tx.record("letter:print", Topic.LETTERS, 1)


def test_the_log_shows_what_went_out_and_opens_the_letter(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _view(shell)
    view.sections.open("told")
    part = of(ToldPart, view.sections.section())
    assert "Nothing went out yet" in seen(part)
    shell.app.write(_told)
    settle()
    press(part, Qt.Key.Key_Down)
    line = part.table.current()
    assert line is not None
    assert (line.to_whom, line.how, line.number) == ("Dr. Amelia Hart", "fax", line.number)
    press(part.table, Qt.Key.Key_Return)
    assert shell.place == Letter(LetterId(1))


def test_what_is_told_on_the_phone_is_noted_by_keys_and_judged_at_once(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    view.sections.open("told")
    part = of(ToldPart, view.sections.section())
    press(part, "n")
    panel = of(ToldPanel, shell.open_panel)
    press(panel.to_whom, "Hoover High School")
    control(panel, Qt.Key.Key_Return)
    assert "Tick what was told." in seen(panel)
    press(panel.information.boxes[0][0], Qt.Key.Key_Space)
    press(panel.purpose, "attendance")
    control(panel, Qt.Key.Key_Return)
    assert "It is noted, and it was not allowed." in seen(panel)
    assert "it is for treating providers, not for Hoover High School." in seen(panel)
    assert not panel.save_button.isEnabled()
    press(panel, Qt.Key.Key_Escape)
    assert len(shell.app.read(disclosures.log, MARIA)) == 1
    press(part, "n")
    panel = of(ToldPanel, shell.open_panel)
    pick(panel.to, "Amelia Hart")
    assert not panel.to_whom.isVisible()
    press(panel.information.boxes[0][0], Qt.Key.Key_Space)
    press(panel.purpose, "further treatment")
    control(panel, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert len(shell.app.read(disclosures.log, MARIA)) == 2


def test_whoever_never_saw_the_patient_is_told_so(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    with engine_of(shell.app).connect() as connection:
        mine = "SELECT patient_id FROM own_patient WHERE therapist_id = :t"
        wanted = f"SELECT id FROM patient WHERE id NOT IN ({mine}) LIMIT 1"
        stranger = connection.execute(text(wanted), {"t": shell.app.actor.therapist}).scalar_one()
    view = _view(shell, PatientId(stranger))
    assert "This is another therapist's patient" in seen(view)


def test_a_class_of_receivers_is_said_in_words(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    (line,) = _shown(shell).authorizations
    record: Authorization = line.record
    assert record.receivers is ReceiverClass.PROVIDERS
    part = _papers(shell)
    press(part, Qt.Key.Key_Down)
    assert "For: further treatment." in seen(part)
