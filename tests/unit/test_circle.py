"""The closeness circle: rings, points, gaps, and what moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.circle import (
    RADII,
    Difference,
    Moved,
    Place,
    Spot,
    compare,
    free_angle,
    nudged,
    place_at,
    point_of,
    require_place,
)
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId

PLACES = st.builds(Place, st.sampled_from(sorted(RADII)), st.integers(0, 359))


@given(PLACES)
def test_a_point_on_a_ring_is_that_place_again(place: Place) -> None:
    assert place_at(*point_of(place)) == place


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_every_point_lands_on_the_nearest_ring(right: float, down: float) -> None:
    place = place_at(right, down)
    far = (right**2 + down**2) ** 0.5
    assert 0 <= place.angle <= 359
    assert abs(RADII[place.ring] - far) == min(abs(radius - far) for radius in RADII.values())


@pytest.mark.parametrize(
    ("point", "place"),
    [
        ((0.0, -1.0), Place(4, 0)),
        ((0.5, 0.0), Place(2, 90)),
        ((0.0, 0.8), Place(3, 180)),
        ((-0.1, 0.0), Place(1, 270)),
        ((9.0, 0.0), Place(4, 90)),
        ((0.0, 0.0), Place(1, 33)),
    ],
)
def test_angles_run_clockwise_from_the_top(point: tuple[float, float], place: Place) -> None:
    assert place_at(*point, before=33) == place


@given(PLACES, st.integers(-9, 9), st.integers(-720, 720))
def test_steps_never_leave_the_circle(place: Place, outward: int, turn: int) -> None:
    there = nudged(place, outward=outward, turn=turn)
    assert require_place(there) == there


def test_a_ring_that_is_not_there_is_refused() -> None:
    for ring in (0, 5):
        with pytest.raises(Refused, match="rings 1 to 4") as no:
            require_place(Place(ring, 0))
        assert no.value.field == "ring"
    assert require_place(Place(1, 370)) == Place(1, 10)


@pytest.mark.parametrize(("taken", "free"), [((), 90), ((90,), 270), ((0, 90), 225), ((0, 120, 240), 300), ((350, 10), 180)])
def test_a_new_person_stands_in_the_widest_gap(taken: tuple[int, ...], free: int) -> None:
    assert free_angle(taken) == free


def _spot(key: int, ring: int) -> Spot:
    return Spot(PersonId(key), f"Person {key}", Place(ring, 10))


def test_two_circles_tell_who_came_closer_who_went_and_who_is_new() -> None:
    before = [_spot(1, 3), _spot(2, 1), _spot(3, 2), _spot(4, 4)]
    now = [_spot(1, 1), _spot(2, 2), _spot(3, 2), _spot(5, 4)]
    assert [(d.person, d.moved) for d in compare(before, now)] == [
        (1, Moved.CLOSER),
        (2, Moved.FARTHER),
        (3, Moved.SAME),
        (5, Moved.NEW),
        (4, Moved.GONE),
    ]
    assert compare(before, [])[0] == Difference(PersonId(1), "Person 1", Moved.GONE, Place(3, 10), None)
