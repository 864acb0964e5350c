"""``ses-tui replay``: the rules on stored or CloudWatch history. Reads, and sends nothing to anybody."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ses_tui.cli.loop import run_loop
from ses_tui.cli.setup import setup_of
from ses_tui.cli.stores import store_directory
from ses_tui.core.clock import DAY, iso, parse_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.keys import WORDS
from ses_tui.core.model import ACCOUNT, RATES, Metric, Target
from ses_tui.core.rules import KEEP
from ses_tui.core.snapshot import AlertEvent
from ses_tui.core.text import safe
from ses_tui.core.words import line_percent
from ses_tui.engine.plan import Plan
from ses_tui.proving.compare import Checked, Crossing, Replayed, check, crossings, side_by_side
from ses_tui.proving.replay import WARM_UP, History, Told, replay, replay_with_past
from ses_tui.proving.rules import Rules, configured
from ses_tui.proving.verdict import offset


def as_text(done: Replayed) -> str:
    """Lines for people; times in UTC."""
    return "\n".join(_lines(done))


def as_json(done: Replayed) -> str:
    """One object, on one line."""
    shown: dict[str, object] = {
        "schema": 1,
        "target": done.target,
        "from": iso(done.start),
        "to": iso(done.end),
        "source": done.source,
        "points": done.points,
        "messages": [_message(one) for one in done.told],
        "crossings": [_crossing(one) for one in done.crossings],
    }
    if done.marks is not None:
        shown["diff"] = [{"mark": mark, **_message(one)} for mark, one in done.marks]
    if done.checked is not None:
        shown["verify"] = {
            "agreed": done.checked.agreed,
            "missing": [_message(one) for one in done.checked.missing],
            "late": [{**_message(one), "late_seconds": late} for one, late in done.checked.late],
            "extra": [
                {
                    "at": iso(event.at),
                    "kind": event.kind,
                    "condition": event.condition.word,
                    "key": str(event.key),
                }
                for event in done.checked.extra
            ],
        }
    return json.dumps(shown)


def _lines(done: Replayed) -> Iterator[str]:
    span = f"{iso(done.start)} to {iso(done.end)}"
    yield f"{safe(done.target)}: {span}, {done.points:,} datapoints ({done.source})"
    marks = [(" ", one) for one in done.told] if done.marks is None else done.marks
    for mark, one in marks:
        yield f"{mark} {_line(one)}"
    told = f"{len(done.told)} message{'' if len(done.told) == 1 else 's'} would have been sent"
    if done.marks is not None:
        fewer, more = (sum(mark == sign for mark, _ in done.marks) for sign in "-+")
        told += f"; with the other configuration {fewer} of them not, and {more} others"
    yield told
    for crossing in done.crossings:
        yield _crossed(crossing)
    if done.checked is not None:
        yield from _checked(done.checked)


def _line(one: Told) -> str:
    message = one.message
    what = f"{message.kind.value} {message.condition.word} {message.key}"
    return f"{iso(one.at)} {what}: {safe(message.title, 120)} [{', '.join(one.channels)}]"


def _crossed(crossing: Crossing) -> str:
    rate = "bounce" if crossing.metric is Metric.BOUNCE_RATE else "complaint"
    text = f"{iso(crossing.at)} AWS's review line, {rate} {line_percent(crossing.line)}, was crossed: "
    if crossing.first is None or crossing.lead is None:
        return text + "no alert came of it"
    message = crossing.first.message
    when = f"{offset(abs(crossing.lead))} {'before' if crossing.lead >= 0 else 'after'}"
    return f"{text}first told {when}, {message.kind.value} {message.condition.word} {message.key}"


def _checked(checked: Checked) -> Iterator[str]:
    for one in checked.missing:
        yield f"- was not sent: {_line(one)}"
    for event in checked.extra:
        what = f"{event.kind} {event.condition.word} {event.key}"
        yield f"+ was sent, and would not be: {iso(event.at)} {what}: {safe(event.text, 120)}"
    for one, late in checked.late:
        yield f"~ was sent {offset(late)} later: {_line(one)}"
    yield f"{checked.agreed} sent as the rules say" + ("" if checked.same else "; there are differences")


def _message(one: Told) -> dict[str, object]:
    message = one.message
    return {
        "at": iso(one.at),
        "kind": message.kind.value,
        "condition": message.condition.word,
        "key": str(message.key),
        "channels": [*one.channels],
        "value": message.value,
        "title": message.title,
    }


def _crossing(one: Crossing) -> dict[str, object]:
    return {
        "at": iso(one.at),
        "metric": one.metric.value,
        "line": one.line,
        "lead_seconds": one.lead,
        "first": None if one.first is None else _message(one.first),
    }


DIFFERENT = 1

FINE_DAYS = 63
"""CloudWatch keeps 5-minute data so long; older history is hourly."""

FARTHEST = 50 * 365 * DAY
"""The calendar of Python ends somewhere; SES began in 2011."""

EVENTS = 20_000


@dataclass(frozen=True, slots=True)
class Past:
    """History and where it is from; ``sent``: what was really told, None where no store says."""

    history: History
    source: str
    sent: tuple[AlertEvent, ...] | None = None


def run(options: argparse.Namespace) -> int:
    """0, or 1 where ``--verify`` finds a difference. Raises Misconfigured."""
    now = time.time()
    start, end = moment(options.start, now), moment(options.end, now)
    if start >= end:
        raise Misconfigured("--from is not before --to: there is nothing to replay")
    result = 0
    for target, plan in setup_of(options).targets:
        past = _past(options.source, target, plan, start, end, verify=options.verify)
        done = _replayed(past, target, plan, start, end, options)
        print(as_json(done) if options.format == "json" else as_text(done), flush=True)
        if done.checked is not None and not done.checked.same:
            result = DIFFERENT
    return result


def moment(text: str, now: float) -> float:
    """UTC epoch seconds of ``now``, ``-30d`` or a time such as ``2026-11-01T00:00:00Z``."""
    try:
        found = _moment(text, now)
    except (ValueError, OverflowError):
        example = "write -30d, now, or 2026-11-01T00:00:00Z"
        raise Misconfigured(f"{safe(text, 40)!r} is no time: {example}") from None
    if not abs(found - now) <= FARTHEST:
        raise Misconfigured(f"{safe(text, 40)!r} is too far away: no history goes back more than 50 years")
    return found


def _moment(text: str, now: float) -> float:
    if text == "now":
        return now
    if text.startswith("-"):
        return now - parse_duration(text[1:])
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _replayed(
    past: Past, target: Target, plan: Plan, start: float, end: float, options: argparse.Namespace
) -> Replayed:
    rules = _rules(options.config, target)
    standing, told = replay_with_past(past.history, rules, start, end, plan.rates, target=target.name)
    marks = None
    if options.diff:
        other = replay(past.history, _rules(options.diff, target), start, end, plan.rates, target=target.name)
        marks = side_by_side(told, other)
    return Replayed(
        target.name,
        start,
        end,
        past.source,
        sum(map(len, past.history.points.values())),
        told,
        crossings(past.history, told, start, end),
        marks,
        None if past.sent is None else check(told, past.sent, plan.rates, standing),
    )


def _rules(path: Path | None, target: Target) -> Rules:
    return configured(path, target.name)


def _past(source: str, target: Target, plan: Plan, start: float, end: float, *, verify: bool) -> Past:
    """From the store where it has the account's rates, else from CloudWatch, unless one is asked for."""
    from ses_tui.store.last import FILE_NAME
    from ses_tui.store.store import Store

    directory = store_directory()
    history, sent = History(), None
    if source != "aws" or verify:
        if not (directory / FILE_NAME).exists():
            if source == "store" or verify:
                raise Misconfigured(f"{safe(directory)}: no history is stored there yet")
        else:
            store = Store.open(directory)
            try:
                stored = store.for_target(plan.target_id, target.name)
                points = stored.load_points(start - KEEP)
                kept = {key: [one for one in each if one.at <= end] for key, each in points.items()}
                judged = {
                    key: each for key, each in kept.items() if each and (key in WORDS or key[1] in RATES)
                }
                counts = [bucket for bucket in stored.load_counts(start - KEEP) if bucket.at <= end]
                history = History(judged, counts)
                events = stored.events(EVENTS)
                sent = tuple(event for event in reversed(events) if start <= event.at <= end)
            finally:
                store.close()
    has_rates = any(subject == ACCOUNT and metric in RATES for subject, metric in history.points)
    if source == "store" or (source == "auto" and has_rates):
        return Past(history, "store", sent if verify else None)
    sys.stderr.write(f"ses-tui: reading the history of {safe(target.name)} from CloudWatch\n")
    return Past(run_loop(_from_aws(target, start, end), "reading AWS"), "aws", sent if verify else None)


async def _from_aws(target: Target, start: float, end: float) -> History:
    from ses_tui.aws.preflight import resolve
    from ses_tui.aws.reader import AwsReader
    from ses_tui.core.results import ReadError

    first = start - WARM_UP
    period = 300 if time.time() - first < FINE_DAYS * DAY else 3600
    try:
        async with AwsReader(resolve(target)) as reader:
            rates = await reader.rates(first, end, period)
            buckets = await reader.send_statistics()
    except ReadError as error:
        raise Misconfigured(error.error.line) from None
    pairs = ((Metric.BOUNCE_RATE, rates.bounce), (Metric.COMPLAINT_RATE, rates.complaint))
    points = {(ACCOUNT, metric): list(each) for metric, each in pairs if each}
    return History(points, [bucket for bucket in buckets if bucket.at <= end])
