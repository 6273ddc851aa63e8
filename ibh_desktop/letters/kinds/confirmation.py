"""L5, the appointment confirmation, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.letters.plain import story_of

story = story_of(CONFIRMATION)
