"""L6, the treatment plan, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.plan import PLAN
from ibh_desktop.letters.plain import story_of

story = story_of(PLAN)
