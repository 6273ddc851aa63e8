"""L1, the referral out: check-off essentials first, then the course, then who answers questions (DOMAIN.md 4.1, 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.referral import REFERRAL
from ibh_desktop.domain.letters import URGENCIES
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent

_FIRST = ("urgency", "reason", "request")
_AFTER = ("enclosures", "cc")


def story(letter: LetterContent) -> list[Flowable]:
    """The letter from its title to the last note."""
    flow = blocks.opening(letter, "Referral")
    flow += blocks.essentials(letter, REFERRAL, URGENCIES, _FIRST)
    flow += blocks.parts(letter, REFERRAL, besides=(*_FIRST, *_AFTER))
    return ends.closed(flow, ends.by_hand(letter), ends.after(letter, crisis="If the patient is in crisis:", basis=True))
