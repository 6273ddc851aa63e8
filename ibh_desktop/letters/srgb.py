"""The colours that a page is meant in: an ICC profile of sRGB, which PDF/A asks for, made from its numbers (IEC 61966-2-1)."""

import struct
from functools import cache

_WHITE = (0.9505, 1.0, 1.0891)
_PRIMARIES = {b"rXYZ": (0.43607, 0.22249, 0.01392), b"gXYZ": (0.38515, 0.71687, 0.09708), b"bXYZ": (0.14307, 0.06061, 0.71410)}
"""Of D65, and red, green and blue as seen under D50, in which profiles reckon."""
_D50 = (0.9642, 1.0, 0.8249)
_STEPS = 256


@cache
def profile() -> bytes:
    """A display profile of version 2.1, the same bytes every time."""
    curve = b"curv\0\0\0\0" + struct.pack(
        f">I{_STEPS}H", _STEPS, *(round(65535 * _light(n / (_STEPS - 1))) for n in range(_STEPS))
    )
    tags = {b"desc": _described(b"sRGB"), b"cprt": b"text\0\0\0\0No copyright\0", b"wtpt": _xyz(_WHITE)}
    tags |= {name: _xyz(value) for name, value in _PRIMARIES.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    at = 128 + 4 + 12 * len(tags)
    table, held, placed = struct.pack(">I", len(tags)), b"", {}
    for name, value in tags.items():
        if value not in placed:
            placed[value] = at + len(held)
            held += value + b"\0" * (-len(value) % 4)
        table += name + struct.pack(">II", placed[value], len(value))
    return _header(at + len(held)) + table + held


def _header(size: int) -> bytes:
    made = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    kind = struct.pack(">I4sI", size, b"\0\0\0\0", 0x02100000) + b"mntrRGB XYZ " + made + b"acsp"
    return (kind + b"\0" * 28 + _fixed(_D50)).ljust(128, b"\0")


def _described(words: bytes) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(words) + 1) + words + b"\0" * (1 + 4 + 4 + 2 + 1 + 67)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(value)


def _fixed(value: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(part * 65536) for part in value))


def _light(value: float) -> float:
    """How much light a value stands for, both from 0 to 1."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
