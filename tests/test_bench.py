"""How ``python -m bench`` judges and keeps what it measured; nothing here is timed."""

from pathlib import Path

import pytest

from bench import __main__ as command
from bench import page, result
from bench.figure import Figure, line, number
from bench.plot import growth_svg
from bench.result import Result


def of(*figures: Figure, part: str = "screen", failed: str = "") -> Result:
    return Result(part, "2026-11-24 14:20 UTC", "1.0", "2 cores", 0.5, 90.0, figures, failed)


@pytest.mark.parametrize(
    ("value", "goal", "verdict"),
    [(1.1, 1.15, "met"), (1.15, 1.15, "met"), (1.16, 1.15, "MISSED"), (0, 0, "met"), (7, None, "")],
)
def test_a_figure_is_held_against_its_goal(value: float, goal: float | None, verdict: str) -> None:
    assert Figure("first paint", value, "x", goal).verdict == verdict


def test_what_was_not_seen_is_a_goal_missed() -> None:
    figure = Figure("every row fresh", None, "x", 3.0)
    assert figure.verdict == "MISSED"
    assert "–" in line(figure)


def test_what_was_skipped_is_neither_met_nor_missed_and_says_why() -> None:
    figure = Figure("check", None, "x one aws call", 1.4, "there is no AWS CLI here", skipped=True)
    assert figure.verdict == "skipped"
    assert "there is no AWS CLI here" in line(figure)
    assert command.summary([of(figure)]) == "0 of 1 goals met"
    assert not command.bad(of(figure))


def test_the_summary_names_what_was_missed_and_what_failed() -> None:
    results = [
        of(Figure("paint", 1.0, "x", 1.15), Figure("idle", 0.4, "%", 0.3)),
        of(part="keys", failed="no such terminal"),
    ]
    assert command.summary(results) == "1 of 2 goals met; missed: idle; failed: keys"
    assert all(map(command.bad, results))


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0, "0"), (0.0004, "0.0004"), (14.83, "14.8"), (12345.6, "12,346")]
)
def test_numbers_have_three_digits(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_part_measured_again_takes_the_place_of_its_last_figures(tmp_path: Path) -> None:
    kept = (of(Figure("paint", 1.0, "x")), of(part="keys"), of(part="gone"))
    fresh = (of(Figure("paint", 2.0, "x")),)
    path = tmp_path / "figures.json"
    result.write(result.merged(kept, fresh, ("keys", "screen", "polls")), path)
    assert result.read(path) == (of(part="keys"), *fresh)


def test_the_page_has_goals_and_growth_and_says_what_failed() -> None:
    grown = [
        Figure("memory", 80.0 + size, "MB", growth=what, size=size)
        for what in ("targets", "identities")
        for size in (1, 10)
    ]
    text = page.page([of(Figure("paint", 1.2, "x", 1.15, "a|b"), *grown, failed="it hung")])
    assert "| paint | 1.2 x | ≤ 1.15 | MISSED | a\\|b |" in text
    assert "| identities | memory, MB |\n| --- | --- |\n| 1 | 81 |\n| 10 | 90 |" in text
    assert "did not end well: it hung" in text
    picture = growth_svg(grown)
    assert picture.count("<polyline") == 2
    assert picture.count("<circle") == 4


def test_the_page_is_the_one_that_the_kept_figures_make() -> None:
    kept = result.read()
    assert page.PAGE.read_text(encoding="utf-8") == page.page(kept), "python -m bench.page"
    assert kept
    assert {one.part for one in kept} <= set(command.PARTS)


def test_every_module_of_the_folder_is_a_part_a_proof_or_a_helper_of_one() -> None:
    for name in command.PARTS:
        part = command.part_of(name)
        assert part.about
        assert part.minutes > 0
    folder = Path(command.__file__).parent
    assert all((folder / f"{name}.py").is_file() for name in command.PROOFS)


def test_a_part_that_fails_says_why_and_keeps_what_it_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "__init__.py").touch()
    (tmp_path / "bench" / "broken.py").write_text(
        'print(\'{"name":"paint","value":1.0,"unit":"x"}\', flush=True)\nraise RuntimeError("no account")\n'
    )
    monkeypatch.chdir(tmp_path)
    *figures, whole = result.measured("broken", 1, quick=True)
    assert figures == [Figure("paint", 1.0, "x")]
    assert isinstance(whole, Result)
    assert whole.figures == tuple(figures)
    assert "no account" in whole.failed
