"""The worst thing that is true of a target, in one sentence: how bad, how long at this pace, who.

The head of every mode, the wall, tmux's segment, the terminal's title, ``check`` and Nagios say the same
sentence, each as long as it has room for.
"""

import re
from collections.abc import Iterator
from math import inf

from ses_tui.core.blame import more_telling
from ses_tui.core.clock import DAY, HOUR, short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind, SourceError
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, RATES, TIER_KEYS, Metric, SubjectKind
from ses_tui.core.record import Record
from ses_tui.core.snapshot import Alert, Budget, Snapshot, TargetSnapshot
from ses_tui.core.words import alert_text, line_percent, percent

SIGNS = "●◆▲■✖"
"""By condition."""

HEALTH_SIGNS = {Health.INIT: "…", Health.FRESH: "●", Health.STALE: "◌", Health.BLIND: "?"}

VDM = "vdm"
"""The source of the rows per ISP and per identity."""

SOURCES = {
    VDM: "ISPs and identities",
    "account": "the account's status",
    "rates": "both rates",
    "statistics": "the counts",
    "lists": "the list of identities",
}
"""What people call a source; others as they are."""

OWN_SOURCES = ("account", "rates")
"""Without these nobody knows whether the account is well."""

SOON = DAY
"""A review that is nearer than this at the present pace is ahead."""

_WITHIN = re.compile(r" (?:bounced|complained) in (\d+ \w+)")
"""The window of an early tier, in what its alert says was seen."""

AHEAD, WELL, PARTLY, READING = "REVIEW AHEAD", "All well", "PARTLY READ", "READING"

NAMED = 3
"""Names that are said before the others are counted."""

Saying = tuple[str, str]
"""The word that leads, and what follows it."""


class Verdict(Record, frozen=True):
    """``condition``: which colour and sign it has. ``health``: it leads where something can't be seen.

    ``sayings``: longest first; the last one has no numbers.
    """

    condition: Condition
    health: Health
    sayings: tuple[Saying, ...]

    @property
    def sign(self) -> str:
        """One cell."""
        return HEALTH_SIGNS[self.health] if self.unseen else SIGNS[self.condition]

    @property
    def unseen(self) -> bool:
        """Whether the verdict is that something can't be seen, or is old."""
        return self.health is not Health.FRESH

    @property
    def word(self) -> str:
        """``REVIEW AHEAD``."""
        return self.sayings[0][0]

    def text(self, form: int = 1) -> str:
        """``■ REVIEW AHEAD  bounce 4.06 % of 5 %: …``; ``form`` 0 is the longest."""
        word, said = self.sayings[min(form, len(self.sayings) - 1)]
        return f"{self.sign} {word}  {said}".rstrip()

    def fitted(self, room: int) -> Saying:
        """The longest of ``sayings`` that together takes at most ``room`` characters, else the last."""
        fits = (one for one in self.sayings if len("  ".join(one).rstrip()) <= room)
        return next(fits, self.sayings[-1])


def verdict(target: TargetSnapshot, now: float) -> Verdict:
    """Of one target. ``now``: UTC epoch seconds, for how long ago the last alert was."""
    if target.health in (Health.BLIND, Health.INIT):
        return _unseen(target)
    found = _by_aws(target) or _by_rate(target) or _by_alert(target)
    if found is not None and found.condition >= Condition.REVIEW:
        return found
    if target.health is Health.STALE:
        return _unseen(target)
    return found or _partly(target) or _above_target(target) or _well(target, now)


def worst_first(snapshot: Snapshot) -> list[tuple[TargetSnapshot, Verdict]]:
    """Each target with its verdict, by how bad it is, then by how little can be seen, then by how near to
    AWS's review line; one that can't be seen stands before one that is well or warned of,
    one that is being read for the first time before those that are well."""
    found = [(target, verdict(target, snapshot.generated_at)) for target in snapshot.targets]

    def order(one: tuple[TargetSnapshot, Verdict]) -> tuple[Condition, int, float]:
        target, made = one
        begun = target.health is made.health is Health.INIT
        unseen = Condition.WARN if made.unseen and not begun else Condition.OK
        return max(made.condition, target.condition, unseen), target.health.rank, _over(target)

    return sorted(found, key=order, reverse=True)


def _over(target: TargetSnapshot) -> float:
    """The account's worse rate, as a multiple of AWS's review line."""
    found = (
        reading.value / line
        for reading in map(target.reading, RATES)
        if reading and reading.value is not None and (line := reading.lines.enter(Condition.REVIEW))
    )
    return max(found, default=0.0)


def cause(target: TargetSnapshot) -> SourceError | None:
    """The error behind a target that is not fresh: credentials first, then the rates' own."""
    return next(
        (error for error in target.errors if error.kind in CREDENTIAL_KINDS),
        next((error for error in target.errors if error.source != VDM), None),
    )


def _unseen(target: TargetSnapshot) -> Verdict:
    error = cause(target)
    if target.health is Health.INIT and error is None and not target.health_reason:
        return Verdict(target.condition, Health.INIT, ((READING, "nothing was read yet"), (READING, "")))
    reason = target.health_reason or (error.message if error else "no successful read")
    hint = f": {error.hint}" if error and error.hint and error.hint not in reason else ""
    word = "OLD NUMBERS" if target.health is Health.STALE else "BLIND"
    words = (target.condition.word.upper(),) if target.condition >= Condition.WARN else ()
    known = [*words, *_shares(target)]
    last = f"last known {', '.join(known)}" if known else "nothing was ever read"
    health = Health.STALE if target.health is Health.STALE else Health.BLIND
    brief = f"last known {', '.join(known[: len(words) + 1])}" if known else last
    said = (f"{reason}{hint} · {last}", f"{reason}{hint}", reason, reason.split(": ")[0], brief, "")
    return Verdict(target.condition, health, tuple((word, one) for one in said))


def _by_aws(target: TargetSnapshot) -> Verdict | None:
    """What AWS has done: it stands above what any rate lets expect."""
    account = target.account
    if account is None:
        return None
    status, rates = account.enforcement_status, ", ".join(_shares(target))
    if status == "SHUTDOWN" or not account.sending_enabled:
        word = "PAUSED BY AWS" if status == "SHUTDOWN" else "SENDING IS OFF"
        said = f"AWS says {status}, no mail goes out"
        return Verdict(Condition.PAUSE, Health.FRESH, ((word, _joined(said, rates)), (word, said)))
    if status == "HEALTHY":
        return None
    word = "UNDER REVIEW" if status == "PROBATION" else f"AWS SAYS {status}"
    said = "AWS may pause sending unless it is mended" if status == "PROBATION" else "a status that is new"
    near = next(filter(None, (_soon(target, metric) for metric in RATES)), rates)
    long = _joined(said, near)
    brief = next(_shares(target), "")
    sayings = tuple((word, one) for one in (long, near or said, brief, ""))
    return Verdict(max(Condition.REVIEW, target.condition), Health.FRESH, sayings)


def _by_rate(target: TargetSnapshot) -> Verdict | None:
    """The account's own rate that is worst, by its band or by what its counts have used up."""
    found = [(one, metric) for metric in RATES if (one := _of_rate(target, metric)) is not None]

    def order(one: tuple[Verdict, Metric]) -> tuple[int, float]:
        budget = target.budgets.get(one[1])
        pace = budget.pace if budget is not None else None
        return one[0].condition, -(pace if pace is not None else inf)

    return max(found, key=order)[0] if found else None


def _of_rate(target: TargetSnapshot, metric: Metric) -> Verdict | None:
    reading, budget = target.reading(metric), target.budgets.get(metric)
    if reading is None or reading.value is None or (line := reading.lines.review) is None:
        return None
    early = next((one for one in target.alerts if one.key.metric is TIER_KEYS[metric]), None)
    own = next(
        (one for one in target.alerts if one.key.subject == ACCOUNT and one.key.metric is metric), None
    )
    now = max(reading.condition, own.condition if own else Condition.OK)
    urgent = max(now, early.condition if early else Condition.OK)
    if urgent < Condition.WARN:
        return None
    near = budget is not None and budget.pace is not None and budget.pace <= SOON
    if now >= Condition.REVIEW:
        word = f"{now.word.upper()} LINE REACHED"
        line = reading.lines.enter(now) or line
    elif near or urgent is Condition.REVIEW:
        word, urgent = AHEAD, Condition.REVIEW
    else:
        word = urgent.word.upper()
    left = _left(budget)
    if not left and early is not None and isinstance(early.value, float):
        within = _WITHIN.search(early.blame)
        span = f" in {within[1]}" if within else ""
        left = f"{100 * early.value:.0f} % of the room to review was used{span}"
    value, (who, share) = percent(reading.value, metric), _who(target, metric)
    who_brief = who.replace(f"the extra {metric.word}s", "it")
    step = "of" if reading.value < line else "≥"
    far = f": {left}" if left else ""
    short = f"{metric.word} {value} {step} {line_percent(line)}{far}"
    ahead = now < Condition.REVIEW  # else it is the line that was reached
    long = f"{metric.word} {value}, AWS reviews at {line_percent(line)}{far}" if ahead else short
    brief, bare = "REVIEW" if word is AHEAD else word, f"{metric.word} {value}"
    one_thing = () if word is AHEAD else (left and f": {left}", share and f" · {share}")
    sayings = (
        (word, _joined(f"{long}{_counted(budget)}", who)),
        (word, _joined(short, who)),
        (word, _joined(short, who_brief)),
        (word, _joined(short, share)),
        *(((brief, _joined(left, share)),) if word is AHEAD and left else ()),
        (word, short),
        *((word, f"{bare}{said}") for said in one_thing if said),
        (brief, left if left and word is AHEAD else bare),
        (brief, share.rsplit(" ", 2)[0] or metric.word),
    )
    return Verdict(urgent, Health.FRESH, sayings)


def _by_alert(target: TargetSnapshot) -> Verdict | None:
    """The worst of the others that are open; the account itself is well."""
    worst = max(target.alerts, key=lambda alert: alert.condition, default=None)
    if worst is None:
        return None
    key = worst.key
    named = alert_text(worst.condition, key.subject, key.metric, worst.value, worst.line)
    word, said = _said_of(worst), named.split(" ", 1)[1]
    more = f" · {len(target.alerts) - 1} more" if len(target.alerts) > 1 else ""
    rates = ", ".join(_shares(target))
    return Verdict(
        worst.condition,
        Health.FRESH,
        (
            (word, _joined(f"{said}{more}", worst.blame or (f"the account's {rates}" if rates else ""))),
            (word, f"{said}{more}"),
            (word, said),
            (word, f"{key.subject.label} {key.metric.word}"),
        ),
    )


def _said_of(alert: Alert) -> str:
    """``WARN``; of what may not send that, since nobody has paused the account."""
    kind, metric = alert.key.subject.kind, alert.key.metric
    lost = kind is SubjectKind.IDENTITY and metric in (Metric.VERIFICATION, Metric.SENDING_STATUS)
    off = metric is Metric.SENDING_STATUS and alert.condition is Condition.PAUSE
    if off or (lost and alert.condition >= Condition.REVIEW):
        return f"{kind.value.replace('_', ' ').upper()} CAN'T SEND"
    return alert.condition.word.upper()


def _above_target(target: TargetSnapshot) -> Verdict | None:
    """A rate over the target that is no alert yet."""
    for metric in RATES:
        reading = target.reading(metric)
        if reading is None or reading.condition is not Condition.NOTICE or reading.value is None:
            continue
        notice = reading.lines.notice
        over = f" is over the target of {line_percent(notice)}" if notice is not None else ""
        review = f", AWS reviews at {line_percent(reading.lines.review)}" if reading.lines.review else ""
        value = f"{metric.word} {percent(reading.value, metric)}"
        sayings = (("ABOVE TARGET", f"{value}{over}{review}"), ("ABOVE TARGET", value), ("ABOVE TARGET", ""))
        return Verdict(Condition.NOTICE, Health.FRESH, sayings)
    return None


def _partly(target: TargetSnapshot) -> Verdict | None:
    """Something of the account itself was never read, or the newest read of it failed."""
    missing = [metric.word for metric in RATES if not _read(target, metric)]
    if target.account is None:
        missing.append(SOURCES["account"])
    what = missing or [source for source in _failing(target) if source in OWN_SOURCES]
    if not what:
        return None
    said = f"not read: {', '.join(SOURCES.get(one, one) for one in what)}"
    known = ", ".join(_shares(target))
    sayings = tuple((PARTLY, one) for one in (_joined(said, known and f"last known {known}"), said, ""))
    return Verdict(target.condition, Health.INIT if missing else Health.STALE, sayings)


def _failing(target: TargetSnapshot) -> list[str]:
    """The sources whose newest read failed; what is not enabled is no failure."""
    failing = (error.source for error in target.errors if error.kind is not ErrorKind.NOT_ENABLED)
    return list(dict.fromkeys(failing))


def _well(target: TargetSnapshot, now: float) -> Verdict:
    """Nothing is wrong with the account; what else was not read is said in every length."""
    rates = ", ".join(_shares(target))
    unread = ", ".join(SOURCES.get(source, source) for source in _failing(target))
    told = [event.at for event in target.recent if event.kind == Kind.FIRING]
    last = f" · last alert {short_duration(now - max(told))} ago" if told and now >= max(told) else ""
    if unread:
        brief = ", ".join(share.split(" of ")[0] for share in _shares(target))
        said: tuple[str, ...] = tuple(f"{one}, not read: {unread}" for one in (rates, brief))
        said = (f"{said[0]}{last}", *said, f"not read: {unread}", "not all was read")
    else:
        grows = target.unusual[0].text if target.unusual else "nothing grows"
        said = (f"{rates}, {grows}{last}", f"{rates}, {grows}", rates, "")
    return Verdict(Condition.OK, Health.FRESH, tuple((WELL, one) for one in said))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _who(target: TargetSnapshot, metric: Metric) -> tuple[str, str]:
    """In words, and as name and share alone; both empty where nobody stands out."""
    answer = more_telling(target.blame.get(metric), target.pairs.get(metric))
    if answer is None:
        return "", ""
    names = [one.label for one, _ in answer.shares]
    share = f"{100 * sum(part for _, part in answer.shares):.0f} %"
    named = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    verb = "is" if len(names) == 1 else "are"
    first = f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]
    return f"{named} {verb} {share} of the extra {metric.word}s", f"{first} {share}"


def pace_text(
    metric: Metric, value: float | None, line: float | None, budget: Budget | None, *, within: float = 7 * DAY
) -> str:
    """``bounce 4.06 % of 5 %: in about 25 min at this pace``.

    ``line``: AWS's review line. Empty where no pace is known or the line is further than ``within`` seconds.
    """
    if value is None or line is None or budget is None or budget.pace is None or budget.pace > within:
        return ""
    step = "of" if value < line else "≥"
    return f"{metric.word} {percent(value, metric)} {step} {line_percent(line)}: {_left(budget)}"


def _soon(target: TargetSnapshot, metric: Metric) -> str:
    reading = target.reading(metric)
    value, line = (reading.value, reading.lines.review) if reading else (None, None)
    return pace_text(metric, value, line, target.budgets.get(metric), within=SOON)


def _left(budget: Budget | None) -> str:
    """``in about 25 min at this pace``, or how many more fit; empty where neither is known."""
    if budget is None or not budget.left:
        return ""
    line = "" if budget.towards is Condition.REVIEW else f"{budget.towards.word} "
    if budget.pace is not None and budget.pace <= 7 * DAY:
        return f"{line}in about {about(budget.pace)} at this pace"
    return f"{budget.left:,} more until {budget.towards.word}"


def _counted(budget: Budget | None) -> str:
    """`` (2,248 more bounces; 5,563 in the last hour)``."""
    if budget is None or not budget.left or budget.pace is None:
        return ""
    what = "bounces" if budget.metric is Metric.BOUNCE_RATE else "complaints"
    return f" ({budget.left:,} more {what}; {budget.last_hour:,} in the last hour)"


def about(seconds: float) -> str:
    """``25 min``, ``3 h``, ``2 days``: to so many digits as a pace is worth."""
    minutes = seconds / 60
    if minutes < 10:
        return f"{max(1, round(minutes))} min"
    if minutes < 90:
        return f"{5 * round(minutes / 5)} min"
    if seconds < 2 * DAY:
        return f"{max(2, round(seconds / HOUR))} h"
    return f"{round(seconds / DAY)} days"


def _shares(target: TargetSnapshot) -> Iterator[str]:
    """``bounce 1.21 % of 5 %``, ``complaint 0.026 % of 0.1 %``; without those that were not read."""
    for metric in RATES:
        reading = target.reading(metric)
        if reading is not None and reading.value is not None:
            line, value = reading.lines.review, percent(reading.value, metric)
            step = "of" if line is None or reading.value < line else "≥"
            yield f"{metric.word} {value}" + (f" {step} {line_percent(line)}" if line is not None else "")


def _read(target: TargetSnapshot, metric: Metric) -> bool:
    reading = target.reading(metric)
    return reading is not None and reading.value is not None
