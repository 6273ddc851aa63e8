"""Making a backup: copy, prove it from disk, name it, let go of old ones, and say so in the audit log."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ibh_desktop.app import App
from ibh_desktop.backup import manifest
from ibh_desktop.backup.shelf import Shelf, require_room
from ibh_desktop.domain.errors import Refused, Unavailable
from ibh_desktop.home import Home
from ibh_desktop.queries.clinic import manager_names, settings
from ibh_desktop.security.keys import RECOVERY, ClinicKey, KeyDocument
from ibh_desktop.store.copies import Contents, Report, contents, damaged
from ibh_desktop.usecases.session import note

DATABASE = "clinic.db"


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved backup; `missing` says why it is not in the second place as well, and is empty where all is well."""

    folder: Path
    at: datetime
    contents: Contents
    missing: str = ""


def _quietly(_done: int, _total: int) -> None:
    """For whoever watches no progress."""


def shelf_of(home: Home) -> Shelf:
    """Where a clinic's backups stand; raise `Refused` for a clinic on a server, whose administrator backs it up."""
    if home.folder is None:
        raise Refused("A clinic on a server is backed up there: see Several PCs in the README.")
    return Shelf(home.folder / "backups")


def make(app: App, shelf: Shelf | None = None, report: Report = _quietly) -> Backup:
    """Take a backup of the clinic as it is now; raise `Unavailable` when it cannot be written, and what `report` raises.

    What fails leaves nothing behind, and never touches the clinic or an older backup.
    """
    chosen = shelf or shelf_of(app.home)
    at = app.clock()
    with chosen.growing(at) as growing:
        require_room(growing, app.home.database.stat().st_size)
        key = manifest.new_key()
        found = app.copy(growing / DATABASE, key, report)
        _to_disk(growing / DATABASE)
        if contents(growing / DATABASE, key) != found:
            raise damaged(growing)
        everybody = app.keys.document
        manifest.written(
            growing,
            at=at,
            found=found,
            digest=digest_of(growing / DATABASE),
            doors=_doors(everybody, app.read(manager_names)),
            everybody=everybody,
            clinic=app.keys.key,
            key=key,
        )
        manifest.key_of(growing, app.keys.key)
    kept = chosen.named(at)
    app.write(note, "backup:verified")
    second = app.read(settings).backup_folder if shelf is None else ""
    return Backup(kept, at, found, _copied(kept, at, Path(second), app.keys.key) if second else "")


def _copied(kept: Path, at: datetime, place: Path, clinic: ClinicKey) -> str:
    """Put a copy in the second place; why that could not be done, in words."""
    try:
        if not place.is_dir():  # never made: an unplugged disk would have its copies land on this one
            raise Unavailable(f"{place} is not there.")
        with Shelf(place).growing(at) as growing:
            require_room(growing, (kept / DATABASE).stat().st_size)
            shutil.copytree(kept, growing, dirs_exist_ok=True)
            _to_disk(growing / DATABASE)
            prove(growing, clinic)
    except Unavailable as reason:
        return f"The backup was made, but it is not in its second place: {reason.sentence}"
    except OSError as reason:
        return f"The backup was made, but it is not in its second place: {place} cannot be written ({reason.strerror})."
    return ""


def prove(folder: Path, clinic: ClinicKey) -> tuple[manifest.Manifest, ClinicKey]:
    """Read a backup through from disk; return its manifest and key. Raises `Unavailable` when it is not as written."""
    described, key = manifest.key_of(folder, clinic)
    if not (folder / DATABASE).exists() or digest_of(folder / DATABASE) != described.digest:
        raise damaged(folder)
    if contents(folder / DATABASE, key) != described.contents:
        raise damaged(folder)
    return described, key


def digest_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; raise `Unavailable` when it cannot be read."""
    try:
        with path.open("rb") as read:
            return hashlib.file_digest(read, "sha256").hexdigest()
    except OSError as reason:
        raise Unavailable(f"{path.parent.name} cannot be read ({reason.strerror}).") from reason


def _to_disk(path: Path) -> None:
    """Flush a copy and have the system forget it, so that what is read next comes from the disk."""
    with path.open("rb+") as copy:
        os.fsync(copy.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _doors(everybody: KeyDocument, managers: list[str]) -> KeyDocument:
    """The slots that open a backup: managers' and the recovery key's."""
    closed = {slot.user for slot in everybody.slots} - {RECOVERY, *managers}
    for user in closed:
        everybody = everybody.without(user)
    return everybody
