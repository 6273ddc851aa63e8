"""Who must sign a letter beside its author, and what waits for that signature (DOMAIN.md 4.7; 8, invariant 13)."""

from dataclasses import dataclass

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.letters import LetterKindRule, LetterStatus
from ibh_desktop.domain.licences import SUPERVISED


@dataclass(frozen=True, slots=True)
class Author:
    """Whose letter it is; `supervisor` is the staff key of who supervises them and works here now."""

    name: str
    credential: str
    supervisor: int | None


def needs_cosign(rule: LetterKindRule, credential: str) -> bool:
    """Whether a supervisor signs a letter of this kind beside an author with this licence."""
    return rule.cosigned and credential in SUPERVISED


def cosigner_of(rule: LetterKindRule, author: Author) -> int | None:
    """The supervisor who co-signs, None where nobody must; raise `Refused` where somebody must and nobody is there."""
    if not needs_cosign(rule, author.credential):
        return None
    if author.supervisor is None:
        raise Refused(
            f"{author.name} may not practise alone with the license {author.credential} and has no supervisor now."
            f" A {rule.title.lower()} needs a supervisor's signature."
        )
    return author.supervisor


def lacks_cosign(*, cosigner: int | None, cosigned: bool) -> bool:
    """Whether a letter that a supervisor must sign has no such signature."""
    return cosigner is not None and not cosigned


def waits_for_cosign(status: LetterStatus, *, cosigner: int | None, cosigned: bool) -> bool:
    """Whether a letter is signed by its author and lacks its supervisor's signature."""
    return status is LetterStatus.SIGNED and lacks_cosign(cosigner=cosigner, cosigned=cosigned)


def cosign_lacking(*, cosigner: int | None, cosigned: bool) -> str:
    """Why a letter without its supervisor's signature is neither printed nor sent; empty when it is not lacking."""
    if not lacks_cosign(cosigner=cosigner, cosigned=cosigned):
        return ""
    return "This letter waits for the supervisor's signature. It can be printed and sent after that."


def require_waiting(status: LetterStatus, *, cosigner: int | None, cosigned: bool) -> None:
    """Raise `Refused` unless a letter is signed by its author and by nobody else yet."""
    if not waits_for_cosign(status, cosigner=cosigner, cosigned=cosigned):
        raise Refused(f"This letter is {status.value}; it waits for no second signature.")
