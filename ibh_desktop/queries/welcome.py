"""What the window needs before its first page: the clinic, its settings, its locations."""

from dataclasses import dataclass

from ibh_desktop.queries.clinic import ClinicHeader, header, settings
from ibh_desktop.queries.pickers import LocationChoice, locations
from ibh_desktop.settings import Settings
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Welcome:
    """Read once at sign-in and again when the clinic or its places change."""

    clinic: ClinicHeader
    settings: Settings
    locations: tuple[LocationChoice, ...]


def welcome(reading: Reading) -> Welcome:
    """Three statements."""
    return Welcome(header(reading), settings(reading), tuple(locations(reading)))
