"""Spares start-up what other people's modules do without need. Measured for the modules that signing in needs.

PySide6 reads the source of every module that is imported and keeps its lines for good, looking for the word PySide6 in case the
module asks for `from __feature__ import …`: 70 of 690 ms, and 20 MB of other people's source text in `linecache`. We ask for no
feature anywhere.

SQLAlchemy imports modules that it asks only for asynchronous engines and for plug-ins: 20 ms and 5 MB. We have neither.
"""

import importlib
import linecache
import sys
from collections.abc import Iterable
from functools import partial
from threading import Lock
from types import ModuleType
from typing import Any

import PySide6  # noqa: F401 - brings the machinery that is spared

POSTPONED: dict[str, tuple[str, ...]] = {"asyncio": ("iscoroutine",), "importlib.metadata": ()}
"""Modules, each with the functions that are taken from it at import and not called before they are needed."""


def spare_sources() -> None:
    """Decide by a module's name instead; nothing happens where PySide6 does it another way."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _is_ours)  # noqa: B010 - the module has no stubs
        linecache.clearcache()


def _is_ours(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] in ("ui", "__main__")


def postpone_modules() -> None:
    """Import what is `POSTPONED` when somebody first asks it for something; nothing happens to what is there already."""
    for name, taken in POSTPONED.items():
        if name not in sys.modules:
            later = sys.modules[name] = _Later(name, taken)
            package, _, own = name.rpartition(".")
            if package:
                setattr(sys.modules[package], own, later)


_ONE_BY_ONE = Lock()


class _Later(ModuleType):
    """Stands for a module until then. The standard library's own `LazyLoader` is not safe when two threads ask at once."""

    def __init__(self, name: str, taken: Iterable[str]) -> None:
        super().__init__(name)
        for function in taken:
            setattr(self, function, partial(self._called, function))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def _called(self, function: str, *args: Any) -> Any:
        return getattr(self._real(), function)(*args)

    def _real(self) -> ModuleType:
        with _ONE_BY_ONE:
            # Whoever comes second finds it gone, and waits for the import that the first began.
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return importlib.import_module(self.__name__)
