"""What is said of rows besides their numbers: what is unusual, since when, what people did about it."""

from collections.abc import Mapping

from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Note, TargetSnapshot
from ses_tui.core.words import value_text
from ses_tui.tui.events.live import live_of, number
from ses_tui.tui.overview.alerts import badges
from ses_tui.tui.rows.cells import Annotation
from ses_tui.tui.viewstate import ViewState


def annotations(target: TargetSnapshot, kind: SubjectKind, state: ViewState) -> Mapping[Subject, Annotation]:
    """Per subject of that kind; those of which nothing is said are left out."""
    metrics: dict[Subject, set[Metric]] = {}
    texts: dict[Subject, list[str]] = {}
    for note in target.unusual:
        if note.subject.kind is kind:
            metrics.setdefault(note.subject, set()).add(note.metric)
            texts.setdefault(note.subject, []).append(said(note))
    for alert in target.alerts:
        subject = alert.key.subject
        if subject.kind is kind:
            since = f"since {state.look.stamp(alert.since, state.now)}"
            if alert.key.metric in TOLD_ONCE:
                since = f"{value_text(alert.key.metric, alert.value)}, {since}"
            texts.setdefault(subject, []).insert(0, ", ".join((since, *badges(alert, state))))
    live = live_of(target, kind)
    return {
        subject: Annotation(
            frozenset(metrics.get(subject, ())),
            " · ".join(dict.fromkeys(texts.get(subject, ()))),
            number(live[subject]) if subject in live else "",
        )
        for subject in (texts.keys() | live.keys() if live else texts)
    }


def said(note: Note) -> str:
    """Its text without the name, which stands beside it."""
    return note.text.removeprefix(f"{note.subject.label}: ")


def notes_of(target: TargetSnapshot, kind: SubjectKind) -> list[Note]:
    """The unusual ones of that kind, the newest last."""
    return [note for note in target.unusual if note.subject.kind is kind]
