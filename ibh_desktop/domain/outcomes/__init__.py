"""Outcome measures, one module each; `MEASURES` is the register."""

from ibh_desktop.domain.outcomes import gad7, phq9
from ibh_desktop.domain.outcomes.measure import Measure

MEASURES: tuple[Measure, ...] = (phq9.MEASURE, gad7.MEASURE)
BY_CODE: dict[str, Measure] = {measure.code: measure for measure in MEASURES}
