"""What SES says through EventBridge of an account, a tenant, a set or an identity, and not of a mail."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b

from ses_tui.core.events.envelope import Announced, unwrapped
from ses_tui.core.events.event import Event, EventType, Malformed
from ses_tui.core.events.fields import Json, struct_at, text_at, time_of
from ses_tui.core.model import ACCOUNT, Subject, SubjectKind
from ses_tui.core.record import Record
from ses_tui.core.text import MESSAGE_CAP, safe

_KINDS: Mapping[str, SubjectKind] = {
    "tenant": SubjectKind.TENANT,
    "configuration-set": SubjectKind.CONFIGURATION_SET,
    "identity": SubjectKind.IDENTITY,
}
SENDING_TITLES: Mapping[str, bool] = {"Sending Status Disabled": False, "Sending Status Enabled": True}
"""Titles of notices by which SES says that it switched sending, and whether it is on."""


ADVISOR_TITLES = ("Advisor Recommendation Status Open", "Advisor Recommendation Status Resolved")
"""Titles of notices that a finding of VDM's advisor opened, or was resolved."""


class SendingStatus(Record, frozen=True):
    """SES switched the sending of ``subject`` on or off at ``at`` (UTC epoch seconds)."""

    subject: Subject
    enabled: bool
    at: float | None


def announcement(value: Json) -> Event | Malformed:
    """The notice as an event about no recipient: the detail-type, and in ``diagnostic`` what it says."""
    kind = text_at(value, "detail-type")
    if kind in set(EventType):
        return Malformed(f"EventBridge event {safe(kind)} without a detail of SES")
    subjects = _subjects(value)
    mark = "\n".join((kind, text_at(value, "id") or repr(value)))
    return Event(
        id=blake2b(mark.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest(),
        at=time_of(text_at(value, "time")),
        event=safe(kind),
        recipient="",
        recipient_domain="",
        isp="",
        identity=_name(subjects, SubjectKind.IDENTITY),
        configuration_set=_name(subjects, SubjectKind.CONFIGURATION_SET),
        diagnosis=None,
        status="",
        reply="",
        diagnostic=safe(_words(value, subjects), MESSAGE_CAP),
    )


def sending_statuses(text: str) -> Iterator[SendingStatus]:
    """What a message says of sending being switched on or off; of subjects that it names alone.

    Without any resource it is the account's own.
    """
    for found in unwrapped(text):
        if isinstance(found, Announced) and (kind := text_at(found.event, "detail-type")) in SENDING_TITLES:
            for subject in _subjects(found.event):
                yield SendingStatus(subject, SENDING_TITLES[kind], time_of(text_at(found.event, "time")))


def _subjects(value: Json) -> tuple[Subject, ...]:
    """By the ARNs of ``resources``, such as ``arn:aws:ses:eu-west-1:123456789012:tenant/shop/tn-1``."""
    arns = value.get("resources")
    if not isinstance(arns, list) or not arns:
        return (ACCOUNT,)
    return tuple(subject for arn in arns if isinstance(arn, str) and (subject := _subject(arn)))


def _subject(arn: str) -> Subject | None:
    kind, _, name = arn.split(":", 5)[-1].partition("/")
    if kind == "account":
        return ACCOUNT
    if kind == "tenant":
        name = name.partition("/")[0]
    return Subject(_KINDS[kind], safe(name)) if kind in _KINDS and name else None


def _name(subjects: tuple[Subject, ...], kind: SubjectKind) -> str:
    return next((subject.name or "" for subject in subjects if subject.kind is kind), "")


def _words(value: Json, subjects: tuple[Subject, ...]) -> str:
    """``tenant shop: origin ACCOUNT, status DISABLED``."""
    whose = ", ".join(
        "account" if subject == ACCOUNT else f"{subject.kind.value.replace('_', ' ')} {subject.name}"
        for subject in subjects
    )
    said = ", ".join(_leaves(struct_at(value, "detail")))
    return f"{whose}: {said}" if whose and said else whose or said


def _leaves(value: Json, depth: int = 0) -> Iterator[str]:
    """``key value`` of each member that holds a word or a number, those of inner objects included."""
    for key, inner in value.items():
        if isinstance(inner, dict) and depth < 5:
            yield from _leaves(inner, depth + 1)
        elif isinstance(inner, str | int | float) and inner != "" and key != "version":
            yield f"{key} {inner}"
