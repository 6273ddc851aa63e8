"""The revisions build exactly the schema, on both engines."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.home import Home
from ibh_desktop.security.keys import ClinicKey
from ibh_desktop.store import chart, frontdesk, migrate
from ibh_desktop.store.engine import postgres_engine, sqlite_engine
from ibh_desktop.store.schema import Base
from tests.integration.world import Server

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


@pytest.fixture
def engine(engine_name: str, home: Home, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database on either engine."""
    if engine_name == "sqlite":
        assert home.folder is not None
        home.folder.mkdir()
        opened = sqlite_engine(home.database, ClinicKey(bytes(32)))
        yield opened
        opened.dispose()
        return
    server: Server = request.getfixturevalue("server")
    place = server.fresh()
    opened = postgres_engine(place.url)
    yield opened
    opened.dispose()
    server.drop(place)


def in_the_models(_thing: Any, name: str | None, kind: str, *_: Any) -> bool:
    """The partial index is in the migration only; `store/schema/courses.py` says why."""
    return (kind, name) != ("index", "uq_course_running")


AS_IT_STANDS = {"compare_type": True, "compare_server_default": True, "include_object": in_the_models}


def differences(engine: Engine) -> list[Any]:
    """What autogenerate would still change."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=AS_IT_STANDS)
        return list(compare_metadata(context, Base.metadata))


def test_the_revisions_build_exactly_the_schema(engine: Engine) -> None:
    assert len(differences(engine)) > len(chart.__all__) + len(frontdesk.__all__)
    migrate.upgrade(engine)
    assert differences(engine) == []


def test_checks_and_keys_are_those_of_the_schema(engine: Engine) -> None:
    """What autogenerate does not compare: check constraints by name."""
    migrate.upgrade(engine)
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if type(c).__name__ == "CheckConstraint" and c.name}
        built = {str(c["name"]) for c in found.get_check_constraints(table.name)}
        assert {name for name in wanted if name.startswith("ck_")} <= built, table.name


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate.upgrade(engine)
    before = sorted(inspect(engine).get_table_names())
    migrate.upgrade(engine)
    assert sorted(inspect(engine).get_table_names()) == before
    with engine.connect() as connection:
        assert migrate.revision(connection) == migrate.HEAD


def test_a_broken_migration_leaves_the_old_schema(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """All revisions run in one transaction: the guards at the very end fail, and there is no table."""

    def fails(_connection: object) -> None:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr("ibh_desktop.store.overlaps.create", fails)
    with pytest.raises(Unavailable):
        migrate.upgrade(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    migrate.upgrade(engine)
    assert differences(engine) == []


def test_head_is_the_newest_revision_and_all_are_known() -> None:
    found = [re.findall(r'^(?:down_)?revision = "?(\w+)"?$', path.read_text(), re.M) for path in sorted(VERSIONS.glob("v*.py"))]
    chain = [(revision, down) for revision, down in found]
    assert [revision for revision, _ in chain] == list(migrate.KNOWN)
    assert [down for _, down in chain] == ["None", *migrate.KNOWN[:-1]]
    assert chain[-1][0] == migrate.HEAD


def test_both_engines_guard_therapist_room_and_patient(engine: Engine) -> None:
    migrate.upgrade(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            names = set(connection.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")))
            wanted = {f"appointment_{r}_{when}" for r in ("therapist", "room", "patient") for when in ("insert", "update")}
            wanted |= {
                f"{source}_own_{when}" for source in ("appointment", "course") for when in ("insert", "update", "delete")
            }
            assert names == wanted | {"audit_no_update", "audit_no_delete"}
        else:
            names = set(connection.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'x'")))
            assert names == {"overlap_therapist", "overlap_room", "overlap_patient"}
