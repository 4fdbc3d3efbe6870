from typing import get_args

from communique.shapes.report import Report, Result, Severity

ONE, TWO = (Result(severity, "a", "b", "", "c", "d") for severity in get_args(Severity))


def test_results_are_sorted_and_without_doubles() -> None:
    assert Report.of([TWO, ONE, TWO]).results == (ONE, TWO)
    assert Report.of([TWO]) | Report.of([ONE, TWO]) == Report.of([ONE, TWO])


def test_only_violations_stop() -> None:
    assert [Report.of(results).conforms for results in ([], [TWO], [ONE], [ONE, TWO])] == [
        True,
        True,
        False,
        False,
    ]
