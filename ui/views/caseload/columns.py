"""The columns of the caseload: a word and a tone for whatever asks for an eye, its rule in the tooltip."""

from __future__ import annotations

from ibh_desktop.domain.caseload import RESPONSE_FORM, RESPONSE_SESSION
from ibh_desktop.domain.contract import ContractWarning
from ibh_desktop.domain.courses import GOING_ON, CourseStatus
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.queries.caseload import CaseloadLine
from ui.kit import discreet
from ui.kit.table import Column
from ui.kit.text import short_date

_WORSE = "reliable deterioration"


def columns(*, therapists: bool) -> tuple[Column[CaseloadLine], ...]:
    """All columns; that of the therapist only where there can be several."""
    whose = Column[CaseloadLine]("Therapist", lambda c: c.therapist_name, 120, optional=True, kept=True)
    return (
        Column("Patient", lambda c: discreet.name(c.patient_name), strong=True),
        *([whose] if therapists else []),
        Column("Sessions", lambda c: f"{c.delivered} of {c.planned}", 74, right=True, hint=_spent),
        Column("Next session", _next, 140, tone=lambda c: "" if c.next_at else "warning"),
        Column("Safety", lambda c: f"{c.safety} open" if c.safety else "", 76, tone=lambda _: "danger"),
        Column("Forms due", _due, 106, tone=lambda _: "warning", hint=_every_form),
        Column("Response", _response, 130, tone=_response_tone, hint=_response_rule, optional=True),
        Column("Course", standing, 136, tone=_standing_tone, hint=_standing_rule),
        Column("Notes", _notes, 100, tone=lambda _: "info", hint=_notes_hint),
    )


def _next(line: CaseloadLine) -> str:
    if line.next_at is not None:
        return f"{short_date(line.next_at.date())} {line.next_at:%H:%M}"
    return "none booked" if line.status in GOING_ON and line.left else ""


def _spent(line: CaseloadLine) -> tuple[str, ...]:
    held = f"{line.delivered} of {line.planned} sessions held, {line.left} left"
    return (held, f"{line.spent} used up by late cancellation") if line.spent else (held,)


def _due(line: CaseloadLine) -> str:
    more = f" +{len(line.due) - 1}" if len(line.due) > 1 else ""
    return f"{line.due[0]}{more}" if line.due else ""


def _every_form(line: CaseloadLine) -> tuple[str, ...]:
    return (f"Due now: {', '.join(line.due)}",) if line.due else ()


def _response(line: CaseloadLine) -> str:
    found = line.unresponsive
    if found is None:
        return ""
    return f"{'worse' if found.reliable == _WORSE else 'none'}, {found.baseline} → {found.latest}"


def _response_tone(line: CaseloadLine) -> str:
    return "danger" if line.unresponsive and line.unresponsive.reliable == _WORSE else "warning"


def _response_rule(line: CaseloadLine) -> tuple[str, ...]:
    found = line.unresponsive
    if found is None:
        return ()
    words = f"{RESPONSE_FORM} {found.baseline} at baseline, {found.latest} now: not halved by session {RESPONSE_SESSION}"
    return (words, ", ".join(found.labels), *BY_CODE[RESPONSE_FORM].source.split("; "))


def standing(line: CaseloadLine) -> str:
    """What its contract, a hold or a missing consent says of a course."""
    if line.status is CourseStatus.DRAFT:
        return "draft" if line.consented else "draft, no consent"
    if line.status is CourseStatus.ON_HOLD:
        day = f"{line.review_on.day} {line.review_on:%b}" if line.review_on else ""
        return f"hold to {day}" if day and not line.review_due else f"review {day or 'hold'}"
    if ContractWarning.OVER in line.warnings:
        return "over contract"
    if ContractWarning.NEARING_END in line.warnings:
        return f"ending, {line.left} left"
    return "past its phase" if line.warnings else ""


def _standing_tone(line: CaseloadLine) -> str:
    if ContractWarning.OVER in line.warnings or line.review_due:
        return "danger"
    quiet = line.status is CourseStatus.ON_HOLD or (line.status is CourseStatus.DRAFT and line.consented)
    return "neutral" if quiet else "warning"


def _standing_rule(line: CaseloadLine) -> tuple[str, ...]:
    if line.status is CourseStatus.DRAFT:
        return ("The course starts once consent to treatment is on file.",)
    if line.status is CourseStatus.ON_HOLD:
        when = f"{line.review_on:%m/%d/%Y}" if line.review_on else "as soon as possible"
        return (f"On hold, to be reviewed {'on ' if line.review_on else ''}{when}",)
    return tuple(f"This course is {warning.value}" for warning in line.warnings)


def _notes(line: CaseloadLine) -> str:
    if line.unsigned and line.unwritten:
        return f"{line.unsigned + line.unwritten} open"
    return f"{line.unwritten} to write" if line.unwritten else f"{line.unsigned} to sign" if line.unsigned else ""


def _notes_hint(line: CaseloadLine) -> tuple[str, ...]:
    told = ((line.unwritten, "held sessions without a note"), (line.unsigned, "notes not signed"))
    return tuple(f"{words.capitalize()}: {count}" for count, words in told if count)
