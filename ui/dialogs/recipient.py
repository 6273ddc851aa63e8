"""Add somebody to the address book."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.usecases import letters
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField

FIELDS = (
    ("name", "Name"),
    ("organisation", "Practice or organisation"),
    ("specialty", "Specialty"),
    ("street", "Street"),
    ("city", "City"),
    ("state", "State"),
    ("postcode", "ZIP"),
    ("phone", "Phone"),
    ("fax", "Fax"),
)


class RecipientPanel(FormPanel):
    """Hands the new entry to whoever asked."""

    def __init__(self, desk: Desk, added: Callable[[RecipientId], None]) -> None:
        super().__init__(desk, "Add a recipient", save="Add")
        self._added = added
        self._texts = {name: TextField("AL" if name == "state" else "") for name, _ in FIELDS}
        for name, title in FIELDS:
            self.field(name, title, self._texts[name])
        self.done_adding()

    def save(self) -> Callable[[], object]:
        typed = {name: text.value() for name, text in self._texts.items()}
        return partial(self.desk.app.write, letters.add_recipient, **typed)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, int):
            self._added(RecipientId(result))
