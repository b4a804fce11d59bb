"""`workshop serve` whose clock tests can advance, and which takes orders without a page's token.

The file that SERVED_SHIFT names says by how many seconds its clock is ahead.
"""

from workshop import serving  # noqa: F401  patches the standard library: before everything else

# isort: split

import functools
import os
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from workshop import clock
from workshop.cli import main

SHIFT = Path(os.environ["SERVED_SHIFT"])
_now = clock.now


def now() -> datetime:
    return _now() + timedelta(seconds=float(SHIFT.read_text()))


if __name__ == "__main__":
    clock.now = now
    command = import_module("workshop.cli.serve")
    command.make_app = functools.partial(command.make_app, WTF_CSRF_ENABLED=False)
    main()
