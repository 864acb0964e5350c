"""The scenarios, one entry each. Minutes count from the start; at --speed 60 a minute lasts one second."""

from ses_tui.simulator.scenarios.model import (
    Burst,
    Culprit,
    FaultSpan,
    Identity,
    IdentityStatus,
    Scenario,
    Status,
    TenantStatus,
)
from ses_tui.simulator.scenarios.senders import ORDINARY, ORDINARY_VOLUME, STANDARD_POOL, big

_N = ORDINARY_VOLUME

HEALTHY = Scenario("healthy", "Everyday mail; nothing comes near a line.", ORDINARY, _N)

SLOW_BURN = Scenario(
    "slow-burn",
    "An import form lets typing errors in: hard bounces of one identity creep up over hours.",
    ORDINARY,
    _N,
    bursts=(
        Burst(
            "community.example.org",
            minutes=(0, 120, 300, 600, 900),
            delivered=(0, 3_000, 8_000, 16_000, 24_000),
            permanent=(0, 2_000, 4_900, 10_200, 14_400),
        ),
    ),
    culprit=Culprit("identity", "community.example.org"),
)

STALE_LIST = Scenario(
    "stale-list",
    "An old list is sent in full: a third of it no longer exists.",
    ORDINARY,
    _N,
    bursts=(
        Burst(
            "promo.example.net",
            minutes=(0, 5, 21, 49, 82, 130),
            delivered=(0, 0, 3_800, 8_800, 18_500, 28_000),
            permanent=(0, 0, 2_050, 4_650, 9_800, 15_600),
            transient=(0, 0, 60, 140, 260, 420),
        ),
    ),
    culprit=Culprit("identity", "promo.example.net"),
)

ISP_BLOCK = Scenario(
    "isp-block",
    "A campaign to Hotmail is larger than Hotmail will take: it defers the mail, then blocks it.",
    ORDINARY,
    _N,
    bursts=(
        Burst(
            "news.example.org",
            isp="Hotmail",
            minutes=(0, 10, 28, 58, 92, 140),
            delivered=(0, 1_200, 1_900, 2_300, 2_500, 2_600),
            transient=(0, 600, 4_000, 6_000, 7_200, 8_000),
            permanent=(0, 0, 1_500, 3_500, 7_200, 11_200),
        ),
        Burst(
            "shop.example.com",
            isp="Hotmail",
            minutes=(0, 10, 28, 58, 92, 140),
            delivered=(0, 400, 600, 700, 800, 850),
            transient=(0, 250, 1_600, 2_400, 2_900, 3_200),
            permanent=(0, 0, 550, 1_250, 2_700, 4_200),
        ),
    ),
    culprit=Culprit("isp", "Hotmail"),
)

COMPLAINT_STORM = Scenario(
    "complaint-storm",
    "A mailing goes to people who never asked for it; they press the spam button.",
    ORDINARY,
    _N,
    bursts=(
        Burst(
            "shop.example.com",
            minutes=(0, 4, 24, 50, 95, 150),
            delivered=(0, 0, 4_000, 9_000, 18_000, 26_000),
            permanent=(0, 0, 50, 110, 220, 320),
            complaint=(0, 0, 142, 186, 520, 940),
        ),
    ),
    culprit=Culprit("identity", "shop.example.com"),
)

WARMUP = Scenario(
    "warmup",
    "A standard and a managed pool are being warmed; volume grows from day to day, some mail is deferred.",
    tuple(
        row._replace(daily=row.daily * 0.55, growth=0.07, transient=0.022) if row.pool is not None else row
        for row in ORDINARY
    ),
    _N,
    culprit=Culprit("pool", STANDARD_POOL),
    standard_ips=(27.0, 27.0, 4.0),
)

PAUSED = Scenario(
    "paused",
    "Bounces go on until AWS reviews the account and then pauses it.",
    ORDINARY,
    _N,
    bursts=(
        Burst(
            "promo.example.net",
            minutes=(-600, 0, 15, 65, 75),
            delivered=(0, 12_000, 14_000, 30_000, 33_000),
            permanent=(0, 7_200, 9_600, 23_500, 24_000),
        ),
    ),
    status=(
        Status(float("-inf"), "HEALTHY"),
        Status(20, "PROBATION"),
        Status(70, "SHUTDOWN", sending_enabled=False),
    ),
    culprit=Culprit("identity", "promo.example.net"),
)

QUIET = Scenario(
    "quiet",
    "A few dozen mails a day; four bounces last week are most of a percent.",
    (
        Identity("shop.example.com", 26, "transactional", bounce=0, transient=0.01, complaint=0),
        Identity("hello@example.org", 14, "transactional", bounce=0, transient=0.01, complaint=0),
    ),
    500,
    bursts=(Burst("shop.example.com", minutes=(-13_000, -12_900, -7_200, -7_100), permanent=(0, 2, 2, 4)),),
    max_24_hour_send=50_000.0,
    max_send_rate=14.0,
)

BIG = Scenario(
    "big",
    "A platform of 10,000 identities: a head of fifty, a long tail.",
    big(),
    320_000,
    configuration_sets=120,
)

OUTAGE = Scenario(
    "outage",
    "The mail is healthy; AWS is not: one kind of fault after the other, each with a recovery.",
    ORDINARY,
    _N,
    faults=(
        FaultSpan(10, 22, "throttling"),
        FaultSpan(30, 45, "unavailable"),
        FaultSpan(52, 64, "expired_token"),
        FaultSpan(72, 84, "hang", "BatchGetMetricData"),
        FaultSpan(72, 84, "partial_data", "GetMetricData"),
        FaultSpan(90, 102, "connection_reset"),
        FaultSpan(108, 120, "html"),
        FaultSpan(128, 140, "access_denied", "BatchGetMetricData"),
        FaultSpan(134, 150, "internal_error", "GetAccount"),
    ),
    fault_period=180,
    culprit=Culprit("service", None),
)

IDENTITY_LOST = Scenario(
    "identity-lost",
    "The DNS records of the busiest identity are gone: SES looks for them in vain, then refuses its mail.",
    ORDINARY,
    _N,
    identity_status=(
        IdentityStatus(
            10,
            "news.example.org",
            "TEMPORARY_FAILURE",
            dkim="TEMPORARY_FAILURE",
            mail_from="SUCCESS",
            error="HOST_NOT_FOUND",
        ),
        IdentityStatus(
            40,
            "news.example.org",
            "FAILED",
            sending_enabled=False,
            dkim="FAILED",
            mail_from="FAILED",
            error="HOST_NOT_FOUND",
        ),
    ),
    culprit=Culprit("identity", "news.example.org"),
)

TENANT_DISABLED = Scenario(
    "tenant-disabled",
    "One customer of a platform mails a bought list: AWS disables that tenant, and that tenant alone.",
    ORDINARY,
    _N,
    bursts=(
        Burst(
            "travel.example.net",
            minutes=(0, 10, 40),
            delivered=(0, 400, 1_400),
            permanent=(0, 90, 310),
        ),
    ),
    tenant_status=(
        TenantStatus(20, "acme-travel", "ENABLED", "HIGH"),
        TenantStatus(
            40,
            "acme-travel",
            "DISABLED",
            "HIGH",
            "Sending paused: bounce rate 18.04 % over a representative volume of 1,710 emails.",
        ),
    ),
    endpoints=(("everywhere", "eu-west-1"),),
    culprit=Culprit("tenant", "acme-travel"),
)

MAIL_STOPPED = Scenario(
    "mail-stopped",
    "A deployment goes wrong: the application sends nothing any more. SES itself has nothing to say.",
    ORDINARY,
    _N,
    mail_stops=10,
    culprit=Culprit("account", None),
)

MUTED_ALARM = STALE_LIST._replace(
    name="muted-alarm",
    about="An old list is sent in full, and a mute rule keeps the bounce alarm's actions silent meanwhile.",
    muted=("ses-bounce-rate",),
)

BROKEN_TEMPLATE = Scenario(
    "broken-template",
    "A template is deployed that wants an attribute nobody passes: SES accepts each message and sends none.",
    ORDINARY,
    _N,
    bursts=(Burst("shop.example.com", minutes=(-20_000, 0, 10, 130), rendering=(0, 300, 300, 2_700)),),
    culprit=Culprit("identity", "shop.example.com"),
)

SCENARIOS = {
    entry.name: entry
    for entry in (
        HEALTHY,
        SLOW_BURN,
        STALE_LIST,
        ISP_BLOCK,
        COMPLAINT_STORM,
        WARMUP,
        PAUSED,
        QUIET,
        BIG,
        OUTAGE,
        IDENTITY_LOST,
        TENANT_DISABLED,
        MAIL_STOPPED,
        MUTED_ALARM,
        BROKEN_TEMPLATE,
    )
}
