"""One simulated desk, as a process of its own: carries out its order at its own pace and prints how long each step took.

The order comes as JSON on standard input: `kind` "ours" goes through the application, "bare" replays statements with psycopg.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any


def main() -> None:
    """Run the order."""
    order = json.load(sys.stdin)
    step = _ours(order) if order["kind"] == "ours" else _bare(order)
    took: list[float] = []
    errors: list[str] = []
    for number, what in enumerate(order["steps"]):
        time.sleep(max(0.0, order["first_at"] + number * order["every"] - time.time()))
        began = time.perf_counter()
        try:
            step(what)
        except Exception as reason:  # noqa: BLE001 - the benchmark counts and shows them
            errors.append(f"{type(reason).__name__}: {str(reason)[:120]}")
        took.append(time.perf_counter() - began)
    print(json.dumps({"took": took, "errors": errors}))


def _ours(order: dict[str, Any]) -> Callable[[Any], object]:
    from ibh_desktop.bootstrap import sign_in  # noqa: PLC0415 - the bare desk does not load it
    from ibh_desktop.home import Home  # noqa: PLC0415
    from tests.bench.clinics import clock  # noqa: PLC0415
    from tests.bench.desks import carry_out  # noqa: PLC0415

    app = sign_in(Home(url=order["url"]), order["user"], order["password"], clock=clock)
    return lambda what: carry_out(app, what)


def _bare(order: dict[str, Any]) -> Callable[[Any], object]:
    import psycopg  # noqa: PLC0415 - our own desk brings its own

    connection = psycopg.connect(order["url"].replace("postgresql+psycopg", "postgresql"))
    own_type = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "bytes": bytes.fromhex}

    def value(given: Any) -> Any:
        return own_type[given[0]](given[1]) if isinstance(given, list) else given

    def replay(statements: Any) -> None:
        with connection.transaction():
            for statement, parameters in statements:
                rows = connection.execute(statement, {name: value(given) for name, given in parameters.items()})
                if rows.description is not None:
                    rows.fetchall()

    return replay


if __name__ == "__main__":
    main()
