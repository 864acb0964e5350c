"""The four lines of a wall: never without what is wrong and how far it is, and short enough to be big."""

import pytest

from ses_tui.core.blame import Blame
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.headline import LONGEST_NAME, Headline, blind_headline, headline
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.playbooks import BRIEF_ADVICE, PLAYBOOKS, brief_advice
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, Alert, Reading, Row, TargetSnapshot
from tests.core.test_verdict import NOW, alert, budget, target

BOUNCE, COMPLAINT = Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE
HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")
NEWS = Subject(SubjectKind.IDENTITY, "news.example.org")


def of(subject: Subject, metric: Metric, value: float, condition: Condition) -> Row:
    lines = BOUNCE_LINES if metric is BOUNCE else COMPLAINT_LINES
    return Row(subject, (Reading(subject, metric, "vdm", value, condition, NOW, Health.FRESH, lines=lines),))


def said(one: TargetSnapshot, about: Alert) -> tuple[str, str, str, str]:
    made = headline(one, about, NOW)
    return made.says, made.number, made.far, made.do


INCIDENT = replace(
    target(bounce=0.0406),
    budgets={BOUNCE: budget(2_248, 5_563)},
    blame={BOUNCE: Blame(BOUNCE, ((HOTMAIL, 0.99),), 0.014)},
    rows={SubjectKind.ISP: (of(HOTMAIL, BOUNCE, 0.2129, Condition.PAUSE),)},
)
WARN = alert(ACCOUNT, BOUNCE, Condition.WARN, 0.0406)
EARLY = alert(ACCOUNT, Metric.BOUNCE_BUDGET, Condition.REVIEW, 0.46)


@pytest.mark.parametrize("open_alert", [WARN, EARLY])
def test_an_isp_that_is_behind_the_accounts_rate_is_the_headline(open_alert: Alert) -> None:
    assert said(INCIDENT, open_alert) == ("Hotmail blocks us", "21 %", "review in ~25 min", "hold Hotmail")
    assert headline(INCIDENT, open_alert, NOW).condition is Condition.PAUSE  # as bad as what is named


def test_one_identity_and_nobody() -> None:
    rows = {SubjectKind.IDENTITY: (of(NEWS, BOUNCE, 0.0831, Condition.REVIEW),)}
    by_news = replace(INCIDENT, blame={BOUNCE: Blame(BOUNCE, ((NEWS, 0.7),), 0.01)}, rows=rows)
    assert said(by_news, WARN) == (
        "news.example.org bounces", "8.31 %", "review in ~25 min", "stop news.example.org",
    )  # fmt: skip
    assert said(replace(INCIDENT, blame={}), WARN) == (
        "bounces rise", "4.06 %", "review in ~25 min", "find who bounces",
    )  # fmt: skip


def test_a_tenant_of_high_impact_may_send_and_one_that_is_disabled_may_not() -> None:
    shop = Subject(SubjectKind.TENANT, "shop")
    high = replace(alert(shop, Metric.SENDING_STATUS, Condition.WARN, 0.0), value="HIGH")
    assert said(INCIDENT, high)[:3] == ("shop harms reputation", "", "WARN: impact HIGH")
    off = replace(alert(shop, Metric.SENDING_STATUS, Condition.PAUSE, 0.0), value="DISABLED")
    assert said(INCIDENT, off)[:3] == ("shop may not send", "", "PAUSE: DISABLED")


def test_complaints_are_of_people() -> None:
    high = target(complaint=0.0009)
    by_news = replace(high, blame={COMPLAINT: Blame(COMPLAINT, ((NEWS, 0.7),), 0.01)})
    open_alert = alert(ACCOUNT, COMPLAINT, Condition.WARN, 0.0009)
    assert said(high, open_alert) == (
        "people complain", "0.090 %", "WARN, review at 0.1 %", "find the stream, stop it",
    )  # fmt: skip
    assert said(by_news, open_alert)[0] == "complaints of news.example.org"


def test_without_a_pace_the_line_or_what_fits_is_said_with_the_condition() -> None:
    assert said(replace(INCIDENT, budgets={}), WARN)[2] == "WARN, review at 5 %"
    review = replace(WARN, condition=Condition.REVIEW)
    assert said(replace(INCIDENT, budgets={}), review)[2] == "REVIEW line at 5 %"
    assert said(replace(INCIDENT, budgets={BOUNCE: budget(188, 0)}), WARN)[2] == "WARN: 188 more to review"
    over = replace(target(bounce=0.061), budgets={})
    assert said(over, alert(ACCOUNT, BOUNCE, Condition.REVIEW, 0.061))[2] == "review line reached"


def test_what_aws_has_done_is_in_the_words_of_the_verdict() -> None:
    account = AccountStatus("PROBATION", True, True, True, None)
    review = replace(target(bounce=0.061), account=account)
    open_alert = alert(ACCOUNT, Metric.ENFORCEMENT_STATUS, Condition.REVIEW, 0.0)
    assert said(review, open_alert)[:3] == ("UNDER REVIEW", "6.10 %", "bounce, AWS may pause")
    off = replace(review, account=replace(account, sending_enabled=False))
    paused = alert(ACCOUNT, Metric.SENDING_ENABLED, Condition.PAUSE, 0.0)
    assert said(off, paused)[::2] == ("SENDING IS OFF", "no mail goes out")


def test_another_alert_names_what_it_is_about_and_its_condition() -> None:
    lost = replace(alert(NEWS, Metric.VERIFICATION, Condition.REVIEW, 0.0), value="NOT_STARTED")
    assert said(target(), replace(lost, playbook="identity-lost")) == (
        "news.example.org may not send", "", "REVIEW: NOT STARTED", "put its DNS records back",
    )  # fmt: skip
    stopped = replace(alert(ACCOUNT, Metric.MAIL_STOPPED, Condition.WARN, 0.92), playbook="mail-stopped")
    assert said(target(), stopped) == ("less mail than usual", "92 %", "WARN", "look at what sends")


@pytest.mark.parametrize("metric", Metric)
@pytest.mark.parametrize("subject", [ACCOUNT, HOTMAIL, Subject(SubjectKind.IDENTITY, "a" * 200)])
def test_every_alert_has_words_and_no_name_makes_them_small(metric: Metric, subject: Subject) -> None:
    made = headline(target(), alert(subject, metric, Condition.WARN, 0.5), NOW)
    assert made.says and made.far and "{" not in made.says
    assert max(map(len, (made.says, made.do))) <= LONGEST_NAME + 24


def test_blindness_says_what_was_known_and_what_to_do() -> None:
    def blind(one: TargetSnapshot, kind: ErrorKind) -> Headline:
        error = SourceError("rates", "GetMetricData", kind, "no", "")
        return blind_headline(replace(one, health=Health.BLIND, errors=(error,)))

    known = blind(target(bounce=0.0312), ErrorKind.CREDENTIALS_EXPIRED)
    assert (known.says, known.number, known.far, known.do) == ("blind", "", "last known WARN", "log in again")
    assert blind(target(bounce=None), ErrorKind.NETWORK).far == "nothing was ever read"
    assert blind(target(), ErrorKind.NETWORK).far == "last known bounce 1.20 %"


def test_every_playbook_is_said_in_brief() -> None:
    assert tuple(BRIEF_ADVICE) == PLAYBOOKS
    assert all(0 < len(text) <= 24 for text in BRIEF_ADVICE.values())
    assert all(0 < len(brief_advice("blind", kind)) <= 24 for kind in ErrorKind)
