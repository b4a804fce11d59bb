"""`python -m workshop.cli` is `workshop`."""

from __future__ import annotations

from workshop.cli import main

if __name__ == "__main__":
    main()
