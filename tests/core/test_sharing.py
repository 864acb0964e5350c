"""Targets shared among processes: each by one, evenly, with few moves."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.sharing import shares

TARGETS = [f"t{number:02}" for number in range(12)]
PROCESSES = ["a", "b", "c", "d"]

wishes = st.dictionaries(st.sampled_from(PROCESSES), st.frozensets(st.sampled_from(TARGETS)), min_size=1)


def settled(wishes: dict[str, frozenset[str]], owners: dict[str, str]) -> dict[str, str]:
    """After each process has given and taken what is due, one after the other, until none has to."""
    owners = {target: owner for target, owner in owners.items() if owner in wishes}
    for _ in range(100):
        before = dict(owners)
        for me in sorted(wishes):
            due = shares(me, wishes, owners)
            assert all(owners.get(one) == me for one in due.give)
            assert not due.take & owners.keys()
            for one in due.give:
                del owners[one]
            owners.update(dict.fromkeys(due.take, me))
        if owners == before:
            return owners
    raise AssertionError("they never come to rest")


@given(wishes, st.dictionaries(st.sampled_from(TARGETS), st.sampled_from(PROCESSES)))
def test_every_target_that_somebody_can_read_is_owned_by_one_that_can_and_evenly(
    wishes: dict[str, frozenset[str]], before: dict[str, str]
) -> None:
    before = {target: owner for target, owner in before.items() if target in wishes.get(owner, ())}
    owners = settled(wishes, before)
    assert owners.keys() == {target for names in wishes.values() for target in names}
    assert all(target in wishes[owner] for target, owner in owners.items())
    load = Counter(owners.values())
    for target, owner in owners.items():
        for other, names in wishes.items():
            assert target not in names or load[owner] - load[other] <= 1


def test_what_is_even_is_left_alone() -> None:
    everything = frozenset(TARGETS)
    owners = {target: PROCESSES[number % 4] for number, target in enumerate(TARGETS)}
    for process in PROCESSES:
        due = shares(process, dict.fromkeys(PROCESSES, everything), owners)
        assert not due.take and not due.give


def test_one_that_joins_is_given_its_share_and_no_more() -> None:
    everything = frozenset(TARGETS)
    owners = dict.fromkeys(TARGETS, "a")
    due = shares("a", {"a": everything, "b": everything}, owners)
    assert len(due.give) == 6


def test_what_nobody_takes_for_long_anybody_takes() -> None:
    everything = frozenset(TARGETS)
    wishes = {"a": everything, "b": everything}
    assert len(shares("a", wishes, {}).take) == 6
    assert shares("a", wishes, {}, left=TARGETS).take == everything
