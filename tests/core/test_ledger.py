"""Who hears what: channels, inhibition, silences, blindness, trouble of the monitor itself."""

from collections.abc import Mapping

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.delivery import AlertStatus
from ses_tui.core.due import Due
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.visibility import Visibility

OK, NOTICE, WARN, REVIEW, PAUSE = Condition
BOUNCE = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
COMPLAINT = Key("prod", ACCOUNT, Metric.COMPLAINT_RATE)
HOTMAIL = Key("prod", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)
NEWS = Key("prod", Subject(SubjectKind.IDENTITY, "news.example.org"), Metric.BOUNCE_RATE)
STATUS = Key("prod", ACCOUNT, Metric.ENFORCEMENT_STATUS)
ROWS = Key("prod", Subject(SubjectKind.ISP), Metric.BOUNCE_RATE)
"""Stands for all ISPs and identities."""
NOW = 1_700_000_000.0
HOUR = 3600.0
FRESH = {BOUNCE: Visibility(Health.FRESH), COMPLAINT: Visibility(Health.FRESH)}


def blind(cause: str, *keys: Key) -> dict[Key, Visibility]:
    return {**FRESH, **{key: Visibility(Health.BLIND, cause) for key in keys}}


class Room:
    """A desk with channels that take everything, unless they are said to be broken."""

    def __init__(self, **floors: Condition) -> None:
        self.ledger = Ledger(floors or {"tui": WARN, "desktop": WARN})
        self.broken: set[str] = set()
        self.now = NOW

    def cycle(
        self,
        conditions: Mapping[Key, Condition] | None = None,
        visibilities: Mapping[Key, Visibility] | None = None,
        *,
        gone: tuple[Key, ...] = (),
        after: float = 300.0,
    ) -> dict[str, list[Due]]:
        """What every channel accepted in one cycle."""
        self.now += after
        statuses = {key: AlertStatus(condition, NOW) for key, condition in (conditions or {}).items()}
        self.ledger.see("prod", statuses, visibilities if visibilities is not None else FRESH, self.now, gone)
        heard: dict[str, list[Due]] = {}
        for channel in self.ledger.channels:
            due = self.ledger.due(channel, self.now)
            for one in [] if channel in self.broken else due:
                self.ledger.accepted(channel, one, self.now)
                heard.setdefault(channel, []).append(one)
            if due:
                self.ledger.tried(channel, "no bus" if channel in self.broken else "")
        return heard


def kinds(due: list[Due] | None) -> list[tuple[Kind, Key]]:
    return [(one.kind, one.key) for one in due or ()]


def test_every_channel_hears_from_its_own_floor() -> None:
    room = Room(tui=WARN, webhook=REVIEW)
    assert set(room.cycle({BOUNCE: WARN})) == {"tui"}
    heard = room.cycle({BOUNCE: REVIEW})
    assert kinds(heard["webhook"]) == [(Kind.FIRING, BOUNCE)]
    assert kinds(room.cycle({BOUNCE: OK})["webhook"]) == [(Kind.RESOLVED, BOUNCE)]


def test_what_a_channel_did_not_take_comes_again_and_others_do_not_hear_it_twice() -> None:
    room = Room()
    room.broken = {"desktop"}
    assert set(room.cycle({BOUNCE: REVIEW})) == {"tui"}
    assert room.cycle({BOUNCE: REVIEW}) == {}
    room.broken = set()
    assert kinds(room.cycle({BOUNCE: REVIEW})["desktop"]) == [(Kind.FIRING, BOUNCE)]


def test_rows_under_an_account_as_bad_are_left_to_its_message() -> None:
    room = Room(tui=WARN)
    heard = room.cycle({BOUNCE: REVIEW, HOTMAIL: REVIEW, NEWS: PAUSE})["tui"]
    assert kinds(heard) == [(Kind.FIRING, BOUNCE), (Kind.FIRING, NEWS)]
    assert kinds(room.cycle({BOUNCE: OK, HOTMAIL: REVIEW, NEWS: PAUSE})["tui"]) == [
        (Kind.RESOLVED, BOUNCE),
        (Kind.FIRING, HOTMAIL),
    ]


def test_a_row_is_over_though_its_last_breach_is_left_to_the_account() -> None:
    room = Room(tui=WARN)
    room.cycle({HOTMAIL: WARN})
    room.ledger.see(
        "prod", {BOUNCE: AlertStatus(REVIEW, NOW), HOTMAIL: AlertStatus(OK, reached=REVIEW)}, FRESH, room.now
    )
    assert kinds(room.ledger.due("tui", room.now)) == [(Kind.FIRING, BOUNCE), (Kind.RESOLVED, HOTMAIL)]


def test_the_account_comes_first_then_the_worst() -> None:
    heard = Room(tui=WARN).cycle({NEWS: PAUSE, HOTMAIL: WARN, BOUNCE: OK, COMPLAINT: WARN})["tui"]
    assert [one.key for one in heard] == [COMPLAINT, NEWS, HOTMAIL]


def test_an_acknowledgement_stops_the_reminders_until_it_gets_worse() -> None:
    room = Room(tui=WARN)
    room.cycle({BOUNCE: REVIEW})
    room.ledger.overlays.acknowledge(Acknowledgement(BOUNCE, REVIEW, room.now, room.now + 4 * HOUR))
    assert room.cycle({BOUNCE: REVIEW}, after=2 * HOUR) == {}
    assert kinds(room.cycle({BOUNCE: PAUSE})["tui"]) == [(Kind.FIRING, BOUNCE)]
    assert kinds(room.cycle({BOUNCE: PAUSE}, after=900.0)["tui"]) == [(Kind.REPEAT, BOUNCE)]


def test_an_acknowledgement_ends() -> None:
    room = Room(tui=WARN)
    room.cycle({BOUNCE: REVIEW})
    room.ledger.overlays.acknowledge(Acknowledgement(BOUNCE, REVIEW, room.now, room.now + 4 * HOUR))
    assert kinds(room.cycle({BOUNCE: REVIEW}, after=4 * HOUR)["tui"]) == [(Kind.REPEAT, BOUNCE)]


def test_an_acknowledgement_ends_with_what_it_is_about() -> None:
    room = Room(tui=WARN)
    for over in ({}, {NEWS: OK}):
        room.cycle({NEWS: REVIEW})
        room.ledger.overlays.acknowledge(Acknowledgement(NEWS, REVIEW, room.now, room.now + 4 * HOUR))
        assert room.ledger.watching("prod") == {NEWS}
        room.cycle(over, gone=() if over else (NEWS,))
        room.cycle({NEWS: REVIEW})
        assert kinds(room.cycle({NEWS: REVIEW}, after=HOUR)["tui"]) == [(Kind.REPEAT, NEWS)]


def test_a_rise_that_is_over_again_voids_an_acknowledgement() -> None:
    room = Room(tui=WARN)
    room.cycle({BOUNCE: WARN})
    room.ledger.overlays.acknowledge(Acknowledgement(BOUNCE, WARN, room.now, room.now + 24 * HOUR))
    room.ledger.see("prod", {BOUNCE: AlertStatus(WARN, NOW, reached=PAUSE)}, FRESH, room.now)
    assert room.ledger.overlays.acks == {}


def test_a_silence_holds_back_and_what_it_held_is_owed_when_it_ends() -> None:
    room = Room(tui=WARN)
    room.ledger.overlays.silence(Silence("a", "account/*", NOW + HOUR, NOW))
    assert room.cycle({BOUNCE: REVIEW, COMPLAINT: PAUSE})["tui"][0].key == COMPLAINT
    assert kinds(room.cycle({BOUNCE: REVIEW}, after=HOUR)["tui"]) == [(Kind.FIRING, BOUNCE)]


def test_a_silence_that_names_pause_holds_pause_back() -> None:
    room = Room(tui=WARN)
    room.ledger.overlays.silence(Silence("a", str(BOUNCE), NOW + HOUR, NOW, also=frozenset({"pause"})))
    assert room.cycle({BOUNCE: PAUSE}) == {}


def test_blindness_is_told_once_per_cause_then_after_an_hour_then_every_four() -> None:
    room = Room(tui=WARN)
    dark = blind("throttle", BOUNCE, COMPLAINT)
    (first,) = room.cycle(visibilities=dark)["tui"]
    assert (first.kind, first.cause, first.covers) == (Kind.BLIND, "throttle", (BOUNCE, COMPLAINT))
    assert room.cycle(visibilities=dark, after=HOUR - 1) == {}
    assert kinds(room.cycle(visibilities=dark, after=1)["tui"]) == [(Kind.BLIND, BOUNCE)]
    assert room.cycle(visibilities=dark, after=HOUR) == {}
    assert kinds(room.cycle(visibilities=dark, after=3 * HOUR)["tui"]) == [(Kind.BLIND, BOUNCE)]
    assert kinds(room.cycle()["tui"]) == [(Kind.SIGHT, BOUNCE)]
    assert room.cycle() == {}


def test_a_new_cause_is_a_new_message_and_one_sight_ends_both() -> None:
    room = Room(tui=WARN)
    room.cycle(visibilities=blind("network", BOUNCE))
    assert (
        room.cycle(visibilities=blind("credentials_expired", BOUNCE))["tui"][0].cause == "credentials_expired"
    )
    assert room.cycle(visibilities=blind("network", BOUNCE)) == {}
    assert kinds(room.cycle()["tui"]) == [(Kind.SIGHT, BOUNCE)]


@pytest.mark.parametrize("cause", ["access_denied", "service", "timeout"])
@pytest.mark.parametrize("key", [BOUNCE, COMPLAINT, STATUS])
def test_that_a_row_was_told_blind_covers_no_key_of_the_account(cause: str, key: Key) -> None:
    room = Room(tui=WARN)
    room.cycle(visibilities=blind(cause, ROWS))
    (again,) = room.cycle(visibilities=blind(cause, ROWS, key))["tui"]
    assert (again.kind, again.key, again.covers) == (Kind.BLIND, key, (key, ROWS))
    assert room.cycle(visibilities=blind(cause, ROWS, key)) == {}


@pytest.mark.parametrize("first", [BOUNCE, COMPLAINT, STATUS])
def test_that_one_key_of_the_account_was_told_blind_covers_no_other_one(first: Key) -> None:
    room = Room(tui=WARN)
    room.cycle(visibilities=blind("access_denied", first))
    both = [key for key in (BOUNCE, COMPLAINT, STATUS) if key != first]
    (again,) = room.cycle(visibilities=blind("access_denied", first, *both))["tui"]
    assert set(both) < set(again.covers)


def test_a_row_that_goes_blind_by_a_cause_that_was_told_needs_no_message() -> None:
    room = Room(tui=WARN)
    room.cycle(visibilities=blind("access_denied", BOUNCE))
    assert room.cycle(visibilities=blind("access_denied", BOUNCE, ROWS)) == {}


def test_blindness_names_the_worst_that_cannot_be_seen_first() -> None:
    room = Room(tui=WARN)
    room.cycle({COMPLAINT: REVIEW, HOTMAIL: PAUSE})
    dark = blind("network", ROWS, BOUNCE, HOTMAIL, COMPLAINT)
    (told,) = room.cycle({COMPLAINT: REVIEW, HOTMAIL: PAUSE}, dark)["tui"]
    assert told.covers == (COMPLAINT, BOUNCE, HOTMAIL, ROWS)


def test_what_a_channel_refuses_for_ever_goes_behind_what_it_was_not_asked_to_take_yet() -> None:
    ledger = Ledger({"hook": WARN})
    keys = [Key("prod", Subject(SubjectKind.IDENTITY, f"{n}.example"), Metric.BOUNCE_RATE) for n in range(4)]
    statuses = {key: AlertStatus(PAUSE if key in keys[:2] else WARN, NOW) for key in keys}
    ledger.see("prod", statuses, FRESH, NOW)
    assert [due.key for due in ledger.due("hook", NOW)] == keys
    for due in ledger.due("hook", NOW)[:2]:
        ledger.refused("hook", due)
    assert [due.key for due in ledger.due("hook", NOW)] == [*keys[2:], *keys[:2]]
    for due in ledger.due("hook", NOW)[:1]:
        ledger.refused("hook", due)
    assert [due.key for due in ledger.due("hook", NOW)] == [keys[3], keys[0], keys[1], keys[2]]


def test_a_rise_that_is_refused_for_ever_does_not_hold_back_what_else_is_blind() -> None:
    ledger = Ledger({"hook": WARN})
    rounds: list[list[tuple[Kind, tuple[Key, ...]]]] = []
    for cycle in range(3):
        statuses = {BOUNCE: AlertStatus(REVIEW, NOW)}
        ledger.see("prod", statuses, blind("network", BOUNCE, COMPLAINT), NOW + cycle)
        due = ledger.due("hook", NOW + cycle)
        rounds.append([(one.kind, one.covers) for one in due])
        for one in due:
            if one.kind is Kind.BLIND:
                ledger.accepted("hook", one, NOW)
            else:
                ledger.refused("hook", one)
    rise = (Kind.FIRING, ())
    assert rounds == [[rise], [(Kind.BLIND, (COMPLAINT,)), rise], [rise]]


def test_who_was_not_told_blind_is_not_told_of_sight() -> None:
    room = Room()
    room.broken = {"desktop"}
    room.cycle(visibilities=blind("network", BOUNCE))
    room.broken = set()
    assert set(room.cycle()) == {"tui"}


def test_one_message_per_key_and_cycle() -> None:
    room = Room(tui=WARN)
    room.cycle(visibilities=blind("network", BOUNCE, COMPLAINT))
    assert kinds(room.cycle({BOUNCE: REVIEW})["tui"]) == [(Kind.FIRING, BOUNCE)]
    assert kinds(room.cycle({BOUNCE: REVIEW})["tui"]) == [(Kind.SIGHT, BOUNCE)]


def test_the_others_hear_of_a_channel_after_three_failed_tries_and_when_it_is_well() -> None:
    room = Room()
    room.broken = {"desktop"}
    heard = [room.cycle({BOUNCE: REVIEW}, after=1.0).get("tui", []) for _ in range(4)]
    assert [[one.kind for one in cycle] for cycle in heard[:3]] == [[Kind.FIRING], [], []]
    (failing,) = heard[3]
    assert (failing.kind, failing.self_alert) == (
        Kind.CHANNEL_FAILING,
        SelfAlert(Kind.CHANNEL_FAILING, "desktop"),
    )
    room.broken = set()
    delivered = [room.cycle({BOUNCE: REVIEW}, after=1.0) for _ in range(2)]
    assert kinds(delivered[0]["desktop"]) == [(Kind.FIRING, BOUNCE)]
    assert [one.kind for cycle in delivered for one in cycle.get("tui", [])] == [Kind.CHANNEL_OK]


def test_trouble_of_the_monitor_is_told_once_while_it_lasts() -> None:
    room = Room(tui=WARN)
    self_alert = SelfAlert(Kind.STORE_FAILING)
    room.ledger.take_self_alerts({self_alert: "the disk is full"})
    assert [one.kind for one in room.cycle()["tui"]] == [Kind.STORE_FAILING]
    assert room.cycle() == {}
    room.ledger.take_self_alerts({})
    assert room.cycle() == {}
    room.ledger.take_self_alerts({self_alert: "the disk is full"})
    assert [one.kind for one in room.cycle()["tui"]] == [Kind.STORE_FAILING]


def test_a_rise_is_told_again_where_the_end_may_have_been_heard_before_a_crash() -> None:
    before = Room(tui=WARN)
    before.cycle({BOUNCE: REVIEW})
    before.ledger.see("prod", {BOUNCE: AlertStatus(OK, NOW)}, FRESH, before.now)
    (resolved,) = before.ledger.due("tui", before.now)
    assert before.ledger.trying("tui", resolved)  # it hears that, and we are killed
    after = Room(tui=WARN)
    after.ledger.restore(before.ledger.take_changed())
    (again,) = after.cycle({BOUNCE: REVIEW})["tui"]
    assert (again.kind, again.condition) == (Kind.FIRING, REVIEW)
    assert not after.ledger.trying("tui", again)


def test_a_subject_that_vanished_ends_as_gone_for_who_knew_of_it() -> None:
    room = Room()
    room.broken = {"desktop"}
    room.cycle({NEWS: WARN})
    room.broken = set()
    heard = room.cycle(gone=(NEWS,))
    assert {channel: kinds(due) for channel, due in heard.items()} == {"tui": [(Kind.GONE, NEWS)]}
    assert room.cycle() == {}


def test_what_reached_aws_line_before_it_vanished_is_still_told_then_gone() -> None:
    room = Room()
    room.broken = {"desktop"}
    room.cycle({NEWS: PAUSE})
    room.cycle(gone=(NEWS,))
    room.broken = set()
    heard = [room.cycle()["desktop"] for _ in range(2)]
    assert [(one.kind, one.condition) for due in heard for one in due] == [
        (Kind.FIRING, PAUSE),
        (Kind.GONE, OK),
    ]
    assert room.cycle() == {}


def test_a_silence_that_names_blindness_holds_back_only_what_it_matches() -> None:
    room = Room(tui=WARN)
    room.ledger.overlays.silence(Silence("a", str(BOUNCE), NOW + HOUR, NOW, also=frozenset({"blind"})))
    (delivered,) = room.cycle(visibilities=blind("network", BOUNCE, COMPLAINT))["tui"]
    assert (delivered.kind, delivered.covers) == (Kind.BLIND, (COMPLAINT,))
    assert kinds(room.cycle()["tui"]) == [(Kind.SIGHT, COMPLAINT)]
    assert room.cycle(visibilities=blind("network", BOUNCE)) == {}
    assert kinds(room.cycle(visibilities=blind("network", BOUNCE), after=HOUR)["tui"]) == [
        (Kind.BLIND, BOUNCE)
    ]


def test_a_restart_goes_on_where_it_was() -> None:
    before = Room(tui=WARN)
    before.cycle({BOUNCE: REVIEW}, blind("network", COMPLAINT))
    after = Room(tui=WARN)
    after.now = before.now
    after.ledger.restore(before.ledger.take_changed())
    assert after.cycle({BOUNCE: REVIEW}, blind("network", COMPLAINT)) == {}
    assert kinds(after.cycle({BOUNCE: OK})["tui"]) == [(Kind.RESOLVED, BOUNCE), (Kind.SIGHT, COMPLAINT)]


def test_an_account_with_an_alert_of_its_own_reminds_for_its_rows() -> None:
    room = Room(tui=WARN)
    room.cycle({BOUNCE: WARN, HOTMAIL: PAUSE})
    assert room.cycle({BOUNCE: WARN, HOTMAIL: PAUSE}, after=HOUR) == {}
    assert kinds(room.cycle({BOUNCE: OK, HOTMAIL: PAUSE})["tui"]) == [
        (Kind.RESOLVED, BOUNCE),
        (Kind.REPEAT, HOTMAIL),
    ]
