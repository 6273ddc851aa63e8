"""L4, the progress letter, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.summary import SUMMARY
from ibh_desktop.letters.plain import story_of

story = story_of(SUMMARY)
