"""Whether Qt can start here, asked before it is loaded: a missing library would end in a traceback or a core dump."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec

# What the Qt wheels need from a Debian or Ubuntu system; the second list only for a window on X11.
NEEDED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
}
ON_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}


def missing_libraries() -> str:
    """One sentence naming the packages to install; empty when nothing is missing."""
    if find_spec("PySide6") is None:
        return "PySide6 is not installed. Run: python -m pip install -r requirements.txt"
    if not sys.platform.startswith("linux"):
        return ""
    offscreen = os.environ.get("QT_QPA_PLATFORM") == "offscreen" or not os.environ.get("DISPLAY")
    wanted = NEEDED if offscreen else NEEDED | ON_X11
    packages = [package for library, package in wanted.items() if not _loads(library)]
    if not packages:
        return ""
    return f"Qt needs system libraries that are not here. Install them: apt-get install {' '.join(packages)}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
