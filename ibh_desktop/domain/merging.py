"""When two files may become one, and what the one file then says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ibh_desktop.domain.disclosure import Part2
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import LONGEST_NAME, folded, former_names

FIELDS = (
    ("given", "First name"),
    ("family", "Last name"),
    ("preferred", "Preferred name"),
    ("former", "Former names"),
    ("born", "Date of birth"),
    ("sex", "Sex"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("street", "Street"),
    ("city", "City"),
    ("state", "State"),
    ("postcode", "ZIP"),
    ("location_id", "Usual location"),
    ("notes", "Notes"),
)
"""What two files may say differently, and how staff call it."""
_STRICTER = (Part2.NO, Part2.PENDING, Part2.YES)


@dataclass(frozen=True, slots=True)
class Held:
    """A visit that holds its time."""

    starts: datetime
    ends: datetime


def require_mergeable(*, keeper: int, other: int, running: tuple[bool, bool], overlaps: Sequence[Held]) -> None:
    """Raise `Refused` with the reason why these two files cannot become one."""
    if keeper == other:
        raise Refused("Choose another file: this is the same one.", field="other")
    if all(running):
        raise Refused(
            "Both files have a running course, and one person has one at a time. End one of the courses first.", field="other"
        )
    if overlaps:
        first = overlaps[0].starts
        more = f" and {len(overlaps) - 1} more" if len(overlaps) > 1 else ""
        raise Refused(
            f"Both files have a visit at the same time: {first:%m/%d/%Y %H:%M}{more}. Cancel one of each first.", field="other"
        )


def stricter(one: str, other: str) -> str:
    """Of two flags of 42 CFR Part 2 the one that protects more."""
    return max(one, other, key=lambda flag: _STRICTER.index(Part2(flag)))


def all_former(family: str, former: Sequence[str]) -> str:
    """Former names of one person, each once and none that is the present one, as many as there is room for."""
    known, names = {folded(family)}, list[str]()
    for name in (name for text in former for name in former_names(text)):
        if folded(name) not in known and len(", ".join([*names, name])) <= LONGEST_NAME:
            names.append(name)
            known.add(folded(name))
    return ", ".join(names)
