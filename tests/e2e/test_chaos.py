"""Some simulated hours of the chaos run; ``python -m bench.chaos`` is a month of it."""

from pathlib import Path

import pytest

from bench import chaos, chaos_judge, chaos_report

WAYS = ("kill -9", "drop, far end", "drop, SIGHUP", "drop, SIGSTOP", "handover, kill -9", "handover, SIGTERM")
EVERY = 70.0
"""Minutes from one breach to the next, of the two rates in turn: each is over before its next one."""


@pytest.mark.fault(
    "the process is killed",
    says="-",
    lives="what was accepted is known, what is owed is told again",
    blind="until it runs again",
    heals="at the next start",
)
def test_no_alert_is_lost_or_late_whatever_fails_and_however_often_it_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = chaos.run(tmp_path, days=0.4, kills=2, drops=3, handovers=2, every=EVERY)
    with capsys.disabled():
        print("", chaos_report.report(result), sep="\n")  # noqa: T201 - duplicates are allowed, and shown
    assert {way: result.happened[way] for way in WAYS} == dict(zip(WAYS, (2, 1, 1, 1, 1, 1), strict=True))
    assert result.troubles == []
    assert 0.1 < sum(result.faults.values()) / result.calls < 0.3
    steady, flaky = result.verdicts
    assert steady.lost == flaky.lost == []
    assert steady.episodes >= 5
    assert max(steady.slowest, flaky.slowest) <= chaos_judge.PROMISE
    assert result.breaches > 0
    assert result.unread == []


def judged(
    tmp_path: Path, told: list[str], *reads: str, kills: tuple[float, ...] = ()
) -> chaos_judge.Verdict:
    (tmp_path / "reads.jsonl").write_text("\n".join(reads))
    (tmp_path / "log.jsonl").write_text("\n".join(told))
    return chaos_judge.judge("log", tmp_path / "log.jsonl", tmp_path / "reads.jsonl", kills)


def message(kind: str, condition: str, at: str) -> str:
    return (
        f'{{"subject": {{"kind": "account"}}, "metric": "bounce_rate", "kind": "{kind}",'
        f' "condition": "{condition}", "at": "2026-11-25T{at}Z"}}'
    )


READ = '{"now": 1795600800.0, "metric": "bounce_rate", "points": [[1795600800.0, 0.11]]}'
"""At 10:00:00Z."""


def test_the_judge_sees_what_is_lost_late_and_twice(tmp_path: Path) -> None:
    assert judged(tmp_path, [], READ).lost
    assert judged(tmp_path, [message("FIRING", "review", "10:00:30")], READ).lost
    late = judged(tmp_path, [message("FIRING", "pause", "10:10:00")], READ)
    assert (late.lost, late.slowest) == ([], 600.0)
    fired = message("FIRING", "pause", "09:00:00")
    assert judged(tmp_path, [fired, message("RESOLVED", "ok", "10:00:00")], READ).lost == []
    assert judged(tmp_path, [fired, message("RESOLVED", "ok", "09:30:00")], READ).lost
    seen_again = message("SIGHT", "ok", "09:30:00")
    blind_and_back = judged(tmp_path, [fired, seen_again], READ)
    assert (blind_and_back.lost, blind_and_back.slowest, blind_and_back.duplicates) == ([], 0.0, 0)
    assert judged(tmp_path, [fired, fired], READ).duplicates == 1
    assert judged(tmp_path, [fired, message("REPEAT", "pause", "09:14:00")], READ).duplicates == 1
    assert judged(tmp_path, [fired, message("REPEAT", "pause", "09:15:00")], READ).duplicates == 0


def test_a_read_that_a_kill_cut_off_counts_from_the_next_one(tmp_path: Path) -> None:
    later = READ.replace('"now": 1795600800.0', '"now": 1795601400.0')
    told = [message("FIRING", "pause", "10:10:30")]
    assert judged(tmp_path, told, READ, later).slowest == 630.0
    assert judged(tmp_path, told, READ, later, kills=(1795600799.9996,)).slowest == 30.0
    known = [message("FIRING", "pause", "09:50:00"), message("RESOLVED", "ok", "10:09:59")]
    assert judged(tmp_path, known, READ, later, kills=(1795600900.0,)).lost == []
    assert judged(tmp_path, known[1:], READ, later, kills=(1795600900.0,)).lost


def test_what_was_served_only_to_a_run_that_was_killed_is_no_broken_promise(tmp_path: Path) -> None:
    """A fault moved it in time; the next run is served the truth, and can know nothing of it."""
    cut = judged(tmp_path, [], READ, kills=(1795600900.0,))
    assert (cut.lost, cut.cut_off) == ([], 1)
    told_later = [message("FIRING", "pause", "15:00:00")]
    assert judged(tmp_path, told_later, READ, kills=(1795600900.0,)).broken == []
    assert judged(tmp_path, told_later, READ, kills=(1795602000.0,)).broken
