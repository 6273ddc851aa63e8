"""Backups: encrypted, proved from disk, and back in place with everything that was there."""

from __future__ import annotations

import json
import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ibh_desktop import backup_commands
from ibh_desktop.backup import manifest
from ibh_desktop.backup.making import DATABASE, Backup, make, prove, shelf_of
from ibh_desktop.backup.restoring import practise, restore
from ibh_desktop.backup.shelf import Shelf
from ibh_desktop.bootstrap import Founding, found, recover, sign_in
from ibh_desktop.cli import BROKEN, verify_audit
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused, SignInFailed, Stopped, Unavailable
from ibh_desktop.home import Home
from ibh_desktop.security.keys import RECOVERY
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.store import copies
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.clinic import change_setting
from tests.integration.world import EVERYBODY, MANAGER, PASSWORD, RECEPTIONIST, Clinic, Clock, at, engine_of, later


@pytest.fixture
def engine_name() -> str:
    """Clinics on a server are backed up there."""
    return "sqlite"


@pytest.fixture
def taken(clinic: Clinic) -> Backup:
    return make(clinic.app)


def everything(clinic: Clinic) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the audit, which goes on after the backup."""
    tables = [name for (name,) in clinic.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")]
    return {name: sorted(clinic.rows(f'SELECT * FROM "{name}"'), key=repr) for name in tables if name != "audit"}


def test_a_drill_from_a_backup_to_a_clinic_that_is_the_same_row_by_row(
    clinic: Clinic, taken: Backup, tmp_path: Path, clock: Clock
) -> None:
    before, entries = everything(clinic), clinic.count("audit")
    moved = tmp_path / "usb stick"
    shutil.copytree(taken.folder, moved)
    fresh = Home(tmp_path / "new PC")
    done = restore(moved, fresh, MANAGER, PASSWORD)
    for user in EVERYBODY:
        sign_in(fresh, user, PASSWORD, clock=clock).close()
    again = Clinic(sign_in(fresh, MANAGER, PASSWORD, clock=clock), clinic.ids, clock, fresh)
    assert everything(again) == before
    assert (done.at, done.contents.rows["audit"], done.before) == (clock.now, entries - 1, None)
    assert verify_audit(again.app) == 0
    again.app.close()
    assert {path.name for path in (tmp_path / "new PC").iterdir()} == {"clinic.anchor", "clinic.db", "clinic.keys"}


def test_a_backup_is_taken_as_of_one_moment_while_others_go_on_writing(clinic: Clinic, taken: Backup) -> None:
    ids = clinic.ids
    clinic.as_role(RECEPTIONIST).write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10)
    )
    assert practise(clinic.app, taken.folder).contents == taken.contents
    assert make(clinic.app).contents.rows["appointment"] == taken.contents.rows["appointment"] + 1


def test_what_others_write_while_pages_are_copied_is_not_half_in_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_PAGES", 20)
    desk, ids, steps = clinic.as_role(RECEPTIONIST), clinic.ids, []

    def books(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) <= 3:
            starts = at(later(len(steps)), 10)
            desk.write(appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=starts)

    before = clinic.count("appointment")
    made = make(clinic.app, report=books)
    assert len(steps) > 5
    assert [done for done, _ in steps] == sorted(done for done, _ in steps), "never begun anew"
    assert made.contents.rows["appointment"] == before
    assert clinic.count("appointment") == before + 3
    assert practise(clinic.app, made.folder).contents == made.contents


def test_stop_ends_the_copying_and_leaves_nothing(clinic: Clinic) -> None:
    def stops(_done: int, _total: int) -> None:
        raise Stopped("Stopped. Nothing was changed.")

    with pytest.raises(Stopped):
        make(clinic.app, report=stops)
    assert list(shelf_of(clinic.home).folder.iterdir()) == []


def test_nothing_in_a_backup_can_be_read_without_a_key(taken: Backup, clinic: Clinic) -> None:
    raw = b"".join(path.read_bytes() for path in taken.folder.iterdir())
    for name in ("SQLite format 3", "Reyes", "Riverside", "appointment_no_overlap"):
        assert name.encode() not in raw, name
    assert clinic.app.keys.key.derived("database") not in raw
    for path in (taken.folder, *taken.folder.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_only_managers_and_the_recovery_key_open_a_backup(taken: Backup, tmp_path: Path) -> None:
    doors = manifest.read(taken.folder)[0].doors
    assert {slot.user for slot in doors.slots} == {MANAGER, RECOVERY}
    for user, secret in ((RECEPTIONIST, PASSWORD), (MANAGER, "not my password at all"), ("nobody", PASSWORD)):
        with pytest.raises(SignInFailed, match="do not go together"):
            restore(taken.folder, Home(tmp_path / "other"), user, secret)
    assert not (tmp_path / "other").exists()


def test_a_lost_password_is_no_lost_clinic(tmp_path: Path, clock: Clock) -> None:
    home, lost = Home(tmp_path / "clinic"), Home(tmp_path / "again")
    app, code = found(home, Founding("Riverside", "morgan", "Morgan Avery", PASSWORD, cost=SAMPLE), clock=clock)
    backup = make(app)
    app.close()
    restore(backup.folder, lost, RECOVERY, code)
    opened = recover(lost, code, "morgan", "a brand new long password", clock=clock)
    assert opened.actor.name == "Morgan Avery"
    opened.close()


def test_every_damage_to_a_backup_is_found_and_nothing_is_restored_from_it(
    clinic: Clinic, taken: Backup, tmp_path: Path
) -> None:
    chance, missed = random.Random(7), []
    for number in range(60):
        hurt = tmp_path / f"hurt {number}"
        shutil.copytree(taken.folder, hurt)
        path = hurt / (DATABASE if number % 2 else manifest.NAME)
        whole = bytearray(path.read_bytes())
        if number % 6 == 5:
            del whole[chance.randrange(len(whole)) :]
        elif number % 6 == 3:
            page = 4096 * chance.randrange(len(whole) // 4096)
            whole[page : page + 4096] = bytes(4096)
        else:
            whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(whole)
        try:
            restore(hurt, Home(tmp_path / "target"), MANAGER, PASSWORD)
            missed.append(number)
        except (Unavailable, SignInFailed):
            assert not any((tmp_path / "target").glob("*")), number
        shutil.rmtree(hurt)
    assert missed == []


def test_pages_of_an_older_copy_are_no_part_of_this_one(clinic: Clinic, taken: Backup) -> None:
    clinic.clock.ahead(hours=1)
    newer = make(clinic.app)
    shutil.copy(taken.folder / DATABASE, newer.folder / DATABASE)
    with pytest.raises(Unavailable, match="damaged or was changed"):
        prove(newer.folder, clinic.app.keys.key)


def test_a_clinic_that_stands_there_is_put_aside_and_only_when_asked(clinic: Clinic, taken: Backup, clock: Clock) -> None:
    clinic.app.close()
    with pytest.raises(Conflict, match="There is a clinic"):
        restore(taken.folder, clinic.home, MANAGER, PASSWORD)
    clinic.home.database.write_bytes(b"damaged beyond help")
    done = restore(taken.folder, clinic.home, MANAGER, PASSWORD, replace=clock.now)
    assert done.before is not None
    assert (done.before / "clinic.db").read_bytes() == b"damaged beyond help"
    sign_in(clinic.home, MANAGER, PASSWORD, clock=clock).close()


def test_a_full_disk_leaves_no_half_backup_and_the_clinic_works_on(
    clinic: Clinic, taken: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_of(clinic.home)
    usage = shutil.disk_usage(clinic.home.database.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))
    clinic.clock.ahead(hours=5)
    with pytest.raises(Unavailable, match=r"is full: .* MB are missing"):
        make(clinic.app)
    assert [path.name for path in shelf.folder.iterdir()] == [taken.folder.name]


def test_a_folder_that_cannot_be_written_is_a_sentence(clinic: Clinic, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    with pytest.raises(Unavailable, match="cannot be written"):
        make(clinic.app, Shelf(blocked))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 99, "written_by": "9.0"}', "null", "[" * 100_000])
def test_what_is_no_backup_of_ours_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    for made in (False, True):
        if made:
            (odd / manifest.NAME).write_text(content)
        with pytest.raises(Unavailable) as said:
            restore(odd, Home(tmp_path / "target"), MANAGER, PASSWORD)
        assert said.value.sentence.endswith(".")


def test_the_shelf_keeps_what_the_rotation_says_and_clears_what_a_crash_left(clinic: Clinic, taken: Backup) -> None:
    shelf = shelf_of(clinic.home)
    for days in range(1, 40):
        shutil.copytree(taken.folder, shelf.folder / f"clinic-{clinic.clock.now - timedelta(days=days):%Y%m%dT%H%M%SZ}")
    (shelf.folder / "my own notes").mkdir()
    crashed = shelf.begin(datetime(2026, 1, 1, tzinfo=UTC))
    os.utime(crashed, (0, 0))
    clinic.clock.ahead(hours=4)
    make(clinic.app)
    assert (shelf.folder / "my own notes").exists()
    assert not crashed.exists()
    assert 14 <= len(shelf.verified()) <= 42
    assert shelf.last() == clinic.clock.now


def test_a_backup_of_a_newer_version_says_so(clinic: Clinic, taken: Backup, tmp_path: Path) -> None:
    path = taken.folder / manifest.NAME
    described = json.loads(path.read_text())
    path.write_text(json.dumps(described | {"version": 2, "written_by": "9.9"}))
    with pytest.raises(Unavailable, match=r"newer IBH Desktop \(9\.9\)"):
        restore(taken.folder, Home(tmp_path / "target"), MANAGER, PASSWORD)


def test_the_audit_says_that_a_backup_was_made_and_tried(clinic: Clinic, taken: Backup) -> None:
    assert backup_commands.try_out(clinic.app, None) == 0
    said = [action for (action,) in clinic.rows("SELECT action FROM audit ORDER BY seq DESC LIMIT 2")]
    assert said == ["backup:practise", "backup:verified"]


def test_check_tells_a_whole_clinic_a_stale_backup_and_a_broken_log_apart(clinic: Clinic) -> None:
    assert backup_commands.check(clinic.app) == backup_commands.STALE
    make(clinic.app)
    assert backup_commands.check(clinic.app) == 0
    clinic.clock.ahead(hours=26)
    assert backup_commands.check(clinic.app) == backup_commands.STALE
    with engine_of(clinic.app).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET reason = 'forged' WHERE seq = 3")
    assert backup_commands.check(clinic.app) == BROKEN


@pytest.mark.parametrize("user", [user for user in EVERYBODY if user != MANAGER])
def test_nobody_but_a_manager_backs_up_by_hand(clinic: Clinic, user: str, tmp_path: Path) -> None:
    for command in (backup_commands.back_up, backup_commands.try_out):
        with pytest.raises(NotAllowed):
            command(clinic.as_role(user), None)


def test_a_clinic_on_a_server_is_backed_up_there() -> None:
    with pytest.raises(Refused, match="backed up there"):
        shelf_of(Home(url="postgresql+psycopg://somewhere/clinic"))


def test_a_backup_is_copied_to_its_second_place_and_read_back_there(clinic: Clinic, tmp_path: Path) -> None:
    disk = tmp_path / "other disk"
    disk.mkdir()
    clinic.app.write(change_setting, "backup_folder", str(disk))
    made = make(clinic.app)
    assert made.missing == ""
    copy = disk / made.folder.name
    assert {path.name for path in copy.iterdir()} == {DATABASE, manifest.NAME}
    restore(copy, Home(tmp_path / "from the copy"), MANAGER, PASSWORD)


def test_a_second_place_that_is_gone_is_said_and_costs_no_backup(clinic: Clinic, tmp_path: Path) -> None:
    disk = tmp_path / "unplugged"
    clinic.app.write(change_setting, "backup_folder", str(disk))
    made = make(clinic.app)
    assert made.missing == f"The backup was made, but it is not in its second place: {disk} is not there."
    assert shelf_of(clinic.home).last() == made.at
    assert not disk.exists(), "an unplugged disk's copies must not land on this one"
    disk.write_text("a file")
    clinic.clock.ahead(hours=4)
    assert make(clinic.app).missing
    assert backup_commands.back_up(clinic.app, None) == 1
