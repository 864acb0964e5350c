"""What came in since VDM was last read, on the rows of ISPs and identities: a mark, never in a rate."""

from collections.abc import Mapping

from ses_tui.core.events.seen import Live
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import count
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import styled
from ses_tui.tui.viewstate import ViewState


def live_of(target: TargetSnapshot | None, kind: SubjectKind) -> Mapping[Subject, Live]:
    """Per subject of that kind; empty without a queue."""
    if target is None or not target.events.live:
        return {}
    return {subject: live for subject, live in target.events.live if subject.kind is kind}


def number(live: Live) -> str:
    """``+12``; empty where nothing came."""
    return f"+{count(live.total)}" if live.total else ""


def mark(live: Live | None) -> str:
    """``+12 live``; empty where nothing came."""
    return f"{number(live)} live" if live is not None and live.total else ""


def live_words(subject: Subject, state: ViewState) -> StyledLine:
    """``live since 14:05: 9 bounces, 2 complaints, 31 delays``; empty where nothing came."""
    target = state.target
    live = live_of(target, subject.kind).get(subject)
    if target is None or live is None or target.events.live_since is None:
        return ()
    said = ", ".join(
        f"{many:,} {word}{'' if many == 1 else 's'}"
        for many, word in ((live.bounces, "bounce"), (live.complaints, "complaint"), (live.delays, "delay"))
        if many
    )
    since = state.look.stamp(target.events.live_since, state.now)
    return styled(state.look.to_ascii(f"live since {since}: {said}"))
