"""L5, the appointment confirmation: when, where, with whom; no diagnosis and no reason (DOMAIN.md 4.3)."""

from reportlab.platypus import Flowable, Spacer

from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import TITLE, paragraph
from ibh_desktop.letters.visits import day, span, where


def story(letter: LetterContent) -> list[Flowable]:
    """The visit at a glance, then what to bring, when to come, how to cancel, how to find it."""
    flow: list[Flowable] = [paragraph("Your appointment", TITLE), Spacer(1, 4), blocks.salutation(letter)]
    rows = [("Record number", letter.subject.number)]
    visit = letter.visit
    if visit is not None:
        flow += blocks.said("This letter confirms your appointment.")
        rows = [("Date", day(visit.starts)), ("Time", span(visit)), ("Where", where(visit)), ("With", visit.clinician), *rows]
    flow.append(blocks.facts(rows))
    flow += blocks.parts(letter, CONFIRMATION)
    return ends.closed(flow, ends.by_desk(letter), ends.after(letter, crisis="In a crisis"))
