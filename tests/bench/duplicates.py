"""The list of possible duplicates while somebody is registered, among a million people."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from statistics import median, quantiles

from ibh_desktop.app import App
from ibh_desktop.domain.alike import Person as Typed
from ibh_desktop.queries import duplicates
from tests.bench.clinics import RECEPTIONIST, opened
from tests.bench.measure import Row
from tests.bench.prefixes import Person, people

FRAMES = 3 / 60
ROUNDS, EACH = 9, 200


def duplicate_check() -> Row:
    """The 99th percentile of 200 people as far as they are typed, the median of several rounds of other people."""
    rng = Random(61)
    app = opened("ten", RECEPTIONIST)
    worst, all_took = [], list[tuple[float, str]]()
    for number in range(ROUNDS + 1):
        took = [_seconds(app, typed) for typed in _typed(people(app, rng.sample(range(1, 1_000_001), EACH)), rng)]
        if number:  # the first one only warms up
            worst.append(quantiles((one for one, _ in took), n=100, method="inclusive")[98])
            all_took += took
    app.close()
    all_took.sort(reverse=True)
    slowest = ", ".join(f"{what} {one * 1000:.0f}" for one, what in all_took[:4])
    note = f"median {median(one for one, _ in all_took) * 1000:.1f} ms; slowest: {slowest}"
    return Row("duplicate_check", median(worst), FRAMES, limit=1.0, note=note)


def _seconds(app: App, typed: tuple[str, Typed]) -> tuple[float, str]:
    started = time.perf_counter()
    app.read(duplicates.possible, typed[1])
    return time.perf_counter() - started, typed[0]


def _typed(someone: list[Person], rng: Random) -> list[tuple[str, Typed]]:
    return [_STAGES[number % len(_STAGES)](person, rng) for number, person in enumerate(someone)]


def _slip(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + name[at + 1 :]


_STAGES: tuple[Callable[[Person, Random], tuple[str, Typed]], ...] = (
    lambda p, _: ("first name", Typed(p.given, "")),
    lambda p, rng: ("name begun", Typed(p.given, p.family[: rng.randrange(1, len(p.family))])),
    lambda p, _: ("name", Typed(p.given, p.family)),
    lambda p, rng: ("name mistyped", Typed(p.given, _slip(p.family, rng))),
    lambda p, rng: ("both mistyped, born", Typed(_slip(p.given, rng), _slip(p.family, rng), born=p.born)),
    lambda p, rng: ("name, born on another day", Typed(p.given, p.family, born=_other_day(p.born, rng))),
    lambda p, _: ("all", Typed(p.given, p.family, born=p.born, phone=p.phone)),
    lambda p, _: ("somebody else with the phone", Typed("Wilhelmina", "Tresvant", born=p.born, phone=p.phone)),
)


def _other_day(born: date, rng: Random) -> date:
    return born - timedelta(days=rng.randrange(1, 400))
