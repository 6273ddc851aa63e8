"""Words for every part of a kind of letter."""

from ibh_desktop.domain.letters import YES, Field, LetterKindRule


def whole(rule: LetterKindRule, words: str = "{label} as written.") -> dict[str, str]:
    """A text for every part that takes one, the first choice where there are choices, every tick ticked."""
    return {field.name: _words(field, words) for field in rule.fields}


def _words(field: Field, words: str) -> str:
    if field.tick:
        return YES
    return field.choices[0] if field.choices else words.format(label=field.label, name=field.name)
