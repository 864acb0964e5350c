"""Takes up what AWS's lists say of identities, tenants, sets and by the advisor, as the live engine does."""

from collections.abc import Iterator, Mapping

from ses_tui.core.advisor import Advisor
from ses_tui.core.identity_details import IdentityDetails
from ses_tui.core.inventory import Inventory
from ses_tui.core.keys import ADVISOR
from ses_tui.core.model import Metric, Subject, SubjectKind, SubjectMetric
from ses_tui.core.resources import (
    ConfigurationSet,
    Identity,
    Recommendation,
    ReputationEntity,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.rules import TargetRules
from ses_tui.core.sending_status import take_lists
from ses_tui.core.verification import IdentityMail, in_trouble, judge, take_details

Words = Mapping[SubjectMetric, str]

TYPE, RESOURCE = "BOUNCE", "news.example.org"
"""Of the finding that a file's advisor has."""


class Lists:
    """Of one run of the rules. ``words``: the newest of each key; what a file does not name is well."""

    def __init__(self, rules: TargetRules) -> None:
        self._rules = rules
        self._advisor = Advisor(rules)

    def take(self, words: Words, now: float) -> None:
        """A good read of all lists; ``now``: UTC epoch seconds."""
        identities = sorted(_names(words, SubjectKind.IDENTITY))
        # Mail of an identity is VDM's to tell: without it none is at pause for its share.
        judge(self._rules, [_identity(name, words) for name in identities], IdentityMail({}, None, now), now)
        for name in in_trouble(self._rules):
            subject = Subject(SubjectKind.IDENTITY, name)
            take_details(self._rules, subject, details(name, words))
        take_lists(self._rules, _inventory(words, now))
        if ADVISOR in words:
            self._advisor.take(findings(words), now)


def _names(words: Words, kind: SubjectKind) -> Iterator[str]:
    yield from {subject.label for subject, _ in words if subject.kind is kind}


def _identity(name: str, words: Words) -> Identity:
    subject = Subject(SubjectKind.IDENTITY, name)
    sending = words.get((subject, Metric.SENDING_STATUS), "true") == "true"
    return Identity(name, sending, words.get((subject, Metric.VERIFICATION), "SUCCESS"))


def details(name: str, words: Words) -> IdentityDetails:
    """What GetEmailIdentity says; an identity has a MAIL FROM domain where the file has a word of it."""
    subject = Subject(SubjectKind.IDENTITY, name)
    mail_from = words.get((subject, Metric.MAIL_FROM), "")
    return IdentityDetails(
        name,
        dkim=words.get((subject, Metric.DKIM), "SUCCESS"),
        mail_from=f"bounce.{name}" if mail_from else "",
        mail_from_status=mail_from,
    )


def findings(words: Words) -> list[Recommendation]:
    """The advisor's: one that is open, or none."""
    impact = words.get(ADVISOR, "none")
    return [] if impact == "none" else [Recommendation(RESOURCE, RESOURCE, TYPE, "OPEN", impact, "")]


def _inventory(words: Words, now: float) -> Inventory:
    tenants = tuple(
        TenantStatus(subject.label, subject.label, word, entity=ReputationEntity(subject.label, word, "LOW"))
        for (subject, _), word in words.items()
        if subject.kind is SubjectKind.TENANT
    )
    sets = tuple(
        ConfigurationSet(subject.label, sending_enabled=word == "true")
        for (subject, _), word in words.items()
        if subject.kind is SubjectKind.CONFIGURATION_SET
    )
    return Inventory(
        tenants=TenantsResult(tenants), sets=SetsResult(sets), read_at={"tenants": now, "sets": now}
    )
