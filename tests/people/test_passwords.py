import pytest

from workshop.people import passwords


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own():
    first, second = (passwords.hash_password("quinua y maca") for _time in range(2))

    assert first.startswith("$argon2id$")
    assert first != second


@pytest.mark.parametrize(
    ("password", "expected"),
    [("quinua y maca", True), ("quinua y Maca", False), ("", False)],
)
def test_only_the_same_password_is_right(password, expected):
    kept = passwords.hash_password("quinua y maca")

    assert passwords.is_right(kept, password) is expected


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_without_a_hash_no_password_is_right(kept):
    assert not passwords.is_right(kept, "nobody has this password")
