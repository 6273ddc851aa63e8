"""L3, the thanks to a referrer, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.thanks import THANKS
from ibh_desktop.letters.plain import story_of

story = story_of(THANKS)
