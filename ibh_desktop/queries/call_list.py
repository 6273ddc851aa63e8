"""The absence desk as a list on paper."""

from datetime import datetime, time, timedelta

from ibh_desktop.domain.absence import Absence, Outcome
from ibh_desktop.letters.list_sheet import ListSheet
from ibh_desktop.queries.absence import AbsenceLine, desk
from ibh_desktop.queries.clinic import header
from ibh_desktop.store.tx import Reading

COLUMNS = (("Session", 1.5), ("Patient", 1.7), ("Phone", 1.1), ("Course", 1.0), ("Times to offer", 2.6), ("Outcome", 1.6))


def sheet(reading: Reading, absence: Absence) -> ListSheet:
    """Who is to be called, in the order of the desk; what is done already says so."""
    found, clinic = desk(reading, absence), header(reading)
    zone = found.lines[0].starts.tzinfo if found.lines else None
    starts, ends = absence.starts.astimezone(zone), absence.ends.astimezone(zone)
    return ListSheet(
        clinic=clinic.name,
        sample=clinic.is_sample,
        title=f"Calls: {found.therapist_name} is away",
        subtitle=f"{_span(starts, ends)} · {sum(not line.done for line in found.lines)} to call",
        file_title="Call list",
        printed=f"printed {_when(reading.now.astimezone(zone))} for {reading.actor.name}",
        columns=COLUMNS,
        rows=tuple(_row(line) for line in found.lines),
    )


def _span(starts: datetime, ends: datetime) -> str:
    if starts.time() == ends.time() == time(0):
        return f"{_day(starts)} to {_day(ends - timedelta(days=1))}, whole days"
    return f"{_when(starts)} to {_when(ends)}"


def _row(line: AbsenceLine) -> tuple[str, ...]:
    course = "\n".join(part for part in (line.session, f"{line.phase.value} phase" if line.phase else "") if part)
    offers = "\n".join(f"{_when(p.slot.starts)}  {p.therapist_name}" for p in line.proposals)
    where = f"{_when(line.starts)} {line.starts:%Z}\n{line.location_name}"
    return where, line.patient_name, line.phone or "no phone", course, offers, _outcome(line)


def _outcome(line: AbsenceLine) -> str:
    if line.outcome is Outcome.MOVED:
        return "moved to the time at the left"
    return line.outcome.value if line.outcome else ""


def _when(at: datetime) -> str:
    return f"{_day(at)}, {at:%H:%M}"


def _day(at: datetime) -> str:
    return f"{at:%a} {at:%b} {at.day}"
