"""The base of counts: every view of the same mail agrees, whatever is asked first."""

from __future__ import annotations

import itertools
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_tui.simulator import isps, rates
from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import KINDS, SENT, Mail, Where
from ses_tui.simulator.scenarios import NAMES, load
from ses_tui.simulator.services import vdm
from ses_tui.simulator.truth import truth

from .conftest import START

NOW = int(START) // STEP


@cache
def account(scenario: str, seed: int = 1) -> Account:
    clock = SimulatedClock(START, 0)
    found = Account(scenario, seed, clock)
    clock.advance(2 * 3_600)
    return found


steps = st.integers(NOW - 16 * 288, NOW + 3 * 288)
scenarios = st.sampled_from([name for name in NAMES if name != "big"])


@given(scenarios, st.sampled_from(KINDS), steps, steps, st.booleans())
def test_isps_and_other_add_up_to_the_total(name: str, kind: str, first: int, last: int, seen: bool) -> None:
    mail = account(name).mail
    parts = [mail.between(kind, first, last, Where(isp=isp), vdm=seen) for isp in isps.ALL]  # type: ignore[arg-type]
    assert sum(parts) == mail.between(kind, first, last, vdm=seen)  # type: ignore[arg-type]


@given(scenarios, st.sampled_from(KINDS), steps, st.sampled_from([None, *isps.NAMED]))
def test_identities_and_sets_add_up_to_the_total(name: str, kind: str, step: int, isp: str | None) -> None:
    found = account(name)
    whole = found.mail.total(kind, step, Where(isp=isp))  # type: ignore[arg-type]
    by_identity = [found.mail.total(kind, step, Where(i, isp)) for i in found.resources.identities]  # type: ignore[arg-type]
    sets = found.resources.configuration_sets
    by_set = [found.mail.total(kind, step, Where(isp=isp, configuration_set=s)) for s in sets]  # type: ignore[arg-type]
    assert sum(by_identity) == sum(by_set) == whole


@given(scenarios, st.sampled_from(KINDS), steps, st.integers(0, 400))
def test_a_window_is_the_sum_of_its_steps_and_no_step_is_negative(
    name: str, kind: str, first: int, size: int
) -> None:
    mail = account(name).mail
    run = mail.run(kind, first, first + size)  # type: ignore[arg-type]
    rises = [after - before for before, after in itertools.pairwise(run)]
    assert all(rise >= 0 for rise in rises)
    assert sum(rises) == mail.between(kind, first, first + size)  # type: ignore[arg-type]
    assert run[size // 2] == mail.total(kind, first + size // 2)  # type: ignore[arg-type]


@given(st.integers(0, 9_949), st.sampled_from(isps.ALL), steps)
@settings(max_examples=40)
def test_in_the_long_tail_each_mail_has_one_identity_and_one_isp(member: int, isp: str, step: int) -> None:
    mail = account("big").mail
    name = f"customer-{member:04d}.example.net"
    stream = next(s for s in mail.streams("delivered", Where(name)))
    count = stream.curve.at(stream.index, step)
    mine = [n for n in range(count) if n % 9_950 == member and stream.identity_of(n) == name]
    assert mail.total("delivered", step, Where(name)) == len(mine)
    expected = sum(stream.isp_of(n) == isp for n in mine)
    assert mail.total("delivered", step, Where(name, isp)) == expected


@pytest.mark.parametrize("name", ["stale-list", "warmup"])
def test_days_are_the_sums_of_their_steps(name: str) -> None:
    found = account(name)
    for metric in vdm.METRICS:
        for day, value in vdm.daily(found, metric, Where(), NOW // 288 - 3, NOW // 288).items():
            steps_of_day = range(day * 288, min((day + 1) * 288, found.step))
            totals = [
                vdm.total(found, metric, step, Where()) for step in (*steps_of_day, steps_of_day[-1] + 1)
            ]
            assert value == sum(b - a for a, b in itertools.pairwise(totals))


def test_the_truth_is_vdm_over_today_and_yesterday() -> None:
    found = account("isp-block")
    seen = truth(found)
    for name, row in {**seen["isps"]}.items():
        for field, metric in {
            "sends": "SEND",
            "delivery_complaints": "DELIVERY_COMPLAINT",
            "opens": "OPEN",
        }.items():
            assert row[field] == vdm.recent(found, metric, Where(isp=name))
    for name, row in seen["identities"].items():
        for field, metric in {
            "delivery_opens": "DELIVERY_OPEN",
            "permanent_bounces": "PERMANENT_BOUNCE",
        }.items():
            assert row[field] == vdm.recent(found, metric, Where(name))
    assert seen["total"]["sends"] == sum([day["sends"] for day in seen["daily"].values()][-2:])


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_mail_whatever_was_asked_before(name: str) -> None:
    early, late = (Mail(load(name), 7, START) for _ in range(2))
    late.run("permanent", NOW + 100, NOW + 120)
    assert early.run("permanent", NOW - 20, NOW + 20) == late.run("permanent", NOW - 20, NOW + 20)
    assert early.total("open", NOW, Where(isp="Yahoo")) == late.total("open", NOW, Where(isp="Yahoo"))


def test_rates_that_were_forgotten_are_worked_out_again_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    first, day = int(START) // STEP, DAY // STEP
    wanted = Account("stale-list", 7, SimulatedClock(START, 0.0)).rates.run(first, first + 20 * day)
    monkeypatch.setattr(rates, "KEPT", 2 * day)
    forgetful = Account("stale-list", 7, SimulatedClock(START, 0.0)).rates
    days = [forgetful.run(first + at * day + 1, first + (at + 1) * day) for at in range(20)]
    assert [rate for each in days for rate in each] == wanted[1:]
    assert len(forgetful._known) <= 4 * day and len(forgetful._sent) <= 8 * day
    assert forgetful.run(first, first + 20 * day) == wanted


def test_another_seed_gives_other_mail() -> None:
    assert account("healthy", 1).mail.total("delivered", NOW) != account("healthy", 2).mail.total(
        "delivered", NOW
    )


def test_the_account_is_of_the_size_that_is_meant() -> None:
    seen = truth(account("healthy"))
    assert 100_000 <= seen["account"]["SendQuota"]["SentLast24Hours"] <= 200_000
    assert 60_000 <= seen["isps"]["Gmail"]["sends"] <= 100_000
    assert 0.10 <= seen["other"]["sends"] / seen["total"]["sends"] <= 0.25
    assert seen["isps"]["Gmail"]["complaints"] == seen["isps"]["Gmail"]["delivery_complaints"] == 0
    assert seen["isps"]["Yahoo"]["complaints"] > 0


def test_vdm_counts_are_a_little_lower_than_those_of_cloudwatch() -> None:
    mail = account("healthy").mail
    for kind in SENT:
        seen, all_of_it = (mail.between(kind, NOW - DAY // STEP, NOW, vdm=vdm_) for vdm_ in (True, False))
        assert 0.9 * all_of_it < seen < all_of_it
