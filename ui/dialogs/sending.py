"""Note that a letter was sent, what its receiver answered, and that nothing more is expected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.recipients import Way
from ibh_desktop.domain.sending import possible
from ibh_desktop.usecases import sending
from ibh_desktop.usecases.sending import Before
from ui.dialogs.ask import Asked, AskPanel, writing
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.inputs import TextField

WAYS = tuple((way.value.capitalize(), way) for way in Way)
ANSWER_WORDS = {
    LetterStatus.ACKNOWLEDGED: "They have it",
    LetterStatus.APPOINTMENT_MADE: "An appointment is made",
    LetterStatus.ATTENDED: "The patient was there",
    LetterStatus.NOT_ATTENDED: "The patient did not come",
    LetterStatus.DECLINED: "They declined",
}


def sent_panel(desk: Desk, letter: LetterId, to: str) -> AskPanel:
    """How a letter went; what blocks it is said here, and then nothing is noted."""
    fields = (Asked("way", "Sent by", Choice[Way](WAYS)),)
    write = writing(desk, sending.sent, letter)
    about = f"To {to}. It stands in the log of what was told from now on."
    return AskPanel(desk, "The letter was sent", fields, write, done="Noted as sent", save="It was sent", about=about)


def answer_panel(desk: Desk, letter: LetterId, status: LetterStatus, version: int) -> AskPanel:
    """What the receiver said."""
    answers = [(ANSWER_WORDS[answer], answer) for answer in possible(status)]
    fields = (
        Asked("answer", "What they answered", Choice[LetterStatus](answers)),
        Asked("note", "Note", TextField("", "who said it, when the appointment is")),
    )
    write = writing(desk, sending.answered, letter, version=version)
    return AskPanel(desk, "The receiver answered", fields, write, done="Noted", undo=partial(back, desk))


def close_panel(desk: Desk, letter: LetterId, version: int) -> AskPanel:
    """Close a letter that nobody answered."""
    fields = (Asked("reason", "Why it is closed", TextField("", "two calls, no answer")),)
    write = writing(desk, sending.closed, letter, version=version)
    return AskPanel(desk, "Close without an answer", fields, write, done="Closed", save="Close", undo=partial(back, desk))


def back(desk: Desk, before: Before) -> Callable[[], object]:
    """What Undo of an answer or a closing runs."""
    return partial(desk.app.write, sending.take_back, before)
