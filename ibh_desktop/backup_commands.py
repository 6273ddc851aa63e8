"""`backup`, `restore` and `check` for scripts and for the evening of a bad day."""

from datetime import UTC, datetime
from pathlib import Path

from ibh_desktop.app import App
from ibh_desktop.backup.making import make, shelf_of
from ibh_desktop.backup.restoring import practise, restore
from ibh_desktop.backup.shelf import Shelf
from ibh_desktop.cli import UNREADABLE, say, secret, verify_audit
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.rotation import OVERDUE, is_due
from ibh_desktop.home import Home
from ibh_desktop.security.keys import RECOVERY

STALE = 5
"""Exit code of `check` when the clinic is whole, but has no backup of the last 26 hours."""


def back_up(app: App, to: Path | None) -> int:
    """Make a backup on the clinic's shelf, or in the folder `to`; its path goes to standard output."""
    require(app.actor, Permission.BACK_UP)
    made = make(app, Shelf(to) if to else None)
    print(made.folder)
    say(f"Backed up and read back: {made.contents.held()}.")
    if made.missing:
        say(made.missing)
    return UNREADABLE if made.missing else 0


def put_back(backup: Path, home: Home, user: str | None, *, replace: bool) -> int:
    """Restore a backup where no clinic is, or instead of the one that is there; without `user` by the recovery key."""
    given = secret("Recovery key: " if user is None else f"Password of {user}: ")
    done = restore(backup, home, user or RECOVERY, given, replace=datetime.now(UTC) if replace else None)
    say(f"Restored as of {done.at:%Y-%m-%d %H:%M} UTC: {done.contents.held()}. Sign in as you did then.")
    if done.before is not None:
        say(f"The clinic that was there is kept in {done.before}.")
    return 0


def try_out(app: App, backup: Path | None) -> int:
    """Practise a restore of the newest backup, or of `backup`: into a scratch folder, which goes again."""
    done = practise(app, backup)
    hours = (app.clock() - done.at).total_seconds() / 3600
    say(f"The backup of {done.at:%Y-%m-%d %H:%M} UTC can be restored: {done.contents.held()}; it is {hours:.1f} hours old.")
    return 0


def check(app: App) -> int:
    """Look for damage, walk the audit log, and look how old the newest backup is; raise `Unavailable` for damage."""
    app.check()
    if (code := verify_audit(app)) or app.home.folder is None:
        return code
    last = shelf_of(app.home).last()
    say(f"The newest verified backup is of {last:%Y-%m-%d %H:%M} UTC." if last else "There is no verified backup yet.")
    return STALE if is_due(last, app.clock(), after=OVERDUE) else 0
