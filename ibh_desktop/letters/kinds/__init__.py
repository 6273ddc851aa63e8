"""Kinds of letters, one file each; `KINDS` is the register."""

from collections.abc import Callable

from reportlab.platypus import Flowable

from ibh_desktop.domain.letters import BY_ID
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.kinds import referral
from ibh_desktop.letters.page import render

KINDS: dict[str, Callable[[LetterContent], list[Flowable]]] = {"referral": referral.story}


def pdf(letter: LetterContent) -> bytes:
    """A letter as the bytes of a PDF."""
    return render(letter, BY_ID[letter.kind].title, KINDS[letter.kind](letter))
