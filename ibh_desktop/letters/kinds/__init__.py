"""Kinds of letters, one file each; `KINDS` is the register."""

from collections.abc import Callable

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.letters.content import LetterContent
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
from ibh_desktop.letters.page import render

KINDS: dict[str, Callable[[LetterContent], list[Flowable]]] = {
    "referral": referral.story,
    "psychiatry": psychiatry.story,
    "thanks": thanks.story,
    "summary": summary.story,
    "confirmation": confirmation.story,
    "plan": plan.story,
    "missed": missed.story,
    "attendance": attendance.story,
    "closure": closure.story,
    "authorization": authorization.story,
}


def pdf(letter: LetterContent) -> bytes:
    """A letter as the bytes of a PDF."""
    return render(letter, BY_ID[letter.kind].title, KINDS[letter.kind](letter))
