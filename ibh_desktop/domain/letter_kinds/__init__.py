"""Kinds of letters, a file each (DOMAIN.md 4.3): what they hold, whom they go to, whose hands they take."""

from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.domain.letter_kinds.authorization import AUTHORIZATION
from ibh_desktop.domain.letter_kinds.closure import CLOSURE
from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.domain.letter_kinds.missed import MISSED
from ibh_desktop.domain.letter_kinds.plan import PLAN
from ibh_desktop.domain.letter_kinds.psychiatry import PSYCHIATRY
from ibh_desktop.domain.letter_kinds.referral import REFERRAL
from ibh_desktop.domain.letter_kinds.summary import SUMMARY
from ibh_desktop.domain.letter_kinds.thanks import THANKS

RULES = (REFERRAL, PSYCHIATRY, THANKS, SUMMARY, CONFIRMATION, PLAN, MISSED, ATTENDANCE, CLOSURE, AUTHORIZATION)
"""In the order of their codes, L1 to L10."""
BY_ID = {rule.id: rule for rule in RULES}

__all__ = ["BY_ID", "REFERRAL", "RULES"]
