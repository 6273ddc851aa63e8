"""L4, the progress letter or discharge summary, to the patient (DOMAIN.md 4.1 [S59], 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.summary import SUMMARY
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.timeline_art import in_letter


def story(letter: LetterContent) -> list[Flowable]:
    """The parts in their order; the timeline under the questionnaires it belongs to."""
    flow = blocks.opening(letter, "Summary of your treatment")
    for field in SUMMARY.fields:
        if field.name == "timeline":
            if letter.parts.get(field.name) and letter.timeline is not None:
                flow += blocks.pictured("How the course went", in_letter(letter.timeline, blocks.WIDE))
        elif field.name not in ("enclosures", "cc"):
            flow += blocks.part(letter, SUMMARY, field.name)
    return ends.closed(flow, ends.by_hand(letter), ends.after(letter, crisis="In a crisis"))
