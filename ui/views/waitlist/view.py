"""The waitlist: times that became free with whom to ask, who has an offer, who waits; one key for each step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import SlotOfferId
from ibh_desktop.domain.inquiries import Triage
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.waitlist import ENDS, Answer, State
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import waitlist as shown
from ibh_desktop.queries.waitlist import FreedLine, Match, OfferLine, WaitingLine
from ibh_desktop.usecases import slot_offers, waitlist
from ibh_desktop.usecases.waitlist_rows import Before
from ui.dialogs.ask import Asked, AskPanel, Offer, writing
from ui.dialogs.inquiry_steps import LEVELS
from ui.dialogs.slot_offer import OfferPanel, accept_panel, offering, taking_back
from ui.dialogs.waitlist_entry import WaitlistPanel
from ui.kit import discreet
from ui.kit.cells import grouped
from ui.kit.fields import Choice
from ui.kit.letters import Letters, push, worked
from ui.kit.table import Table
from ui.kit.text import label, short_date
from ui.kit.view import View
from ui.views.waitlist.columns import Line, columns

_LEVELS = tuple((words, level) for words, level in LEVELS if level is not Triage.EMERGENCY)
_WITHOUT_OFFER = "No offer to them is open. Offer a freed time first."


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    freed: list[FreedLine]
    people: list[WaitingLine]


class WaitlistView(View[Shown]):
    """The list at the chosen location or everywhere; once a minute it is looked whether an offer expired."""

    title = "Waitlist"
    topics = frozenset({Topic.WAITLIST, Topic.APPOINTMENTS, Topic.ROSTER, Topic.PATIENTS, Topic.PLACES, Topic.STAFF})

    def body(self) -> QWidget:
        actor = self.desk.app.actor
        self._edits, self._triages = may(actor, Permission.EDIT_WAITLIST), may(actor, Permission.TRIAGE_WAITLIST)
        if self._edits:
            new = push("New entry", self.add)
            new.setObjectName("primary")
            new.setToolTip("Insert")
            self.head.addWidget(new)
        undo = {"U": ("Undo", self.take_back)}
        self._letters = Letters(self._offered(), hidden=undo, add=self.add if self._edits else None)
        self.count = label("", "secondary")
        self.table = Table[Line](columns(self.desk.now), "Waitlist")
        self.table.opens(self._open)
        self._data = Shown([], [])
        self._back_with: Callable[[], object] | None = None
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.reload)
        self._minute.start()
        return worked(self, self.table, self._letters, self.count)

    def _offered(self) -> dict[str, tuple[str, Callable[[], None]]]:
        keys: dict[str, tuple[str, Callable[[], None]]] = {}
        if self._edits:
            keys["O"] = ("Offer", self.offer)
            keys["A"] = ("Accepted", self.accept)
            keys["D"] = ("Declined", partial(self.answer, Answer.DECLINED))
            keys["N"] = ("No answer", partial(self.answer, Answer.NO_ANSWER))
            keys["W"] = ("Withdraw", self.withdraw)
        if self._triages:
            keys["T"] = ("Triage", self.triage)
        return keys

    def load(self) -> Shown:
        read = self.desk.app.read
        return Shown(read(shown.freed), read(shown.people))

    def present(self, data: Shown) -> None:
        # Without a wish for a place somebody waits at every desk.
        here = self.desk.location
        freed = [line for line in data.freed if here in (None, line.location)]
        people = [line for line in data.people if here is None or not line.wishes.locations or here in line.wishes.locations]
        self._data = Shown(freed, people)
        now = self.desk.now()
        offered = [line for line in people if line.offer is not None and line.offer.is_open(now)]
        waiting = [line for line in people if line not in offered]
        groups: tuple[tuple[str, Sequence[Line]], ...] = (("Freed times", freed), ("Offered", offered), ("Waiting", waiting))
        rows = grouped(groups)
        self.table.show_rows(rows)
        self.count.setText(f"{len(people)} waiting" if people else "")
        if not rows:
            self._say_empty(data)

    def _say_empty(self, data: Shown) -> None:
        add = ("New entry", self.add) if self._edits else ("", None)
        if data.people or data.freed:
            self.empty("Nobody waits here", "Other locations have some: choose All locations.", *add)
        else:
            self.empty("Nobody waits", "Whoever finds no time is noted here, and is proposed when one becomes free.", *add)

    def choose(self, key: object) -> None:
        """Put the cursor on a row, now or when it has come."""
        self.table.choose_coming(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._letters.heard(event):
            super().keyPressEvent(event)

    def add(self) -> None:
        """Somebody is to wait."""
        self.desk.panel(WaitlistPanel(self.desk))

    def _open(self, line: Line) -> None:
        if isinstance(line, FreedLine):
            self.desk.panel(OfferPanel(self.desk, line, self._made))
        else:
            self.desk.panel(WaitlistPanel(self.desk, line=line, ways=self._ways(line), back=self._back))

    def _ways(self, line: WaitingLine) -> tuple[Offer, ...]:
        if not self._edits or self._offer_of(line) is None:
            return ()
        return (
            ("Accepted: book it", self.accept),
            ("Declined", partial(self.answer, Answer.DECLINED)),
            ("No answer", partial(self.answer, Answer.NO_ANSWER)),
            ("Take the offer back", partial(self.answer, Answer.TAKEN_BACK)),
        )

    def _offer_of(self, line: Line | None) -> OfferLine | None:
        if isinstance(line, WaitingLine) and line.offer is not None and line.offer.answer is None:
            return line.offer
        return None

    def offer(self) -> None:
        """Offer the freed time to the first who was not asked."""
        line = self.table.current()
        if not isinstance(line, FreedLine):
            self.desk.say("Go to a freed time: it is offered to the first whom it suits.")
            return
        match = line.first
        if match is None:
            self.desk.say("It suits nobody else who waits.")
            return
        self.desk.do(offering(self.desk, line, match), partial(self._made, match), owner=self)

    def _made(self, match: Match, made: SlotOfferId) -> None:
        phone = shown_phone(match.phone) or "no phone number"
        back = self._once(taking_back(self.desk, made))
        self.desk.say(f"Held for {discreet.name(match.name)}. Call {phone}", undo=back)
        self.choose(match.id)

    def accept(self) -> None:
        """Book what was offered; asks for a reason first where something speaks against it."""
        line = self.table.current()
        offer = self._offer_of(line)
        if not isinstance(line, WaitingLine) or offer is None:
            self.desk.say(_WITHOUT_OFFER)
            return
        self.desk.panel(None)
        work = partial(self.desk.app.write, slot_offers.accept, offer.id, version=offer.version)
        words = f"{discreet.name(line.name)}: booked for {short_date(offer.starts.date())} {offer.starts:%H:%M}"
        self.desk.tasks.start(self, work, partial(self._done, words), partial(self._not_booked, line.name, offer))

    def _not_booked(self, name: str, offer: OfferLine, reason: BaseException) -> None:
        if isinstance(reason, Refused) and reason.field == "passed_reason":
            self.desk.panel(accept_panel(self.desk, name, offer, reason.sentence, self._back))
        else:
            self.desk.fail(reason)

    def answer(self, answer: Answer) -> None:
        """Note what became of an offer."""
        line = self.table.current()
        offer = self._offer_of(line)
        if not isinstance(line, WaitingLine) or offer is None:
            self.desk.say(_WITHOUT_OFFER)
            return
        self.desk.panel(None)
        work = partial(self.desk.app.write, slot_offers.answer, offer.id, answer=answer, version=offer.version)
        self.desk.do(work, partial(self._done, f"{discreet.name(line.name)}: {answer.value}"), owner=self)

    def withdraw(self) -> None:
        """Take somebody off the list."""
        line = self.table.current()
        if isinstance(line, WaitingLine):
            why = Choice[State]([(state.value.capitalize(), state) for state in ENDS], State.WITHDRAWN)
            self._ask(line, "Off the waitlist", "Take off", Asked("state", "Why", why), waitlist.withdraw)

    def triage(self) -> None:
        """Say how soon; for clinicians only."""
        line = self.table.current()
        if isinstance(line, WaitingLine):
            level = Choice[Triage](_LEVELS, line.level)
            self._ask(line, "Triage", "Triage", Asked("level", "How soon", level), waitlist.triage)

    def _ask(self, line: WaitingLine, title: str, save: str, asked: Asked, usecase: Callable[..., Before]) -> None:
        name = discreet.name(line.name)
        write = writing(self.desk, usecase, line.id, version=line.version)
        done = f"{name}: {title.lower()}"
        self.desk.panel(AskPanel(self.desk, f"{title} · {name}", (asked,), write, done=done, save=save, undo=self._back))

    def _done(self, words: str, before: Before) -> None:
        self.desk.say(words, undo=self._back(before))

    def _back(self, before: Before) -> Callable[[], object]:
        return self._once(partial(self.desk.app.write, waitlist.take_back, before))

    def _once(self, work: Callable[[], object]) -> Callable[[], object]:
        def back() -> None:
            self._back_with = None  # once, by the toast or by the key
            work()

        self._back_with = back
        return back

    def take_back(self) -> None:
        """Undo the last step made here or in a panel of this page."""
        if self._back_with is not None:
            self.desk.do(self._back_with, lambda _: self.desk.say("Undone"), owner=self)
