"""What is said of rows besides their numbers: what is unusual, since when, what people did about it; and what
came in since VDM was last read: a mark, never in a rate."""

from collections.abc import Iterator, Mapping

from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.events.seen import Live
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Alert, Note, TargetSnapshot
from ses_tui.core.words import count, value_text
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import styled
from ses_tui.tui.overview.alerts import badges
from ses_tui.tui.rows.cells import Annotation
from ses_tui.tui.viewstate import ViewState


def annotations(target: TargetSnapshot, kind: SubjectKind, state: ViewState) -> Mapping[Subject, Annotation]:
    """Per subject of that kind; those of which nothing is said are left out."""
    metrics: dict[Subject, set[Metric]] = {}
    texts: dict[Subject, list[str]] = {}
    words: dict[Subject, str] = {}
    marks: dict[Subject, dict[str, None]] = {}
    for note in target.unusual:
        if note.subject.kind is kind:
            metrics.setdefault(note.subject, set()).add(note.metric)
            texts.setdefault(note.subject, []).append(said(note))
    for alert in target.alerts:
        subject = alert.key.subject
        if subject.kind is kind:
            since = f"since {state.look.stamp(alert.since, state.now)}"
            if alert.key.metric in TOLD_ONCE:
                if isinstance(alert.value, str):  # after a restart it is not known before it is read
                    words.setdefault(subject, alert.value)
                since = f"{value_text(alert.key.metric, alert.value)}, {since}"
            texts.setdefault(subject, []).insert(0, ", ".join((since, *badges(alert, state))))
            marks.setdefault(subject, {}).update(dict.fromkeys(_marks(alert)))
    live = _live(target, kind) if target.events.live else {}
    return {
        subject: Annotation(
            frozenset(metrics.get(subject, ())),
            " · ".join(dict.fromkeys(texts.get(subject, ()))),
            words.get(subject, ""),
            " ".join(marks.get(subject, ())),
            live.get(subject, ""),
        )
        for subject in (texts.keys() | live.keys() if live else texts)
    }


def _live(target: TargetSnapshot, kind: SubjectKind) -> Mapping[Subject, str]:
    return {subject: number(one) for subject, one in live_of(target, kind).items()}


def _marks(alert: Alert) -> Iterator[str]:
    """``on it``, ``muted``, ``flapping``: those that hold."""
    if alert.acked_until is not None:
        yield "on it"
    if alert.silenced_until is not None:
        yield "muted"
    if alert.flapping:
        yield "flapping"


def said(note: Note) -> str:
    """Its text without the name, which stands beside it."""
    return note.text.removeprefix(f"{note.subject.label}: ")


def notes_of(target: TargetSnapshot, kind: SubjectKind) -> list[Note]:
    """The unusual ones of that kind, the newest last."""
    return [note for note in target.unusual if note.subject.kind is kind]


def live_of(target: TargetSnapshot | None, kind: SubjectKind) -> Mapping[Subject, Live]:
    """Per subject of that kind; empty without a queue."""
    if target is None or not target.events.live:
        return {}
    return {subject: live for subject, live in target.events.live if subject.kind is kind}


def number(live: Live) -> str:
    """``+12``; empty where nothing came."""
    return f"+{count(live.total)}" if live.total else ""


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
    return styled(f"live since {since}: {said}")
