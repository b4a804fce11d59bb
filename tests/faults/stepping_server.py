"""The server on a machine whose clock somebody sets: stepping_server.py FILE --port PORT.

The file says by how many seconds the wall clock has been set forward; the time that passes is real.
"""

import sys
import time
from pathlib import Path

SET_BY = Path(sys.argv[1])
real = time.time


def stepped() -> float:
    return real() + float(SET_BY.read_text() or 0)


time.time = stepped

from workshop.cli import main  # noqa: E402

main(["serve", *sys.argv[2:]])
