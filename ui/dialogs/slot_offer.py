"""Offer a freed time to somebody who waits; and book an accepted one although something speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import SlotOfferId
from ibh_desktop.domain.waitlist import Answer
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.waitlist import FreedLine, Match, OfferLine
from ibh_desktop.usecases import slot_offers
from ibh_desktop.usecases.waitlist_rows import Before
from ui.dialogs.ask import Asked, AskPanel, writing
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, short_date

_SAID = {Answer.NO_ANSWER: "asked before, no answer; "}


def offering(desk: Desk, line: FreedLine, match: Match) -> Callable[[], SlotOfferId]:
    """The write that offers a time to somebody."""
    return partial(
        desk.app.write,
        slot_offers.offer,
        match.id,
        therapist=line.therapist,
        location=line.location,
        starts=line.starts,
        room=line.room,
        version=match.version,
    )


def taking_back(desk: Desk, made: SlotOfferId) -> Callable[[], object]:
    """The write that takes an offer back as it was made."""
    return partial(desk.app.write, slot_offers.answer, made, answer=Answer.TAKEN_BACK, version=1)


class OfferPanel(FormPanel):
    """Whom a freed time suits, in the order in which to ask; the first not yet asked is chosen. `then` hears of the offer."""

    def __init__(self, desk: Desk, line: FreedLine, then: Callable[[Match, SlotOfferId], None]) -> None:
        when = f"{short_date(line.starts.date())}, {line.starts:%H:%M}"
        super().__init__(desk, f"Free: {when}", save="Offer")
        self._line, self._then = line, then
        about = f"{line.therapist_name}, {line.location_name}, until {line.ends:%H:%M %Z}."
        self.box.addWidget(label(about, "secondary", wrap=True))
        self.people = QListWidget()
        self.people.setMinimumHeight(240)
        self.people.setWordWrap(True)
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, match in enumerate(line.matches, start=1):
            item = QListWidgetItem(_words(number, match))
            item.setData(Qt.ItemDataRole.UserRole, match)
            self.people.addItem(item)
        if not line.matches:
            self.people.addItem("It suits nobody who waits.")
        first = line.first
        self.people.setCurrentRow(line.matches.index(first) if first is not None else 0)
        self.people.itemActivated.connect(lambda _: self.submit())
        self.field("starts", "Whom to ask, in this order", self.people)
        self.save_button.setEnabled(bool(line.matches))
        self.done_adding()

    def chosen(self) -> Match:
        """Whom to offer it to; raise `Refused` when there is nobody."""
        item = self.people.currentItem()
        match = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(match, Match):
            raise Refused("It suits nobody who waits.", field="starts")
        return match

    def save(self) -> Callable[[], object]:
        self._match = self.chosen()
        return offering(self.desk, self._line, self._match)

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, int)
        self._then(self._match, SlotOfferId(result))


def _words(number: int, match: Match) -> str:
    said = "" if match.asked is None else _SAID.get(match.asked, "")
    phone = shown_phone(match.phone) or "no phone number"
    return f"{number}  {discreet.name(match.name)}   {phone}\n{said}{match.reason}"


def accept_panel(desk: Desk, name: str, offer: OfferLine, why: str, back: Callable[[Before], Callable[[], object]]) -> AskPanel:
    """Something speaks against the booking: it is said, and passed over with a reason."""
    return AskPanel(
        desk,
        f"Book · {discreet.name(name)}",
        (Asked("passed_reason", "Reason", TextField(placeholder="Why it is done all the same")),),
        writing(desk, slot_offers.accept, offer.id, version=offer.version),
        done=f"Booked for {short_date(offer.starts.date())} {offer.starts:%H:%M}",
        save="Book",
        about=why,
        undo=back,
    )
