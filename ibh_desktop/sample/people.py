"""Rows of places, staff, therapists, shifts and patients."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import cycle, islice
from random import Random
from typing import Any

from ibh_desktop.domain.people import folded, name_keys, name_words, number_keys, same_person_key
from ibh_desktop.domain.permissions import Role
from ibh_desktop.domain.sounds import SHORTEST, word_keys
from ibh_desktop.sample.names import FIRST, LAST, MEN, THERAPISTS, TOWNS
from ibh_desktop.sample.size import Size

Rows = list[dict[str, Any]]
CREDENTIALS = ("LPC", "LICSW", "LMFT", "PhD", "LPC-S", "ALC", "LPC", "LMSW")
OTHERS = (
    ("morgan", "Morgan Avery", Role.MANAGER),
    ("dana", "Dana Brooks", Role.RECEPTIONIST),
    ("chris", "Chris Delgado", Role.RECEPTIONIST),
    ("lee.ann", "Lee Ann Foster", Role.LEAD),
    ("toby", "Toby Marsh", Role.LEAD),
)
HOURS = ((0, 0), (60, 0), (120, 0), (180, 0), (300, 0), (360, 0), (420, 0), (480, 0))
"""Bookable hours of a shift in minutes after its start; the fifth hour is the break."""
ENDING = {20: 25, 27: 58}
"""Therapists whose licence is about to end, with the days left; the others' outlast every visit."""
OPENS, BREAK, LENGTH = 8 * 60, 4 * 60, 9 * 60


@dataclass(frozen=True, slots=True)
class Worker:
    """A therapist's week as the generator needs it: `rooms` by weekday, with their location, and the licence's last day."""

    id: int
    staff: int
    rooms: dict[int, tuple[int, int]]
    licensed_until: date


def places() -> dict[str, Rows]:
    """Eight locations with hours and five rooms each."""
    locations: Rows = []
    hours: Rows = []
    rooms: Rows = []
    for n, (town, postcode, zone, area) in enumerate(TOWNS, start=1):
        locations.append(
            {
                "id": n,
                "name": town,
                "street": "100 Sample St",
                "city": town,
                "state": "AL",
                "postcode": postcode,
                "zone": zone,
                "phone": f"+1{area}55501{n:02d}",
                "fax": f"+1{area}55501{n + 20:02d}",
                "active": True,
            }
        )
        hours += [{"id": 5 * (n - 1) + d + 1, "location_id": n, "weekday": d, "opens": 420, "closes": 1140} for d in range(5)]
    return {"location": locations, "location_hours": hours, "room": rooms}


def rooms(count: int) -> Rows:
    """`count` rooms at every location; the last is for visiting therapists."""
    return [
        {"id": count * place + n + 1, "location_id": place + 1, "name": f"Room {n + 1}", "active": True}
        for place in range(len(TOWNS))
        for n in range(count)
    ]


def staff(size: Size, today: date, rng: Random) -> tuple[dict[str, Rows], list[Worker]]:
    """The manager, front desk and leads, and the therapists with their shifts."""
    people: Rows = [
        {"id": n, "username": u, "name": name, "role": r, "active": True} for n, (u, name, r) in enumerate(OTHERS, start=1)
    ]
    therapists: Rows = []
    shifts: Rows = []
    workers: list[Worker] = []
    a_location = -(-size.therapists // len(TOWNS))
    per_place = a_location + 1
    for n, name in enumerate(_therapist_names(size.therapists)):
        key = n + 1
        place, seat = n % len(TOWNS), n // len(TOWNS)
        people.append(
            {"id": len(OTHERS) + key, "username": _username(name), "name": name, "role": Role.THERAPIST, "active": True}
        )
        therapists.append(_therapist(key, name, today, rng))
        home = (place + 1, place * per_place + seat + 1)
        away_place = (place + 1) % len(TOWNS)
        days = dict.fromkeys(range(4), home)
        if seat == 0:
            days[4] = (away_place + 1, away_place * per_place + per_place)
        elif rng.random() < 0.7:
            days[4] = home
        workers.append(Worker(key, len(OTHERS) + key, days, therapists[-1]["licence_expires"]))
        since = today - timedelta(weeks=size.course_weeks_back + 1)
        shifts += _shifts(workers[-1], since, first=len(shifts) + 1)
    breaks = [{"id": row["id"], "shift_id": row["id"], "starts": OPENS + BREAK, "ends": OPENS + BREAK + 60} for row in shifts]
    return {"staff": people, "therapist": therapists, "shift": shifts, "shift_break": breaks}, workers


def _shifts(worker: Worker, since: date, *, first: int) -> Rows:
    return [
        {
            "id": key,
            "therapist_id": worker.id,
            "location_id": location,
            "room_id": room,
            "weekday": day,
            "starts": OPENS,
            "ends": OPENS + LENGTH,
            "from_on": since,
            "to_on": None,
        }
        for key, (day, (location, room)) in enumerate(worker.rooms.items(), start=first)
    ]


def _therapist_names(count: int) -> list[str]:
    return [
        name if n < len(THERAPISTS) else f"{name} {n // len(THERAPISTS) + 1}"
        for n, name in enumerate(islice(cycle(THERAPISTS), count))
    ]


def _username(name: str) -> str:
    return folded(name).replace(" ", ".")


def _therapist(key: int, name: str, today: date, rng: Random) -> dict[str, Any]:
    credential = CREDENTIALS[key % len(CREDENTIALS)]
    lead = 4 if key % 2 else 5
    left = rng.choice((230, 260, 290, 310, 330, 400, 610))
    return {
        "id": key,
        "staff_id": len(OTHERS) + key,
        "name": name,
        "credential": credential,
        "licence": f"AL-{credential}-S{1000 + key}",
        "licence_expires": today + timedelta(days=ENDING.get(key, left)),
        "npi": _npi(key),
        "supervisor_id": lead,
        "caseload_target": 20,
        "gender": "M" if name.split()[0] in MEN else "F",
        "languages": "English" + (", Spanish" if key % 5 == 0 else ", Vietnamese" if key % 11 == 0 else ""),
        "indications": "" if key % 4 else "depression, anxiety, grief and loss, postpartum depression",
        "youngest": 12 if key % 3 == 0 else 18,
        "ipt_trained": key % 7 != 0,
        "active": True,
    }


def _npi(key: int) -> str:
    nine = f"1{key:08d}"
    total = 24 + sum(sum(divmod(int(d) * 2, 10)) if n % 2 == 0 else int(d) for n, d in enumerate(reversed(nine)))
    return f"{nine}{-total % 10}"


def patients(size: Size, today: date, now: datetime, rng: Random) -> Iterator[dict[str, Any]]:
    """Patients. Names repeat once all pairs are used up, as they do in life."""
    pairs = [(first, last) for first in FIRST for last in LAST]
    rng.shuffle(pairs)
    pairs.insert(0, ("María Elena", "O'Kon"))
    for key, (given, family) in enumerate(islice(cycle(pairs), size.patients), start=1):
        yield _patient(key, given, family, today, now, rng)


_names = cache(name_keys)


def keys_of(patient: dict[str, Any]) -> set[str]:
    """The keys by which a patient is found."""
    names = _names(patient["given"], patient["family"], patient["preferred"])
    return names | number_keys(patient["number"], patient["born"], patient["phone"])


def spelt_words() -> Rows:
    """The words of all names there are, by sound and spelling."""
    words = {word for name in (*FIRST, *LAST) for word in name_words(name, "") if len(word) >= SHORTEST}
    return [{"key": key, "word": word} for word in sorted(words) for key in sorted(word_keys(word))]


def _patient(key: int, given: str, family: str, today: date, now: datetime, rng: Random) -> dict[str, Any]:
    town, postcode, _, area = TOWNS[key % len(TOWNS)]
    born = today - timedelta(days=int(365.25 * min(88, max(13, rng.gauss(39, 15)))) + rng.randrange(365))
    return {
        "id": key,
        "number": str(10_000 + key),
        "given": given,
        "family": family,
        "preferred": given.split()[0] if " " in given else "",
        "born": born,
        "sex": rng.choice("FFFMM"),
        "phone": f"+1{area}555{key % 10_000:04d}",
        "email": f"patient{key}@example.org",
        "street": f"{100 + key % 900} Sample St",
        "city": town,
        "state": "AL",
        "postcode": postcode,
        "notes": "",
        "location_id": key % len(TOWNS) + 1,
        "active": True,
        "same_key": same_person_key(given, family, born),
        "created_at": now,
    }
