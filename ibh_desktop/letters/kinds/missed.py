"""L7, the letter after a missed visit: neutral, without a reproach and without a reason (DOMAIN.md 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.missed import MISSED
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.visits import clock, day


def story(letter: LetterContent) -> list[Flowable]:
    """Which visit it was, and how to find another time."""
    flow = blocks.opening(letter, "Your missed appointment", born=False)
    visit = letter.visit
    if visit is not None:
        with_whom = f" with {visit.clinician}" if visit.clinician else ""
        when = f"{day(visit.starts)}, at {clock(visit.starts)}"
        flow += blocks.said(
            f"We had an appointment for you{with_whom} on {when}, and did not see you. We hope that you are well."
        )
    flow += blocks.parts(letter, MISSED)
    return ends.closed(flow, ends.by_desk(letter), ends.after(letter, crisis="In a crisis"))
