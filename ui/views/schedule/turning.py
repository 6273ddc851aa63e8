"""Where a page of the schedule turns to."""

from datetime import date, timedelta

from ibh_desktop.queries.schedule_blocks import Mode


def turned(on: date, mode: Mode, steps: int) -> date:
    """`steps` pages on: working days, weeks, or the first of another month."""
    if mode is Mode.WEEK:
        return on + timedelta(days=7 * steps)
    if mode is Mode.MONTH:
        month = on.year * 12 + on.month - 1 + steps
        return date(month // 12, month % 12 + 1, 1)
    on += timedelta(days=steps)
    while on.weekday() > 4:
        on += timedelta(days=1 if steps > 0 else -1)
    return on
