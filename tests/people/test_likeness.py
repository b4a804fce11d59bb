"""Names that are the same, names that are alike, and names that only seem so."""

from types import SimpleNamespace

import pytest

from workshop.people.likeness import doubles, folded, initials, likelihood, names_agree


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Defensoría del Pueblo", "DEFENSORIA DEL PUEBLO."),
        ("«Red»  Ambiental", "“red” ambiental"),
        ("Sedapal S.A.", "SEDAPAL SA"),
        ("Bio-Andes", "bio andes"),
        ("Ｒｅｄ", "red"),  # full-width letters
        ("Peña", "Pen\u0303a"),
    ],
)
def test_what_folding_makes_the_same(name, same):
    assert folded(name) == folded(same) != ""


@pytest.mark.parametrize(
    ("name", "other"), [("कि", "की"), ("Red 1", "Red 2"), ("Яна", "Ана")]
)  # vowel signs and letters of other scripts are letters
def test_what_folding_keeps_apart(name, other):
    assert folded(name) != folded(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("SEDAPAL S.A.", "Sedapal"),
        ("Min. de Salud", "Ministerio de Salud"),
        ("Def. del Pueblo", "Defensoría del Pueblo"),
        ("UNMSM", "Universidad Nacional Mayor de San Marcos"),
        ("U.N.M.S.M.", "Universidad Nacional Mayor de San Marcos"),
        ("Universidad Nacional Mayor de San Marcos (UNMSM)", "UNMSM"),
        ("Transparensia", "Transparencia"),
        ("Medio Ambiente y Vida", "Medioambiente y Vida"),
        ("Proetica E.I.R.L.", "Proética"),
        ("Fundación Pro Vida", "Pro Vida"),
    ],
)
def test_what_is_alike(name, other):
    assert 0 < likelihood(name, other) < 1
    rows = [SimpleNamespace(name=each, acronym="") for each in (other, name)]
    assert len(list(doubles(rows))) == 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ministerio de Salud", "Ministerio de Cultura"),
        ("Gobierno Regional de Puno", "Gobierno Regional de Pasco"),
        ("Municipalidad de San Juan", "Municipalidad de San Luis"),
        ("Comisaría 12", "Comisaría 13"),
        ("Red", "Res"),
    ],
)
def test_what_only_seems_so(name, other):
    assert likelihood(name, other) == 0


def test_initials_are_made_with_the_small_words_and_without():
    assert initials("Superintendencia de Banca y Seguros") == {"sdbys", "sbs"}


@pytest.mark.parametrize(
    ("name", "other", "agree"),
    [
        ("Ana Torres", "ana tórres", True),
        ("Ana Torres", "Ana Torres Huamán", True),
        ("Ana", "Ana Torres", False),
        ("Ana Torres", "Luis Torres", False),
    ],
)
def test_names_of_one_person(name, other, agree):
    assert names_agree(name, other) is agree
