"""Session notes: techniques, states, what a signature covers (DOMAIN.md 1.2, 4.4).

A progress note belongs to the record. A private note is a psychotherapy note: nobody but its author ever reads it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.people import clean_lines

LONGEST_NOTE = 20_000


class Technique(StrEnum):
    """What was done in a session of the middle phase (DOMAIN.md 1.2); the value is what staff read."""

    EXPLORATION = "exploration"
    AFFECT = "encouragement of affect"
    CLARIFICATION = "clarification"
    COMMUNICATION = "communication analysis"
    DECISION = "decision analysis"
    PROBLEM_SOLVING = "problem solving"
    ROLE_PLAY = "role play"
    MOOD_EVENT = "link mood and event"
    RELATIONSHIP = "use of the therapeutic relationship"
    PSYCHOEDUCATION = "psychoeducation"
    RHYTHM = "social rhythm review"
    WORK_AT_HOME = "work at home"


class NoteKind(StrEnum):
    """Two kinds of writing that never mix."""

    PROGRESS = "progress"
    PRIVATE = "private"


class NoteState(StrEnum):
    """Where a progress note stands."""

    DRAFT = "not signed"
    SIGNED = "signed"
    WAITING = "signed, waits for co-signature"
    COSIGNED = "co-signed"
    CLOSED = "closed, not signed by its author"


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """What a progress note says; without a repr, so that no trace of a call ever shows it."""

    since_last: str = ""
    techniques: tuple[Technique, ...] = ()
    body: str = ""


def cleaned(words: Words) -> Words:
    """Ready to store: techniques in the order of the list, each once; raise `Refused` for a note that is too long."""
    chosen = tuple(technique for technique in Technique if technique in words.techniques)
    return Words(clean_note(words.since_last, "since_last"), chosen, clean_note(words.body, "body"))


def clean_note(text: str, field: str) -> str:
    """Lines as they were typed; raise `Refused` at `field` when they are too many."""
    plain = clean_lines(text)
    if len(plain) > LONGEST_NOTE:
        raise Refused(f"A note can have {LONGEST_NOTE:,} characters; this one has {len(plain):,}.", field=field)
    return plain


def require_text(text: str, field: str = "text") -> str:
    """As `clean_note`; raise `Refused` when nothing is written."""
    plain = clean_note(text, field)
    if not plain:
        raise Refused("There is nothing written yet.", field=field)
    return plain


def techniques_text(techniques: tuple[Technique, ...]) -> str:
    """As it is stored."""
    return ",".join(techniques)


def techniques_of(text: str) -> tuple[Technique, ...]:
    """The opposite of `techniques_text`."""
    return tuple(Technique(word) for word in text.split(",") if word)


def why_not_writable(status: Status, starts: datetime, now: datetime) -> str:
    """Why there can be no note of a session, empty when there can: it has begun, or its patient stayed away."""
    if status in (Status.CANCELLED_PATIENT, Status.CANCELLED_CLINIC, Status.RESCHEDULED):
        return f"This session was {status.value}: there is nothing to note. Choose another session."
    if status in UPCOMING and starts > now:
        return "This session has not begun. Its note can be written from then on."
    return ""


def needs_cosign(credential: str) -> bool:
    """Whether a supervisor must sign too: associates do not practise alone (DOMAIN.md 4.7)."""
    return credential in SUPERVISED


def state_of(*, signed: bool, cosigned: bool, credential: str, by_author: bool = True) -> NoteState:
    """The state of a note by an author with this licence; signed by anybody else it was closed after the author had left."""
    if cosigned:
        return NoteState.COSIGNED
    if not signed:
        return NoteState.DRAFT
    if not by_author:
        return NoteState.CLOSED
    return NoteState.WAITING if needs_cosign(credential) else NoteState.SIGNED


def require_unsigned(state: NoteState) -> None:
    """Raise `Refused` once a note is signed: from then on words are only added."""
    if state is not NoteState.DRAFT:
        raise Refused(f"This note is {state.value}; it cannot be changed any more. Add an addendum instead.")


def digest(*, course: int, appointment: int, author: int, words: Words, signed_at: datetime, signed_by: int) -> str:
    """SHA-256 over the canonical form of what is signed: JSON with sorted keys, time in whole seconds of UTC."""
    plain = {
        "course": course,
        "appointment": appointment,
        "author": author,
        "since_last": words.since_last,
        "techniques": list(words.techniques),
        "body": words.body,
        "signed_at": signed_at.astimezone(UTC).replace(microsecond=0).isoformat(),
        "signed_by": signed_by,
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def require_intact(*, intact: bool) -> None:
    """Raise `Conflict` for a note whose stored words are not what was signed."""
    if not intact:
        raise Conflict("The stored note is not what was signed. Do not rely on it; tell the manager.")


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What is being typed and not saved: a progress note's words or a private note's text, and the version they began on.

    `note` is the private note that is being changed, None for a new one.
    """

    words: Words = Words()
    version: int | None = None
    note: int | None = None


def packed(typed: Typed) -> str:
    """As it is sealed."""
    words = typed.words
    plain = {
        "since_last": words.since_last,
        "techniques": techniques_text(words.techniques),
        "body": words.body,
        "version": typed.version,
        "note": typed.note,
    }
    return json.dumps(plain)


def unpacked(text: str) -> Typed:
    """The opposite of `packed`."""
    plain = json.loads(text)
    words = Words(plain["since_last"], techniques_of(plain["techniques"]), plain["body"])
    return Typed(words, plain["version"], plain["note"])
