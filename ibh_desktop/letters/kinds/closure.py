"""L9, the letter at a course's early end, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.closure import CLOSURE
from ibh_desktop.letters.plain import story_of

story = story_of(CLOSURE)
