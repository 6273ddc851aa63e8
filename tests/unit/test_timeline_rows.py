"""Things are put on rows so that nothing covers anything, however many there are in one week."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.timeline_rows import Put, Wish, rows_of, stack

GAP = 0.5
things = st.lists(
    st.tuples(st.floats(0, 60), st.floats(0.5, 12), st.floats(0, 40)).map(
        lambda t: Wish(t[0], t[0] + t[1], t[0] + t[1] + t[2])
    ),
    max_size=40,
)


def _row(wishes: list[Wish], places: list[Put], row: int) -> list[tuple[Wish, Put]]:
    together = [(w, p) for w, p in zip(wishes, places, strict=True) if p.row == row]
    return sorted(together, key=lambda one: one[0].first)


@given(things, st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_marks_on_one_row_never_meet_and_words_end_before_the_next(wishes: list[Wish], most: int) -> None:
    places = stack(wishes, gap=GAP, most=most)
    assert len(places) == len(wishes)
    for row in range(rows_of(places)):
        together = _row(wishes, places, row)
        assert together, "no row is empty"
        for (before, place), (after, _) in pairwise(together):
            assert before.last <= after.first - GAP
            assert place.until == after.first - GAP
        assert together[-1][1].until is None


@given(things, st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_there_are_more_rows_than_wanted_only_where_marks_need_them(wishes: list[Wish], most: int) -> None:
    places = stack(wishes, gap=GAP, most=most)
    crowd = max((sum(o.first - GAP < w.first and w.first - GAP < o.last for o in wishes) for w in wishes), default=0)
    assert rows_of(places) <= max(most, crowd)


@given(things)
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_things_are_given_does_not_matter(wishes: list[Wish]) -> None:
    apart = list({(w.first, w.last): w for w in wishes}.values())
    straight = dict(zip([(w.first, w.last) for w in apart], stack(apart), strict=True))
    turned = dict(zip([(w.first, w.last) for w in apart[::-1]], stack(apart[::-1]), strict=True))
    assert straight == turned


def test_words_are_shortened_before_there_is_another_row() -> None:
    wishes = [Wish(0, 2, 20), Wish(5, 7, 25), Wish(10, 12, 30)]
    assert [place.row for place in stack(wishes, most=3)] == [0, 1, 2]
    assert [(place.row, place.until) for place in stack(wishes, most=2)] == [(0, 10), (1, None), (0, None)]
    assert [(place.row, place.until) for place in stack(wishes, most=1)] == [(0, 5), (0, 10), (0, None)]


def test_ten_things_on_one_day_stand_below_each_other() -> None:
    assert [place.row for place in stack([Wish(3, 4, 9)] * 10, most=3)] == list(range(10))
