"""Who is behind a rate above the usual: ISPs, identities, and the one's mail to the other."""

from collections.abc import Mapping

from ses_tui.core.blame import (
    Blame,
    Counts,
    Pair,
    PairBlame,
    PairCounts,
    blame,
    blame_pairs,
    hot_pairs,
    sharper,
)
from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.counts import VdmCounts, reported_window
from ses_tui.core.model import ACCOUNT, RATES, Metric, SubjectKind
from ses_tui.engine.state import TargetState

USUAL_DAYS = 14


def who_is_to_blame(state: TargetState, now: float) -> dict[Metric, Blame]:
    """Per rate, the ISPs or the identities behind what is above usual; whichever is the sharper answer."""
    found: dict[Metric, Blame] = {}
    for metric in RATES:
        whole = whole_counts(state, metric, now)
        overall = overall_usual(whole)
        answers = [
            blame(metric, excess_rows(state, kind, metric, now), overall, whole)
            for kind in (SubjectKind.ISP, SubjectKind.IDENTITY)
        ]
        answer = sharper(*answers)
        if answer is not None:
            found[metric] = answer
    return found


def pairs_to_ask(state: TargetState, metric: Metric, now: float) -> tuple[Pair, ...]:
    """The ISPs of the identities that have most excess: 25 pairs at most."""
    return hot_pairs(
        excess_rows(state, SubjectKind.ISP, metric, now),
        excess_rows(state, SubjectKind.IDENTITY, metric, now),
        overall_usual(whole_counts(state, metric, now)),
    )


def blamed_pairs(
    state: TargetState, metric: Metric, read: Mapping[Pair, VdmCounts], now: float
) -> PairBlame | None:
    """Which identity's mail to which ISP; None where that explains too little."""
    whole = whole_counts(state, metric, now)
    if whole is None:
        return None
    pairs = [
        PairCounts(pair, known)
        for pair, counts in read.items()
        if (known := counts_of(counts, metric, now)) is not None
    ]
    return blame_pairs(metric, pairs, whole, overall_usual(whole))


def whole_counts(state: TargetState, metric: Metric, now: float) -> Counts | None:
    """The account's own, as VDM counts it; None where that was not read."""
    return None if state.total is None else counts_of(state.total, metric, now)


def overall_usual(whole: Counts | None) -> float:
    """The account's usual rate, a fraction; 0 where nothing is known of it."""
    return (whole.usual_rate or 0.0) if whole is not None else 0.0


def excess_rows(state: TargetState, kind: SubjectKind, metric: Metric, now: float) -> list[Counts]:
    """What is known of every subject of one kind, now and in its usual days."""
    return [
        known
        for subject, counts in state.counts.items()
        if subject.kind is kind and subject != ACCOUNT
        if (known := counts_of(counts, metric, now)) is not None
    ]


def counts_of(counts: VdmCounts, metric: Metric, now: float) -> Counts | None:
    """Events and messages of today and yesterday, and of the days before; None where not read."""
    start, end = reported_window(now)
    present = counts.ratio(metric, start, end)
    usual = counts.ratio(metric, utc_day(now) - USUAL_DAYS * DAY, start)
    if present is None or usual is None:
        return None
    return Counts(counts.subject, *present, *usual)
