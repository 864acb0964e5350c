"""Which page comes when, and what pushes it aside."""

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.verdict import worst_first
from ses_tui.core.wall import WallOptions
from ses_tui.tui.wall.turn import Page, Turner, pages_of, takes_over
from tests.tui import snapshots_data as states
from tests.tui.made import alert
from tests.tui.snapshots_data import HOTMAIL

OPTIONS = WallOptions()
A, B, C = Page("account", "prod"), Page("isps"), Page("identities")
TAKEN = Page("alert", "prod")


def fleet() -> Snapshot:
    """Three targets: calm, under review, blind."""
    made = {"calm": states.ok(), "bad": states.review(), "dark": states.blind()}
    targets = tuple(replace(each.targets[0], name=name) for name, each in made.items())
    return replace(states.ok(), targets=targets)


def test_pages_come_in_order_and_only_where_they_have_something_to_show() -> None:
    assert pages_of(states.ok(), OPTIONS) == [A, B, C]
    assert pages_of(states.vdm_off(), OPTIONS) == [A]
    assert pages_of(None, OPTIONS) == [Page("account")]
    assert pages_of(states.ok(), WallOptions(pages=("isps", "account"))) == [B, A]
    assert pages_of(states.ok(), WallOptions(pages=("fleet",))) == [A]  # never nothing


def test_every_target_has_its_page_the_worst_first() -> None:
    names = [page.target for page in pages_of(fleet(), OPTIONS) if page.kind == "account"]
    assert names == ["bad", "dark", "calm"]
    assert [target.name for target, _ in worst_first(fleet())] == names
    assert Page("fleet") in pages_of(fleet(), OPTIONS)


def test_a_fleet_that_is_well_has_one_page_and_one_that_is_not_has_all() -> None:
    one = states.ok().targets[0]
    well = replace(states.ok(), targets=(replace(one, name="a"), replace(one, name="b")))
    assert pages_of(well, OPTIONS) == [Page("fleet")]
    for trouble in (states.quiet(), states.stale(), states.blind()):
        mixed = replace(well, targets=(*well.targets, replace(trouble.targets[0], name="c")))
        assert len(pages_of(mixed, OPTIONS)) > 1
    assert Page("fleet") not in pages_of(well, WallOptions(pages=("account", "isps")))


def test_they_turn_by_themselves_and_begin_again() -> None:
    turner = Turner()
    shown: list[Page] = []
    for tick in range(0, 125, 5):
        page = turner.page(float(tick), [A, B, C], None)
        if not shown or shown[-1] != page:
            shown.append(page)
    assert shown == [A, B, C, A, B]


def test_a_page_that_is_gone_is_left() -> None:
    turner = Turner()
    turner.next(0.0, [A, B, C])
    turner.next(1.0, [A, B, C])
    assert turner.page(2.0, [A, B, C], None) == B
    assert turner.page(3.0, [A, C], None) == A


def test_an_alert_takes_over_until_it_eases_and_then_the_worst_page_comes_first() -> None:
    turner = Turner()
    turner.page(0.0, [A, B, C], None)
    assert turner.page(31.0, [A, B, C], None) == B
    for now in (32.0, 100.0, 5000.0):
        assert turner.page(now, [A, B, C], TAKEN) == TAKEN
    assert turner.page(5001.0, [A, B, C], None) == A


def test_it_steps_aside_for_one_page_when_asked_and_comes_back() -> None:
    turner = Turner()
    assert turner.page(0.0, [A, B, C], TAKEN) == TAKEN
    turner.next(1.0, [A, B, C])
    assert turner.page(2.0, [A, B, C], TAKEN) == A
    turner.next(3.0, [A, B, C])
    assert turner.page(4.0, [A, B, C], TAKEN) == B
    assert turner.page(33.0, [A, B, C], TAKEN) == TAKEN


def test_another_alert_does_not_wait() -> None:
    turner = Turner()
    turner.page(0.0, [A, B], TAKEN)
    turner.next(1.0, [A, B])
    worse = TAKEN._replace(condition=Condition.REVIEW)
    assert turner.page(2.0, [A, B], worse) == worse


def test_what_takes_over() -> None:
    assert takes_over(None) is None
    assert takes_over(states.ok()) is None
    assert takes_over(states.quiet()) is None  # notice is a colour and no message
    taken = takes_over(states.warn())
    assert taken is not None and taken.key is not None
    # the account's warn before the review of a row
    assert (taken.kind, taken.key.subject, taken.condition) == ("alert", ACCOUNT, Condition.WARN)


def test_an_alert_that_somebody_has_seen_to_takes_nothing_over() -> None:
    one = states.warn().targets[0]
    row = alert(Condition.REVIEW, HOTMAIL, Metric.BOUNCE_RATE, 0.0831, 0.05)
    for overlay in ("acked_until", "silenced_until"):
        seen = tuple(replace(each, **{overlay: states.NOW + 60}) for each in one.alerts)
        assert takes_over(replace(states.warn(), targets=(replace(one, alerts=seen),))) is None
        other = takes_over(replace(states.warn(), targets=(replace(one, alerts=(*seen, row)),)))
        assert other is not None and other.key == row.key


@pytest.mark.parametrize(
    ("state", "kind"), [(states.warn, "blind"), (states.review, "alert"), (states.paused, "alert")]
)
def test_blindness_gives_way_to_awss_own_lines_only(state: object, kind: str) -> None:
    assert callable(state)
    one = state().targets[0]
    taken = takes_over(replace(states.ok(), targets=(replace(one, health=Health.BLIND),)))
    assert taken is not None and taken.kind == kind
