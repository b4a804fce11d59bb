"""Short codes that people read aloud in a hall and compare with what they wrote down."""

from __future__ import annotations

# No 0/O, 1/I/L.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
HALF = 5


def short_code(digest: str) -> str:
    """Ten letters that stand for a digest in hexadecimal: "7KQ2M-X94TD"; nothing for none.

    The digest read as a number, written with the letters as figures, of which the last ten count.
    """
    if not digest:
        return ""
    number = int(digest, 16)
    letters = ""
    for _position in range(2 * HALF):
        number, figure = divmod(number, len(CODE_LETTERS))
        letters = CODE_LETTERS[figure] + letters
    return f"{letters[:HALF]}-{letters[HALF:]}"
