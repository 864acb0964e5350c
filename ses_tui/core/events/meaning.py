"""What each class of a refusal asks of a sender, in one line."""

from collections.abc import Mapping

from ses_tui.core.events.event import Diagnosis

MEANINGS: Mapping[Diagnosis, str] = {
    Diagnosis.ADDRESS: "list hygiene: stop sending to it",
    Diagnosis.MAILBOX: "retry later, drop after a while",
    Diagnosis.CONTENT: "the message itself",
    Diagnosis.REPUTATION: "the IP or the domain is not trusted there",
    Diagnosis.THROTTLE: "too fast for that provider: slow down there",
    Diagnosis.AUTH: "SPF, DKIM, DMARC, TLS, policy",
    Diagnosis.TRANSPORT: "the way there, or the far server",
    Diagnosis.OTHER: "nothing that we understand",
}
