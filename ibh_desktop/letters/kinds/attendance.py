"""L8, the note for work or school: that somebody attended an appointment, and nothing else (DOMAIN.md 4.3).

No date of birth or record number, no profession of who signs, no crisis line: each would say what kind of appointment it was.
"""

from reportlab.platypus import Flowable, Spacer

from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import BODY, TITLE, paragraph
from ibh_desktop.letters.visits import clock, day


def story(letter: LetterContent) -> list[Flowable]:
    """To whom it may concern: who, when, from when to when, and whom to ask whether the note is real."""
    flow: list[Flowable] = [paragraph("Attendance note", TITLE), Spacer(1, 6), paragraph("To whom it may concern:", BODY)]
    visit = letter.visit
    rows = [("Name", letter.subject.name)]
    if visit is not None:
        rows.append(("Date", day(visit.starts)))
        rows.append(("Arrived", clock(visit.arrived) if visit.arrived else ""))
        rows.append(("Left", clock(visit.left) if visit.left else ""))
    flow += [blocks.facts(rows), Spacer(1, 6), *blocks.parts(letter, ATTENDANCE)]
    return ends.closed(flow, ends.by_desk(letter), ends.after(letter))
