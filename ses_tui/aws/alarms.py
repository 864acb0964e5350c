"""CloudWatch alarms on metrics of SES, and the composite alarms made of them."""

from collections.abc import Iterable
from math import isfinite

from ses_tui.aws import shapes
from ses_tui.aws.alarm_past import with_past
from ses_tui.aws.metric_data import NAMESPACE
from ses_tui.aws.operations import ALARMS, Calls
from ses_tui.aws.paging import Parts, pages
from ses_tui.core.resources import VERBATIM_CAP, AlarmInfo, AlarmsResult
from ses_tui.core.text import safe

PAGE_SIZE = 100


async def read_alarms(caller: Calls) -> AlarmsResult:
    """Every alarm that looks at AWS/SES, then the composites that name one of them; free."""
    plain: list[AlarmInfo] = []
    composite: list[tuple[str, str, AlarmInfo]] = []
    named_by: list[str] = []
    raw_names: dict[str, str] = {}
    kinds = ["MetricAlarm", "CompositeAlarm"]
    async for page in pages(caller, ALARMS, AlarmTypes=kinds, MaxRecords=PAGE_SIZE):
        for one in shapes.structs(page, "MetricAlarms"):
            metrics = tuple(_metrics(one))
            if any(shapes.raw_text(metric, "Namespace") == NAMESPACE for metric in metrics):
                plain.append(_plain(one, metrics))
                raw_names[plain[-1].name] = shapes.raw_text(one, "AlarmName")
                named_by += [shapes.raw_text(one, "AlarmName"), shapes.raw_text(one, "AlarmArn")]
        composite += [
            (shapes.raw_text(one, "AlarmRule"), shapes.raw_text(one, "AlarmName"), _common(one))
            for one in shapes.structs(page, "CompositeAlarms")
        ]
    for rule, raw, alarm in composite:
        if any(_names(rule, name) for name in named_by):
            plain.append(alarm)
            raw_names[alarm.name] = raw
    parts = Parts()
    found = await with_past(caller, tuple(plain), raw_names, parts)
    return AlarmsResult(found, parts.errors)


def _names(rule: str, name: str) -> bool:
    """Whether a rule such as ``ALARM("a") OR ALARM(b)`` names the alarm."""
    return bool(name) and (f'("{name}")' in rule or f"({name})" in rule)


def _metrics(answer: shapes.Answer) -> Iterable[shapes.Answer]:
    """The one metric of the alarm itself, or those under its metric math."""
    if shapes.raw_text(answer, "MetricName"):
        yield answer
    for query in shapes.structs(answer, "Metrics"):
        yield shapes.struct(shapes.struct(query, "MetricStat"), "Metric")


def _threshold(answer: shapes.Answer) -> float | None:
    line = shapes.number(answer, "Threshold")
    return line if line is not None and isfinite(line) else None  # JSON has no NaN


def _plain(answer: shapes.Answer, metrics: tuple[shapes.Answer, ...]) -> AlarmInfo:
    metric = next(one for one in metrics if shapes.raw_text(one, "Namespace") == NAMESPACE)
    alarm = _common(answer)
    return AlarmInfo(
        alarm.name,
        alarm.state,
        metric=shapes.text(metric, "MetricName"),
        threshold=_threshold(answer),
        comparison=shapes.text(answer, "ComparisonOperator"),
        statistic=shapes.text(answer, "Statistic"),
        period=shapes.as_count(answer.get("Period")),
        evaluation_periods=shapes.as_count(answer.get("EvaluationPeriods")),
        datapoints=shapes.as_count(answer.get("DatapointsToAlarm")),
        missing_data=shapes.text(answer, "TreatMissingData") or "missing",
        actions_enabled=alarm.actions_enabled,
        actions=alarm.actions,
        ok_actions=alarm.ok_actions,
        no_data_actions=alarm.no_data_actions,
        dimensions=tuple(
            sorted(
                (shapes.text(one, "Name"), shapes.text(one, "Value"))
                for one in shapes.structs(metric, "Dimensions")
            )
        ),
        description=alarm.description,
        reason=alarm.reason,
        since=alarm.since,
        computed=metric is not answer or not shapes.raw_text(answer, "Statistic"),
    )


def _common(answer: shapes.Answer) -> AlarmInfo:
    def texts(key: str) -> tuple[str, ...]:
        return tuple(safe(one) for one in shapes.values(answer, key) if isinstance(one, str))

    return AlarmInfo(
        shapes.text(answer, "AlarmName"),
        shapes.text(answer, "StateValue"),
        actions_enabled=shapes.flag(answer, "ActionsEnabled"),
        actions=texts("AlarmActions"),
        ok_actions=texts("OKActions"),
        no_data_actions=texts("InsufficientDataActions"),
        description=safe(shapes.raw_text(answer, "AlarmDescription"), VERBATIM_CAP),
        reason=safe(shapes.raw_text(answer, "StateReason"), VERBATIM_CAP),
        since=shapes.as_time(answer.get("StateTransitionedTimestamp") or answer.get("StateUpdatedTimestamp")),
        rule=safe(shapes.raw_text(answer, "AlarmRule"), VERBATIM_CAP),
    )
