"""What is typed into a field, ready to store: one line, or several."""

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import clean_lines, clean_text

LONGEST_LINE, LONGEST_TEXT = 120, 2000


def line(typed: str, field: str, *, missing: str = "") -> str:
    """One line ready to store; raise `Refused` when it is too long, or empty where `missing` says what it is for."""
    plain = clean_text(typed)
    if missing and not plain:
        raise Refused(missing, field=field)
    if len(plain) > LONGEST_LINE:
        raise Refused(f"This holds {LONGEST_LINE} characters; these are {len(plain)}.", field=field)
    return plain


def text(typed: str, field: str) -> str:
    """Lines ready to store; raise `Refused` when they are too long."""
    plain = clean_lines(typed)
    if len(plain) > LONGEST_TEXT:
        raise Refused(f"This holds {LONGEST_TEXT:,} characters; these are {len(plain):,}.", field=field)
    return plain
