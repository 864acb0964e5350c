"""Words that decide only where nothing surer was said."""

from ses_tui.core.events.event import Diagnosis

WEAK_RULES = (
    (Diagnosis.AUTH, "policy", (
        "policy", "policies", "security", "violation", "violat*", "not allowed", "administrative",
        "not accepted due", "sender denied", "sender reject", "sender address", "sender … refused",
        "authoriz*", "authoris*", "rejected by rule",
    )),
    (Diagnosis.CONTENT, "the message", (
        "message content", "content reject", "rejected … content", "content … reject", "content … block",
        "denied … content", "looks like", "similar to", "message filtered", "filtered", "message reject",
        "message refused", "message was reject", "header",
    )),
    (Diagnosis.REPUTATION, "blocked", (
        "blocked", "block", "refused", "denied", "not welcome", "abuse", "rejected from",
        "after initial connection",
    )),
    (Diagnosis.ADDRESS, "the recipient", (
        "recipient reject", "recipient address rejected", "address rejected", "recipient refused",
        "recipient", "no user", "no such", "mailbox", "unknown", "does not exist", "not exist",
        "undeliverable", "not accept", "expired account", "suspended",
    )),
)  # fmt: skip
