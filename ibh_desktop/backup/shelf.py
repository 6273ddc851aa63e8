"""The folder that backups stand in: a folder each, named by the moment in UTC; `.untested` until it was proved."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.domain.rotation import kept
from ibh_desktop.security.files import make_private, sync_folder

UNTESTED = ".untested"
_STAMP = "clinic-%Y%m%dT%H%M%SZ"


class Shelf:
    """Adds, finds and clears away backups; who is not one of ours is left alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def verified(self) -> dict[datetime, Path]:
        """When each proved backup was taken, oldest first."""
        try:
            found = sorted(path for path in self.folder.iterdir() if path.is_dir())
        except OSError:
            return {}
        return {at: path for path in found if (at := _taken(path.name)) is not None}

    def last(self) -> datetime | None:
        """When the newest proved backup was taken."""
        return max(self.verified(), default=None)

    def newest(self) -> Path | None:
        """The newest proved backup."""
        return next(reversed(self.verified().values()), None)

    @contextmanager
    def growing(self, at: datetime) -> Iterator[Path]:
        """A folder to write and prove a backup of this moment in: kept afterwards as `named`, or gone when that raises."""
        folder = self.begin(at)
        try:
            yield folder
            self._keep(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.clear()

    def named(self, at: datetime) -> Path:
        """Where the proved backup of a moment stands."""
        return self.folder / at.astimezone(UTC).strftime(_STAMP)

    def begin(self, at: datetime) -> Path:
        """An empty folder for a backup of this moment; raise `Unavailable` when the shelf cannot be written."""
        make_private(self.folder)
        growing = self.named(at).with_suffix(UNTESTED)
        shutil.rmtree(growing, ignore_errors=True)
        make_private(growing)
        return growing

    def _keep(self, growing: Path) -> None:
        final = growing.with_suffix("")
        try:
            shutil.rmtree(final, ignore_errors=True)  # taken in the same second
            growing.rename(final)
            sync_folder(self.folder)
        except OSError as reason:
            raise Unavailable(f"{growing.parent} cannot be written ({reason.strerror}). The backup was not kept.") from reason

    def clear(self) -> None:
        """Let go of what the rotation does not keep, and of what a cut-off backup left."""
        taken = self.verified()
        stay = kept(taken)
        for at, path in taken.items():
            if at not in stay:
                shutil.rmtree(path, ignore_errors=True)
        for left in self.folder.glob(f"clinic-*{UNTESTED}"):
            if not _is_alive(left):
                shutil.rmtree(left, ignore_errors=True)


def require_room(folder: Path, size: int) -> None:
    """Raise `Unavailable` when the disk of `folder` has less than `size` bytes and a tenth free."""
    free = shutil.disk_usage(folder).free
    if free < size * 1.1:
        lacking = (size * 1.1 - free) / 1e6
        raise Unavailable(f"The disk of {folder} is full: {lacking:,.0f} MB are missing for a backup. The clinic is as it was.")


def _taken(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_alive(growing: Path) -> bool:
    """Whether something was written to it within the hour: another window may be at it."""
    newest = max((path.stat().st_mtime for path in growing.iterdir()), default=growing.stat().st_mtime)
    return datetime.now(UTC).timestamp() - newest < 3_600 and os.access(growing, os.W_OK)
