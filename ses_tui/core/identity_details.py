"""What AWS says of one identity when it is asked for it alone (SESv2 GetEmailIdentity)."""

from collections.abc import Iterator

from ses_tui.core.record import Record

VERIFIED = "SUCCESS"

WAITING = frozenset({"PENDING", "NOT_STARTED"})
"""Words of what waits for DNS records that were not found yet (SESv2 VerificationStatus, DkimStatus)."""


class IdentityDetails(Record, frozen=True):
    """Words as AWS writes them, safe to print; empty where AWS said nothing. Times are UTC epoch seconds."""

    name: str
    verification: str = ""
    """VerificationStatus."""

    error: str = ""
    """VerificationInfo.ErrorType: why the last check failed, such as HOST_NOT_FOUND."""

    last_checked: float | None = None
    last_success: float | None = None
    dkim: str = ""
    """DkimAttributes.Status."""

    dkim_signing: bool | None = None
    """Whether mail is signed; None: not said."""

    dkim_key: str = ""
    """CurrentSigningKeyLength, such as RSA_2048_BIT."""

    dkim_origin: str = ""
    """AWS_SES, EXTERNAL (a key of one's own), or a Region that it is copied from."""

    mail_from: str = ""
    """The MAIL FROM domain; empty: amazonses.com."""

    mail_from_status: str = ""
    on_mx_failure: str = ""
    """USE_DEFAULT_VALUE: mail goes out under amazonses.com; REJECT_MESSAGE: it is refused."""

    @property
    def rejects(self) -> bool:
        """Whether SES refuses its mail since the MX record of its MAIL FROM domain is not found."""
        broken = self.mail_from_status not in ("", VERIFIED)
        return bool(self.mail_from) and broken and self.on_mx_failure == "REJECT_MESSAGE"

    def words(self) -> Iterator[str]:
        """What is wrong, a few words each: ``DKIM is FAILED (its key: RSA_2048_BIT from AWS_SES)``."""
        if self.error:
            yield f"the last check says {self.error}"
        if self.dkim not in ("", VERIFIED):
            key = " from ".join(filter(None, (self.dkim_key, self.dkim_origin)))
            yield f"DKIM is {self.dkim}" + (f" (its key: {key})" if key else "")
        if self.dkim_signing is False:
            yield "DKIM signing is off"
        if self.mail_from and self.mail_from_status not in ("", VERIFIED):
            after = ": its mail is refused" if self.rejects else ""
            yield f"MAIL FROM {self.mail_from} is {self.mail_from_status}{after}"
