"""GetEmailIdentity, for the few identities that are asked about one by one."""

from collections.abc import Iterable

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import IDENTITY, Calls
from ses_tui.aws.paging import Parts
from ses_tui.core.errors import SourceError
from ses_tui.core.identity_details import IdentityDetails


async def read_identity_details(
    caller: Calls, names: Names, asked: Iterable[str]
) -> tuple[tuple[IdentityDetails, ...], tuple[SourceError, ...]]:
    """One call each; those that were read, and why others were not."""
    parts = Parts()
    found = []
    for name in asked:
        answer = await parts.of(caller, IDENTITY, EmailIdentity=names.raw(name))
        if answer is not None:
            found.append(_details(name, answer, names))
    return tuple(found), parts.errors


def _details(name: str, answer: shapes.Answer, names: Names) -> IdentityDetails:
    dkim, mail_from = shapes.struct(answer, "DkimAttributes"), shapes.struct(answer, "MailFromAttributes")
    info = shapes.struct(answer, "VerificationInfo")
    signing = dkim.get("SigningEnabled")
    domain = shapes.raw_text(mail_from, "MailFromDomain")
    return IdentityDetails(
        name,
        verification=shapes.text(answer, "VerificationStatus"),
        error=shapes.text(info, "ErrorType"),
        last_checked=shapes.as_time(info.get("LastCheckedTimestamp")),
        last_success=shapes.as_time(info.get("LastSuccessTimestamp")),
        dkim=shapes.text(dkim, "Status"),
        dkim_signing=signing if isinstance(signing, bool) else None,
        dkim_key=shapes.text(dkim, "CurrentSigningKeyLength"),
        dkim_origin=shapes.text(dkim, "SigningAttributesOrigin"),
        mail_from=names.printable(domain) if domain else "",
        mail_from_status=shapes.text(mail_from, "MailFromDomainStatus"),
        on_mx_failure=shapes.text(mail_from, "BehaviorOnMxFailure"),
    )
