"""Names become initials while the screen faces the room (FEATURES b10): one switch for the whole window."""

from ibh_desktop.domain.people import initials

_hidden = False


def toggle() -> bool:
    """Hide names, or show them again; whether they are hidden now."""
    global _hidden
    _hidden = not _hidden
    return _hidden


def is_hidden() -> bool:
    """Whether names are hidden."""
    return _hidden


def name(shown: str) -> str:
    """A person's name as it may be seen now; `shown` is as `full_name` or `list_name` gives it."""
    return initials(shown) if _hidden else shown
