"""The JSON Schema of what ``check --format json`` prints: ``ses-tui config schema --of check``."""

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import Metric, SubjectKind

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}


def _or_null(one: Schema, about: str = "") -> Schema:
    return {"anyOf": [one, {"type": "null"}], **({"description": about} if about else {})}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _words(words: list[str]) -> Schema:
    return {"enum": words}


def _object(about: str = "", **members: Schema) -> Schema:
    """All members are always there; more may join them."""
    said: Schema = {"description": about} if about else {}
    return {**said, "type": "object", "properties": members, "required": list(members)}


CONDITION = _or_null(_words([one.word for one in Condition]), "null: nothing of it was ever read")
HEALTH = _words([Health.FRESH.value, Health.STALE.value, Health.BLIND.value])
METRIC = _words([one.value for one in Metric])
SUBJECT = _object(kind=_words([one.value for one in SubjectKind]), name=_or_null(TEXT, "null: the account"))

ACCOUNT = _object(
    enforcement_status=_or_null(TEXT, "AWS's word"),
    sending_enabled=_or_null(FLAG),
    production_access=_or_null(FLAG),
    sandbox=_or_null(FLAG, "true: mail goes to verified addresses only"),
    vdm_enabled=_or_null(FLAG),
    plan=_or_null(TEXT, "AWS's word: NONE, ESSENTIALS, PRO, ENTERPRISE"),
    quota=_or_null(
        _object(
            max_24_hour_send={**NUMBER, "description": "-1: no limit"},
            max_send_rate={**NUMBER, "description": "a second"},
            sent_last_24_hours=NUMBER,
        )
    ),
)

READING = _object(
    subject=SUBJECT,
    metric=METRIC,
    source=TEXT,
    value=_or_null(NUMBER, "a fraction for rates, a count for sends; null: not read, nothing to divide by"),
    status=_or_null(TEXT, "AWS's word where the metric is one"),
    condition=CONDITION,
    at=_or_null(TIME, "time of the datapoint"),
    health=HEALTH,
    numerator=_or_null(WHOLE),
    denominator=_or_null(WHOLE),
    interval=_or_null(_list(NUMBER), "95 % Wilson interval, two fractions"),
)

ALERT = _object(
    id=TEXT,
    kind=TEXT,
    condition=CONDITION,
    subject=SUBJECT,
    metric=METRIC,
    value={"type": ["number", "string", "null"]},
    since=TIME,
    acked_until=_or_null(TIME),
    summary=TEXT,
)

ERROR = _object(
    source=TEXT,
    operation=TEXT,
    kind=_words([one.value for one in ErrorKind]),
    message=TEXT,
    hint=TEXT,
)

SET = _object(
    name=TEXT,
    sending_enabled=_or_null(FLAG),
    reputation_metrics_enabled=_or_null(FLAG),
    last_fresh_start=_or_null(TIME),
    pool=_or_null(TEXT),
    suppressed_reasons=_or_null(_list(TEXT)),
    tls_policy=_or_null(TEXT),
    max_delivery_seconds=_or_null(WHOLE),
    event_destinations=_or_null(_list(_object(name=TEXT, enabled=FLAG, event_types=_list(TEXT)))),
)

TENANT = _object(
    name=TEXT,
    sending_status=_or_null(TEXT),
    reputation_impact=_or_null(TEXT),
    aws_status=_or_null(TEXT),
    aws_cause=_or_null(TEXT),
    customer_status=_or_null(TEXT),
)

IP = _object(
    ip=TEXT,
    warmup_status=_or_null(TEXT),
    warmup_percent=_or_null(WHOLE),
    blocklists=_or_null(_list(TEXT), "null: not read"),
)

POOL = _object(name=TEXT, kind=_or_null(TEXT, "STANDARD or MANAGED"), ips=_list(IP))

FINDING = _object(
    type=TEXT,
    status=TEXT,
    impact=TEXT,
    resource=_or_null(TEXT),
    description=TEXT,
    created=_or_null(TIME),
    updated=_or_null(TIME),
)

ALARM = _object(
    name=TEXT,
    state=TEXT,
    metric=_or_null(TEXT),
    threshold=_or_null(NUMBER),
    actions_enabled=FLAG,
    muted_by=_or_null(TEXT, "the mute rule that keeps its actions silent; empty: none; null: not read"),
    since=_or_null(TIME),
    fired=_or_null(TIME, "when it went to ALARM last, by its history"),
    action_failed=_or_null(TEXT, "AWS's words, where its newest action failed"),
)

TARGET = _object(
    name=TEXT,
    account_id=_or_null(TEXT),
    region=TEXT,
    condition=CONDITION,
    health=HEALTH,
    account=ACCOUNT,
    metrics=_list(READING),
    alerts=_list(ALERT),
    errors=_list(ERROR),
    sets=_or_null(_list(SET), "null: not asked for by --with, or not read; so are the next four"),
    tenants=_or_null(_list(TENANT)),
    pools=_or_null(_list(POOL)),
    advisor=_or_null(_list(FINDING)),
    alarms=_or_null(_list(ALARM)),
    usage=_object(
        "this month (UTC) where there is a store, else since the start",
        api_calls=WHOLE,
        metrics_requested={**WHOLE, "description": "of GetMetricData: what AWS bills"},
        vdm_queries={
            **WHOLE,
            "description": "of BatchGetMetricData: price not known without a plan",
        },
        estimated_monthly_usd={**NUMBER, "description": "of CloudWatch, a month at the present pace"},
    ),
)


def schema() -> Schema:
    """Of the whole object, schema 1."""
    whole = _object(
        "ses-tui check --format json, and watch prints the same objects",
        schema={"const": 1},
        generated_at=TIME,
        condition=CONDITION,
        health=HEALTH,
        targets=_list(TARGET),
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}
