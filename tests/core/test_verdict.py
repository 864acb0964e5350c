"""The one sentence: the worst that is true, how long at this pace, who; and never that all is well unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.blame import Blame
from ses_tui.core.clock import HOUR, MINUTE
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, Alert, Budget, Reading, Snapshot, TargetSnapshot
from ses_tui.core.verdict import WELL, about, verdict, worst_first

NOW = 1_800_000_000.0
BOUNCE, COMPLAINT = Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE
LINES = {BOUNCE: BOUNCE_LINES, COMPLAINT: COMPLAINT_LINES}
HEALTHY = AccountStatus("HEALTHY", True, True, True, None)


def rate(metric: Metric, value: float | None) -> Reading:
    lines = LINES[metric]
    return Reading(ACCOUNT, metric, "cloudwatch", value, lines.band(value), NOW, Health.FRESH, lines=lines)


def target(bounce: float | None = 0.012, complaint: float | None = 0.0002) -> TargetSnapshot:
    """As the engine would have it after a good read of both rates."""
    readings = rate(BOUNCE, bounce), rate(COMPLAINT, complaint)
    worst = max(reading.condition for reading in readings)
    return TargetSnapshot("prod", "eu-west-1", "1", worst, Health.FRESH, account=HEALTHY, readings=readings)


def budget(left: int, last_hour: int, towards: Condition = Condition.REVIEW) -> Budget:
    return Budget(BOUNCE, left, 100_000, towards=towards, last_hour=last_hour)


def alert(subject: Subject, metric: Metric, condition: Condition, value: float) -> Alert:
    return Alert("1", "FIRING", condition, Key("prod", subject, metric), value, None, NOW, "")


def said(one: TargetSnapshot, form: int = 1) -> str:
    return verdict(one, NOW).text(form)


HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")
INCIDENT = replace(
    target(bounce=0.0406),
    budgets={BOUNCE: budget(2_248, 5_563)},
    blame={BOUNCE: Blame(BOUNCE, ((HOTMAIL, 0.72),), 0.014)},
)


def test_what_is_ahead_by_the_pace_of_the_last_hour_and_by_whom() -> None:
    texts = [f"{word}  {text}" for word, text in verdict(INCIDENT, NOW).sayings]
    assert texts == [
        "REVIEW AHEAD  bounce 4.06 %, AWS reviews at 5 %: in about 25 min at this pace"
        " (2,248 more bounces; 5,563 in the last hour) · Hotmail is 72 % of the extra bounces",
        "REVIEW AHEAD  bounce 4.06 % of 5 %: in about 25 min at this pace"
        " · Hotmail is 72 % of the extra bounces",
        "REVIEW AHEAD  bounce 4.06 % of 5 %: in about 25 min at this pace · Hotmail is 72 % of it",
        "REVIEW AHEAD  bounce 4.06 % of 5 %: in about 25 min at this pace · Hotmail 72 %",
        "REVIEW  in about 25 min at this pace · Hotmail 72 %",
        "REVIEW AHEAD  bounce 4.06 % of 5 %: in about 25 min at this pace",
        "REVIEW  in about 25 min at this pace",
        "REVIEW  Hotmail",
    ]
    assert verdict(INCIDENT, NOW).condition is Condition.REVIEW


def test_calm_says_how_far_it_is() -> None:
    assert said(target()) == "● All well  bounce 1.20 % of 5 %, complaint 0.020 % of 0.1 %, nothing grows"


def test_what_is_well_says_what_was_not_read() -> None:
    denied = SourceError("vdm", "BatchGetMetricData", ErrorKind.ACCESS_DENIED, "denied", "allow it")
    one = replace(target(), errors=(denied,))
    assert said(one).endswith(", not read: ISPs and identities")
    assert all("read" in text for _, text in verdict(one, NOW).sayings)


def test_nobody_knows_whether_it_is_well_while_its_own_reads_fail() -> None:
    gone = SourceError("rates", "GetMetricData", ErrorKind.NETWORK, "refused", "check the endpoint")
    one = replace(target(), errors=(gone, replace(gone, source="account")))
    assert said(one, 0) == (
        "◌ PARTLY READ  not read: both rates, the account's status"
        " · last known bounce 1.20 % of 5 %, complaint 0.020 % of 0.1 %"
    )
    assert said(replace(one, errors=(replace(gone, kind=ErrorKind.NOT_ENABLED),))).startswith("● All well")
    assert said(replace(INCIDENT, errors=one.errors)).startswith("■ REVIEW AHEAD")


def test_a_pace_that_is_slow_is_a_warning_and_no_review_ahead() -> None:
    slow = replace(target(bounce=0.032), budgets={BOUNCE: budget(4_800, 100)})
    assert said(slow) == "▲ WARN  bounce 3.20 % of 5 %: in about 2 days at this pace"
    slower = replace(slow, budgets={BOUNCE: budget(48_000, 100)})
    assert said(slower) == "▲ WARN  bounce 3.20 % of 5 %: 48,000 more until review"


def test_an_early_tier_speaks_before_the_rate_does() -> None:
    early = alert(ACCOUNT, Metric.BOUNCE_BUDGET, Condition.REVIEW, 0.463)
    one = replace(target(bounce=0.013), alerts=(early,))
    assert said(one) == "■ REVIEW AHEAD  bounce 1.30 % of 5 %: 46 % of the room to review was used"


def test_a_line_that_is_reached() -> None:
    over = replace(target(bounce=0.054), budgets={BOUNCE: budget(9_000, 3_000, Condition.PAUSE)})
    assert said(over) == "■ REVIEW LINE REACHED  bounce 5.40 % ≥ 5 %: pause in about 3 h at this pace"
    assert said(target(complaint=0.006)) == "✖ PAUSE LINE REACHED  complaint 0.600 % ≥ 0.5 %"


def test_what_aws_has_done_stands_above_all_rates() -> None:
    shut = replace(INCIDENT, account=replace(HEALTHY, enforcement_status="SHUTDOWN"))
    assert said(shut, 0).startswith("✖ PAUSED BY AWS  AWS says SHUTDOWN, no mail goes out · bounce 4.06 %")
    off = replace(target(), account=replace(HEALTHY, sending_enabled=False))
    assert said(off) == "✖ SENDING IS OFF  AWS says HEALTHY, no mail goes out"
    review = replace(INCIDENT, account=replace(HEALTHY, enforcement_status="PROBATION"))
    assert said(review) == "■ UNDER REVIEW  bounce 4.06 % of 5 %: in about 25 min at this pace"
    new = replace(target(), account=replace(HEALTHY, enforcement_status="PENDING_PAUSE"))
    assert said(new).startswith("■ AWS SAYS PENDING_PAUSE  ")


def test_a_row_speaks_where_the_account_is_well() -> None:
    one = replace(target(), alerts=(alert(HOTMAIL, BOUNCE, Condition.PAUSE, 0.21),))
    assert said(one) == "✖ PAUSE  Hotmail bounce 21.00 %"
    assert "the account's bounce 1.20 % of 5 %" in said(one, 0)


@pytest.mark.parametrize(
    ("kind", "metric", "condition", "value", "word"),
    [
        (SubjectKind.IDENTITY, Metric.VERIFICATION, Condition.PAUSE, "FAILED", "✖ IDENTITY CAN'T SEND"),
        (SubjectKind.IDENTITY, Metric.SENDING_STATUS, Condition.REVIEW, "off", "■ IDENTITY CAN'T SEND"),
        (SubjectKind.TENANT, Metric.SENDING_STATUS, Condition.PAUSE, "DISABLED", "✖ TENANT CAN'T SEND"),
        (SubjectKind.CONFIGURATION_SET, Metric.SENDING_STATUS, Condition.PAUSE, "off", "✖ CONFIGURATION SET"),
        (SubjectKind.TENANT, Metric.SENDING_STATUS, Condition.WARN, "HIGH", "▲ WARN"),
        (SubjectKind.IDENTITY, Metric.DKIM, Condition.WARN, "FAILED", "▲ WARN"),
    ],
)
def test_what_can_not_send_is_said_so_and_not_as_a_pause(
    kind: SubjectKind, metric: Metric, condition: Condition, value: str, word: str
) -> None:
    lost = Alert("1", "FIRING", condition, Key("prod", Subject(kind, "news"), metric), value, None, NOW, "")
    text = said(replace(target(), alerts=(lost,)))
    assert text.startswith(word)
    assert value in text
    assert "PAUSE" not in text


def test_above_the_target_is_said_and_is_no_alarm() -> None:
    assert said(target(bounce=0.023), 0) == (
        "◆ ABOVE TARGET  bounce 2.30 % is over the target of 2 %, AWS reviews at 5 %"
    )


def test_what_can_not_be_seen_leads_and_what_was_known_follows() -> None:
    blind = replace(INCIDENT, health=Health.BLIND, health_reason="credentials expired: aws sso login")
    assert said(blind, 0).startswith(
        "? BLIND  credentials expired: aws sso login · last known WARN, bounce 4"
    )
    old = replace(target(), health=Health.STALE, health_reason="AWS is not publishing")
    assert said(old).startswith("◌ OLD NUMBERS  AWS is not publishing")
    assert said(replace(INCIDENT, health=Health.STALE)).startswith("■ REVIEW AHEAD")
    assert said(TargetSnapshot("prod", "eu-west-1")) == "… READING"
    assert said(target(complaint=None)).startswith("… PARTLY READ  not read: complaint")


def test_several_targets_worst_first() -> None:
    calm, bad = target(), replace(INCIDENT, name="bad")
    blind = replace(target(), name="dark", health=Health.BLIND)
    names = [one.name for one, _ in worst_first(Snapshot(NOW, (calm, blind, bad)))]
    assert names == ["bad", "dark", "prod"]


def test_spans_to_as_many_digits_as_a_pace_is_worth() -> None:
    spans = (20, 4 * MINUTE, 23 * MINUTE, 88 * MINUTE, 100 * MINUTE, 30 * HOUR, 60 * HOUR)
    assert [about(one) for one in spans] == ["1 min", "4 min", "25 min", "90 min", "2 h", "30 h", "2 days"]


rates = st.one_of(st.none(), st.floats(0.0, 1.0))


@given(rates, rates, st.sampled_from(Health), st.sampled_from(["HEALTHY", "PROBATION", "X"]), st.booleans())
def test_all_well_means_that_all_was_read_is_fresh_and_under_its_lines(
    bounce: float | None, complaint: float | None, health: Health, status: str, enabled: bool
) -> None:
    account = replace(HEALTHY, enforcement_status=status, sending_enabled=enabled)
    one = replace(target(bounce, complaint), health=health, account=account)
    made = verdict(one, NOW)
    well = (bounce or 1.0) < 0.02 and (complaint or 1.0) < 0.0008 and health is Health.FRESH
    if made.word == WELL:
        assert bounce is not None and complaint is not None and status == "HEALTHY" and enabled
    elif well and status == "HEALTHY" and enabled:
        assert bounce is None or complaint is None
    if health is Health.FRESH:
        assert made.condition >= one.condition
    lengths = [len(f"{word}{text}") for word, text in made.sayings]
    assert all(made.fitted(room) in made.sayings for room in range(0, max(lengths) + 4, 7))
