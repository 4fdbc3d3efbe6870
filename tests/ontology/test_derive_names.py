import pytest

from communique.ontology.derive.names import fold, plain_letters, slug, spellings


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Radosław Sikorski", "Radoslaw Sikorski"),
        ("Jonas Gahr Støre", "Jonas Gahr Store"),
        ("Đuro Macut", "Duro Macut"),
        ("Binali Yıldırım", "Binali Yildirim"),
        ("Phạm Minh Chính", "Pham Minh Chinh"),
        ("Nukuʻalofa", "Nuku'alofa"),
        ("Keir Starmer", "Keir Starmer"),
    ],
)
def test_plain_letters(name: str, plain: str) -> None:
    assert plain_letters(name) == plain


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Volodymyr Zelenskyy", "volodymyr-zelenskyy"),
        ("H. R. McMaster", "h-r-mcmaster"),
        ("Paul Gallagher (bishop)", "paul-gallagher-bishop"),
    ],
)
def test_slug(name: str, key: str) -> None:
    assert slug(name) == key


def test_fold_ignores_what_spellings_differ_in() -> None:
    assert fold("Abdel-Fattah El-Sissi") == fold("abdel fattah el sissi")


def test_spellings_come_once_each_with_their_plain_form() -> None:
    assert spellings(["Viktor Orbán", "Viktor Orban", "Viktor Orbán"]) == ["Viktor Orbán", "Viktor Orban"]
