"""Asks AWS about the identities that it refuses to send for, one by one, and about no others."""

from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.verification import in_trouble, take_details
from ses_tui.engine.ports import Reader
from ses_tui.engine.state import TargetState


async def read_identity_details(state: TargetState, reader: Reader) -> None:
    """Those in trouble, worst first; of one that is well again nothing is kept."""
    asked = in_trouble(state.rules)
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
