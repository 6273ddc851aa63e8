"""Files of ours on disk: written whole or not at all, readable by their owner only."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.security.keys import KeyDocument, from_json, to_json

_ELSEWHERE = "Choose a local folder, or PostgreSQL for several PCs."
SYNCED = ("onedrive", "dropbox", "icloud", "com~apple~clouddocs", "google drive", "googledrive", "nextcloud", "box sync")
NETWORKS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs")


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write beside `path`, then rename over it; raise `Unavailable` when the folder cannot be written.

    Not `durable` saves the flush to disk, for content of which an older generation does as well.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                if durable:
                    os.fsync(out.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        if durable:
            sync_folder(path.parent)
    except OSError as reason:
        raise Unavailable(f"{path.parent} cannot be written ({reason.strerror or reason}). Nothing was changed.") from reason


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last, where the system lets us."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def load_json(path: Path, what: str) -> Any:
    """Read a JSON file of ours; raise `Unavailable` naming `what` when it is gone, unreadable or damaged."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Unavailable(f"The {what} {path.name} is missing from {path.parent}. Restore it from a backup.") from None
    except OSError as reason:
        raise Unavailable(f"The {what} {path.name} cannot be read ({reason.strerror or reason}).") from reason
    except (ValueError, RecursionError):
        raise Unavailable(f"The {what} {path.name} is damaged. Restore it from a backup.") from None


class KeyFile:
    """`clinic.keys`: the current generation and, as `clinic.keys.old`, the one before it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> KeyDocument:
        """Raise `Unavailable` when it is missing or damaged."""
        return from_json(load_json(self.path, "key file"))

    def save(self, document: KeyDocument) -> None:
        """Write a new generation; the one before it stays beside it."""
        if self.path.exists():
            replace_file(self.path.with_name(self.path.name + ".old"), self.path.read_bytes())
        replace_file(self.path, json.dumps(to_json(document), indent=1).encode())


def require_local(folder: Path) -> None:
    """Raise `Unavailable` for a folder that is synced or lies on another machine: SQLite may be damaged there."""
    parts = [part.lower() for part in folder.resolve().parts]
    for name in SYNCED:
        if any(part.startswith(name) for part in parts):
            raise Unavailable(f"{folder} is synced by a cloud service, which can damage the database. {_ELSEWHERE}")
    if str(folder).startswith("\\\\") or _file_system(folder) in NETWORKS:
        raise Unavailable(f"{folder} lies on another computer, which can damage the database. {_ELSEWHERE}")


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    best, found = "", ""
    for line in mounts.read_text(errors="replace").splitlines():
        _, where, kind, *_ = line.split(" ")
        if folder.resolve().is_relative_to(where) and len(where) >= len(best):
            best, found = where, kind
    return found


def make_private(folder: Path) -> None:
    """Create a data folder only its owner can enter; raise `Unavailable` when that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, probe = tempfile.mkstemp(dir=folder)
        os.close(handle)
        Path(probe).unlink()
    except OSError as reason:
        raise Unavailable(
            f"{folder} cannot be written ({reason.strerror or reason}). Choose another folder with --data."
        ) from reason
