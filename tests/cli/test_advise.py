"""``ses-tui advise`` speaks of the account's own numbers."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from ses_tui.cli.advise import given_prices
from ses_tui.core.errors import Misconfigured
from ses_tui.simulator.scenarios.model import Settings
from ses_tui.simulator.thread import Handle, run_in_thread
from tests.cli.conftest import KEYS, Ses

Json = dict[str, Any]


@pytest.fixture
def serve() -> Iterator[Callable[[str], Handle]]:
    running: list[Handle] = []

    def start(scenario: str) -> Handle:
        running.append(run_in_thread(scenario, 1.0))
        return running[-1]

    yield start
    for handle in running:
        handle.stop()


def advise(ses: Ses, handle: Handle, *arguments: str) -> tuple[Json, Json]:
    """The answer, and its one target."""
    done = ses("advise", "--format", "json", *arguments, AWS_ENDPOINT_URL=handle.url, **KEYS)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    return answer, answer["targets"][0]


def test_numbers_and_mix_equal_the_account_s(ses: Ses, serve: Callable[[str], Handle]) -> None:
    handle = serve("healthy")
    answer, target = advise(ses, handle, "--volume", "1000000")
    truth = handle.truth()
    today = datetime.fromtimestamp(truth["now"], UTC).date().isoformat()
    daily = [row["sends"] for day, row in truth["daily"].items() if day < today]
    assert target["numbers"]["messages_a_month"] == round(30 * fmean(daily))
    assert target["numbers"]["busiest_day"] == max(daily)
    assert target["source"].startswith("VDM")
    assert target["kind"] == "dedicated managed", "which plan PRO includes"
    assert target["dedicated_ips_now"] == len(truth["ips"])
    mix = target["numbers"]["isps_a_day"]
    assert max(mix, key=mix.get) == max(truth["isps"], key=lambda isp: truth["isps"][isp]["sends"])
    at_million = {one["kind"]: one["usd"] for one in target["costs"] if one["messages_a_month"] == 1_000_000}
    assert at_million == {"shared": 0.0, "dedicated standard": 24.95, "dedicated managed": 0.0}, "plan PRO"
    assert target["plan"] == truth["account"]["PricingAttributes"]["CurrentPlan"] == "PRO"
    assert any("as it stands, with 3 standard IPs and 1 managed pool" in line for line in target["money"])
    assert answer["prices"]["as_of"] == "2026-07"
    seen = truth["requests"]
    assert [seen[kind] for kind in ("violations", "limits", "writes", "refused")] == [[], [], [], []]


def test_a_small_account_stays_on_shared_ips(ses: Ses, serve: Callable[[str], Handle]) -> None:
    _, target = advise(ses, serve("quiet"))
    assert target["kind"] == "shared"
    assert target["dedicated_ips_now"] == 0


def test_without_vdm_the_two_weeks_of_the_account_are_taken(ses: Ses, serve: Callable[[str], Handle]) -> None:
    handle = serve("warmup")
    handle.server.account.faults.inject("vdm_off")
    _, target = advise(ses, handle)
    assert target["source"].startswith("GetSendStatistics")
    assert 12 <= target["numbers"]["days"] <= 14
    assert target["numbers"]["isps_a_day"] == {}
    assert target["numbers"]["growth"] > 1.3


def test_text_and_other_prices(ses: Ses, serve: Callable[[str], Handle]) -> None:
    handle = serve("healthy")
    account = handle.server.account
    account.scenario = account.scenario._replace(settings=Settings(plan="NONE"))
    done = ses(
        *("advise", "--volume", "2000000", "--price", "managed_per_1000=0.05"),
        AWS_ENDPOINT_URL=handle.url,
        **KEYS,
    )
    assert done.returncode == 0
    everything = 115.00 + 2_000 * (0.10 + 0.07)
    assert f"2,000,000 a month  dedicated managed   $    {everything:.2f}" in done.stdout
    assert "(plan NONE)" in done.stdout
    assert "coefficient of variation" in done.stdout
    assert "prices given" in done.stdout


@pytest.mark.parametrize("volume", ["-1", "1" + 20 * "0", "1" + 400 * "0", "9" * 5000])
def test_a_volume_that_is_none_is_said_in_a_line(ses: Ses, volume: str) -> None:
    done = ses("advise", "--volume", volume, **KEYS)
    assert (done.returncode, done.stdout) == (3, "")
    assert "--volume" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_account_that_cannot_be_read(ses: Ses) -> None:
    done = ses("advise", AWS_ENDPOINT_URL="http://127.0.0.1:9", **KEYS)
    assert (done.returncode, done.stdout) == (3, "")
    assert "GetSendStatistics" in done.stderr


@pytest.mark.parametrize(
    "text", ["dedicated_ip", "dedicated_ip=x", "dedicated_ip=-1", "nope=1", "per_ip_day=0"]
)
def test_a_price_that_is_none(text: str) -> None:
    with pytest.raises(Misconfigured):
        given_prices([text])


def test_prices_of_the_configuration_are_used_and_said_to_be_old(
    ses: Ses, serve: Callable[[str], Handle], tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[prices]\nas_of = "2020-01"\ndedicated_ip = 100.0\n', encoding="utf-8")
    handle = serve("healthy")
    done = ses("advise", "--config", str(config), AWS_ENDPOINT_URL=handle.url, **KEYS)
    assert "prices of 2020-01, over a year old" in done.stdout
    assert "$100 per standard IP" in done.stdout
    done = ses("advise", "--format", "json", "--config", str(config), AWS_ENDPOINT_URL=handle.url, **KEYS)
    answer = json.loads(done.stdout)
    assert answer["prices"]["old"] is True
    (standard,) = [one for one in answer["targets"][0]["costs"] if one["kind"] == "dedicated standard"]
    assert standard["usd"] == 100.0 * standard["ips"]
