"""The rows of the tables, kept between snapshots: only what was touched is built anew."""

from collections.abc import Iterable, Mapping

from ses_tui.core.condition import Health
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.snapshot import Row
from ses_tui.engine.snapshot_builder import row
from ses_tui.engine.state import TargetState

REBUILD_SECONDS = 900.0
"""Rows grow old without being touched; all are built anew this often."""


class RowCache:
    """Rows by subject, and per kind worst first."""

    def __init__(self) -> None:
        self._rows: dict[Subject, Row] = {}
        self._sorted: Mapping[SubjectKind, tuple[Row, ...]] = {}
        self._health = Health.INIT
        self._rebuilt = float("-inf")

    def forget(self, subjects: Iterable[Subject]) -> None:
        """Subjects that are gone."""
        for subject in subjects:
            self._rows.pop(subject, None)
        self._rebuilt = float("-inf")

    def rows(
        self, state: TargetState, health: Health, interval: float, now: float
    ) -> Mapping[SubjectKind, tuple[Row, ...]]:
        """Per kind, worst first."""
        all_anew = health is not self._health or now - self._rebuilt >= REBUILD_SECONDS
        subjects = tuple(state.counts) if all_anew else tuple(state.touched)
        if not subjects and not all_anew:
            return self._sorted
        if all_anew:
            self._health, self._rebuilt = health, now
        state.touched.clear()
        for subject in subjects:
            counts = state.counts.get(subject)
            if counts is not None:
                self._rows[subject] = row(state, counts, health, interval, now)
        kinds: dict[SubjectKind, list[Row]] = {}
        for subject, built in self._rows.items():
            kinds.setdefault(subject.kind, []).append(built)
        self._sorted = {kind: tuple(sorted(rows, key=Row.order)) for kind, rows in kinds.items()}
        return self._sorted
