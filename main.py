"""IBH Desktop: parse the arguments, then open the window or run one command."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["_Parser"]

USAGE, UNAVAILABLE, NO_QT = 2, 1, 3


class _Parser(argparse.ArgumentParser):
    """Wrong arguments get one sentence and exit 2."""

    def error(self, message: str) -> NoReturn:
        print(f"{message[:1].upper()}{message[1:]}. Try: python main.py --help", file=sys.stderr)
        raise SystemExit(USAGE)


def parser() -> argparse.ArgumentParser:
    """Which clinic, who, and what to do with it."""
    made = _Parser(prog="main.py", description="IBH Desktop for the staff of Integrated Behavioral Health.", allow_abbrev=False)
    which = made.add_argument_group("which clinic")
    which.add_argument("--data", type=Path, metavar="DIR", help="a clinic in this folder (default: your own data folder)")
    which.add_argument("--database-url", default="", metavar="URL", help="a clinic on a server: postgresql+psycopg://…")
    which.add_argument("--demo", action="store_true", help="the sample clinic of invented people")
    made.add_argument("--user", metavar="NAME", help="who runs the command; the password is asked, or read from a pipe")
    made.add_argument("--version", action="store_true", help="print the version and stop")
    commands = made.add_subparsers(dest="command", metavar="COMMAND")
    tour = commands.add_parser("tour", help="play the story of a patient and save its pictures and letter", allow_abbrev=False)
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    bring = commands.add_parser("import-patients", help="import a CSV or FHIR file", allow_abbrev=False)
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--dry-run", action="store_true", help="only say what would happen")
    bring.add_argument("--json", action="store_true", help="report on standard output as JSON")
    take = commands.add_parser("import-requests", help="take a CSV or JSON file of requests, once", allow_abbrev=False)
    take.add_argument("file", type=Path, metavar="FILE")
    audit = commands.add_parser("audit", help="look after the audit log", allow_abbrev=False)
    audit.add_argument("what", choices=("verify",))
    _backup_commands(commands)
    return made


def _backup_commands(commands: Commands) -> None:
    make = commands.add_parser("backup", help="make an encrypted backup and read it back", allow_abbrev=False)
    make.add_argument("--to", type=Path, metavar="DIR", help="the folder of backups (default: beside the clinic)")
    back = commands.add_parser("restore", help="put a backup in the place that --data names", allow_abbrev=False)
    back.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of one backup")
    back.add_argument("--recovery", action="store_true", help="open it with the recovery key instead of --user and a password")
    back.add_argument("--replace", action="store_true", help="put the clinic that is there aside")
    practise = commands.add_parser("practise-restore", help="restore a backup into a scratch folder", allow_abbrev=False)
    practise.add_argument("backup", nargs="?", type=Path, metavar="BACKUP", help="default: the newest")
    commands.add_parser("check", help="look for damage and for the age of the newest backup", allow_abbrev=False)


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 it could not be done, 2 wrong arguments, 3 Qt's system libraries are missing."""
    given = parser().parse_args(arguments)
    if given.version:
        from ibh_desktop import __version__  # noqa: PLC0415 - start-up

        print(__version__)
        return 0
    if given.data is not None and given.database_url:
        parser().error("choose --data or --database-url, not both")
    if given.demo and given.database_url:
        parser().error("the sample clinic lives in a folder: leave --database-url out")
    if given.database_url and not given.database_url.startswith("postgresql+psycopg://"):
        parser().error("a database address begins with postgresql+psycopg://")
    if given.command not in (None, "tour") and not (given.demo or given.user or getattr(given, "recovery", False)):
        parser().error("say who runs the command: --user NAME")
    if given.command == "restore" and given.demo:
        parser().error("a backup is restored to a folder of your own: leave --demo out")
    from ibh_desktop.domain.errors import IbhError  # noqa: PLC0415 - start-up

    try:
        return _tour(given.out) if given.command == "tour" else (_command(given) if given.command else _window(given))
    except IbhError as reason:
        print(reason.sentence, file=sys.stderr)
        return UNAVAILABLE
    except KeyboardInterrupt:
        return 130


def _headless() -> bool:
    return sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _qt() -> str:
    """An empty text when Qt can start, else the sentence that says what to install."""
    from ui.preflight import missing_libraries  # noqa: PLC0415 - start-up

    return missing_libraries()


def _window(given: argparse.Namespace) -> int:
    if lacking := _qt():
        print(lacking, file=sys.stderr)
        return NO_QT
    if _headless() and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return _without_screen(given)
    # Nothing of what start-up makes is garbage; looking for it takes a tenth of the time. `ui.app` turns it on again.
    gc.disable()
    from ui.lean import postpone_modules, spare_sources  # noqa: PLC0415 - start-up

    spare_sources()
    postpone_modules()
    from ui.opening import open_window  # noqa: PLC0415 - start-up

    return open_window(given.data, given.database_url, demo=given.demo, user=given.user or "")


def _without_screen(given: argparse.Namespace) -> int:
    if not given.demo:
        print(
            "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). Try: python main.py --demo", file=sys.stderr
        )
        return UNAVAILABLE
    import tempfile  # noqa: PLC0415 - start-up

    out = Path(tempfile.mkdtemp(prefix="ibh-tour-"))
    print("There is no screen here: the tour runs offscreen instead.", file=sys.stderr)
    return _tour(out)


def _tour(out: Path) -> int:
    if lacking := _qt():
        print(lacking, file=sys.stderr)
        return NO_QT
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.tour import tour  # noqa: PLC0415 - start-up

    return tour(out)


def _command(given: argparse.Namespace) -> int:
    from ibh_desktop import backup_commands, cli  # noqa: PLC0415 - start-up

    if given.command == "restore":
        home = cli.home_of(given.data, given.database_url)
        return backup_commands.put_back(given.backup, home, None if given.recovery else given.user, replace=given.replace)
    app = cli.opened(given.data, given.database_url, demo=given.demo, user=given.user)
    commands: dict[str, Callable[[], int]] = {
        "import-patients": lambda: cli.import_file(app, given.file, dry_run=given.dry_run, as_json=given.json),
        "import-requests": lambda: cli.take_requests(app, given.file),
        "audit": lambda: cli.verify_audit(app),
        "backup": lambda: backup_commands.back_up(app, given.to),
        "practise-restore": lambda: backup_commands.try_out(app, given.backup),
        "check": lambda: backup_commands.check(app),
    }
    try:
        return commands[given.command]()
    finally:
        app.close()


if __name__ == "__main__":
    sys.exit(main())
