"""The circle in pixels: everybody at their place, names clear of each other, ghosts where people stood."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from ibh_desktop.domain.circle import Moved, Place, Spot, compare, free_angle
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.inventory import Contact, Person, Relation
from ibh_desktop.queries.inventory import PersonLine
from ui.views.course.circle_layout import CircleLayout, lay_out

WIDE, NARROW = QSizeF(580, 510), QSizeF(340, 320)
NAMES = ("Rosa", "Grandfather", "Little Sam", "Mr. Dunn", "Pastor Lyle", "Bea", "Walt", "Mother", "Priya", "Uncle Theodore")


def width(text: str) -> float:
    """About what the face of the window takes."""
    return 6.6 * len(text)


def somebody(key: int, name: str, place: Place, *, alive: bool = True) -> PersonLine:
    """A person of the inventory."""
    return PersonLine(PersonId(key), 1, Person(name, Relation.FRIEND, place, alive=alive))


def people(rings: list[int]) -> list[PersonLine]:
    """One after the other, each put into the widest gap, as the page does."""
    angles, found = [0], []
    for key, (ring, name) in enumerate(zip(rings, NAMES, strict=False), start=1):
        angles.append(free_angle(angles))
        found.append(somebody(key, name, Place(ring, angles[-1]), alive=key % 4 != 0))
    return found


def covered(layout: CircleLayout) -> list[tuple[str, str]]:
    """Names that lie over each other by more than a hair."""
    boxes = [(mark.written[0], mark.box) for mark in layout.marks]
    found = []
    for number, (name, box) in enumerate(boxes):
        for other, its in boxes[:number]:
            both: QRectF = box & its
            if both.width() > 1 and both.height() > 1:
                found.append((name, other))
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=10))
def test_no_name_lies_over_another_and_all_are_on_the_paper(rings: list[int]) -> None:
    layout = lay_out(people(rings), WIDE, width)
    paper = QRectF(QPointF(0, 0), WIDE)
    assert covered(layout) == []
    assert all(paper.contains(mark.box) and paper.contains(mark.disc) for mark in layout.marks)


def test_a_small_circle_keeps_its_names_apart_too() -> None:
    assert covered(lay_out(people([2, 1, 1, 4, 3, 2, 3, 1, 3, 4]), NARROW, width)) == []


@given(st.integers(1, 4), st.integers(0, 359))
def test_who_is_let_go_where_somebody_stands_is_put_there(ring: int, angle: int) -> None:
    place = Place(ring, angle)
    layout = lay_out([somebody(1, "Rosa", place)], WIDE, width)
    mark = layout.marks[0]
    assert layout.place(mark.point, before=0) == place
    assert layout.at(mark.point) is mark
    assert layout.at(layout.centre) is None


def test_where_a_hand_holds_somebody_counts_before_what_is_written() -> None:
    rosa = somebody(1, "Rosa", Place(4, 0))
    layout = lay_out([rosa], WIDE, width, shifted={rosa.id: Place(1, 90)})
    assert layout.marks[0].place == Place(1, 90)
    assert "closest, ring 1 of 4, at 3 o'clock" in layout.marks[0].words


def test_a_snapshot_shows_where_people_stood_and_who_is_gone() -> None:
    rosa, walt = somebody(1, "Rosa", Place(1, 90)), somebody(2, "Walt", Place(2, 180))
    before = [Spot(rosa.id, "Rosa", Place(3, 90)), Spot(walt.id, "Walt", Place(2, 180)), Spot(PersonId(3), "Bea", Place(2, 0))]
    differences = compare(before, [rosa.spot, walt.spot])
    layout = lay_out([rosa, walt], WIDE, width, differences=differences)
    assert [mark.written for mark in layout.marks] == [("Rosa", "closer"), ("Walt",)]
    moved, gone = layout.ghosts
    assert moved.now == layout.marks[0].point
    assert (gone.now, gone.written) == (None, ("Bea", Moved.GONE.value))


def test_everything_that_is_painted_is_said_in_words() -> None:
    about = Person("Rosa", Relation.SIBLING, Place(2, 0), "younger", contact=Contact.WEEKLY, conflict=3, received=1)
    words = lay_out([PersonLine(PersonId(1), 1, about)], WIDE, width).marks[0].words
    assert words == (
        "Rosa; sibling (younger); close, ring 2 of 4, at 12 o'clock; contact weekly; support received: a little; conflict: much"
    )
    gone = somebody(2, "Bea", Place(1, 180), alive=False)
    mark = lay_out([gone], WIDE, width).marks[0]
    assert mark.written == ("Bea", "deceased")
    assert "deceased" in mark.words
