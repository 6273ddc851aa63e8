"""What the waitlist's queries share: who waits with their offers and visits, therapists and places by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from ibh_desktop.domain.appointments import HOLDING, LONGEST
from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.ids import LocationId, PatientId, TherapistId, WaitlistId
from ibh_desktop.domain.inquiries import Triage
from ibh_desktop.domain.people import age, list_name
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.waitlist import AHEAD, Answer, Waiting, Wishes, is_open
from ibh_desktop.domain.wishes import Profile, Wish
from ibh_desktop.queries.patients import own_patients
from ibh_desktop.queries.suitable import profile_of
from ibh_desktop.store.frontdesk import SlotOffer, WaitlistEntry
from ibh_desktop.store.schema import Appointment, Location, Patient, Therapist
from ibh_desktop.store.tx import Reading

MOST = 500
"""People who wait that are looked at, the most urgent first; nobody works off more."""
WHOLE_DAY = 24 * 60
"""The minute at which a wish without a latest hour ends."""
Entry = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Everybody:
    """Who waits: rows in the order of the list, what the rules ask of each, and the offers made to each, the last one last."""

    rows: Mapping[WaitlistId, Entry]
    waiting: Mapping[WaitlistId, Waiting]
    offers: Mapping[WaitlistId, Sequence[SlotOffer]]
    now: datetime

    def to_ask(self) -> list[Waiting]:
        """Those to whom no offer is open."""
        return [one for one in self.waiting.values() if not any(self._holds(offer) for offer in self.offers.get(one.id, ()))]

    def asked(self, therapist: TherapistId, starts: datetime) -> dict[WaitlistId, Answer]:
        """What was said to this very time before; an offer that expired counts as no answer."""
        said: dict[WaitlistId, Answer] = {}
        for key, made in self.offers.items():
            for offer in made:
                if (offer.therapist_id, offer.starts) != (therapist, starts) or offer.answer == Answer.TAKEN_BACK:
                    continue
                if not self._holds(offer):
                    said[key] = Answer(offer.answer or Answer.NO_ANSWER)
        return said

    def _holds(self, offer: SlotOffer) -> bool:
        return is_open(Answer(offer.answer) if offer.answer else None, offer.expires_at, self.now)


def everybody(reading: Reading) -> Everybody:
    """Who waits. Three statements; a therapist reads her own patients."""
    w, p = WaitlistEntry, Patient
    columns = (*w.__table__.columns, p.given, p.family, p.born, p.phone)
    wanted = select(*columns).join(p, p.id == w.patient_id).where(w.closed_at.is_(None), p.active)
    ordered = wanted.where(*own_patients(reading, w.patient_id)).order_by(w.level, w.since, w.id).limit(MOST)
    rows = {WaitlistId(row.id): row for row in reading.rows(ordered)}
    busy = _busy(reading, {row.patient_id for row in rows.values()})
    today = reading.now.date()
    waiting = {
        key: Waiting(
            key,
            PatientId(row.patient_id),
            row.since,
            Triage(row.level),
            wishes_of(row, age(row.born, today)),
            busy.get(row.patient_id, ()),
        )
        for key, row in rows.items()
    }
    return Everybody(rows, waiting, _offers(reading, list(rows)), reading.now)


def wishes_of(row: Any, age: int | None = None) -> Wishes:
    """The wishes of a row; with the patient's age nobody is offered who does not treat it."""
    wish = Wish(
        language=row.language,
        gender=row.gender,
        modality=row.modality,
        age=age,
        weekdays=frozenset(_keys(row.weekdays)),
        not_before=time_of(row.not_before),
        not_after=time.max if row.not_after == WHOLE_DAY else time_of(row.not_after),
    )
    people = frozenset(TherapistId(key) for key in _keys(row.therapists))
    places = frozenset(LocationId(key) for key in _keys(row.locations))
    return Wishes(people, places, wish, row.kind, row.minutes)


def _keys(text: str) -> list[int]:
    return [int(key) for key in text.split(",") if key]


def _busy(reading: Reading, patients: set[int]) -> dict[int, list[Slot]]:
    a = Appointment
    soon = select(a.patient_id, a.starts, a.ends).where(
        a.patient_id.in_(patients),
        a.starts > reading.now - LONGEST,
        a.starts < reading.now + AHEAD,
        a.status.in_(HOLDING),
    )
    found: dict[int, list[Slot]] = defaultdict(list)
    for patient, starts, ends in reading.rows(soon):
        found[patient].append(Slot(starts, ends))
    return found


def _offers(reading: Reading, entries: list[WaitlistId]) -> dict[WaitlistId, list[SlotOffer]]:
    found: dict[WaitlistId, list[SlotOffer]] = defaultdict(list)
    for offer in reading.session.scalars(select(SlotOffer).where(SlotOffer.entry_id.in_(entries)).order_by(SlotOffer.id)):
        found[WaitlistId(offer.entry_id)].append(offer)
    return found


def name_of(row: Entry) -> str:
    """A patient as lists name them."""
    return list_name(row.given, row.family)


@dataclass(frozen=True, slots=True)
class Names:
    """Therapists with what they offer, and places with their zones."""

    therapists: Mapping[TherapistId, str]
    profiles: Mapping[TherapistId, Profile]
    places: Mapping[LocationId, str]
    zones: Mapping[LocationId, ZoneInfo]


def names(reading: Reading) -> Names:
    """All of them, the inactive too. Two statements."""
    t = Therapist
    offered = (t.gender, t.languages, t.indications, t.modalities, t.youngest, t.oldest, t.ipt_trained)
    people = reading.rows(select(t.id, t.name, *offered)).all()
    places = reading.rows(select(Location.id, Location.name, Location.zone)).all()
    return Names(
        {TherapistId(row.id): row.name for row in people},
        {TherapistId(row.id): profile_of(row) for row in people},
        {LocationId(row.id): row.name for row in places},
        {LocationId(row.id): ZoneInfo(row.zone) for row in places},
    )
