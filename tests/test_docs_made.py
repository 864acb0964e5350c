"""Pages that are made from the tests are as the tests have them."""

from docs import reliability


def test_the_table_of_faults_is_the_one_that_the_tests_make() -> None:
    assert reliability.PAGE.read_text(encoding="utf-8") == reliability.page(), "python -m docs.reliability"


def test_every_row_has_a_test_that_exists() -> None:
    rows = [
        line.split(" | ")[-1].rstrip(" |") for line in reliability.page().splitlines() if " | tests/" in line
    ]
    assert len(rows) > 30
    assert all((reliability.ROOT / name).is_file() for name in rows)
