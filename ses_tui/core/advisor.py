"""The VDM advisor's findings of HIGH impact: that one opens, or closes, is told once, as a warning."""

from collections.abc import Iterable, Mapping

from ses_tui.core.condition import Condition
from ses_tui.core.keys import ADVISOR
from ses_tui.core.resources import Recommendation
from ses_tui.core.rules import TargetRules
from ses_tui.core.statuses import Status

CLOSED, LESSER = "FIXED", "LOW"
"""SESv2 RecommendationStatus and RecommendationImpact; words that AWS adds later are open, and high."""

NONE_OPEN = "nothing of HIGH impact"

FindingId = tuple[str, str]
"""ARN of the resource, and type."""


class Advisor:
    """What stood open at the newest read of one target."""

    def __init__(self, rules: TargetRules) -> None:
        self._rules = rules
        self._open: Mapping[FindingId, Recommendation] | None = None

    def take(self, findings: Iterable[Recommendation], at: float) -> bool:
        """A good read of all findings at ``at``, UTC epoch seconds; whether something is to be told."""
        known, before = self._rules.statuses.get(*ADVISOR), self._open
        now = {(one.arn, one.type): one for one in findings if one.status != CLOSED and one.impact != LESSER}
        if before is None:
            since = known.at if known else at
            opened = [one for one in now.values() if (one.created or 0.0) > since]
            closed: list[Recommendation] = []
        else:
            opened = [one for key, one in now.items() if key not in before]
            closed = [one for key, one in before.items() if key not in now]
        self._open = now
        stood = known is not None and known.condition is Condition.WARN
        condition = Condition.WARN if now else Condition.OK
        word = _word([*now.values()], opened, closed) if before is None or opened or closed else None
        status = Status(*ADVISOR, word or (known.word if known else None), condition)
        changed = self._rules.says(status, at)
        if stood and condition is Condition.WARN and (opened or closed):
            self._rules.tell_again(ADVISOR, worse=bool(opened))
            return True
        return changed


def _word(open_: list[Recommendation], opened: list[Recommendation], closed: list[Recommendation]) -> str:
    """``BOUNCE of news.example.org``: what opened, else that one closed, and how many are open."""
    if not open_:
        return NONE_OPEN
    named = opened or open_
    rest = len(open_) - 1
    more = f", {len(open_)} open" if rest else ""
    if closed and not opened:
        return f"{_named(closed[0])} closed, {len(open_)} open"
    return f"{_named(named[0])}{more}"


def _named(one: Recommendation) -> str:
    return f"{one.type} of {one.resource}"
