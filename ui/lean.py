"""Spares start-up what PySide6 does at every import: read the module's source and keep its lines for good.

It looks for the word PySide6 there, in case the module asks for `from __feature__ import …`. Measured for the modules that
signing in needs: 70 of 690 ms, and 20 MB of other people's source text in `linecache`. We ask for no feature anywhere.
"""

import linecache
import sys
from types import ModuleType

import PySide6  # noqa: F401 - brings the machinery that is spared


def spare_sources() -> None:
    """Decide by a module's name instead; nothing happens where PySide6 does it another way."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _is_ours)  # noqa: B010 - the module has no stubs
        linecache.clearcache()


def _is_ours(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] in ("ui", "__main__")
