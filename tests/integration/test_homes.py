"""Homes that cannot be opened: each says why, and is left exactly as it was."""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import create_engine, text

from ibh_desktop.bootstrap import found, sign_in
from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.home import Home
from ibh_desktop.security.files import KeyFile
from ibh_desktop.security.keys import opened
from ibh_desktop.store.engine import postgres_engine
from ibh_desktop.usecases.session import note
from tests.integration.world import MANAGER, PASSWORD, Clock, Server, Templates, engine_of, founding


@pytest.fixture
def folder(templates: Templates, tmp_path: Path) -> Home:
    """A copy of the furnished clinic on SQLCipher."""
    template, _ = templates("sqlite")
    assert template.folder is not None
    shutil.copytree(template.folder, tmp_path / "clinic")
    return Home(tmp_path / "clinic")


def prints(home: Home) -> dict[str, str]:
    """A fingerprint of every file of a clinic."""
    assert home.folder is not None
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(home.folder.iterdir())}


def refused(home: Home) -> str:
    """The sentence with which a home is not opened."""
    with pytest.raises(Unavailable) as no:
        sign_in(home, MANAGER, PASSWORD)
    return no.value.sentence


def test_a_newer_schema_is_refused_and_the_file_untouched(folder: Home) -> None:
    app = sign_in(folder, MANAGER, PASSWORD)
    with engine_of(app).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    app.close()
    before = prints(folder)
    assert "newer IBH Desktop (schema 0099" in refused(folder)
    assert {k: v for k, v in prints(folder).items() if not k.endswith(("-wal", "-shm"))} == before


def test_a_newer_schema_on_a_server_is_refused(server: Server, templates: Templates) -> None:
    home = server.fresh()
    engine = create_engine(home.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0099')"))
    engine.dispose()
    assert "newer IBH Desktop (schema 0099" in refused(home)
    server.drop(home)


def test_a_server_database_of_another_program_is_left_alone(server: Server) -> None:
    home = server.fresh()
    engine = create_engine(home.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id int)"))
    engine.dispose()
    assert "belongs to another program" in refused(home)
    with pytest.raises(Unavailable, match="belongs to another program"):
        found(home, founding())
    server.drop(home)


def test_a_server_that_does_not_answer_says_so() -> None:
    url = "postgresql+psycopg://nobody:secret@127.0.0.1:1/none"
    said = refused(Home(url=url))
    assert said.startswith("The database server cannot be reached")
    assert "secret" not in said
    with pytest.raises(Unavailable, match=r"begins with postgresql\+psycopg"):
        postgres_engine("mysql://x")


def test_a_plain_sqlite_file_is_not_taken_for_a_clinic(folder: Home) -> None:
    folder.database.unlink()
    plain = sqlite3.connect(folder.database)
    plain.execute("CREATE TABLE invoices (id int)")
    plain.commit()
    plain.close()
    before = prints(folder)
    assert "not a clinic of IBH Desktop" in refused(folder)
    assert prints(folder) == before


def test_random_bytes_are_not_taken_for_a_clinic(folder: Home) -> None:
    folder.database.write_bytes(os.urandom(50_000))
    before = prints(folder)
    assert "not a clinic of IBH Desktop, or its key file belongs to another one" in refused(folder)
    assert prints(folder) == before


def test_another_clinics_key_file_does_not_open_this_one(folder: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    found(other, founding())[0].close()
    shutil.copy(other.keys, folder.keys)
    assert "its key file belongs to another one" in refused(folder)


def test_missing_and_damaged_files_are_named(folder: Home) -> None:
    keys = folder.keys.read_bytes()
    folder.keys.unlink()
    assert "key file clinic.keys is missing" in refused(folder)
    folder.keys.write_bytes(keys[:-20])
    assert "key file clinic.keys is damaged" in refused(folder)
    folder.keys.write_bytes(keys)
    folder.anchor.write_bytes(b"{}")
    assert "anchor file was changed" in refused(folder)
    folder.anchor.unlink()
    sign_in(folder, MANAGER, PASSWORD).close()
    folder.database.unlink()
    assert "database clinic.db is missing" in refused(folder)
    assert not folder.database.exists()


def test_an_anchor_ahead_of_the_chain_means_data_is_missing(folder: Home) -> None:
    """Yesterday's database beside today's anchor."""
    old = folder.database.read_bytes()
    app = sign_in(folder, MANAGER, PASSWORD)
    app.write(note, "session:test")
    app.close()
    folder.database.write_bytes(old)
    assert "which this PC has seen: data is missing" in refused(folder)


def test_a_database_that_is_in_use_says_so(folder: Home) -> None:
    key = opened(KeyFile(folder.keys).load(), MANAGER, PASSWORD).derived("database").hex()
    holder = sqlcipher3.connect(str(folder.database), isolation_level=None)
    for statement in (f"PRAGMA key = \"x'{key}'\"", "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"):
        holder.execute(statement)
    holder.execute("UPDATE clinic SET name = name")
    try:
        assert "clinic.db is in use by another program" in refused(folder)
    finally:
        holder.close()


def test_a_write_that_waits_too_long_says_so_and_saves_nothing(folder: Home) -> None:
    app, other = sign_in(folder, MANAGER, PASSWORD), sign_in(folder, MANAGER, PASSWORD)
    raw = engine_of(other).raw_connection()
    raw.cursor().execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Another program is writing to the database"):
        app.write(note, "session:test")
    raw.cursor().execute("ROLLBACK")
    raw.close()
    app.write(note, "session:test")
    app.close()
    other.close()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="cannot be written"):
        found(Home(tmp_path / "file" / "clinic"), founding())
    with pytest.raises(Unavailable, match="synced by a cloud service"):
        found(Home(tmp_path / "OneDrive" / "clinic"), founding())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


def test_the_files_name_no_patient_and_are_no_plain_database(folder: Home) -> None:
    app = sign_in(folder, MANAGER, PASSWORD, clock=Clock())
    app.write(note, "session:test")
    assert folder.folder is not None
    held = {p.name: p.read_bytes() for p in folder.folder.iterdir()}
    assert "clinic.db-wal" in held
    for word in ("O'Kon", "María", "Washington", "Novák", "okon", "maria", "5550142", "19850314", "Riverside", PASSWORD):
        for name, content in held.items():
            assert word.encode() not in content, (word, name)
    app.close()
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(folder.database).execute("SELECT * FROM sqlite_master")
    assert {p.stat().st_mode & 0o777 for p in folder.folder.iterdir()} == {0o600}
    assert folder.folder.stat().st_mode & 0o777 == 0o700


def test_a_database_error_shows_no_values(folder: Home) -> None:
    """Exceptions end up in logs; parameters must not."""
    app = sign_in(folder, MANAGER, PASSWORD)
    with engine_of(app).connect() as connection, pytest.raises(Exception, match="hide_parameters") as broken:
        connection.execute(text("INSERT INTO patient (family) VALUES (:family)"), {"family": "Shanice Quarles"})
    assert "Quarles" not in str(broken.value)
    app.close()
