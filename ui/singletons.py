"""Keeps None, True and False alive on Python 3.11.

PySide6 6.12 is built against headers in which these three are immortal, as they are from Python 3.12 on. On 3.11 every call
that returns nothing gives one reference to None away that it never took (measured: 1,200 for one reload of Today), and some
minutes later the interpreter aborts with "none_dealloc: deallocating None". PySide6 before 6.12 does not do this, but its QtPdf
comes only with the 500 MB of PySide6-Addons.
"""

import sys

PLENTY = 1 << 48


def keep_alive() -> None:
    """Give each of them more references than a year of painting can use up; nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes  # noqa: PLC0415 - start-up: only where it is needed

    for single in (None, True, False):
        # The count is the first field of every object.
        count = ctypes.c_ssize_t.from_address(id(single))
        if count.value < PLENTY:
            count.value += PLENTY
