from communique.shapes.report import SEVERITIES, Report, Result

ONE, TWO, THREE = (Result(severity, "a", "b", "", "c", "d") for severity in SEVERITIES)


def test_results_are_sorted_and_without_doubles() -> None:
    assert Report.of([THREE, TWO, ONE, TWO]).results == (ONE, TWO, THREE)
    assert Report.of([TWO]) | Report.of([ONE, TWO]) == Report.of([ONE, TWO])


def test_only_violations_stop() -> None:
    assert [Report.of(results).conforms for results in ([], [TWO, THREE], [ONE], [ONE, TWO])] == [
        True,
        True,
        False,
        False,
    ]
