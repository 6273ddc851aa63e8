"""L5, the appointment confirmation: the visit itself stands in the letter, these are the words beside it."""

from collections.abc import Iterable, Mapping

from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.queries.proposals import standing
from ibh_desktop.queries.proposals.visits import OfVisit


def told(of: OfVisit) -> Mapping[str, Iterable[Line]]:
    """What to bring, when to come, how to cancel."""
    return {
        "bring": standing.bring(of.chosen, of.visit.modality),
        "early": standing.early(of.chosen, of.visit.modality),
        "cancelling": standing.cancelling(of.chosen, of.place),
        "plain_envelope": standing.plain_envelope(of.patient),
    }
