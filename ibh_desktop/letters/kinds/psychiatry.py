"""L2, to the group's own psychiatry, under the headings of SBAR (DOMAIN.md 4.1 [S58], 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.psychiatry import PSYCHIATRY
from ibh_desktop.domain.letters import URGENCIES
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent

SBAR = (
    ("Situation", ("symptoms",)),
    ("Background", ("summary", "diagnosis", "medicines", "side_effects", "substance_use", "medical", "pregnancy")),
    ("Assessment", ("scores", "chart", "risk")),
    ("Recommendation", ("question", "next_visit")),
)


def story(letter: LetterContent) -> list[Flowable]:
    """How urgent it is, then situation, background, assessment and what is asked."""
    flow = blocks.opening(letter, "Referral to psychiatry")
    flow += blocks.essentials(letter, PSYCHIATRY, URGENCIES, ("urgency",))
    for heading, names in SBAR:
        flow += blocks.chapter(heading, [piece for name in names for piece in blocks.part(letter, PSYCHIATRY, name)])
    return ends.closed(flow, ends.by_hand(letter), ends.after(letter, crisis="If the patient is in crisis:", basis=True))
