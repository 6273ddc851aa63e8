"""Public holidays of the United States and Alabama, from the package `holidays`."""

from datetime import date, timedelta

from ibh_desktop.domain.opening import Holiday

_USUAL = ("New Year's Day", "Memorial Day", "Independence Day", "Labor Day", "Thanksgiving Day", "Christmas Day")
_OBSERVED = " (observed)"


def alabama_holidays(year: int) -> list[Holiday]:
    """The holidays whose own day lies in a year, by date; the observed one may lie on the last day of the year before.

    The day after Thanksgiving is no public holiday, but clinics close. Mardi Gras is kept in two counties only; the package
    knows it for Louisiana.
    """
    import holidays  # noqa: PLC0415 - start-up: 50 ms that only this list needs

    named = holidays.country_holidays("US", subdiv="AL", years=(year - 1, year, year + 1))
    each = [(on, name) for on in named for name in named.get_list(on)]
    found = []
    for on, name in each:
        if on.year == year and not name.endswith(_OBSERVED):
            near = (day for day, other in each if other == name + _OBSERVED and abs((day - on).days) <= 3)
            found.append(Holiday(name, on, next(near, None), name in _USUAL))
            if name == "Thanksgiving Day":
                found.append(Holiday("Day after Thanksgiving", on + timedelta(days=1), usual=True))
    carnival: dict[date, str] = holidays.country_holidays("US", subdiv="LA", years=year)
    found += [Holiday("Mardi Gras (Mobile and Baldwin counties)", on) for on, name in carnival.items() if name == "Mardi Gras"]
    return sorted(found, key=lambda holiday: holiday.on)
