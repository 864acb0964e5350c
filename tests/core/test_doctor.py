"""What doctor makes of facts: what is missing is named and mended, what is absent does not nag."""

import pytest

from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.condition import Bands
from ses_tui.core.doctor import Facts, Need, examine
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.findings import Finding, Level
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.resources import (
    ConfigurationSet,
    DedicatedIp,
    EventDestination,
    ManagedStatus,
    Pool,
    PoolsResult,
    ReputationEntity,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.snapshot import AccountStatus, Quota
from ses_tui.core.statuses import Status

TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"
HEARD = EventDestination("sns", True, ("sns",), ("BOUNCE", "COMPLAINT"), TOPIC)
SET = ConfigurationSet("mail", True, True, destinations=(HEARD,))
ACCOUNT = AccountStatus("HEALTHY", True, True, True, None, plan="PRO")

BARE = Facts(
    "eu-west-1",
    TOPIC,
    (),
    account_id="123456789012",
    skew=0.4,
    account=replace(ACCOUNT, vdm_enabled=False, plan="NONE"),
    sets=SetsResult(()),
    gaps=gaps([], Bands()),
    pools=PoolsResult((), ()),
    tenants=TenantsResult(()),
    subscribed=False,
)


def by_check(facts: Facts, check: str) -> list[Finding]:
    return [one for one in examine(facts) if one.check == check]


def test_a_bare_account_lacks_its_alarms_and_nothing_else() -> None:
    wrong = [one for one in examine(BARE) if one.level is not Level.PASS]
    assert [(one.check, one.level) for one in wrong] == [("alarms", Level.FAIL)] * 2
    for one, name in zip(wrong, ("ses-bounce-rate", "ses-complaint-rate"), strict=True):
        (command,) = one.mend
        assert command.startswith(f"aws cloudwatch put-metric-alarm --alarm-name {name} ")
        assert f"--alarm-actions {TOPIC} " in command and command.endswith(" --region eu-west-1")


def test_what_is_absent_says_in_one_line_what_it_would_show_and_cost() -> None:
    for check, word in (
        ("vdm", "about $0.07 per 1,000 messages"),
        ("dedicated IPs", "shared"),
        ("tenants", "isolate"),
        ("global deliverability", "$1,250"),
        ("sets", "free"),
    ):
        (one,) = by_check(BARE, check)
        assert one.level is Level.PASS and not one.mend
        assert word in one.summary


@pytest.mark.parametrize(
    ("changed", "check", "command"),
    [
        (replace(SET, reputation_metrics_enabled=False), "reputation export", "--reputation-metrics-enabled"),
        (replace(SET, destinations=()), "event destinations", "create-configuration-set-event-destination"),
        (
            replace(SET, destinations=(replace(HEARD, enabled=False),)),
            "event destinations",
            "update-configuration-set-event-destination",
        ),
        (
            replace(SET, destinations=(replace(HEARD, enabled=False, kinds=("firehose",), arn="arn:x"),)),
            "event destinations",
            "create-configuration-set-event-destination",
        ),
        (
            replace(SET, destinations=(replace(HEARD, kinds=("cloudwatch",)),)),
            "event destinations",
            "create-configuration-set-event-destination",
        ),
        (
            replace(SET, destinations=(replace(HEARD, event_types=("BOUNCE",)),)),
            "event destinations",
            "create-configuration-set-event-destination",
        ),
    ],
)
def test_a_set_that_hides_something_is_named_with_its_command(
    changed: ConfigurationSet, check: str, command: str
) -> None:
    facts = replace(BARE, gaps=None, sets=SetsResult((SET, replace(changed, name="hidden one"))))
    wrong = [one for one in examine(facts) if one.level is not Level.PASS]
    assert [one.check for one in wrong] == [check]
    assert "hidden one" in wrong[0].summary
    (mend,) = wrong[0].mend
    assert command in mend and "'hidden one'" in mend


def test_of_a_set_that_does_not_send_that_alone_is_said_and_of_one_not_read_nothing() -> None:
    off = ConfigurationSet("old", sending_enabled=False, reputation_metrics_enabled=False, destinations=())
    unread = ConfigurationSet("unread")
    found = examine(replace(BARE, gaps=None, sets=SetsResult((off, unread))))
    (warned,) = [one for one in found if one.level is not Level.PASS]
    assert (warned.check, warned.level) == ("sets", Level.WARN)
    assert warned.summary == "old: sending is off: AWS takes no mail through it"
    assert "--configuration-set-name old" in warned.mend[0]


def tenant(name: str, status: str, impact: str, cause: str = "") -> TenantStatus:
    entity = ReputationEntity("arn", status, impact, aws=ManagedStatus(status, cause))
    return TenantStatus(name, "arn", status, entity=entity, suppressed=("BOUNCE", "COMPLAINT"))


def test_a_tenant_in_trouble_is_named_with_its_cause_and_its_playbook_the_worst_first() -> None:
    read = TenantsResult(
        (
            tenant("calm", "ENABLED", "LOW"),
            tenant("high", "REINSTATED", "HIGH"),
            tenant("stopped", "DISABLED", "HIGH", "Sending paused: bounce rate 18.04 %."),
            tenant("unread", "", ""),
        )
    )
    stopped, unread, high = by_check(replace(BARE, tenants=read), "tenants")
    assert (stopped.level, unread.level, high.level) == (Level.FAIL, Level.WARN, Level.WARN)
    assert stopped.summary == "stopped: sending is DISABLED; Sending paused: bounce rate 18.04 %."
    assert unread.summary == "unread: sending status was not read"
    assert high.summary == "high: reputation impact is HIGH"
    asked, page = stopped.mend
    assert asked == "aws sesv2 get-tenant --tenant-name stopped --region eu-west-1"
    assert page == "ses-tui playbook tenant-disabled"


def test_tenants_that_are_well_are_counted() -> None:
    read = TenantsResult((tenant("a", "ENABLED", "LOW"), tenant("b", "REINSTATED", "LOW")))
    (one,) = by_check(replace(BARE, tenants=read), "tenants")
    assert (one.level, one.summary) == (Level.PASS, "2")


def test_many_sets_are_counted_not_listed() -> None:
    many = tuple(replace(SET, name=f"set-{n}", destinations=()) for n in range(40))
    (one,) = by_check(replace(BARE, sets=SetsResult(many)), "event destinations")
    assert "and 35 more" in one.summary
    assert len(one.mend) == 40


def error(kind: ErrorKind) -> SourceError:
    return SourceError("sets", "GetConfigurationSet", kind, "no", "do something")


@pytest.mark.parametrize(
    ("core", "kind", "level"),
    [
        (True, ErrorKind.ACCESS_DENIED, Level.FAIL),
        (False, ErrorKind.ACCESS_DENIED, Level.WARN),
        (True, ErrorKind.TIMEOUT, Level.FAIL),
        (False, ErrorKind.THROTTLED, Level.WARN),
        (False, ErrorKind.SERVICE, Level.WARN),
    ],
)
def test_each_missing_permission_is_named(core: bool, kind: ErrorKind, level: Level) -> None:
    need = Need("ses:GetConfigurationSet", "configuration sets", core, True, error(kind))
    good = Need("ses:GetAccount", "account", True, True)
    untried = Need("ses:BatchGetMetricData", "rows per ISP", False, False)
    found = by_check(replace(BARE, needs=(need, good, untried)), "permissions")
    assert [one.level for one in found] == [level, Level.PASS]
    assert "ses:GetConfigurationSet" in found[0].summary
    assert found[0].actions == (("ses:GetConfigurationSet",) if kind is ErrorKind.ACCESS_DENIED else ())
    assert found[1].summary.startswith("1 actions allowed, 1 not tried")


def test_a_subscription_that_ends_says_so() -> None:
    (ends,) = by_check(
        replace(BARE, subscribed=True, subscription="PENDING_EXPIRATION"), "global deliverability"
    )
    (goes_on,) = by_check(replace(BARE, subscribed=True, subscription="ACTIVE"), "global deliverability")
    assert (ends.summary, goes_on.summary) == ("subscribed, PENDING_EXPIRATION", "subscribed")


def test_in_the_sandbox_the_request_to_leave_it_is_told_in_the_word_of_aws() -> None:
    sandbox = replace(ACCOUNT, production_access=False, review_status="DENIED", review_case="17")
    (found,) = by_check(replace(BARE, account=sandbox), "account")
    assert "in the sandbox" in found.summary
    assert found.summary.endswith("the request for production access is DENIED, case 17")


def test_an_explicit_deny_is_not_mended_by_allowing() -> None:
    denied = SourceError("sets", "X", ErrorKind.ACCESS_DENIED, "no", "the service control policy denies it")
    need = Need("ses:GetConfigurationSet", "configuration sets", False, True, denied)
    (found,) = by_check(replace(BARE, needs=(need,)), "permissions")
    assert found.actions == () and "the service control policy denies it" in found.summary


def test_a_feature_that_the_account_may_lack_is_not_warned_of() -> None:
    odd = Need("ses:GetBlacklistReports", "blocklists", False, True, error(ErrorKind.SERVICE), optional=True)
    off = Need("ses:BatchGetMetricData", "rows per ISP", False, True, error(ErrorKind.NOT_ENABLED))
    found = by_check(replace(BARE, needs=(odd, off)), "permissions")
    assert [(one.level, "GetBlacklistReports" in one.summary) for one in found] == [(Level.PASS, True)]
    denied = replace(odd, error=error(ErrorKind.ACCESS_DENIED))
    assert by_check(replace(BARE, needs=(denied,)), "permissions")[0].level is Level.WARN


@pytest.mark.parametrize("lacking", ["nothing", "vdm", "permission"])
def test_that_an_identity_has_no_mail_is_said_only_where_vdm_tells(lacking: str) -> None:
    lost = Status(Subject(SubjectKind.IDENTITY, "old.example"), Metric.VERIFICATION, "FAILED", None)
    denied = Need("ses:BatchGetMetricData", "rows per ISP", False, True, error(ErrorKind.ACCESS_DENIED))
    facts = replace(
        BARE,
        account=replace(ACCOUNT, vdm_enabled=lacking != "vdm"),
        needs=(denied,) if lacking == "permission" else (),
        statuses=(lost,),
    )
    (found,) = by_check(facts, "identities")
    assert found.level is Level.WARN
    assert ("no mail of late" in found.summary) is (lacking == "nothing")
    assert ("whether it has mail is not known" in found.summary) is (lacking != "nothing")


@pytest.mark.parametrize(
    ("skew", "level"), [(-59.0, Level.PASS), (61.0, Level.WARN), (-239.0, Level.WARN), (241.0, Level.FAIL)]
)
def test_the_clock(skew: float, level: Level) -> None:
    (one,) = by_check(replace(BARE, skew=skew), "clock")
    assert one.level is level
    assert bool(one.mend) == (level is not Level.PASS)


def test_what_was_not_read_has_no_finding() -> None:
    assert examine(Facts("eu-west-1", TOPIC, ())) == ()


def test_without_credentials_nothing_else_is_judged() -> None:
    failed = SourceError(
        "account", "GetCallerIdentity", ErrorKind.CREDENTIALS_EXPIRED, "expired", "aws sso login --profile x"
    )
    (one,) = examine(Facts("eu-west-1", "", (), failed=failed))
    assert (one.check, one.level, one.mend) == ("credentials", Level.FAIL, ("aws sso login --profile x",))


@pytest.mark.parametrize(
    ("account", "level"),
    [
        (replace(ACCOUNT, enforcement_status="PROBATION"), Level.WARN),
        (replace(ACCOUNT, enforcement_status="SHUTDOWN"), Level.FAIL),
        (replace(ACCOUNT, sending_enabled=False), Level.FAIL),
        (replace(ACCOUNT, production_access=False), Level.PASS),
    ],
)
def test_the_account_itself(account: AccountStatus, level: Level) -> None:
    (one,) = by_check(replace(BARE, account=account), "account")
    assert one.level is level


def test_a_status_that_is_new_is_said_as_aws_says_it_and_is_not_well() -> None:
    new = replace(ACCOUNT, enforcement_status="PENDING_SENDING_PAUSE")
    (one,) = by_check(replace(BARE, account=new), "account")
    assert one.level is Level.WARN
    assert "PENDING_SENDING_PAUSE" in one.summary and "under review" not in one.summary


def test_the_plan_and_the_one_that_comes() -> None:
    (one,) = by_check(replace(BARE, account=replace(ACCOUNT, next_plan="ENTERPRISE")), "account")
    assert "plan PRO, ENTERPRISE next month" in one.summary


@pytest.mark.parametrize(
    ("reasons", "level", "word"),
    [
        (("BOUNCE", "COMPLAINT"), Level.PASS, "of bounces and complaints"),
        (("BOUNCE",), Level.PASS, "not of complaints"),
        (("COMPLAINT",), Level.WARN, "off for bounces"),
        ((), Level.WARN, "off for bounces and complaints"),
    ],
)
def test_suppression_of_the_account(reasons: tuple[str, ...], level: Level, word: str) -> None:
    account = replace(ACCOUNT, suppressed=reasons, validation="ENABLED")
    (one,) = by_check(replace(BARE, account=account), "suppression")
    assert one.level is level and word in one.summary
    assert ("put-account-suppression-attributes" in "".join(one.mend)) is (level is Level.WARN)


def test_a_set_that_overrides_the_suppression_is_named() -> None:
    own = replace(SET, name="own", suppressed=())
    account = replace(ACCOUNT, suppressed=("BOUNCE", "COMPLAINT"))
    facts = replace(BARE, account=account, sets=SetsResult((SET, own, replace(own, name="b"))))
    fine, found = by_check(facts, "suppression")
    assert (fine.level, found.level) == (Level.PASS, Level.WARN)
    assert "own, b" in found.summary and len(found.mend) == 3
    assert "put-configuration-set-suppression-options" in found.mend[0]


@pytest.mark.parametrize(
    ("on", "kind", "level"),
    [
        (False, "STANDARD", Level.WARN),
        (True, "STANDARD", Level.PASS),
        (False, "MANAGED", None),
        (None, "STANDARD", None),
    ],
)
def test_automatic_warm_up_is_asked_of_where_there_are_standard_ips(
    on: bool | None, kind: str, level: Level | None
) -> None:
    pools = PoolsResult((Pool("own", kind),), (DedicatedIp("192.0.2.1", "own", "IN_PROGRESS", 20),))
    found = by_check(replace(BARE, account=replace(ACCOUNT, auto_warmup=on), pools=pools), "auto warm-up")
    assert [one.level for one in found] == ([] if level is None else [level])
    assert all("--auto-warmup-enabled" in command for one in found for command in one.mend)


def test_what_makes_bounces_that_look_like_a_block() -> None:
    hasty, strict = replace(SET, name="hasty", most_seconds=300), replace(SET, name="strict", tls="REQUIRE")
    facts = replace(BARE, sets=SetsResult((hasty, strict, replace(SET, name="calm", most_seconds=50_400))))
    (time,) = by_check(facts, "delivery time")
    (tls,) = by_check(facts, "TLS")
    assert time.level is Level.WARN and "hasty (5 min)" in time.summary and "calm" not in time.summary
    assert tls.level is Level.PASS and "strict" in tls.summary


def test_what_of_vdm_is_on_in_the_words_of_aws() -> None:
    (one,) = by_check(replace(BARE, account=replace(ACCOUNT, engagement="DISABLED", guardian="X")), "vdm")
    assert "engagement metrics DISABLED" in one.summary and "delivery X" in one.summary


@pytest.mark.parametrize(
    ("plan", "on", "said"),
    [
        ("NONE", False, "about $84.00 a month at your volume; included on Essentials and up"),
        ("NONE", True, "what its queries cost without a plan is not published"),
        ("ESSENTIALS", False, "included in plan ESSENTIALS"),
    ],
)
def test_vdm_s_price_at_the_account_s_volume_stands_at_its_command(plan: str, on: bool, said: str) -> None:
    quota = Quota(500_000.0, 120.0, 40_000.0)
    account = replace(ACCOUNT, plan=plan, vdm_enabled=on, quota=quota)
    (one,) = by_check(replace(BARE, account=account), "vdm")
    assert said in one.summary
    assert any("VdmEnabled=ENABLED" in command for command in one.wanted) is not on


def test_a_tenant_with_a_list_of_its_own_is_named() -> None:
    own = TenantStatus("acme", "arn", "ENABLED", suppressed=("COMPLAINT",), suppression_scope="TENANT")
    others = (
        replace(own, name="b", suppression_scope="ACCOUNT"),
        replace(own, name="c", suppressed=("BOUNCE",)),
    )
    (found,) = by_check(replace(BARE, tenants=TenantsResult((own, *others))), "suppression")
    assert found.level is Level.WARN and found.summary.endswith("of the tenants acme")
