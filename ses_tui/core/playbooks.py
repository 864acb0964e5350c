"""Which page of what to do belongs to an alert, and its one line of advice. The pages are data."""

from collections.abc import Mapping
from types import MappingProxyType

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Alert, TargetSnapshot

ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "bounce-rate": "Find the identity that bounces, stop its campaign, take the dead addresses off",
        "complaint-rate": "Find the stream people complain of, stop it, and honour every unsubscribe",
        "isp-block": "Send less to that ISP only; do not push through, do not change IPs",
        "stale-list": "Stop this list now; remove the dead addresses before anything more is sent",
        "under-review": "Mend the cause first, then answer AWS's case in the Support Center",
        "paused": "Find who paused it: you, then switch it on; AWS, then mend and answer its case",
        "identity-lost": "Put its DNS records back as SES names them; until then its mail is refused",
        "identity-records": "Put the DKIM or MAIL FROM records back before mail fails DMARC or is refused",
        "tenant-disabled": "Stop what this tenant sends, mend the cause AWS names, then have it reinstated",
        "advisor": "Read what the advisor found, mend that, and see it close in mode 8",
        "bounce-budget": "Stop the campaign that bounces before AWS's rate shows it",
        "complaint-budget": "Stop the campaign people complain of before AWS's rate shows it",
        "blind": "Mend what keeps ses-tui from reading; until then watch the SES console",
        "channel-failing": "Mend the channel, then run ses-tui drill; alerts come by the others till then",
        "store-failing": "Free the disk or mend the rights of the state directory; leave ses-tui running",
        "clock-skew": "Set this machine's clock by NTP; AWS refuses calls of a clock that is wrong",
        "credentials-expiring": "Log in again before they end: aws sso login",
        "gone": "Make sure that it was meant to stop; gone is not the same as mended",
        "blocklist": "Find what the list took for spam and end it; only then ask to be taken off",
        "suppression": "Have SES suppress bounces again; a set's own setting overrides the account's",
        "mail-stopped": "Look at what hands mail to SES: deployment, queue, credentials; then at SES",
        "quota": "Slow the largest campaign so that codes get through; ask for a higher quota",
        "rejects": "Stop the stream whose mail has a virus, or undo the template that fails",
        "alarm-muted": "Ask who made the mute rule and end it; until then ses-tui's own channels tell",
        "warm-up": "Go back to the last volume that was accepted and hold it before the next step",
        "unusual": "Look who sends to it and what changed in 6 hours; no line is crossed yet",
    }
)
"""Per playbook what to do next: an alert's third line, at most 90 characters, imperative."""

BRIEF_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "bounce-rate": "find who bounces",
        "complaint-rate": "find the stream, stop it",
        "isp-block": "send less to that ISP",
        "stale-list": "stop this list",
        "under-review": "mend it, then answer AWS",
        "paused": "find who paused it",
        "identity-lost": "put its DNS records back",
        "identity-records": "put its DNS records back",
        "tenant-disabled": "stop what it sends",
        "advisor": "read it in mode 8",
        "bounce-budget": "find who bounces",
        "complaint-budget": "find the stream, stop it",
        "blind": "mend the reading",
        "channel-failing": "mend the channel",
        "store-failing": "free the disk",
        "clock-skew": "set this clock",
        "credentials-expiring": "log in again",
        "gone": "was it meant to stop?",
        "blocklist": "see what was spam",
        "suppression": "suppress bounces again",
        "mail-stopped": "look at what sends",
        "quota": "slow the largest stream",
        "rejects": "stop that stream",
        "alarm-muted": "end the mute rule",
        "warm-up": "back to the last volume",
        "unusual": "look what changed",
    }
)
"""The same for a wall, in letters as big as can be: at most 24 of them."""

PLAYBOOKS: tuple[str, ...] = tuple(ADVICE)
"""The names of all pages, in the order of a list."""

BLIND_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        ErrorKind.CREDENTIALS_EXPIRED: "Log in again (aws sso login); ses-tui recovers by itself",
        ErrorKind.CREDENTIALS_MISSING: "Give it credentials: a profile, a role or the environment",
        ErrorKind.MFA_REQUIRED: "Get a session with MFA in another terminal, or restart and type the code",
        ErrorKind.ACCESS_DENIED: "Have the missing action allowed; the error names it",
        ErrorKind.THROTTLED: "Find what else calls SES in this account; ses-tui slows down by itself",
        ErrorKind.TIMEOUT: "Check the way to AWS from this machine; ses-tui goes on trying",
        ErrorKind.NETWORK: "Check the network of this machine; ses-tui goes on trying",
        ErrorKind.PROXY: "Check HTTPS_PROXY and the proxy itself; ses-tui goes on trying",
        ErrorKind.NOT_ENABLED: "Check the Region; what is off there cannot be read",
        ErrorKind.SERVICE: "Look at the AWS Health Dashboard; ses-tui goes on trying",
    }
)
"""Where the cause of blindness is known, what to do about that one."""

BRIEF_BLIND_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        ErrorKind.CREDENTIALS_EXPIRED: "log in again",
        ErrorKind.CREDENTIALS_MISSING: "give it credentials",
        ErrorKind.MFA_REQUIRED: "log in with MFA",
        ErrorKind.ACCESS_DENIED: "allow what is missing",
        ErrorKind.THROTTLED: "find who calls SES",
        ErrorKind.TIMEOUT: "check the way to AWS",
        ErrorKind.NETWORK: "check the network",
        ErrorKind.PROXY: "check the proxy",
        ErrorKind.NOT_ENABLED: "check the Region",
        ErrorKind.SERVICE: "see AWS Health",
    }
)
"""The same for a wall."""

_KINDS = {kind.value: kind for kind in Kind}

_BY_KIND: Mapping[Kind, str] = {
    Kind.GONE: "gone",
    Kind.CHANNEL_FAILING: "channel-failing",
    Kind.CHANNEL_OK: "channel-failing",
    Kind.DRILL: "channel-failing",
    Kind.STORE_FAILING: "store-failing",
    Kind.CLOCK_SKEW: "clock-skew",
    Kind.CREDENTIALS_EXPIRING: "credentials-expiring",
}

_BY_METRIC: Mapping[Metric, str] = {
    Metric.SENDING_ENABLED: "paused",
    Metric.VERIFICATION: "identity-lost",
    Metric.DKIM: "identity-records",
    Metric.ADVISOR: "advisor",
    Metric.MAIL_FROM: "identity-records",
    Metric.BOUNCE_BUDGET: "bounce-budget",
    Metric.COMPLAINT_BUDGET: "complaint-budget",
    Metric.MAIL_STOPPED: "mail-stopped",
    Metric.QUOTA_USE: "quota",
    Metric.SEND_RATE_USE: "quota",
    Metric.REJECT_RATE: "rejects",
    Metric.RENDERING_FAILURE_RATE: "rejects",
    Metric.MONITOR: "blind",
}

_OF_SENDING: Mapping[SubjectKind, str] = {
    SubjectKind.IDENTITY: "identity-lost",
    SubjectKind.TENANT: "tenant-disabled",
}
"""Who may not send -> its page; the others' is ``paused``."""

_REFUSED = frozenset({Metric.TRANSIENT_BOUNCE_RATE, Metric.DELIVERY_RATE})
"""What moves when an ISP does not take the mail."""


def playbook_for(kind: Kind, key: Key, condition: Condition, cause: str = "") -> str:
    """The name of the page that helps, one of ``PLAYBOOKS``.

    ``condition``: the worst that the message is about, also where it says that it is over. ``cause``:
    an ``errors[].kind`` where something could not be read.
    """
    if kind in {Kind.BLIND, Kind.SIGHT}:
        return "clock-skew" if cause == ErrorKind.CLOCK_SKEW else "blind"
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if key.metric is Metric.SENDING_STATUS:
        return _OF_SENDING.get(key.subject.kind, "paused")
    if key.metric is Metric.ENFORCEMENT_STATUS:
        return "paused" if condition >= Condition.PAUSE else "under-review"
    return _BY_METRIC.get(key.metric) or _about_rate(key, condition)


def _about_rate(key: Key, condition: Condition) -> str:
    subject, metric = key.subject.kind, key.metric
    if subject is not SubjectKind.ACCOUNT and condition < Condition.WARN:
        return "unusual"
    if metric is Metric.COMPLAINT_RATE:
        return "complaint-rate"
    if metric is not Metric.BOUNCE_RATE and metric not in _REFUSED:
        return "unusual"
    if subject in {SubjectKind.POOL, SubjectKind.IP}:
        return "warm-up"
    if subject is SubjectKind.ISP or metric in _REFUSED:
        return "isp-block"
    return "bounce-rate" if subject is SubjectKind.ACCOUNT else "stale-list"


def open_playbook(target: TargetSnapshot, subject: Subject | None = None) -> str:
    """The page of the worst that is open, about ``subject`` where one is given; empty where nothing is.

    That the target cannot be seen counts as review, as its message is routed.
    """
    alerts = [alert for alert in target.alerts if subject is None or alert.key.subject == subject]
    worst = max(alerts, key=lambda alert: alert.condition, default=None)
    blind = subject is None and target.health is Health.BLIND
    if blind and (worst is None or worst.condition < Condition.REVIEW):
        causes = {error.kind for error in target.errors}
        cause = ErrorKind.CLOCK_SKEW if ErrorKind.CLOCK_SKEW in causes else ""
        return playbook_for(Kind.BLIND, Key(target.name, ACCOUNT, Metric.MONITOR), Condition.REVIEW, cause)
    return "" if worst is None else _of_alert(worst)


def _of_alert(alert: Alert) -> str:
    return playbook_for(_KINDS.get(alert.kind, Kind.FIRING), alert.key, alert.condition)


def advice_for(playbook: str, cause: str = "") -> str:
    """``ADVICE``, or what mends this cause of blindness. KeyError for a page that there is not."""
    general = ADVICE[playbook]
    return BLIND_ADVICE.get(cause, general) if playbook == "blind" else general


def brief_advice(playbook: str, cause: str = "") -> str:
    """The same as ``BRIEF_ADVICE`` has it; empty for a page that there is not."""
    general = BRIEF_ADVICE.get(playbook, "")
    return BRIEF_BLIND_ADVICE.get(cause, general) if playbook == "blind" else general
