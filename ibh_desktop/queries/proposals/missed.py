"""L7, after a missed visit: how to get another time; a fee only where somebody ticks it."""

from collections.abc import Iterable, Mapping

from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.queries.proposals import standing
from ibh_desktop.queries.proposals.visits import OfVisit


def told(of: OfVisit) -> Mapping[str, Iterable[Line]]:
    """Whom to call, by when."""
    return {
        "rebook": standing.rebook(of.chosen, of.place, of.today),
        "fee": (Line(of.chosen.letter_fee, standing.CLINIC, on=False),),
        "plain_envelope": standing.plain_envelope(of.patient),
    }
