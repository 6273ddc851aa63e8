"""L3, thanks to whoever referred the patient; no diagnosis (DOMAIN.md 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.thanks import THANKS
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent


def story(letter: LetterContent) -> list[Flowable]:
    """Thanks, when the patient was seen and by whom, the plan, what follows."""
    flow = blocks.opening(letter, "Thank you for your referral")
    flow += blocks.said(f"Thank you for referring {letter.subject.name} to {letter.sender.clinic}.")
    flow += blocks.parts(letter, THANKS)
    return ends.closed(flow, ends.by_hand(letter), ends.after(letter, basis=True))
