"""Bring a database to the schema of this version, in one transaction; refuse a newer one."""

from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from ibh_desktop.domain.errors import Unavailable

HEAD = "0019"
"""The revision this version needs. A test holds it equal to the newest file in migrations/versions."""

KNOWN = (*(f"{number:04}" for number in range(1, 19)), HEAD)
"""Every revision this version can start from."""


def revision(connection: Connection) -> str | None:
    """The revision a database has, None when it is empty; raise `Unavailable` when it holds tables of another program."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if tables:
        raise Unavailable("This database belongs to another program. It was left as it is.")
    return None


def upgrade(engine: Engine) -> None:
    """Create or migrate the schema; raise `Unavailable` for a database that a newer version wrote."""
    with engine.connect() as connection:
        found = revision(connection)
    if found == HEAD:
        return
    if found is not None and found not in KNOWN:
        raise Unavailable(
            f"This clinic was written by a newer IBH Desktop (schema {found}; this one knows {HEAD})."
            " Update this PC. Nothing was changed."
        )
    with engine.execution_options(immediate=True).begin() as connection:
        _run(connection)


def _run(connection: Connection) -> None:
    # Alembic takes 0.1 s to import, and a clinic that is up to date never needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "ibh_desktop:store/migrations")
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    command.upgrade(config, "head")
