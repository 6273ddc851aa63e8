"""Addresses as they are written in the United States."""

from typing import Protocol


class Placed(Protocol):
    """Whatever lies in a city."""

    @property
    def city(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def postcode(self) -> str: ...


def city_line(of: Placed) -> str:
    """`Montgomery, AL 36104`; no comma is left where a part is missing."""
    return f"{of.city}, {of.state} {of.postcode}".strip(", ")
