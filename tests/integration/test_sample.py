"""The sample clinic: the same every time, quickly made, without a clash, and plainly invented."""

import json
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.home import Home
from ibh_desktop.queries import clinic
from ibh_desktop.queries.audit_trail import first_broken
from ibh_desktop.sample.make import generate, make
from ibh_desktop.sample.size import CLINIC, PASSWORD, SEED
from tests.integration.world import NOW

Rows = dict[str, list[dict[str, Any]]]


def made(now: datetime = NOW, seed: int = SEED) -> Rows:
    """All rows by table."""
    found: Rows = defaultdict(list)
    for name, part in generate(now, CLINIC, seed):
        found[name] += part
    return found


@pytest.fixture(scope="module")
def rows() -> Rows:
    """All rows of the clinic that a new user sees."""
    return made()


def test_the_same_seed_and_day_give_the_same_rows(rows: Rows) -> None:
    assert made() == rows
    assert made(seed=SEED + 1) != rows


def test_no_two_people_sign_in_by_one_name(rows: Rows) -> None:
    names = [person["username"] for person in rows["staff"]]  # the founder is already there
    assert len(names) == len(set(names)) == 36
    assert all(name == name.lower() and " " not in name for name in names)


@pytest.mark.parametrize("resource", ["therapist_id", "room_id", "patient_id"])
def test_nothing_is_booked_twice(rows: Rows, resource: str) -> None:
    held = defaultdict(list)
    for visit in rows["appointment"]:
        if visit["status"] in HOLDING:
            held[visit[resource]].append((visit["starts"], visit["ends"]))
    assert all(a[1] <= b[0] for spans in held.values() for a, b in pairwise(sorted(spans)))


def test_no_licence_ends_before_a_visit_and_two_are_about_to_end(rows: Rows) -> None:
    last = {person["id"]: person["licence_expires"] for person in rows["therapist"]}
    assert all(visit["starts"].date() <= last[visit["therapist_id"]] for visit in rows["appointment"])
    soon = [key for key, expires in last.items() if (expires - NOW.date()).days <= 60]
    assert len(soon) == 2
    assert all(any(visit["therapist_id"] == key for visit in rows["appointment"]) for key in soon)


def test_nobody_has_two_running_courses_and_no_contract_is_exceeded(rows: Rows) -> None:
    running = [course["patient_id"] for course in rows["course"] if course["status"] in RUNNING]
    assert len(running) == len(set(running)) > 100
    held: dict[int, int] = defaultdict(int)
    for visit in rows["appointment"]:
        held[visit["course_id"] or 0] += visit["status"] in HOLDING
    assert all(held[course["id"]] <= course["planned"] for course in rows["course"])


def test_eight_locations_one_of_them_eastern_and_plainly_invented_people(rows: Rows) -> None:
    assert len(rows["location"]) == 8
    assert [place["name"] for place in rows["location"] if place["zone"] == "America/New_York"] == ["Phenix City"]
    assert all("555" in patient["phone"] and patient["email"].endswith("@example.org") for patient in rows["patient"])


def test_scores_agree_with_their_answers_and_alerts_with_item_nine(rows: Rows) -> None:
    alerts = {event["score_id"] for event in rows["safety_event"]}
    for score in rows["score"]:
        answers = json.loads(score["answers"])
        assert score["total"] == sum(answers)
        assert (score["id"] in alerts) is (score["measure"] == "PHQ-9" and answers[8] > 0)


@pytest.mark.parametrize(
    "now", [datetime(2026, 3, 9, 14, tzinfo=UTC), datetime(2027, 11, 8, 3, tzinfo=UTC), datetime(2028, 2, 29, 18, tzinfo=UTC)]
)
def test_it_can_be_made_on_any_day(now: datetime) -> None:
    assert len(made(now)["appointment"]) > 1000


def test_it_is_made_quickly_and_opens_for_everybody(home: Home) -> None:
    began = time.perf_counter()
    app = make(home, now=NOW)
    assert time.perf_counter() - began < 20
    assert app.read(clinic.header).is_sample
    assert app.read(first_broken, app.chain)[0] is None
    app.close()
    for user in ("dana", "toby", "ana.lee"):
        sign_in(home, user, PASSWORD).close()


def test_both_engines_hold_the_whole_clinic(engine_name: str, samples: Callable[[str], App]) -> None:
    boss = samples(engine_name)
    assert len(boss.read(clinic.staff)) == 5 + 16
    assert boss.read(first_broken, boss.chain)[0] is None
