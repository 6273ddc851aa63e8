"""Outcome measures, one module each; `MEASURES` is the register."""

from ibh_desktop.domain.outcomes import (
    asrm,
    audit,
    auditc,
    core10,
    csi4,
    dast10,
    edeqs,
    epds,
    gad2,
    gad7,
    minispin,
    pcl5,
    pg13r,
    phq2,
    phq8,
    phq9,
    spin,
    ucla3,
    who5,
    wsas,
)
from ibh_desktop.domain.outcomes.measure import Measure

_WITH_WORDING = (phq9, gad7, pcl5, auditc, core10, phq2, gad2, phq8)
_SCORES_ONLY = (audit, dast10, epds, wsas, edeqs, spin, minispin, who5, asrm, pg13r, csi4, ucla3)

MEASURES: tuple[Measure, ...] = tuple(module.MEASURE for module in (*_WITH_WORDING, *_SCORES_ONLY))
"""In the order in which staff read them."""
BY_CODE: dict[str, Measure] = {measure.code: measure for measure in MEASURES}
