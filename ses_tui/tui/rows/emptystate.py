"""What stands in the place of a list without rows: why, what it would show, and what to do."""

from collections.abc import Sequence
from textwrap import wrap

from ses_tui.core.condition import Health
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind, SourceError
from ses_tui.core.feature_prices import vdm_price
from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import value_text
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.viewstate import ViewState

VDM, LISTS = "vdm", "lists"
"""The sources of the rows, and of the names of the identities."""

_ONE = {SubjectKind.ISP: "ISP", SubjectKind.IDENTITY: "identity"}
_MANY = {SubjectKind.ISP: "ISPs", SubjectKind.IDENTITY: "identities"}
_SHOWS = {
    SubjectKind.ISP: "sends, delivery, bounces, transient bounces and complaints at Gmail, Hotmail, Yahoo and"
    " the other large ones, today and day by day for two weeks; which ISP has begun to block you",
    SubjectKind.IDENTITY: "sends, bounces and complaints of each of your domains and addresses, today and day"
    " by day for two weeks; which of them is behind a rate that rises",
}
_COST = "{price}. What reading it costs without a plan is not published. ses-tui never turns it on."
TURN_ON = "aws sesv2 put-account-vdm-attributes --vdm-attributes VdmEnabled=ENABLED"


def why_empty(state: ViewState, kind: SubjectKind) -> list[tuple[str, str]]:
    """Paragraphs, each with its heading (may be empty); the first says what is the matter."""
    target = state.target
    many = _MANY[kind]
    if target is None:
        return [(f"{many}: nothing was read yet", "")]
    error = _error(target, kind)
    off = target.account is not None and not target.account.vdm_enabled
    if off or (error is not None and error.kind is ErrorKind.NOT_ENABLED):
        return [
            *(_lost(target) if kind is SubjectKind.IDENTITY else ()),
            (f"VDM is off in this account: nothing is known of each {_ONE[kind]}", ""),
            ("It would show", _SHOWS[kind]),
            ("It costs", _COST.format(price=vdm_price(target.account, target.prices))),
            ("To turn it on", TURN_ON),
        ]
    if error is not None:
        found = [(f"{many} were not read: {error.message}", "")]
        if error.hint:
            found.append(("To do", error.hint))
        found.append(("Meanwhile", "the account's own rates and alerts do not depend on it"))
        return found
    if target.account is None or target.health is Health.INIT:
        return [(f"{many}: the first read is under way", "")]
    if kind is SubjectKind.IDENTITY and target.identities_total == 0:
        return [("no identity in this account and Region", "")]
    return [(f"{many}: not read yet, or no mail today and yesterday", "")]


MOST_LOST = 5
"""Identities that can't send which are named where there are no rows."""


def _lost(target: TargetSnapshot) -> list[tuple[str, str]]:
    """Those that AWS's words say are not well, and why: that is known without VDM too."""
    found = []
    for one in target.statuses:
        if (
            one.subject.kind is SubjectKind.IDENTITY
            and one.condition
            and one.metric
            in (
                Metric.VERIFICATION,
                Metric.SENDING_STATUS,
            )
        ):
            name = one.subject.label
            details = target.identity_details.get(name)
            why = "; ".join(details.words()) if details else ""
            found.append((f"{one.condition.word.upper()} {name} {value_text(one.metric, one.status)}", why))
    return found[:MOST_LOST]


def _error(target: TargetSnapshot, kind: SubjectKind) -> SourceError | None:
    """The error that explains it: credentials first, then the list of names, then the numbers."""
    wanted = (VDM,) if kind is SubjectKind.ISP else (LISTS, VDM)
    return next(
        (error for error in target.errors if error.kind in CREDENTIAL_KINDS),
        next((error for source in wanted for error in target.errors if error.source == source), None),
    )


def empty_lines(state: ViewState, kind: SubjectKind, room: int, height: int) -> list[StyledLine]:
    """Why there are no rows, in at most ``height`` lines."""
    return paragraph_lines(why_empty(state, kind), state, room, height)


def paragraph_lines(
    paragraphs: Sequence[tuple[str, str]], state: ViewState, room: int, height: int
) -> list[StyledLine]:
    """The paragraphs in at most ``height`` lines, headings in bold; dense where there is little room."""
    look = state.look
    lines: list[StyledLine] = []
    airy = height >= 2 + 4 * len(paragraphs)
    width = max(20, min(room - 4, 92))
    for heading, text in paragraphs:
        if airy or not lines:
            lines.append(())
        style = BOLD if heading else look.label
        for part in wrap(heading, width, break_on_hyphens=False):
            lines.append(styled(f"  {part}", style))
        for part in wrap(text, width - 2, break_on_hyphens=False, break_long_words=len(text) > 200):
            lines.append(styled(f"    {part}"))
    return lines[:height]
