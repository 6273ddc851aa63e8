"""L8, the note for work or school: that somebody was here that day, and nothing else."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.people import full_name
from ibh_desktop.queries.proposals import standing, words
from ibh_desktop.queries.proposals.visits import OfVisit


def told(of: OfVisit) -> Mapping[str, Iterable[Line]]:
    """Who attended on what day; the times stand beside it. Whoever calls learns only whether the note is real."""
    on = of.visit.starts.astimezone(ZoneInfo(of.place.zone))
    name = full_name(of.patient.given, of.patient.family)
    return {
        "attended": (Line(f"{name} attended an appointment on {words.weekday(on)}.", f"visit of {words.day(on)}"),),
        "verify": (Line(f"{standing.call(of.place)}. We confirm that this note is ours and tell nothing more.", "the clinic"),),
    }
