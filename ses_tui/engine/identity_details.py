"""Asks AWS about the identities that it refuses to send for, one by one, and about no others."""

from ses_tui.core.delivery import LOUD
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.verification import take_details
from ses_tui.engine.ports import Reader
from ses_tui.engine.state import TargetState

MOST = 10
"""Identities that are asked about in one round: each is a call, and the account's own reads wait for it."""

_WORDS = (Metric.VERIFICATION, Metric.SENDING_STATUS, Metric.DKIM, Metric.MAIL_FROM)


async def read_identity_details(state: TargetState, reader: Reader) -> None:
    """Those in trouble, worst first; of one that is well again nothing is kept."""
    asked = _in_trouble(state)
    if not asked:
        state.identity_details, state.errors["identities"] = {}, ()
        return
    read, state.errors["identities"] = await reader.identity_details(asked)
    known = {name: state.identity_details[name] for name in asked if name in state.identity_details}
    state.identity_details = known | {one.name: one for one in read}
    for one in read:
        subject = Subject(SubjectKind.IDENTITY, one.name)
        take_details(state.rules, subject, one)
        state.touched.add(subject)


def _in_trouble(state: TargetState) -> list[str]:
    worst: dict[str, int] = {}
    for subject, metric in state.rules.tracker.loud:
        if subject.kind is SubjectKind.IDENTITY and metric in _WORDS and subject.name is not None:
            condition = state.rules.tracker.state(subject, metric).condition
            worst[subject.name] = max(condition, worst.get(subject.name, LOUD))
    return sorted(worst, key=lambda name: (-worst[name], name))[:MOST]
