"""The steps of a letter's life: signing freezes what is stored, some others ask for a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ibh_desktop.app import App
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.letters.kinds import pdf as render
from ibh_desktop.queries import letters as reading
from ibh_desktop.queries.letters import Draft
from ibh_desktop.usecases import letters
from ui.dialogs.ask import Asked, AskPanel, writing
from ui.dialogs.sending import sent_panel
from ui.kit.desk import Desk
from ui.kit.fields import Memo
from ui.views.letter.saver import Saver


def signed(app: App, saver: Saver, draft: Draft) -> Callable[[], str]:
    """Write what is not written yet, then sign what is stored: for a worker."""
    rest = saver.take()

    def work() -> str:
        rest()
        version = saver.version(draft)
        content = app.read(reading.composer, draft.id).content
        return app.write(letters.sign, draft.id, pdf=render(replace(content, draft=False)), version=version)

    return work


def cosigned(app: App, draft: Draft) -> Callable[[], str]:
    """Set the page with both signatures and put the second under it: for a worker."""

    def work() -> str:
        content = app.read(reading.composer, draft.id).content
        return app.write(letters.cosign, draft.id, pdf=render(replace(content, draft=False)), version=draft.version)

    return work


def done_words(draft: Draft) -> str:
    """What can be done with a draft that lacks nothing; what nobody signs by hand is finished."""
    if not draft.signable:
        return f"Complete: {draft.therapist_name} can sign it."
    return f"Complete: it can be {'signed' if BY_ID[draft.kind].by_hand else 'finished'}."


def names(draft: Draft) -> tuple[str, ...]:
    """Words that are right as they stand: names of people and places in the letter."""
    content = draft.content
    to = (content.to.name, content.to.organisation, content.to.city_line) if content.to else ()
    sender = content.sender
    return (draft.patient_name, draft.therapist_name, sender.clinic, sender.location, sender.city_line, draft.cosigner, *to)


def left_panel(desk: Desk, draft: Draft) -> AskPanel:
    """How a printed letter left the house."""
    to = draft.content.to
    return sent_panel(desk, draft.id, to.name if to else draft.patient_name)


def send_back_panel(desk: Desk, draft: Draft) -> AskPanel:
    """The supervisor gives a letter back to its author."""
    return AskPanel(
        desk,
        "Send back",
        [Asked("reason", "What is to be changed", Memo("", 4))],
        writing(desk, letters.send_back, draft.id, version=draft.version),
        done=f"Sent back to {draft.therapist_name}",
        save="Send back",
        about="It becomes a draft again; the author sees your words above it.",
    )


def withdraw_panel(desk: Desk, draft: Draft) -> AskPanel:
    """Take a letter back that was never sent."""
    return AskPanel(
        desk,
        "Withdraw",
        [Asked("reason", "Why", Memo("", 3))],
        writing(desk, letters.withdraw, draft.id),
        done="Withdrawn. It is kept and cannot be printed any more.",
        save="Withdraw",
        about="A letter that was sent cannot be withdrawn. What it took on waits for another letter.",
    )
