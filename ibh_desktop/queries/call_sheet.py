"""The call list on paper, and the reminders as a list for another program: only by the ways that each patient allowed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ibh_desktop.domain.calls import Group, told
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.contact import Channel, channel_for, in_short, reminder, spoken, voicemail
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.letters.list_sheet import ListSheet
from ibh_desktop.queries.calls import CallLine, listing
from ibh_desktop.queries.clinic import header
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location
from ibh_desktop.store.tx import Reading

COLUMNS = (
    ("Visit", 1.75),
    ("Patient", 1.65),
    ("Phone", 1.4),
    ("How to reach", 2.2),
    ("With", 1.2),
    ("So far", 1.4),
    ("Outcome", 2.0),
)
OUTCOME = "confirmed  /  message  /  no answer  /  moved  /  cancelled"
HEADINGS = (
    "Way",
    "Name",
    "Phone or address",
    "Day",
    "Time",
    "Zone",
    "Safe hours",
    "Ask for",
    "Caller says",
    "Voicemail",
    "Language",
    "Interpreter",
    "Words",
)
OPEN = (Group.TO_CALL, Group.TRIED)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Rows below `HEADINGS`; `left_out` people allow no way that can be used."""

    rows: tuple[tuple[str, ...], ...]
    left_out: int


def sheet(reading: Reading, *, location: LocationId | None = None) -> ListSheet:
    """Whom to call before their visit, with room for what came of it; settled visits are left out. Seven statements."""
    require(reading.actor, Permission.SEE_PATIENT)
    found, clinic = listing(reading, location=location), header(reading)
    open_still = [line for line in found.lines if line.group is not Group.SETTLED]
    where = one(reading, Location, location).name if location is not None else "all locations"
    visits = f"{len(open_still)} visit{'' if len(open_still) == 1 else 's'}"
    days = "the next business day" if found.days == 1 else f"the next {found.days} business days"
    return ListSheet(
        clinic=clinic.name,
        sample=clinic.is_sample,
        title=f"Calls for {days}",
        subtitle=f"{where} · {visits} · say who you are, never what the visit is for",
        file_title="Call list",
        printed=f"printed {reading.now.astimezone(ZoneInfo(HOME_ZONE)):%m/%d/%Y %H:%M %Z} for {reading.actor.name}",
        columns=COLUMNS,
        rows=tuple(_row(line) for line in open_still),
    )


def _row(line: CallLine) -> tuple[str, ...]:
    return (
        f"{_when(line.starts)} {line.starts:%Z}\n{line.place}",
        line.patient_name,
        line.phone or "no phone",
        (line.apart or in_short(line.wishes)) + ("\ncustody: read the file" if line.custody else ""),
        line.therapist_name,
        told(line.status, line.calls, lambda call: f"{_when(call.at.astimezone(line.starts.tzinfo))} {call.by}"),
        "" if line.apart else OUTCOME,
    )


def reminders(reading: Reading, *, location: LocationId | None = None) -> Reminders:
    """A task a visit that nobody confirmed yet, by call, text, e-mail or letter; the words never name therapy. Five statements.

    Text and e-mail only where they were agreed to (TCPA; 45 CFR 164.522(b)).
    """
    require(reading.actor, Permission.SEE_PATIENT)
    rows, left_out = [], 0
    for line in listing(reading, location=location).lines:
        if line.group is Group.SETTLED:
            continue
        way = channel_for(line.wishes, phone=line.phone, email=line.email)
        if way is None:
            left_out += 1
        else:
            rows.append(_task(line, way, reading.actor.name))
    order = [channel.value for channel in Channel]
    return Reminders(tuple(sorted(rows, key=lambda row: order.index(row[0]))), left_out)


def _task(line: CallLine, way: Channel, caller: str) -> tuple[str, ...]:
    wishes = line.wishes
    hours = f"{wishes.safe_from:%H:%M}–{wishes.safe_to:%H:%M}" if wishes.safe_from and wishes.safe_to else ""
    by_call = way is Channel.CALL
    return (
        way.value,
        line.patient_name,
        {Channel.EMAIL: line.email, Channel.LETTER: wishes.where}.get(way, line.phone),
        f"{line.starts:%m/%d/%Y}",
        f"{line.starts:%H:%M}",
        f"{line.starts:%Z}",
        hours if by_call else "",
        wishes.ask_for,
        wishes.says,
        wishes.voicemail.value if by_call else "",
        spoken(wishes).removesuffix(" interpreter"),
        "yes" if wishes.interpreter else "",
        _left(line, caller) if by_call else _sent(line),
    )


def _left(line: CallLine, caller: str) -> str:
    """What may be left on voicemail: nothing, a name and a number, or the time of the visit too."""
    return voicemail(line.wishes, given=line.given, caller=caller, phone=line.call_back, starts=line.starts)


def _sent(line: CallLine) -> str:
    return reminder(line.wishes, given=line.given, phone=line.call_back, starts=line.starts)


def _when(at: datetime) -> str:
    return f"{at:%a} {at:%b} {at.day}, {at:%H:%M}"
