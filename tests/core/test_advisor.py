"""That a finding of HIGH impact opens or closes is told once, also over a restart."""

from ses_tui.core.advisor import Advisor
from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.keys import ADVISOR
from ses_tui.core.messages import Kind
from ses_tui.core.resources import Recommendation
from tests.core.test_statuses import NOW, Story


def finding(
    resource: str, kind: str = "BOUNCE", status: str = "OPEN", impact: str = "HIGH", created: float = 0.0
) -> Recommendation:
    return Recommendation(resource, f"arn:{resource}", kind, status, impact, "text", created)


class Told(Story):
    """Each read an hour after the one before."""

    def start(self) -> None:
        self.advisor = Advisor(self.rules)

    def read(self, *findings: Recommendation) -> list[tuple[Kind, str]]:
        """Kind and word of what the screen is told."""
        self.clock.at += HOUR
        self.advisor.take(findings, self.clock.at)
        self.rules.tracker.first_round_read()
        said = self.tell()["tui"]
        assert all(one.condition in (Condition.WARN, Condition.OK) for one in said)
        return [(one.kind, str(self.rules.value(*ADVISOR))) for one in said]


def begun() -> Told:
    told = Told()
    told.start()
    return told


NEWS, SHOP, SPF = finding("news"), finding("shop"), finding("shop", "SPF")


def test_each_that_opens_and_each_that_closes_is_one_message() -> None:
    told = begun()
    assert told.read() == []
    assert told.read(NEWS) == [(Kind.FIRING, "BOUNCE of news")]
    assert told.read(NEWS) == []
    assert told.read(NEWS, SHOP) == [(Kind.FIRING, "BOUNCE of shop, 2 open")]
    assert told.read(NEWS, SHOP, SPF) == [(Kind.FIRING, "SPF of shop, 3 open")]
    assert told.read(NEWS, SPF) == [(Kind.EASED, "BOUNCE of shop closed, 2 open")]
    assert told.read(NEWS, SPF) == []
    assert told.read(finding("news", status="FIXED"), SPF) == [(Kind.EASED, "BOUNCE of news closed, 1 open")]
    assert told.read() == [(Kind.RESOLVED, "nothing of HIGH impact")]
    assert told.read() == []


def test_what_is_of_low_impact_is_not_told_and_what_is_not_known_to_be_is() -> None:
    told = begun()
    told.read()
    assert told.read(finding("news", impact="LOW")) == []
    assert told.read(finding("news", impact="SEVERE")) == [(Kind.FIRING, "BOUNCE of news")]
    assert told.read(finding("news", status="RESURFACED", impact="SEVERE")) == []


def test_what_stands_first_is_in_the_summary_alone() -> None:
    told = begun()
    assert told.read(NEWS, SHOP) == [(Kind.FIRING, "BOUNCE of news, 2 open")]
    assert told.read(NEWS, SHOP) == []


def test_a_restart_tells_what_opened_meanwhile_and_nothing_else() -> None:
    told = begun()
    told.read(NEWS)
    told.restart()
    told.start()
    assert told.read(NEWS) == []
    told.restart()
    told.start()
    new = finding("shop", created=told.clock.at + 60)
    assert told.read(NEWS, new) == [(Kind.FIRING, "BOUNCE of shop, 2 open")]
    told.restart()
    told.start()
    assert told.read() == [(Kind.RESOLVED, "nothing of HIGH impact")]


def test_it_is_a_warning_and_not_the_accounts_condition() -> None:
    told = begun()
    told.read(NEWS)
    assert told.rules.condition_of(ADVISOR) is Condition.WARN
    assert told.rules.condition is None
    assert told.clock.at > NOW
