"""Kinds of letters, one file each; `KINDS` is the register."""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.fonts import register
from ibh_desktop.letters.kinds import (
    attendance,
    authorization,
    closure,
    confirmation,
    missed,
    plan,
    psychiatry,
    referral,
    summary,
    thanks,
)
from ibh_desktop.letters.page import Opening, render

ADDRESSED = Opening()


@dataclass(frozen=True, slots=True)
class Kind:
    """How letters of a kind are set, and how their first page begins."""

    story: Callable[[LetterContent], list[Flowable]]
    opening: Opening = ADDRESSED


KINDS: dict[str, Kind] = {
    "referral": Kind(referral.story),
    "psychiatry": Kind(psychiatry.story),
    "thanks": Kind(thanks.story),
    "summary": Kind(summary.story),
    "confirmation": Kind(confirmation.story),
    "plan": Kind(plan.story),
    "missed": Kind(missed.story),
    "attendance": Kind(attendance.story, Opening(window=False, confidential=False)),
    "closure": Kind(closure.story),
    "authorization": Kind(authorization.story, Opening(window=False, dated=False)),
}


def pdf(letter: LetterContent) -> bytes:
    """A letter as the bytes of a PDF; the same content is the same bytes."""
    register()
    kind = KINDS[letter.kind]
    return render(letter, BY_ID[letter.kind].title, kind.story(letter), kind.opening)
