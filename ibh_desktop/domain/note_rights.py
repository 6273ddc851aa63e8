"""Whose a progress note is, also after its course went to another therapist or its author left (DOMAIN.md 7).

Who held a session writes its note. Nobody signs for another: what a leaver left unsigned is closed as it stands, by the
course's therapist of now or by a clinical lead who supervises either of them.
"""

from dataclasses import dataclass

from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import StaffId, TherapistId
from ibh_desktop.domain.permissions import Actor, Permission, may, require


@dataclass(frozen=True, slots=True)
class Whose:
    """The course's therapist of now, who held the session, and the author of its note; None where nothing is written."""

    course: TherapistId
    held_by: TherapistId
    author: StaffId | None = None
    author_therapist: TherapistId | None = None


def require_reader(actor: Actor, note: Whose) -> None:
    """Raise `NotAllowed` for all but who sees the course's clinical parts, the author, and the author's supervisor."""
    supervises = note.author_therapist is not None and may(actor, Permission.COSIGN_NOTE, note.author_therapist)
    if not (supervises or _is_own(actor, note)):
        require(actor, Permission.SEE_CLINICAL, note.course)


def require_writer(actor: Actor, note: Whose) -> None:
    """Raise `NotAllowed` for all but the course's therapist and who held the session or began its note."""
    if not _is_own(actor, note):
        require(actor, Permission.WRITE_NOTE, note.course)


def _is_own(actor: Actor, note: Whose) -> bool:
    mine = note.author == actor.staff if note.author is not None else note.held_by == actor.therapist
    return mine and may(actor, Permission.WRITE_NOTE)


def may_close(actor: Actor, note: Whose) -> bool:
    """Whether this is somebody who closes what a leaver left."""
    concerned = [whose for whose in (note.author_therapist, note.course) if whose is not None]
    return may(actor, Permission.WRITE_NOTE, note.course) or any(may(actor, Permission.COSIGN_NOTE, one) for one in concerned)


def require_closer(actor: Actor, note: Whose, *, author_name: str, author_left: bool) -> None:
    """Raise `NotAllowed` for anybody else, `Refused` while the author can still sign."""
    if note.author == actor.staff:
        raise Refused("This note is yours: sign it.")
    if not may_close(actor, note):
        raise NotAllowed(f"As {actor.role} you may not close this note. Its course's therapist or their clinical lead does.")
    if not author_left:
        raise Refused(f"{author_name} works here and can sign this note. Only what a leaver left is closed.")
