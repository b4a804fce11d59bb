"""Draw one document as PDF: its data as JSON come in on the standard input, the PDF goes out.

A program of its own, of the standard library and typst alone: it starts in a few hundredths of a
second, works on a processor of its own while the rooms of the site go on, and gives back all its
memory. typst keeps what it has drawn for the next time, which here never comes.
"""

import sys
from pathlib import Path


def main() -> None:
    import typst

    pdf = typst.compile(
        Path(__file__).with_name("document.typ").read_bytes(),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
