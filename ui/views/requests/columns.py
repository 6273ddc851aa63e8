"""The columns of the queue of requests: what is waited for is said in words, not by colour alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ibh_desktop.domain.inquiries import WORDS, Alarm, Caller
from ibh_desktop.queries.inquiries import InquiryLine
from ui.kit.table import Column
from ui.kit.text import short_date

_SOON_HOURS = 24
TONES = {Alarm.EMERGENCY: "danger", Alarm.HAND_OFF: "danger", Alarm.OVERDUE: "danger", Alarm.UNREVIEWED: "warning"}
Now = Callable[[], datetime]


def columns(now: Now) -> tuple[Column[InquiryLine], ...]:
    """Waited and due first; what gives way where the window is narrow stands at the right."""
    return (
        Column("Waits", lambda line: waited(line, now()), 74, right=True),
        Column(
            "Due", lambda line: due(line, now()), 146, tone=lambda line: tone(line, now()), hint=lambda line: hint(line, now())
        ),
        Column("Name", lambda line: line.name, strong=True),
        Column("Asks", caller, 80, optional=True),
        Column("For", lambda line: line.service.value, 88, optional=True, kept=True),
        Column("Came by", lambda line: _CHANNELS.get(line.channel.value, line.channel.value), 78, optional=True),
        Column("Where", lambda line: line.location_name, 104, optional=True),
        Column("Triage", triage, 88, optional=True, kept=True),
        Column("Owner", lambda line: line.owner_name, 112, optional=True, kept=True),
        Column("Next", next_step, 132, optional=True),
    )


_CHANNELS = {"referral letter or fax": "letter"}


def waited(line: InquiryLine, now: datetime) -> str:
    """How long ago it came, in the largest unit."""
    minutes = int(((line.closed or now) - line.received).total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 0)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def due(line: InquiryLine, now: datetime) -> str:
    """What it waits for, or when it is due, or how it ended."""
    if line.standing.outcome is not None:
        return line.standing.outcome.value
    found = line.alarms(now)
    if not found:
        return f"by {short_date(_last_day(line))}"
    if found[0] is not Alarm.OVERDUE:
        return found[0].value
    days = (now - line.due).days + 1
    return f"overdue {days} {'day' if days == 1 else 'days'}"


def _last_day(line: InquiryLine) -> datetime:
    # The instant after which it is late is the midnight at the end of its last day.
    return datetime.fromtimestamp(line.due.timestamp() - 1, line.due.tzinfo)


def tone(line: InquiryLine, now: datetime) -> str:
    """The colour beside the words."""
    if line.standing.outcome is not None:
        return "neutral"
    found = line.alarms(now)
    if found:
        return TONES[found[0]]
    return "warning" if (line.due - now).total_seconds() < _SOON_HOURS * 3600 else "info"


def hint(line: InquiryLine, now: datetime) -> tuple[str, ...]:
    """All that it waits for, and by when."""
    said = tuple(alarm.value.capitalize() for alarm in line.alarms(now))
    return (*said, f"Due {short_date(_last_day(line))}", f"Came {short_date(line.received.date())} {line.received:%H:%M}")


def caller(line: InquiryLine) -> str:
    """Who asks, when it is not the person who is to be treated."""
    return "" if line.caller is Caller.SELF else line.caller.value


def triage(line: InquiryLine) -> str:
    """The level, and that nobody has set it yet."""
    return f"{line.standing.level.value} {WORDS[line.standing.level]}" if line.standing.triaged_at else "not yet"


def next_step(line: InquiryLine) -> str:
    """What is to be done, and how often nobody answered."""
    tried = f"no answer ×{line.attempts}" if line.attempts else ""
    linked = "registered" if line.patient is not None and line.standing.outcome is None else ""
    return ", ".join(part for part in (tried, linked, line.next_action) if part)
