"""The recovery code: 160 random bits in base32, 8 groups of 4 letters and a check letter each."""

import base64
import secrets

from ibh_desktop.domain.errors import Refused

GROUPS, SIZE = 8, 4
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _check(number: int, letters: str) -> str:
    # Odd weights have an inverse modulo 32: any one mistyped letter, and any two groups exchanged, change the sum.
    return _ALPHABET[(9 * number + sum((2 * n + 1) * _ALPHABET.index(letter) for n, letter in enumerate(letters))) % 32]


def new_code() -> str:
    """A fresh code as it is printed: `ABCDE-…`, 8 groups of 5."""
    letters = base64.b32encode(secrets.token_bytes(20)).decode()
    groups = (letters[n : n + SIZE] for n in range(0, GROUPS * SIZE, SIZE))
    return "-".join(group + _check(n, group) for n, group in enumerate(groups, start=1))


def normalised(code: str) -> str:
    """The code without blanks and dashes; raise `Refused` naming the group that is mistyped."""
    plain = code.upper().replace("0", "O").replace("1", "I").replace("8", "B")
    letters = "".join(c for c in plain if c in _ALPHABET)
    if len(letters) != GROUPS * (SIZE + 1):
        raise Refused(f"A recovery key has {GROUPS} groups of {SIZE + 1} letters.", field="recovery")
    for number in range(1, GROUPS + 1):
        group = letters[(number - 1) * (SIZE + 1) : number * (SIZE + 1)]
        if _check(number, group[:SIZE]) != group[SIZE]:
            raise Refused(f"Group {number} of the recovery key is mistyped.", field="recovery")
    return letters
