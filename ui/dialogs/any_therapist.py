"""One therapist, or all of them."""

from __future__ import annotations

from collections.abc import Sequence

from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.queries.pickers import TherapistChoice
from ui.kit.fields import Choice

ALL = "All therapists"


class AnyTherapist(Choice[TherapistId | None]):
    """Who they are comes later; a therapist then finds her own name chosen."""

    def __init__(self) -> None:
        super().__init__([(ALL, None)])

    def fill(self, found: Sequence[TherapistChoice], own: TherapistId | None) -> None:
        """Offer those who were found."""
        self.offer([(ALL, None), *((f"{one.name}, {one.credential}", one.id) for one in found)], own)
