"""Letters as tests begin them: through the use cases, with the words that a test wants."""

from collections.abc import Mapping

from ibh_desktop.app import App
from ibh_desktop.domain.ids import LetterId, RecipientId
from ibh_desktop.domain.letter_lines import written
from ibh_desktop.usecases import letters

VERSION = 2
"""Of a letter that was begun and written once."""


def drafted(
    app: App, about: int, parts: Mapping[str, str], *, kind: str = "referral", recipient: RecipientId | None = None
) -> LetterId:
    """A draft that holds these parts and nothing of what the chart proposed."""
    letter = app.write(letters.begin, kind, about)
    app.write(letters.write, letter, lines=written(parts), recipient=recipient)
    return letter
