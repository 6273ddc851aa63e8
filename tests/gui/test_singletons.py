"""The interpreter outlives what PySide6 6.12 does to None on Python 3.11."""

import subprocess
import sys

PAINTING = """
import ui
from PySide6.QtGui import QImage, QPainter
image = QImage(10, 10, QImage.Format.Format_RGB32)
painter = QPainter(image)
for _ in range(300_000):
    painter.setOpacity(1.0)
painter.end()
print("alive")
"""


def test_three_hundred_thousand_calls_of_qt_do_not_end_the_interpreter() -> None:
    done = subprocess.run([sys.executable, "-c", PAINTING], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr[-300:]
