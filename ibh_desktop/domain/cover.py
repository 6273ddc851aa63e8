"""Who pays, and how many sessions they authorized: whether a course outruns that (DOMAIN.md 7, payer; FEATURES b)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.field_texts import line, text

MOST_SESSIONS = 500
"""No payer authorizes more at once; a larger number is a slip of the hand."""
EARLIEST = date(2000, 1, 1)


class Payer(StrEnum):
    """Who pays; the value is the word that staff read."""

    INSURED = "insured"
    SELF_PAY = "self-pay"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cover:
    """One payer of a patient: `sessions` authorized from `first` to `last`, each None where nothing was said of it."""

    payer: Payer
    name: str = ""
    member: str = ""
    reference: str = ""
    sessions: int | None = None
    first: date | None = None
    last: date | None = None
    note: str = ""

    @property
    def limits(self) -> bool:
        """Whether it says how many sessions, or until when."""
        return self.payer is not Payer.SELF_PAY and (self.sessions is not None or self.last is not None)

    def holds(self, on: date) -> bool:
        """Whether a day lies within its dates."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of so many planned sessions are authorized, and until when; `until` is None where no end was set."""

    authorized: int
    planned: int
    until: date | None

    @property
    def outrun(self) -> bool:
        """Whether more is planned than is authorized."""
        return self.authorized < self.planned


def require_cover(cover: Cover) -> Cover:
    """A payer ready to store; raise `Refused` at the field that cannot be so."""
    insured = cover.payer is not Payer.SELF_PAY
    name = line(cover.name, "name", missing="Say who pays." if insured else "")
    if cover.sessions is not None and not 1 <= cover.sessions <= MOST_SESSIONS:
        raise Refused(
            f"Authorized are 1 to {MOST_SESSIONS} sessions; leave it empty when no number was said.", field="sessions"
        )
    for day, field in ((cover.first, "first"), (cover.last, "last")):
        if day is not None and not EARLIEST <= day <= date(2100, 1, 1):
            raise Refused(f"{day:%m/%d/%Y} is too far away for an authorization.", field=field)
    if cover.first and cover.last and cover.last < cover.first:
        raise Refused("It would end before it begins.", field="last")
    if not insured and cover.sessions is not None:
        raise Refused("Who pays alone needs no authorized sessions. Leave the number empty.", field="sessions")
    return replace(
        cover,
        name=name,
        member=line(cover.member, "member"),
        reference=line(cover.reference, "reference"),
        note=text(cover.note, "note"),
    )


def covered(covers: Sequence[Cover], planned: Sequence[date], *, undated: int = 0, used: Sequence[date] = ()) -> Covered | None:
    """How far authorizations reach for `planned` days and `undated` sessions, after those of `used` days took theirs.

    None where no payer set a number or an end. A day takes of the authorization that ends first; what has no day yet takes of
    any that has sessions left.
    """
    limiting = sorted((one for one in covers if one.limits), key=lambda one: one.last or date.max)
    if not limiting:
        return None
    left = [one.sessions for one in limiting]
    for on in sorted(used):
        _take(limiting, left, on)
    authorized = sum(_take(limiting, left, on) for on in sorted(planned))
    authorized += sum(_take(limiting, left, None) for _ in range(undated))
    ends = [one.last for one in limiting]
    until = None if None in ends else max(end for end in ends if end is not None)
    return Covered(authorized, len(planned) + undated, until)


def _take(limiting: Sequence[Cover], left: list[int | None], on: date | None) -> bool:
    for place, cover in enumerate(limiting):
        count = left[place]
        if (on is None or cover.holds(on)) and (count is None or count > 0):
            left[place] = None if count is None else count - 1
            return True
    return False


def warning(found: Covered | None) -> str:
    """`12 of 16 sessions authorized until 30 Jun 2027: ask for more`; empty where nothing is outrun."""
    if found is None or not found.outrun:
        return ""
    until = f" until {found.until.day} {found.until:%b %Y}" if found.until else ""
    return f"{found.authorized} of {found.planned} sessions authorized{until}: ask for more"


def used_up(covers: Sequence[tuple[Cover, int]], on: date) -> str:
    """A word for the row of a visit on a day, of payers with the sessions that were held before it: empty while one holds."""
    limiting = [(cover, held) for cover, held in covers if cover.limits]
    if not limiting or any(c.holds(on) and (c.sessions is None or held < c.sessions) for c, held in limiting):
        return ""
    if any(cover.holds(on) for cover, _ in limiting):
        return "authorization used up"
    if all(cover.last is not None and cover.last < on for cover, _ in limiting):
        return "authorization expired"
    return "not authorized yet"
