"""Measure, print a table, and say by the exit code whether all limits are kept: 0 yes, 1 no."""

import argparse
import compileall
import json
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    board,
    calendar,
    caseload,
    desks,
    duplicates,
    growth,
    letter,
    preview,
    search,
    stacks,
    startup,
    timeline,
    times,
    trust,
)
from tests.bench.measure import Row

ROOT = Path(__file__).resolve().parents[2]
ROWS: dict[str, Callable[[], Row]] = {
    "signin_window": startup.signin_window,
    "today_ready": startup.today_ready,
    "patient_search": search.patient_search,
    "letter": letter.letter,
    "letter_batch": stacks.letter_batch,
    "batch_frame": stacks.batch_frame,
    "growth": growth.growth,
    "memory": startup.memory,
    "slot_search": times.slot_search,
    "weekly_hour": times.weekly_hour,
    "book_course": times.book_course,
    "calendar_day": calendar.calendar_day,
    "calendar_drag": calendar.calendar_drag,
    "caseload": caseload.caseload,
    "timeline_open": timeline.timeline_open,
    "timeline_zoom": timeline.timeline_zoom,
    "preview": preview.preview,
    "today_board": board.today_board,
    "desk_load": desks.desk_load,
    "duplicate_check": duplicates.duplicate_check,
    "unlock": trust.unlock,
    "audit_verify": trust.audit_verify,
    "backup": trust.backup,
}


def main() -> int:
    """Measure the rows that were asked for."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Figures of IBH Desktop against plain references."
    )
    asked.add_argument("--only", action="append", choices=tuple(ROWS), metavar="NAME", help=f"one of {', '.join(ROWS)}")
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    given = asked.parse_args()
    _compiled()
    print(f"{'name':16} {'ours':>12} {'reference':>12} {'ratio':>7} {'limit':>6}")
    rows = []
    for name, measured in ROWS.items():
        if not given.only or name in given.only:
            rows.append(measured())
            print(_line(rows[-1]), flush=True)
    if given.json:
        given.json.write_text(json.dumps([row.plain() for row in rows], indent=2) + "\n", encoding="utf-8")
    return 0 if all(row.is_ok for row in rows) else 1


def _compiled() -> None:
    """Compile our modules as installing them does: PYTHONDONTWRITEBYTECODE would have each start do it anew."""
    for name in ("ibh_desktop", "ui", "resources"):
        compileall.compile_dir(ROOT / name, quiet=1)


def _line(row: Row) -> str:
    ours, reference = _figure(row.ours, row.unit), _figure(row.reference, row.unit)
    verdict = "ok" if row.is_ok else "over"
    note = f"   {row.note}" if row.note else ""
    return f"{row.name:16} {ours:>12} {reference:>12} {row.ratio:7.2f} {row.limit:6.1f}  {verdict}{note}"


def _figure(value: float, unit: str) -> str:
    return f"{value:.1f} MB" if unit == "MB" else f"{value * 1000:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
