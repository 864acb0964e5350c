"""What is said of rows besides their numbers: what is unusual, since when, what people did about it."""

from collections.abc import Iterator, Mapping

from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Alert, Note, TargetSnapshot
from ses_tui.core.words import value_text
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
    from ses_tui.tui.events.live import live_of, number  # not for the first paint: nothing is live yet

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
