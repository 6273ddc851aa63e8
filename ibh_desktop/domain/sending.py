"""A letter on its way: how it leaves, what the receiver answers, and when somebody should ask (DOMAIN.md 1.7.5)."""

from collections.abc import Iterable
from datetime import date, timedelta

from ibh_desktop.domain.disclosure import Information
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.letter_kinds.psychiatry import PSYCHIATRY
from ibh_desktop.domain.letters import NEXT, LetterStatus
from ibh_desktop.domain.people import clean_text

MOST_COPIES = 50
LONGEST_NOTE = 300


ASKS_FOR_ANSWER = (REFERRAL.id, PSYCHIATRY.id)
"""Kinds whose receiver is expected to answer."""
ANSWERS = (
    LetterStatus.ACKNOWLEDGED,
    LetterStatus.APPOINTMENT_MADE,
    LetterStatus.ATTENDED,
    LetterStatus.NOT_ATTENDED,
    LetterStatus.DECLINED,
)
GOING_ON = (LetterStatus.SENT, *ANSWERS)
"""Sent, and not closed yet."""
_PATIENCE, _URGENT_PATIENCE = timedelta(days=14), timedelta(days=2)
_URGENT = ("urgent", "emergency")


def reply_due(sent_on: date, urgency: str) -> date:
    """The day from which a letter without an answer is chased: two days when it is urgent, else fourteen."""
    return sent_on + (_URGENT_PATIENCE if urgency.startswith(_URGENT) else _PATIENCE)


def steps_to(status: LetterStatus, wanted: LetterStatus) -> tuple[LetterStatus, ...]:
    """The moves from one status to another; an appointment that is the first answer acknowledges the letter as well.

    Raises `Refused` where there is no way.
    """
    if wanted in NEXT[status]:
        return (wanted,)
    known = LetterStatus.ACKNOWLEDGED
    if known in NEXT[status] and wanted in NEXT[known]:
        return (known, wanted)
    raise Refused(f"A letter that is {status.value} cannot become {wanted.value}.", field="answer")


def possible(status: LetterStatus) -> tuple[LetterStatus, ...]:
    """What the receiver of a letter in this status may answer next, in the order of the list of answers."""
    known = NEXT[LetterStatus.ACKNOWLEDGED] if LetterStatus.ACKNOWLEDGED in NEXT[status] else ()
    return tuple(answer for answer in ANSWERS if answer in NEXT[status] or answer in known)


def require_copies(copies: int) -> int:
    """Raise `Refused` for no copy, or more than anybody needs."""
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(f"Print 1 to {MOST_COPIES} copies.", field="copies")
    return copies


def require_note(text: str, field: str, *, missing: str = "") -> str:
    """A note of one line; raise `Refused` when it is too long, or when there is none and `missing` says why it is needed."""
    note = clean_text(text)
    if missing and not note:
        raise Refused(missing, field=field)
    if len(note) > LONGEST_NOTE:
        raise Refused(f"A note can have {LONGEST_NOTE} characters; this one has {len(note)}.", field=field)
    return note


def told(title: str, information: Iterable[Information]) -> str:
    """What went out, in one line of the log."""
    held = set(information)
    kinds = ", ".join(kind.name.lower().replace("_", " ") for kind in Information if kind in held)
    return f"{title}: {kinds}" if kinds else title
