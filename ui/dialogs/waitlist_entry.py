"""Put somebody on the waitlist, or change what they wait for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from ibh_desktop.domain.appointments import MINUTES, Kind, Modality
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import InquiryId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.waitlist import Wishes
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import pickers
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.queries.waitlist import OfferLine, WaitingLine
from ibh_desktop.usecases import waitlist
from ibh_desktop.usecases.waitlist_rows import Before
from ui.dialogs.ask import Offer
from ui.dialogs.patient_picker import PatientPicker
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, Memo, Tick, WholeNumber
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.letters import push
from ui.kit.text import label, short_date

T = TypeVar("T")
_HEIGHT = 96


class Several(QListWidget, Generic[T]):
    """Some of many values, ticked with the space bar; none means any."""

    def __init__(self, choices: Sequence[tuple[str, T]], on: Collection[T] = ()) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.offer(choices, on)

    def offer(self, choices: Sequence[tuple[str, T]], on: Collection[T]) -> None:
        """Replace the values."""
        self.clear()
        self._values = [value for _, value in choices]
        for words, value in choices:
            item = QListWidgetItem(words, self)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in on else Qt.CheckState.Unchecked)
        self.setCurrentRow(0, QItemSelectionModel.SelectionFlag.NoUpdate)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCurrentRow(self.currentRow())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.clearSelection()  # a row that is marked would look like one that is chosen

    def value(self) -> frozenset[T]:
        """The values that are ticked."""
        ticked = (self.item(n).checkState() is Qt.CheckState.Checked for n in range(self.count()))
        return frozenset(value for value, on in zip(self._values, ticked, strict=True) if on)


class Days(QWidget):
    """Days of the week beside each other; none means any."""

    def __init__(self, on: Collection[int] = ()) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.ticks = [Tick(day[:2], on=number in on) for number, day in enumerate(WEEKDAYS[:6])]
        for tick, day in zip(self.ticks, WEEKDAYS, strict=False):
            tick.setAccessibleName(day)
            row.addWidget(tick)
        row.addStretch()
        self.setFocusProxy(self.ticks[0])

    def value(self) -> frozenset[int]:
        """The days that are ticked; 0 is Monday."""
        return frozenset(number for number, tick in enumerate(self.ticks) if tick.value())


class WaitlistPanel(FormPanel):
    """What somebody waits for. `request` is one that this closes; `back` says how a change is taken back."""

    def __init__(
        self,
        desk: Desk,
        patient: PatientId | None = None,
        line: WaitingLine | None = None,
        ways: Sequence[Offer] = (),
        *,
        request: InquiryId | None = None,
        back: Callable[[Before], Callable[[], object]] | None = None,
    ) -> None:
        title = f"Waitlist · {discreet.name(line.name)}" if line else "On the waitlist"
        super().__init__(desk, title, save="Save" if line else "Put on the waitlist")
        self._line, self._request, self._back = line, request, back
        known = line.wishes if line else Wishes(locations=frozenset({desk.location} if desk.location else ()))
        self._tell(line, ways)
        self.patient = PatientPicker(desk)
        self._ask(known, line.note if line else "")
        if line is None and patient is not None:
            self.patient.show_patient(patient)
        if not may(desk.app.actor, Permission.EDIT_WAITLIST):
            self.save_button.hide()
        self.done_adding()
        read = partial(desk.app.read, pickers.therapists)
        desk.tasks.start(self, read, partial(self._offer, known.therapists), desk.fail)

    def _tell(self, line: WaitingLine | None, ways: Sequence[Offer]) -> None:
        for words, run in ways:
            self.box.addWidget(push(words, run))
        if line is None:
            return
        if ways:
            self.box.addSpacing(4)
        said = [f"Waits since {short_date(line.since.date())}.", f"Phone {shown_phone(line.phone) or 'not given'}."]
        if line.offer is not None:
            offer = line.offer
            now = self.desk.now()
            became = held_until(offer, now) if offer.is_open(now) else "expired" if offer.answer is None else offer.answer.value
            said.append(f"Offered {when_of(offer)}: {became}.")
        self.box.addWidget(label("\n".join(said), "secondary", wrap=True))

    def _ask(self, known: Wishes, note: str) -> None:
        wish = known.wish
        self.kind = Choice[Kind]([(each.value.capitalize(), each) for each in Kind if each is not Kind.GROUP], known.kind)
        self.minutes = WholeNumber(known.minutes)
        self.therapists = Several[TherapistId]([])
        places = [(place.name, place.id) for place in self.desk.locations]
        self.places = Several[LocationId](places, known.locations)
        hows = [("Any way", ""), *((each.value.capitalize(), each.value) for each in Modality)]
        self.field("patient", "Patient", self.patient)
        self.show_field("patient", shown=self._line is None)
        self.field("kind", "What", self.kind)
        self.field("minutes", "Minutes", self.minutes)
        self.pair("kind", "minutes")
        self.field("therapist", "Therapists, none ticked for any", self.therapists)
        self.field("location", "Locations, none ticked for any", self.places)
        self.field("weekdays", "Days, none ticked for any", Days(wish.weekdays))
        self.field("not_before", "Not before", ClockField(wish.not_before if wish.not_before > time(0) else None))
        self.field("not_after", "Not after", ClockField(wish.not_after if wish.not_after < time.max else None))
        self.pair("not_before", "not_after")
        self.field("modality", "How", Choice[str](hows, wish.modality))
        self.field("gender", "Therapist", Choice[str]([("Anyone", ""), ("A woman", "F"), ("A man", "M")], wish.gender))
        self.pair("modality", "gender")
        self.field("language", "Language", TextField(wish.language, "any language"))
        self.field("note", "Note", Memo(note, lines=2))
        self.kind.picked.connect(self._usual_length)

    def _usual_length(self) -> None:
        self.minutes.setText(str(MINUTES[self.kind.value()]))

    def _offer(self, chosen: frozenset[TherapistId], found: list[TherapistChoice]) -> None:
        # Whoever is asked for already stands first, so that a long list shows it.
        ordered = sorted(found, key=lambda one: one.id not in chosen)
        self.therapists.offer([(one.name, one.id) for one in ordered], chosen)

    def wishes(self) -> Wishes:
        """What is typed; raise `Refused` at the field that cannot be read."""
        said: dict[str, Any] = {name: self.read(name) for name in ("weekdays", "modality", "gender", "language")}
        hours: dict[str, Any] = {
            "not_before": self._clock("not_before", time(0)),
            "not_after": self._clock("not_after", time.max),
        }
        minutes = self.read("minutes")
        if not isinstance(minutes, int):
            raise Refused("Say how many minutes the visit is to last.", field="minutes")
        return Wishes(self.therapists.value(), self.places.value(), Wish(**said, **hours), self.kind.value(), minutes)

    def _clock(self, name: str, otherwise: time) -> time:
        widget = self._fields[name][0]
        if isinstance(widget, ClockField) and not widget.text().strip():
            return otherwise
        at = self.read(name)
        assert isinstance(at, time)
        return at

    def save(self) -> Callable[[], object]:
        wishes, words, write = self.wishes(), str(self.read("note")), self.desk.app.write
        if self._line is not None:
            return partial(write, waitlist.change, self._line.id, wishes=wishes, words=words, version=self._line.version)
        if self._request is not None:
            return partial(write, waitlist.add_from_request, self._request, wishes=wishes, words=words)
        return partial(write, waitlist.add, patient=self.patient.value(), wishes=wishes, words=words)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Before):
            self.desk.say("Saved", undo=self._back(result) if self._back else None)
        else:
            closed = ", and the request is closed" if self._request is not None else ""
            self.desk.say(f"On the waitlist{closed}")


def when_of(offer: OfferLine) -> str:
    """When an offer is, and with whom."""
    return f"{short_date(offer.starts.date())} {offer.starts:%H:%M} with {offer.therapist_name}"


def held_until(offer: OfferLine, now: datetime) -> str:
    """Until when an open offer holds its time."""
    same_day = offer.expires.date() == now.astimezone(offer.expires.tzinfo).date()
    return f"held until {offer.expires:%H:%M}" if same_day else f"held until {offer.expires:%a %H:%M}"
