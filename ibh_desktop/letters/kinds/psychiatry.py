"""L2, the internal referral to psychiatry, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.psychiatry import PSYCHIATRY
from ibh_desktop.letters.plain import story_of

story = story_of(PSYCHIATRY)
