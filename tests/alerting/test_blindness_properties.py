"""Never silently blind: whatever is blind, whatever was told before, whatever a channel refuses."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ses_tui.core.condition import Condition, Health
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.visibility import Visibility

NOW = 1_700_000_000.0
ACCOUNT_KEYS = tuple(
    Key("prod", ACCOUNT, metric)
    for metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE, Metric.ENFORCEMENT_STATUS)
)
ROWS = Key("prod", Subject(SubjectKind.ISP), Metric.BOUNCE_RATE)
CAUSES = ("", "access_denied", "service", "timeout")
"""Why a key can't be seen; nothing where it can."""

CYCLES = st.lists(
    st.tuples(
        st.tuples(*(st.sampled_from(CAUSES) for _ in (*ACCOUNT_KEYS, ROWS))),
        st.sampled_from((30.0, 300.0, 4000.0)),
        st.booleans(),
    ),
    min_size=1,
    max_size=20,
)


@given(CYCLES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_channel_that_accepts_knows_of_each_key_of_the_account_why_it_is_blind(
    cycles: list[tuple[tuple[str, ...], float, bool]],
) -> None:
    ledger, now = Ledger({"hook": Condition.WARN}), NOW
    told: dict[Key, set[str]] = {}
    for causes, seconds, broken in cycles:
        now += seconds
        cause_of = dict(zip((*ACCOUNT_KEYS, ROWS), causes, strict=True))
        seen = {
            key: Visibility(Health.BLIND if cause else Health.FRESH, cause) for key, cause in cause_of.items()
        }
        ledger.see("prod", {}, seen, now)
        for due in ledger.due("hook", now):
            if broken:
                ledger.refused("hook", due)
                continue
            ledger.accepted("hook", due, now)
            assert [key.subject != ACCOUNT for key in due.covers] == sorted(
                key.subject != ACCOUNT for key in due.covers
            )
            for key in due.covers:
                if due.kind is Kind.BLIND:
                    told.setdefault(key, set()).add(due.cause)
                else:
                    assert told.pop(key)
        if broken:
            continue
        for key, cause in cause_of.items():
            if not cause:
                assert key not in told, "sight was not told"
            elif key.subject == ACCOUNT:
                assert cause in told.get(key, ()), f"{key} is silently blind"
            else:
                assert any(cause in causes_told for causes_told in told.values())
