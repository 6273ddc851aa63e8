"""L8, the note for work or school, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.letters.plain import story_of

story = story_of(ATTENDANCE)
