"""Add somebody to the address book, change an entry, or merge it into another one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.recipients import Entry, Way
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.recipients import Listed, search
from ibh_desktop.usecases import recipients
from ibh_desktop.usecases.recipients import Merged
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label

FIELDS = (
    ("name", "Name"),
    ("organisation", "Practice or organization"),
    ("specialty", "Specialty"),
    ("street", "Street"),
    ("city", "City"),
    ("state", "State"),
    ("postcode", "ZIP"),
    ("phone", "Phone"),
    ("fax", "Fax"),
    ("email", "E-mail"),
    ("npi", "NPI"),
)
PAIRS = {"postcode": "state", "fax": "phone"}
WAYS = tuple((way.value.capitalize(), way) for way in Way)


class RecipientPanel(FormPanel):
    """A new entry, handed to whoever asked, or one that stands already."""

    def __init__(self, desk: Desk, added: Callable[[RecipientId], None] | None = None, one: Listed | None = None) -> None:
        super().__init__(desk, "Change recipient" if one else "Add a recipient", save="Save" if one else "Add")
        self._added, self._one = added, one
        known = one.entry if one else Entry("", state="AL")
        self._texts = {name: TextField(_shown(known, name)) for name, _ in FIELDS}
        for name, title in FIELDS:
            self.field(name, title, self._texts[name])
            if name in PAIRS:
                self.pair(PAIRS[name], name)
        self.preferred = Choice[Way](WAYS, known.preferred)
        self.field("preferred", "Letters go by", self.preferred)
        self.provider = Tick("A health-care provider", on=known.provider)
        self.internal = Tick("Works for this group", on=known.internal)
        self.field("provider", "", self.provider)
        self.field("internal", "", self.internal)
        self.done_adding()
        if one is not None:
            merge = QPushButton("Merge…")
            merge.setToolTip("This one and another entry are the same")
            merge.clicked.connect(lambda: desk.panel(MergePanel(desk, one)))
            self.foot.insertWidget(0, merge)

    def save(self) -> Callable[[], object]:
        typed: dict[str, Any] = {name: text.value() for name, text in self._texts.items()}
        entry = Entry(**typed, preferred=self.preferred.value(), provider=self.provider.value(), internal=self.internal.value())
        if self._one is None:
            return partial(self.desk.app.write, recipients.add, entry)
        return partial(self.desk.app.write, recipients.change, self._one.id, entry, version=self._one.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        if self._added is not None and isinstance(result, int):
            self._added(RecipientId(result))
        elif self._one is not None and isinstance(result, Entry):
            self.desk.say("Saved.", undo=partial(self.desk.app.write, recipients.change, self._one.id, result))


class MergePanel(FormPanel):
    """Which other entry stands for both from now on."""

    def __init__(self, desk: Desk, one: Listed) -> None:
        super().__init__(desk, "Merge two entries", save="Merge")
        self._one = one
        self.box.addWidget(label(named(one), "strong", wrap=True))
        self.box.addWidget(
            label(
                "goes into the entry below, with all letters and releases that name it. Printed letters stay as they are.",
                "secondary",
                wrap=True,
            )
        )
        self.keeper = Choice[RecipientId | None]([("Reading…", None)])
        self.field("keeper", "The entry that stays", self.keeper)
        self.done_adding()
        self.save_button.setEnabled(False)
        desk.tasks.start(self, partial(desk.app.read, search, limit=100_000), self._offer, desk.fail)

    def _offer(self, book: list[Listed]) -> None:
        others = [other for other in book if other.id != self._one.id]
        first = self._one.entry.name.casefold()[:4]
        others.sort(key=lambda other: first not in other.entry.name.casefold())
        self.keeper.offer([("Choose an entry", None), *((named(other), other.id) for other in others)], None)
        self.save_button.setEnabled(bool(others))
        self.focus_first()

    def save(self) -> Callable[[], object]:
        keeper = self.keeper.value()
        return partial(self.desk.app.write, recipients.merge, self._one.id if keeper is None else keeper, self._one.id)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Merged):
            self.desk.say("Two entries are one.", undo=partial(self.desk.app.write, recipients.unmerge, result))


def named(one: Listed) -> str:
    """Somebody's name with what tells them from others of that name."""
    known = one.entry
    return ", ".join(part for part in (known.name, known.organisation, known.city) if part)


def _shown(known: Entry, name: str) -> str:
    text: str = getattr(known, name)
    return shown_phone(text) if name in ("phone", "fax") else text
