"""Changes of a course's contract, and the warnings that follow from it (DOMAIN.md 1.5, 1.7.2, 1.7.4)."""

from enum import StrEnum

from ibh_desktop.domain.courses import GROUP, MAINTENANCE, Variant, remaining, variant_name
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.phases import FEWEST, MOST, Phase, Split


class AmendmentKind(StrEnum):
    """What is changed; the value is what staff read."""

    EXTEND = "extended"
    SHORTEN = "shortened"
    CADENCE = "another rhythm"
    VARIANT = "another variant"


MORE_ALONE = 4
"""Sessions that a therapist may add to the first contract without a clinical lead."""
MOST_ACUTE = 20
"""Acute sessions beyond which a clinical lead agrees."""
CADENCES = (7, 14, 28)
"""Days between sessions: weekly, every other week, and monthly on the same weekday (the paper's 30 days would wander)."""


def needs_cosign(first_planned: int, planned: int, *, maintenance: bool = False) -> bool:
    """Whether a contract of `planned` sessions, at first of `first_planned`, needs a clinical lead (DOMAIN.md 1.7.4)."""
    return planned > first_planned + MORE_ALONE or (planned > MOST_ACUTE and not maintenance)


def require_extension(planned: int, sessions: int) -> int:
    """The new number of sessions; raise `Refused` when it is no extension or more than a course holds."""
    if sessions <= planned:
        raise Refused(f"The contract has {planned} sessions; an extension has more.", field="planned")
    if sessions > MOST:
        raise Refused(f"A course has {FEWEST} to {MOST} sessions; {sessions} is outside that.", field="planned")
    return sessions


def require_shortening(planned: int, sessions: int, held: int) -> int:
    """The new number; raise `Refused` when it is no shortening, or fewer than are held or booked."""
    if sessions >= planned:
        raise Refused(f"The contract has {planned} sessions; a shorter one has fewer.", field="planned")
    if sessions < max(FEWEST, held):
        raise Refused(
            f"{held} sessions are held or booked, and a course has {FEWEST} at least: release sessions first.", field="planned"
        )
    return sessions


def require_variant(code: str, planned: int, wanted: Variant, held: int) -> Variant:
    """The new variant; raise `Refused` when it is the old one, needs a course of its own, or is shorter than what is held.

    `held` sessions are held, booked or used up: they stay as they are, only the contract around them changes.
    """
    if (wanted.code, wanted.planned) == (code, planned):
        raise Refused("This course is of that variant already. Choose another one.", field="variant")
    if MAINTENANCE.code in (code, wanted.code):
        raise Refused(
            "Maintenance is a course of its own that follows a finished one: complete this course first.", field="variant"
        )
    if GROUP.code in (code, wanted.code):
        raise Refused(
            "A group's course is booked with its group: end this course, and open or join the other one.", field="variant"
        )
    if wanted.planned < held:
        raise Refused(
            f"{held} sessions are held or booked, and {wanted.name} has {wanted.planned}: release sessions first.",
            field="variant",
        )
    return wanted


def as_amended(code: str, planned: int) -> str:
    """A variant with its sessions, as an amendment keeps it."""
    return f"{code} {planned}"


def size_in(words: str) -> int | None:
    """The number that an amendment tells of: `16`, or the sessions of `IPT16 16`; None where it tells of none."""
    last = words.rsplit(" ", 1)[-1]
    return int(last) if last.isdecimal() else None


def said(kind: str, before: str, after: str) -> str:
    """What staff read of an amendment: `16 to 18 sessions`, or the variants by their names."""
    if kind == AmendmentKind.VARIANT.value:
        named = [variant_name(words.rsplit(" ", 1)[0], size_in(words) or 0) for words in (before, after)]
        return " to ".join(named)
    unit = "days between sessions" if kind == AmendmentKind.CADENCE.value else "sessions"
    return f"{before} to {after} {unit}"


class ContractWarning(StrEnum):
    """What the contract warns of."""

    PAST_PHASE = "past its planned phase"
    NEARING_END = "nearing its end"
    OVER = "over its contract: extend, complete or end it"


def warnings(delivered: int, planned: int, phase: Phase, parts: Split, *, spent: int = 0) -> tuple[ContractWarning, ...]:
    """What holds of a running course; the count never moves the phase (DOMAIN.md 1.7.2).

    `spent` sessions bring the contract's end nearer, not the end of a phase.
    """
    upper = {Phase.INITIAL: parts.initial, Phase.MIDDLE: parts.initial + parts.middle, Phase.ENDING: planned}[phase]
    found = []
    left = remaining(planned, delivered + spent)
    if not left:
        return (ContractWarning.OVER,)
    if delivered > upper + 1:
        found.append(ContractWarning.PAST_PHASE)
    if left <= parts.ending:
        found.append(ContractWarning.NEARING_END)
    return tuple(found)


def phase_prompt(
    delivered: int, planned: int, phase: Phase, parts: Split, *, goals_closed: bool, spent: int = 0
) -> Phase | None:
    """The phase that the therapist is asked about now; None when there is nothing to ask (DOMAIN.md 1.7.2)."""
    if phase is Phase.INITIAL and delivered >= parts.initial:
        return Phase.MIDDLE
    if phase is Phase.MIDDLE and (delivered + spent >= planned - parts.ending or goals_closed):
        return Phase.ENDING
    return None
