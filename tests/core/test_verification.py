"""Which identities SES refuses to send for, and how grave that is."""

import pytest

from ses_tui.core.clock import DAY, ManualClock, utc_day
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.counts import VdmCounts, VdmMetric
from ses_tui.core.events.announced import SendingStatus
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.resources import Identity
from ses_tui.core.rules import TargetRules
from ses_tui.core.sending_status import switched
from ses_tui.core.verification import IdentityMail, judge

NOW = 1_800_000_000.0
OK, REVIEW, PAUSE = Condition.OK, Condition.REVIEW, Condition.PAUSE
NEWS = Subject(SubjectKind.IDENTITY, "news.example.org")


def mail(sent: int = 0, total: int = 1000, days_ago: int = 0) -> IdentityMail:
    """NEWS sent so many of the account's mails."""
    day = utc_day(NOW) - days_ago * DAY
    counts = {NEWS: VdmCounts(NEWS, {VdmMetric.SEND: {day: sent} if sent else {}})}
    return IdentityMail(counts, VdmCounts(ACCOUNT, {VdmMetric.SEND: {utc_day(NOW): total}}), NOW)


NONE = IdentityMail({}, None, NOW)
"""VDM is off."""


def rules() -> TargetRules:
    return TargetRules("prod", Bands(), Ledger({}), ManualClock(NOW))


def listed(word: str, *, on: bool) -> tuple[Identity, ...]:
    return (Identity("news.example.org", on, word),)


def stands(known: TargetRules, metric: Metric = Metric.VERIFICATION) -> Condition | None:
    return known.condition_of((NEWS, metric))


FAILING = [
    ("FAILED", False),
    ("FAILED", True),
    ("TEMPORARY_FAILURE", True),
    ("TEMPORARY_FAILURE", False),
    ("PENDING", False),
    ("NOT_STARTED", False),
    ("SOMETHING_NEW", True),
    ("", False),
]


@pytest.mark.parametrize(("word", "on"), FAILING)
def test_one_that_was_able_before_is_trouble(word: str, on: bool) -> None:
    known = rules()
    judge(known, listed("SUCCESS", on=True), NONE, NOW)
    assert judge(known, listed(word, on=on), NONE, NOW + 1)
    assert stands(known) is REVIEW
    assert known.value(NEWS, Metric.VERIFICATION) == word
    assert judge(known, listed("SUCCESS", on=True), NONE, NOW + 2)
    assert stands(known) is OK


@pytest.mark.parametrize(("word", "on"), FAILING)
def test_one_that_has_mail_of_late_is_trouble_though_it_was_never_seen_able(word: str, on: bool) -> None:
    known = rules()
    judge(known, listed(word, on=on), mail(10, days_ago=9), NOW)
    assert stands(known) is REVIEW


@pytest.mark.parametrize(("word", "on"), FAILING)
@pytest.mark.parametrize("sent", [NONE, mail(0)])
def test_one_that_never_could_send_is_not_judged(word: str, on: bool, sent: IdentityMail) -> None:
    known = rules()
    assert not judge(known, listed(word, on=on), sent, NOW)
    assert stands(known) is None
    assert known.value(NEWS, Metric.VERIFICATION) == word


@pytest.mark.parametrize(("sent", "expected"), [(100, REVIEW), (101, PAUSE)])
def test_over_a_tenth_of_the_mail_is_a_pause(sent: int, expected: Condition) -> None:
    known = rules()
    judge(known, listed("FAILED", on=False), mail(sent), NOW)
    assert stands(known) is expected


def test_what_is_refused_is_no_mail_and_eases_nothing() -> None:
    known = rules()
    judge(known, listed("FAILED", on=False), mail(500), NOW)
    judge(known, listed("FAILED", on=False), mail(0), NOW + DAY)
    assert stands(known) is PAUSE


def test_one_whose_share_grows_becomes_a_pause() -> None:
    known = rules()
    judge(known, listed("TEMPORARY_FAILURE", on=True), mail(50), NOW)
    judge(known, listed("TEMPORARY_FAILURE", on=True), mail(500), NOW + 1)
    assert stands(known) is PAUSE


def test_one_that_is_verified_and_switched_off_is_trouble_of_its_sending() -> None:
    known = rules()
    judge(known, listed("SUCCESS", on=True), NONE, NOW)
    assert judge(known, listed("SUCCESS", on=False), NONE, NOW + 1)
    assert (stands(known), stands(known, Metric.SENDING_STATUS)) == (OK, REVIEW)
    assert (NEWS, Metric.SENDING_STATUS) not in known.tracker.baseline
    judge(known, listed("SUCCESS", on=True), NONE, NOW + 2)
    assert stands(known, Metric.SENDING_STATUS) is OK


def test_a_list_older_than_an_event_does_not_take_it_back_and_a_newer_one_does() -> None:
    known = rules()
    judge(known, listed("SUCCESS", on=True), NONE, NOW)
    assert switched(known, SendingStatus(NEWS, False, NOW + 60), NOW, NOW + 60)
    judge(known, listed("SUCCESS", on=True), NONE, NOW)
    assert stands(known, Metric.SENDING_STATUS) is PAUSE
    judge(known, listed("SUCCESS", on=True), NONE, NOW + 120)
    assert stands(known, Metric.SENDING_STATUS) is OK


def test_sending_off_for_want_of_verification_does_not_end_what_an_event_said() -> None:
    known = rules()
    judge(known, listed("SUCCESS", on=True), NONE, NOW)
    switched(known, SendingStatus(NEWS, False, NOW + 60), NOW, NOW + 60)
    judge(known, listed("FAILED", on=False), NONE, NOW + 120)
    assert (stands(known), stands(known, Metric.SENDING_STATUS)) == (REVIEW, PAUSE)
