"""One incident per alert in a pager, through its whole life."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.condition import Condition, Health
from ses_tui.core.delivery import AlertStatus
from ses_tui.core.due import Due
from ses_tui.core.incidents import Incident, incidents
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.visibility import Visibility
from ses_tui.core.wording import Facts, Place, compose

OK, NOTICE, WARN, REVIEW, PAUSE = Condition
PROD = Place("123456789012", "us-east-1", "shop")
BOUNCE = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
COMPLAINT = Key("prod", ACCOUNT, Metric.COMPLAINT_RATE)
SHOP = Key("prod", Subject(SubjectKind.IDENTITY, "shop.example"), Metric.VERIFICATION)
NEWS = Key("prod", Subject(SubjectKind.IDENTITY, "news.example"), Metric.VERIFICATION)
NOW = 1_700_000_000.0
FRESH = {key: Visibility(Health.FRESH) for key in (BOUNCE, COMPLAINT)}


def blind(cause: str, *keys: Key) -> dict[Key, Visibility]:
    return {**FRESH, **{key: Visibility(Health.BLIND, cause) for key in keys}}


class Pager:
    """A ledger with one pager beside a screen, and what stands open in it."""

    def __init__(self, place: Place = PROD) -> None:
        self.ledger = Ledger({"tui": WARN, "pager": WARN}, pagers={"pager"})
        self.place = place
        self.now = NOW
        self.open: dict[str, Incident] = {}
        self.opened: list[str] = []
        self.screen: list[Kind] = []

    def cycle(
        self,
        conditions: dict[Key, Condition] | None = None,
        visibilities: dict[Key, Visibility] | None = None,
        gone: tuple[Key, ...] = (),
    ) -> None:
        """Everything due is accepted at once."""
        self.now += 300.0
        statuses = {key: AlertStatus(one, self.now) for key, one in (conditions or {}).items()}
        self.ledger.see("prod", statuses, FRESH if visibilities is None else visibilities, self.now, gone)
        for channel in ("tui", "pager"):
            for due in self.ledger.due(channel, self.now):
                if channel == "pager":
                    self.hear(due)
                else:
                    self.screen.append(due.kind)
                self.ledger.accepted(channel, due, self.now)

    def hear(self, due: Due) -> None:
        partly = self.ledger.sees_partly("pager", "prod")
        told = compose(due, Facts(), self.now, zone=UTC, place=self.place, partly=partly)
        for one in incidents(told):
            if not one.open:
                for id in (one.id, *one.also):
                    self.open.pop(id, None)
                continue
            if one.id not in self.open:
                self.opened.append(one.name)
            self.open[one.id] = one

    def severities(self) -> dict[str, str]:
        return {one.name: one.severity for one in self.open.values()}


def test_an_alert_is_one_incident_whose_severity_follows_its_condition() -> None:
    pager, seen = Pager(), []
    for condition in (WARN, PAUSE, REVIEW, OK):
        pager.cycle({BOUNCE: condition})
        seen.append(pager.severities().get("SesBounceRate"))
    assert seen == ["warning", "critical", "error", None]
    assert pager.opened == ["SesBounceRate"]


def test_what_vanishes_is_closed() -> None:
    pager = Pager()
    pager.cycle({BOUNCE: REVIEW})
    pager.cycle({}, gone=(BOUNCE,))
    assert (pager.opened, pager.open) == (["SesBounceRate"], {})


def test_blindness_is_one_incident_until_all_of_it_is_over() -> None:
    pager = Pager()
    pager.cycle({}, blind("network", BOUNCE))
    pager.cycle({}, {**blind("network", BOUNCE), COMPLAINT: Visibility(Health.BLIND, "throttled")})
    pager.cycle({}, blind("network", BOUNCE))  # the complaint rate is read again
    assert pager.severities() == {"SesBlind": "error"}
    pager.cycle({}, FRESH)
    assert (pager.opened, pager.open) == (["SesBlind"], {})


@pytest.mark.parametrize("kind", [Kind.STORE_FAILING, Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING])
def test_trouble_of_the_monitor_is_closed_in_a_pager_and_nobody_else_hears_of_that(kind: Kind) -> None:
    about = "" if kind is Kind.STORE_FAILING else "prod"
    pager = Pager()
    pager.ledger.take_self_alerts({SelfAlert(kind, about): "no space left"}, {"", "prod"})
    pager.cycle()
    assert len(pager.open) == 1
    pager.ledger.take_self_alerts({}, set())  # begun again, and nothing is known yet
    pager.cycle()
    assert len(pager.open) == 1
    pager.ledger.take_self_alerts({}, {"", "prod"})
    pager.cycle()
    assert (len(pager.opened), pager.open) == (1, {})
    assert pager.screen == [kind]
    pager.cycle()
    assert pager.ledger.channels["pager"].self_alerts == set()


def test_a_channel_that_fails_is_closed_when_it_is_well_again() -> None:
    pager = Pager()
    for problem in ("no bus", "no bus", "no bus"):
        pager.ledger.tried("tui", problem)
    pager.cycle()
    assert pager.severities() == {"SesTuiChannelFailing": "error"}
    pager.ledger.tried("tui")
    pager.cycle()
    assert pager.open == {}


def test_what_is_told_in_one_message_is_an_incident_each() -> None:
    pager = Pager()
    pager.cycle({SHOP: REVIEW, NEWS: WARN})
    assert sorted(one.severity for one in pager.open.values()) == ["error", "warning"]
    shop, news = sorted(pager.open.values(), key=lambda one: one.severity)
    assert "REVIEW shop.example verification" in shop.title
    assert "more" not in shop.title
    assert news.title == "prod: WARN news.example verification"
    pager.cycle({SHOP: OK, NEWS: WARN})
    assert [one.key for one in pager.open.values()] == [NEWS]


def test_what_was_opened_before_the_account_was_known_is_closed() -> None:
    pager = Pager(Place(region="us-east-1"))
    pager.cycle({}, blind("credentials_missing", BOUNCE, COMPLAINT))
    pager.place = PROD
    pager.cycle({}, FRESH)
    assert pager.open == {}


def test_an_incident_is_of_an_account_and_region_whatever_the_target_is_called() -> None:
    def opened(place: Place, target: str) -> str:
        due = Due(Kind.FIRING, Key(target, ACCOUNT, Metric.BOUNCE_RATE), WARN, since=NOW)
        return incidents(compose(due, Facts(), NOW, zone=UTC, place=place))[0].id

    other = Place("210987654321", "us-east-1")
    assert opened(PROD, "default") == opened(PROD, "prod")
    assert opened(PROD, "default") != opened(other, "default")
    assert opened(PROD, "default") != opened(Place("123456789012", "eu-west-1"), "default")


def test_a_drill_has_an_incident_of_its_own() -> None:
    def drill(id: str) -> Incident:
        return incidents(Message(id, Kind.DRILL, OK, OK, BOUNCE, NOW, NOW, "DRILL", ""))[0]

    assert drill("a").id != drill("b").id
    assert (drill("a").name, drill("a").severity) == ("SesTuiDrill", "info")


STEPS = st.tuples(
    st.dictionaries(st.sampled_from([BOUNCE, COMPLAINT, SHOP, NEWS]), st.sampled_from(list(Condition))),
    st.dictionaries(st.sampled_from([BOUNCE, COMPLAINT]), st.sampled_from(["", "network", "throttled"])),
)


@given(st.lists(STEPS, max_size=8))
def test_whatever_happened_nothing_stays_open_when_all_is_well(
    steps: list[tuple[dict[Key, Condition], dict[Key, str]]],
) -> None:
    pager = Pager()
    stands: dict[Key, Condition] = {}
    for conditions, causes in steps:
        stands |= conditions
        seen = {key: Visibility(Health.BLIND, cause) for key, cause in causes.items() if cause}
        for _ in range(2):  # of one key one message a cycle
            pager.cycle(dict(stands), {**FRESH, **seen})
        loud = {key for key, one in stands.items() if one >= WARN}
        about = {one.key for one in pager.open.values() if one.name != "SesBlind"}
        assert about <= loud
        assert ("SesBlind" in pager.severities()) == bool(seen)
    pager.cycle(dict.fromkeys(stands, OK))
    pager.cycle(dict.fromkeys(stands, OK))
    assert pager.open == {}


def test_what_is_open_is_told_again_to_who_forgets() -> None:
    pager = Pager()
    pager.ledger.take_self_alerts({SelfAlert(Kind.STORE_FAILING): "no space left"}, {""})
    pager.cycle({BOUNCE: REVIEW, SHOP: WARN}, blind("network", COMPLAINT))
    again = [compose(due, Facts(), pager.now, zone=UTC, place=PROD) for due in pager.ledger.open("pager")]
    assert {one.id for message in again for one in incidents(message)} == set(pager.open)
    pager.ledger.take_self_alerts({}, {""})
    pager.cycle({BOUNCE: OK, SHOP: OK})
    assert pager.ledger.open("pager") == []


def test_a_baseline_opens_nothing() -> None:
    pager = Pager()
    pager.ledger.see("prod", {SHOP: AlertStatus(WARN, NOW, baseline=True)}, FRESH, NOW)
    assert pager.ledger.due("pager", NOW) == pager.ledger.open("pager") == []


def test_a_channel_hears_only_of_its_targets_and_the_end_of_what_it_was_told() -> None:
    pager = Pager()
    pager.cycle({BOUNCE: REVIEW}, blind("network", COMPLAINT))
    pager.ledger.channels["pager"].apart = {"prod"}
    pager.ledger.take_self_alerts({SelfAlert(Kind.CLOCK_SKEW, "prod"): "10 min"}, {"", "prod"})
    pager.cycle({BOUNCE: PAUSE, SHOP: PAUSE}, blind("throttled", COMPLAINT))
    assert pager.severities() == {"SesBounceRate": "error", "SesBlind": "error"}
    pager.cycle({BOUNCE: OK, SHOP: PAUSE})
    assert pager.open == {}
