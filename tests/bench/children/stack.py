"""Make a stack of confirmations by `tests.bench.stacking`, and hold nothing else: the processes that render import this too.

Arguments: `window` or `bare`, the clinic's folder, user, password, the clock's time, how many.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from tests.bench.stacking import run

    run(*sys.argv[1:7])
