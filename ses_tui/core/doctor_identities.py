"""What ``doctor`` finds about identities that may not send. Pure."""

from collections.abc import Mapping, Sequence

from ses_tui.core.alarm_commands import command
from ses_tui.core.condition import Condition
from ses_tui.core.findings import Finding, Level
from ses_tui.core.identity_details import VERIFIED, WAITING, IdentityDetails
from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.statuses import Status
from ses_tui.core.words import value_text

CHECK = "identities"

LOST, RECORDS = "identity-lost", "identity-records"
"""The pages of ``ses-tui playbook``."""

_OF_IDENTITIES = (Metric.VERIFICATION, Metric.SENDING_STATUS)


def identities(
    statuses: Sequence[Status] | None,
    details: Mapping[str, IdentityDetails],
    region: str,
    *,
    mail_known: bool = True,
) -> tuple[Finding, ...]:
    """Each that SES refuses to send for, and DKIM or MAIL FROM that broke. None: nothing was read.

    ``mail_known``: whether VDM tells which of them have mail.
    """
    unused = "no mail of late" if mail_known else "whether it has mail is not known without VDM"
    known = [one for one in statuses or () if one.subject.kind is SubjectKind.IDENTITY]
    if not known:
        return ()
    names = dict.fromkeys(one.subject.label for one in known)
    refused = _not_ok(known, _OF_IDENTITIES)
    broken = _not_ok(known, (Metric.DKIM, Metric.MAIL_FROM))
    found = [Finding(CHECK, Level.FAIL, _said(one, details), _commands(one, region, LOST)) for one in refused]
    lost = {one.subject for one in refused}
    found += [
        Finding(CHECK, Level.WARN, _said(one, details), _commands(one, region, RECORDS))
        for one in broken
        if one.subject not in lost
    ]
    found += [
        Finding(CHECK, Level.WARN, f"{_said(one, details)}; {unused}", _commands(one, region, LOST))
        for one in known
        if one.condition is None and one.word not in (VERIFIED, *WAITING)
    ]
    if not found:
        waiting = {one.subject for one in known if one.condition is None}
        without = ", and without mail" if mail_known else ""
        used = "in use" if mail_known else "verified"
        also = f"; {len(waiting)} never verified{without}" if waiting else ""
        found.append(Finding(CHECK, Level.PASS, f"all {len(names) - len(waiting)} {used} can send{also}"))
    return tuple(found)


def _not_ok(known: Sequence[Status], metrics: Sequence[Metric]) -> list[Status]:
    """The worst first."""
    wrong = [one for one in known if one.metric in metrics and one.condition]
    return sorted(wrong, key=lambda one: (-(one.condition or Condition.OK), one.subject.label))


def _said(one: Status, details: Mapping[str, IdentityDetails]) -> str:
    more = details.get(one.subject.label)
    why = "".join(f"; {words}" for words in (more.words() if more else ()))
    return f"{one.subject.label}: {value_text(one.metric, one.word)}{why}"


def _commands(one: Status, region: str, page: str) -> tuple[str, ...]:
    asked = command(region, "sesv2", "get-email-identity", "--email-identity", one.subject.label)
    return asked, f"ses-tui playbook {page}"
