"""L7, the letter after a missed visit, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.missed import MISSED
from ibh_desktop.letters.plain import story_of

story = story_of(MISSED)
