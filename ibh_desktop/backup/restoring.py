"""The way back: from a backup to a clinic that somebody can sign in to."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ibh_desktop.app import App
from ibh_desktop.backup import manifest
from ibh_desktop.backup.making import DATABASE, prove, shelf_of
from ibh_desktop.domain.errors import Conflict, Refused, Unavailable
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.home import Home
from ibh_desktop.security.chain import Anchor
from ibh_desktop.security.files import KeyFile, make_private, require_local
from ibh_desktop.security.keys import ClinicKey, opened
from ibh_desktop.store.copies import Contents, contents, damaged, rekeyed_copy
from ibh_desktop.store.migrate import HEAD, KNOWN
from ibh_desktop.usecases.session import note


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, of which moment, and where the clinic that stood there before was put (None when there was none)."""

    at: datetime
    contents: Contents
    before: Path | None


def restore(backup: Path, home: Home, user: str, secret: str, *, replace: datetime | None = None) -> Restored:
    """Put a backup in place of the clinic in `home`; `user` is a manager of then, or `RECOVERY` with the recovery key.

    A clinic that stands there is moved aside, never deleted, and only when `replace` says the moment. Raises `SignInFailed` for
    a wrong password, `Conflict` when there is a clinic, `Unavailable` when the backup does not hold; then nothing changed.
    """
    folder = _folder_of(home)
    if replace is None and not home.is_new:
        raise Conflict(f"There is a clinic in {folder}. Choose an empty folder, or say --replace to put that one aside.")
    clinic = opened(manifest.read(backup)[0].doors, user, secret)
    require_local(folder)
    make_private(folder)
    growing = Home(folder / ".restoring")
    try:
        described = _rebuilt(backup, clinic, growing)
        aside = None if home.is_new or replace is None else _put_aside(home, replace)
        for made in (growing.anchor, growing.database, growing.keys):
            made.rename(folder / made.name)
    finally:
        shutil.rmtree(folder / ".restoring", ignore_errors=True)
    return Restored(described.at, described.contents, aside)


def practise(app: App, backup: Path | None = None) -> Restored:
    """Restore a backup, by default the newest, into a scratch folder, look at it, and throw it away.

    Raises `Refused` when there is none, `Unavailable` when it does not hold.
    """
    require(app.actor, Permission.BACK_UP)
    chosen = backup or shelf_of(app.home).newest()
    if chosen is None:
        raise Refused("There is no backup yet.")
    with tempfile.TemporaryDirectory(prefix="ibh-practice-") as scratch:
        described = _rebuilt(chosen, app.keys.key, Home(Path(scratch) / "clinic"))
    app.write(note, "backup:practise")
    return Restored(described.at, described.contents, None)


def _rebuilt(backup: Path, clinic: ClinicKey, home: Home) -> manifest.Manifest:
    described, key = prove(backup, clinic)
    if described.contents.revision not in (*KNOWN, HEAD):
        raise Unavailable(f"{backup.name} was written by a newer IBH Desktop. Update this PC first.")
    shutil.rmtree(home.database.parent, ignore_errors=True)
    make_private(home.database.parent)
    rekeyed_copy(backup / DATABASE, key, home.database, clinic)
    if contents(home.database, clinic) != described.contents:
        raise damaged(backup)
    KeyFile(home.keys).save(manifest.slots_of(backup, described, key))
    Anchor(home.anchor, clinic).save(described.contents.head)
    return described


def _put_aside(home: Home, at: datetime) -> Path:
    folder = _folder_of(home)
    aside = folder / f"replaced-{at:%Y%m%dT%H%M%S}"
    make_private(aside)
    for path in sorted(folder.glob("clinic.*")):
        path.rename(aside / path.name)
    return aside


def _folder_of(home: Home) -> Path:
    if home.folder is None:
        raise Conflict("A clinic on a server is restored there: see Several PCs in the README.")
    return home.folder
