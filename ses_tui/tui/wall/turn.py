"""Which page is shown: they turn by themselves, and an alert or blindness takes their place."""

from typing import NamedTuple

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import ACCOUNT, Key, SubjectKind
from ses_tui.core.snapshot import Alert, Snapshot
from ses_tui.core.verdict import verdict, worst_first
from ses_tui.core.wall import LEAST_SECONDS, WallOptions

ACCOUNT_PAGES = 6
"""Targets that have a page of their own at most, the worst; the fleet's page has them all."""

ROWS = {"isps": SubjectKind.ISP, "identities": SubjectKind.IDENTITY}


class Page(NamedTuple):
    """``kind``: one of ``options.PAGES``, or ``alert``, ``blind``. ``target``: whose, empty for all.

    ``key`` and ``condition``: of the alert.
    """

    kind: str
    target: str = ""
    key: Key | None = None
    condition: Condition = Condition.OK


def pages_of(snapshot: Snapshot | None, options: WallOptions) -> list[Page]:
    """The pages that have something to show, in order; never empty.

    Of several targets that are all well the fleet's page says everything.
    """
    if snapshot is None:
        return [Page("account")]
    if len(snapshot.targets) > 1 and "fleet" in options.pages and _all_well(snapshot):
        return [Page("fleet")]
    found: list[Page] = []
    for kind in options.pages:
        if kind == "account":
            found += [Page(kind, target.name) for target, _ in worst_first(snapshot)[:ACCOUNT_PAGES]]
        elif kind == "fleet":
            found += [Page(kind)] if len(snapshot.targets) > 1 else []
        elif any(target.rows.get(ROWS[kind]) for target in snapshot.targets):
            found.append(Page(kind))
    worst = [Page("account", target.name) for target, _ in worst_first(snapshot)[:1]]
    return found or worst or [Page("account")]


def _all_well(snapshot: Snapshot) -> bool:
    found = (verdict(target, snapshot.generated_at) for target in snapshot.targets)
    return all(made.condition is Condition.OK and not made.unseen for made in found)


def takes_over(snapshot: Snapshot | None) -> Page | None:
    """The alert that is to be seen now, or the target that cannot be; None while pages may turn.

    An alert that somebody has acknowledged or silenced takes nothing over. Of several, the account's
    own before a row's, then the worst, then the newest. Blindness gives way to AWS's own lines only.
    """
    if snapshot is None:
        return None
    open_ = [
        (target, alert)
        for target in snapshot.targets
        for alert in target.alerts
        if alert.condition >= Condition.WARN and alert.acked_until is None and alert.silenced_until is None
    ]
    worst = max(open_, key=lambda pair: _rank(pair[1]), default=None)
    alert = Page("alert", worst[0].name, worst[1].key, worst[1].condition) if worst else None
    if alert is not None and alert.condition >= Condition.REVIEW and _is_own(worst[1] if worst else None):
        return alert
    blind = next((target for target in snapshot.targets if target.health is Health.BLIND), None)
    return Page("blind", blind.name) if blind is not None else alert


def _is_own(alert: Alert | None) -> bool:
    return alert is not None and alert.key.subject == ACCOUNT


def _rank(alert: Alert) -> tuple[bool, int, float]:
    return _is_own(alert), alert.condition, alert.since


class Turner:
    """Remembers one page and when it came. Times are monotonic seconds of whoever watches."""

    seconds = LEAST_SECONDS
    """That a page stays; whoever watches may change it, as when the terminal's size changes."""

    def __init__(self) -> None:
        self._page: Page | None = None
        self._began = 0.0
        self._taken: Page | None = None
        self._aside_until = 0.0

    def page(self, now: float, pages: list[Page], taken: Page | None) -> Page:
        """The page to show at ``now``."""
        if taken != self._taken:
            self._taken, self._aside_until = taken, 0.0
            if taken is None:
                self._page = None  # after an alert the worst page comes first
        if taken is not None and now >= self._aside_until:
            return taken
        if self._page is None or self._page not in pages:
            self._turn_to(pages[0], now)
        elif now - self._began >= self.seconds:
            self._turn_to(_after(self._page, pages), now)
        return self._page or pages[0]

    def next(self, now: float, pages: list[Page]) -> None:
        """Somebody wants to see the next page; an alert steps aside for as long as a page stays."""
        aside = self._taken is not None and now >= self._aside_until
        if aside or self._page is None or self._page not in pages:
            self._turn_to(pages[0], now)
        else:
            self._turn_to(_after(self._page, pages), now)
        if self._taken is not None:
            self._aside_until = now + self.seconds

    def _turn_to(self, page: Page, now: float) -> None:
        self._page, self._began = page, now


def _after(page: Page, pages: list[Page]) -> Page:
    return pages[(pages.index(page) + 1) % len(pages)]
