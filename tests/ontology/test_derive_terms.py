import pytest

from communique.ontology.derive.terms import Term, first_day, parse


@pytest.mark.parametrize(
    ("line", "since", "until"),
    [
        ("Anna Berg 2019-05-20/..", "2019-05-20", ".."),
        ("Anna Berg 2019/2020-03", "2019", "2020-03"),
        ("Anna Berg ../..", "..", ".."),
        ("Anna Berg 2020-01/2023-01~", "2020-01", "2023-01~"),
    ],
)
def test_a_line_is_a_term(line: str, since: str, until: str) -> None:
    assert list(parse({"XX": {"president": [line]}})) == [Term("XX", "president", since, until, "Anna Berg")]


def test_a_dash_is_no_office() -> None:
    assert [term.office for term in parse({"XX": {"-": ["Anna Berg 2025/.."]}})] == [None]


@pytest.mark.parametrize("line", ["Anna Berg", "Anna Berg 2019", "Anna Berg 2019-2020", "2019/2020"])
def test_a_line_without_name_or_interval_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="is not 'Full Name since/until'"):
        list(parse({"XX": {"president": [line]}}))


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2019-05-20", "2019-05-20"),
        ("2019-05", "2019-05-01"),
        ("2019", "2019-01-01"),
        ("2023-01~", "2023-01-01"),
    ],
)
def test_first_day(edtf: str, day: str) -> None:
    assert first_day(edtf) == day


@pytest.mark.parametrize("edtf", ["..", ""])
def test_an_open_end_has_no_day(edtf: str) -> None:
    assert first_day(edtf) is None


def test_the_interval_is_edtf() -> None:
    assert Term("XX", "president", "2019-05-20", "..", "Anna Berg").edtf == "2019-05-20/.."
