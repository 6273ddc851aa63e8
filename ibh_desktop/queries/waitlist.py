"""The waitlist: who waits, times of the coming days that became free, and whom each of them suits in which order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from ibh_desktop.domain.appointments import CANCELLED, LONGEST, Status
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, SlotOfferId, TherapistId, WaitlistId
from ibh_desktop.domain.inquiries import Triage
from ibh_desktop.domain.permissions import Permission, reach, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.waitlist import AHEAD, Answer, FreeTime, Wishes, in_words, is_open, left_of, ranked, reason
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import Wanted, why_not
from ibh_desktop.queries.waitlist_facts import Everybody, Names, everybody, name_of, names
from ibh_desktop.store.frontdesk import SlotOffer
from ibh_desktop.store.held import Hold, hold_on, holds
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Reading

FREED = (*CANCELLED, Status.NO_SHOW, Status.RESCHEDULED)
SHOWN = 100
"""Times that are looked at; nobody offers more in two weeks."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """The last offer that was made to somebody; times carry the location's zone. Open ones hold their time."""

    id: SlotOfferId
    version: int
    starts: datetime
    therapist_name: str
    location: LocationId
    expires: datetime
    answer: Answer | None

    def is_open(self, now: datetime) -> bool:
        """Whether it holds its time at an instant."""
        return is_open(self.answer, self.expires, now)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Somebody on the waitlist; `words` are all wishes, `triaged` whether a clinician set the level."""

    id: WaitlistId
    version: int
    patient: PatientId
    name: str
    phone: str
    since: datetime
    level: Triage
    triaged: bool
    wishes: Wishes
    words: str
    note: str
    offer: OfferLine | None


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody whom a time suits, and why here in the order; `asked` what they said to this very time before."""

    id: WaitlistId
    version: int
    patient: PatientId
    name: str
    phone: str
    reason: str
    asked: Answer | None


@dataclass(frozen=True, slots=True)
class FreedLine:
    """A time that became free and still is, with whom it suits in order; it carries the location's zone."""

    id: tuple[TherapistId, datetime]
    starts: datetime
    ends: datetime
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    room: RoomId | None
    matches: tuple[Match, ...]

    @property
    def first(self) -> Match | None:
        """Whom to ask next: the first who was not asked for this time."""
        return next((match for match in self.matches if match.asked is None), None)


def people(reading: Reading) -> list[WaitingLine]:
    """Everybody who waits, triage first, then since when. Five statements; a therapist reads her own patients."""
    require(reading.actor, Permission.SEE_WAITLIST)
    known, named = everybody(reading), names(reading)
    return [_waiting(key, known, named) for key in known.rows]


def _waiting(key: WaitlistId, known: Everybody, named: Names) -> WaitingLine:
    row, wishes = known.rows[key], known.waiting[key].wishes
    offers = known.offers.get(key, ())
    return WaitingLine(
        id=key,
        version=row.version,
        patient=PatientId(row.patient_id),
        name=name_of(row),
        phone=row.phone,
        since=row.since,
        level=Triage(row.level),
        triaged=row.triaged_at is not None,
        wishes=wishes,
        words=in_words(wishes, named.therapists, named.places),
        note=row.note,
        offer=_offer(offers[-1], named) if offers else None,
    )


def _offer(made: SlotOffer, named: Names) -> OfferLine:
    place = LocationId(made.location_id)
    zone = named.zones[place]
    return OfferLine(
        SlotOfferId(made.id),
        made.version,
        made.starts.astimezone(zone),
        named.therapists[TherapistId(made.therapist_id)],
        place,
        made.expires_at.astimezone(zone),
        Answer(made.answer) if made.answer else None,
    )


def freed(reading: Reading) -> list[FreedLine]:
    """Times of the coming 14 days whose visit was cancelled, missed or put off, that are still free and that no offer holds.

    In order of time, each with whom it suits. A therapist reads her own times. One statement where nothing became free, fifteen
    otherwise.
    """
    require(reading.actor, Permission.SEE_WAITLIST)
    gone = _gone(reading)
    if not gone:
        return []
    known, named, held = everybody(reading), names(reading), holds(reading)
    free = _still_free(reading, gone, named, held)
    return [_freed(time, known, named) for time in free]


def _gone(reading: Reading) -> list[Appointment]:
    a = Appointment
    # Of a visit of several each row is found; that they are one time, and whether somebody still comes, is seen afterwards.
    wanted = _ahead(reading).where(a.status.in_(FREED))
    if (mine := reach(reading.actor, Permission.BOOK)) is not None:
        wanted = wanted.where(a.therapist_id.in_(mine))
    return list(reading.session.scalars(wanted.order_by(a.starts, a.id).limit(SHOWN)))


def _ahead(reading: Reading) -> Select[Appointment]:
    a = Appointment
    return select(a).where(
        a.starts > reading.now - LONGEST,
        a.starts < reading.now + AHEAD,
        a.ends > reading.now,
    )


def _still_free(reading: Reading, gone: list[Appointment], named: Names, held: list[Hold]) -> list[FreeTime]:
    window = Slot(min(row.starts for row in gone) - _DAY, max(row.ends for row in gone) + _DAY)
    people = sorted({TherapistId(row.therapist_id) for row in gone})
    diary = calendar(reading.session, window, therapists=people)
    found: dict[tuple[TherapistId, datetime], FreeTime] = {}
    for row in gone:
        time = _time(row, named, reading.now)
        if time is None or (time.therapist, time.slot.starts) in found:
            continue
        place = time.location
        wanted = Wanted(time.slot, time.therapist, "", place, "", time.room, row.kind)
        if why_not(diary, wanted) or hold_on(held, time.slot, therapist=time.therapist, room=time.room, patient=None):
            continue
        found[time.therapist, time.slot.starts] = time
    return sorted(found.values(), key=lambda time: (time.slot.starts, time.therapist))


def _time(row: Appointment, named: Names, now: datetime) -> FreeTime | None:
    slot = left_of(Slot(row.starts, row.ends), now)
    if slot is None:
        return None
    therapist, place = TherapistId(row.therapist_id), LocationId(row.location_id)
    room = None if row.room_id is None else RoomId(row.room_id)
    return FreeTime(slot, therapist, place, room, named.profiles[therapist], named.zones[place])


def _freed(time: FreeTime, known: Everybody, named: Names) -> FreedLine:
    return FreedLine(
        id=(time.therapist, time.slot.starts),
        starts=time.slot.starts.astimezone(time.zone),
        ends=time.slot.ends.astimezone(time.zone),
        therapist=time.therapist,
        therapist_name=named.therapists[time.therapist],
        location=time.location,
        location_name=named.places[time.location],
        room=time.room,
        matches=tuple(_matches(time, known, named)),
    )


def _matches(time: FreeTime, known: Everybody, named: Names) -> list[Match]:
    asked = known.asked(time.therapist, time.slot.starts)
    return [
        Match(
            found.id,
            known.rows[found.id].version,
            found.patient,
            name_of(known.rows[found.id]),
            known.rows[found.id].phone,
            reason(found, time, named.therapists),
            asked.get(found.id),
        )
        for found in ranked(time, known.to_ask(), asked)
    ]


def matches(
    reading: Reading,
    *,
    therapist: TherapistId,
    location: LocationId,
    starts: datetime,
    ends: datetime,
    room: RoomId | None = None,
) -> list[Match]:
    """Whom any time suits that somebody would offer, in order; whether it is free is not asked. Five statements."""
    require(reading.actor, Permission.SEE_WAITLIST)
    known, named = everybody(reading), names(reading)
    slot = Slot(starts, ends)
    time = FreeTime(slot, therapist, location, room, named.profiles[therapist], named.zones[location])
    return _matches(time, known, named)


def waiting_for(reading: Reading, appointment: AppointmentId) -> int:
    """How many who wait a visit's time would suit, if it became free; none where it has passed. Six statements at most."""
    require(reading.actor, Permission.SEE_WAITLIST)
    row = one(reading, Appointment, appointment)
    slot = left_of(Slot(row.starts, row.ends), reading.now)
    if slot is None or row.starts >= reading.now + AHEAD:
        return 0
    who, where = TherapistId(row.therapist_id), LocationId(row.location_id)
    return len(matches(reading, therapist=who, location=where, starts=slot.starts, ends=slot.ends))
