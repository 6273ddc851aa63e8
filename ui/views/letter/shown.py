"""What the composer fetches on its worker: the letter, the address book, its page, and what the law says of it now."""

from __future__ import annotations

from dataclasses import dataclass

from ibh_desktop.app import App
from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.letters.kinds import pdf as render
from ibh_desktop.queries import letters, pickers, release
from ibh_desktop.queries.letters import Draft
from ibh_desktop.queries.pickers import RecipientChoice

_UNSIGNED = "This letter is a draft."
"""How the sentence begins that a composer need not be told."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter with the address book; for who may only print it the signed pages.

    `ground` is the line of legal basis that the page bears, `blocks` are sentences that keep the letter in the house.
    """

    draft: Draft | None
    recipients: list[RecipientChoice]
    pdf: bytes
    ground: str = ""
    blocks: tuple[str, ...] = ()


def shown(app: App, key: LetterId) -> Shown:
    """Read a letter; raise as the queries do."""
    try:
        draft = app.read(letters.composer, key)
    except NotAllowed:
        # The front desk prints what a therapist signed, and reads it as it prints.
        return Shown(None, [], app.read(letters.signed_pdf, key), blocks=app.read(release.reasons, key))
    if draft.status is not LetterStatus.DRAFT:
        return Shown(draft, [], _signed(app, draft), blocks=_blocks(app, key))
    if not draft.writable:
        return Shown(draft, [], render(draft.content))
    ground = app.read(release.carried, key).basis_line
    return Shown(draft, app.read(pickers.recipients), render(draft.content), ground, _blocks(app, key))


def _signed(app: App, draft: Draft) -> bytes:
    try:
        return app.read(letters.signed_pdf, draft.id)
    except NotAllowed:
        return render(draft.content)  # a manager reads what the front desk wrote, and prints nothing


def _blocks(app: App, key: LetterId) -> tuple[str, ...]:
    try:
        against = app.read(release.reasons, key)
    except NotAllowed:
        return ()  # whoever prints it is told
    return tuple(sentence for sentence in against if not sentence.startswith(_UNSIGNED))
