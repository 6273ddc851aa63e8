"""The columns of the call list, and what each of them says of a visit."""

from __future__ import annotations

from datetime import datetime

from ibh_desktop.domain.appointments import CANCELLED, Status
from ibh_desktop.domain.calls import CallOutcome, Group, told
from ibh_desktop.domain.contact import hour, in_short, may_call, specials, spoken
from ibh_desktop.queries.calls import CallLine
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.table import Column
from ui.kit.text import capital, clock, short_date

TONES = {CallOutcome.MESSAGE: "info", CallOutcome.NO_ANSWER: "warning"}


def columns(desk: Desk) -> tuple[Column[CallLine], ...]:
    """All columns; whether it is a safe hour now is said by the desk's clock."""
    return (
        Column("Visit", lambda v: f"{_when(v.starts)} {v.starts:%Z}\n{v.place}", 158),
        Column(
            "Patient",
            lambda v: f"{discreet.name(v.patient_name)}\n{'intake ' if v.intake else ''}with {v.therapist_name}",
            strong=True,
        ),
        Column("Phone", _phone, 142, optional=True, kept=True),
        Column(
            "Mind",
            lambda v: _mind(v, desk.now()),
            184,
            tone=lambda v: "danger" if v.apart else "warning",
            optional=True,
            kept=True,
            hint=_reach,
        ),
        Column("Language", lambda v: spoken(v.wishes), 148, optional=True, hint=_reach),
        Column("So far", _so_far, 232, tone=_tone, optional=True, kept=True),
    )


def mind(line: CallLine, now: datetime) -> tuple[str, ...]:
    """What whoever calls must not pass over, the first of it first: not at all, not now, or how."""
    wishes = line.wishes
    if line.group is Group.SETTLED:
        return ()
    late = bool(may_call(wishes, now.astimezone(line.starts.tzinfo))) and not line.apart
    parts = ["No phone"] if line.apart and not line.phone and not wishes.stop else []
    parts += [f"Not now: {hour(wishes.safe_from)}–{hour(wishes.safe_to)}"] if late else []
    parts += [capital(words) for words in specials(wishes)]
    return (*parts, "Custody") if line.custody else tuple(parts)


def _mind(line: CallLine, now: datetime) -> str:
    parts = mind(line, now)
    return (parts[0] + (f" +{len(parts) - 1}" if len(parts) > 1 else "")) if parts else ""


def _phone(line: CallLine) -> str:
    prefers = line.wishes.channel.value
    return (line.phone or "no phone") + (f"\nprefers {prefers}" if prefers != "call" else "")


def _reach(line: CallLine) -> tuple[str, ...]:
    return tuple(part for part in (line.apart, in_short(line.wishes)) if part)


def _so_far(line: CallLine) -> str:
    zone = line.starts.tzinfo
    if line.group is Group.APART:
        return line.wishes.stop_reason or line.wishes.where
    return told(line.status, line.calls, lambda call: f"{clock(call.at.astimezone(zone))} {call.by.split()[0]}")


def _tone(line: CallLine) -> str:
    if line.group is Group.APART:
        return ""
    if line.status in CANCELLED:
        return "danger"
    if line.status is not Status.SCHEDULED or line.group is Group.SETTLED:
        return "success"
    return TONES.get(line.calls[-1].outcome, "neutral") if line.calls else "neutral"


def _when(at: datetime) -> str:
    return f"{short_date(at.date())} {clock(at)}"
