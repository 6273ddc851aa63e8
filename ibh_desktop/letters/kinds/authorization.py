"""L10, the form by which a patient authorizes a disclosure, as it stands on paper."""

from ibh_desktop.domain.letter_kinds.authorization import AUTHORIZATION
from ibh_desktop.letters.plain import story_of

story = story_of(AUTHORIZATION)
