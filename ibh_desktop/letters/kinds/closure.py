"""L9, the letter when a course ended early (DOMAIN.md 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.closure import CLOSURE
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent


def story(letter: LetterContent) -> list[Flowable]:
    """When it was closed, how to return, where else help is."""
    flow = blocks.opening(letter, "The end of your treatment", born=False)
    flow += blocks.parts(letter, CLOSURE)
    return ends.closed(flow, ends.by_hand(letter), ends.after(letter, crisis="In a crisis"))
