"""A replay as text and as JSON."""

import json
from collections.abc import Iterator

from ses_tui.core.clock import iso
from ses_tui.core.model import Metric
from ses_tui.core.text import safe
from ses_tui.core.words import line_percent
from ses_tui.proving.compare import Checked, Replayed
from ses_tui.proving.lead import Crossing
from ses_tui.proving.replay import Told
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
