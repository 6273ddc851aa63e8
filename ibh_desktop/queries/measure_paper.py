"""The blank form of a measure; apart from `measures`, so that a course page need not load what sets paper."""

from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.letters.blank_form import BlankForm
from ibh_desktop.queries.clinic import header
from ibh_desktop.store.tx import Reading


def blank(reading: Reading, code: str) -> BlankForm:
    """The form of a measure to print; raise `NotFound` for one whose wording may not be shipped."""
    measure = BY_CODE.get(code)
    if measure is None or not measure.items:
        raise NotFound(f"There is no form of {code} to print: its wording is not free. Use the clinic's own paper.")
    clinic = header(reading)
    return BlankForm(clinic.name, clinic.is_sample, measure)
