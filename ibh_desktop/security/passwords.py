"""Password rules and the key that Argon2id makes of one (SAFETY.md 4)."""

from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from ibh_desktop.domain.errors import Refused

SHORTEST, LONGEST = 15, 128


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters: passes, memory in KiB, lanes. The default is argon2-cffi's own (RFC 9106, low memory)."""

    passes: int = 3
    memory: int = 65_536
    lanes: int = 4


STANDARD = Cost()
SAMPLE = Cost(passes=1, memory=64, lanes=1)
"""For the invented people of the sample clinic only: their password is public anyway."""


def require_password(password: str, *, field: str = "password") -> str:
    """Raise `Refused` unless a password has 15 to 128 characters and is not one character over and over."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            f"A password has {SHORTEST} to {LONGEST} characters; three or four unrelated words are good.", field=field
        )
    if len(set(password)) < 5:
        raise Refused("This password repeats too few characters. Three or four unrelated words are good.", field=field)
    return password


def stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from a password or recovery code. Takes about 0.1 s at the standard cost; releases the GIL."""
    return hash_secret_raw(secret.encode(), salt, cost.passes, cost.memory, cost.lanes, 32, Type.ID)
