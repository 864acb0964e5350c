"""Every metric that is exported: its name, what it says, and its labels. The names are API."""

from typing import NamedTuple

TARGET = ("target", "account_id", "region")
SUBJECT = (*TARGET, "subject_kind", "subject")


class Family(NamedTuple):
    """One metric. A ratio is a fraction 0..1, a timestamp UTC epoch seconds."""

    name: str
    help: str
    labels: tuple[str, ...] = TARGET
    counter: bool = False


TARGET_INFO = Family("ses_target_info", "A target and the group it belongs to.", (*TARGET, "group"))
CONDITION = Family("ses_condition", "Condition of the account: 0 ok, 1 notice, 2 warn, 3 review, 4 pause.")
HEALTH = Family(
    "ses_health",
    "1 for the state that holds: fresh, stale, or blind, which is never healthy.",
    (*TARGET, "state"),
)
ALERTS = Family("ses_alerts", "Open alerts by condition.", (*TARGET, "condition"))
BOUNCE_RATE = Family("ses_bounce_rate_ratio", "Share of the mail that bounced, as SES counts it.", SUBJECT)
COMPLAINT_RATE = Family("ses_complaint_rate_ratio", "Share of the mail that was complained of.", SUBJECT)
DELIVERY_RATE = Family("ses_delivery_rate_ratio", "Share of the mail that was delivered.", SUBJECT)
SUBJECT_CONDITION = Family(
    "ses_subject_condition",
    "Condition of an ISP or identity: 0 ok to 4 pause. It never raises the account's.",
    SUBJECT,
)
SENDS = Family("ses_sends", "Messages of an ISP or identity today and yesterday (UTC).", SUBJECT)
SENT = Family("ses_sends_24h", "Messages of the account in the last 24 hours.")
SUBJECTS_LEFT_OUT = Family(
    "ses_subjects_left_out",
    "Subjects of a kind that are not exported, since there are too many.",
    (*TARGET, "subject_kind"),
)
REVIEW_LINE = Family(
    "ses_review_line_ratio", "The rate from which AWS reviews the account.", (*TARGET, "metric")
)
PAUSE_LINE = Family(
    "ses_pause_line_ratio", "The rate from which AWS may pause the account.", (*TARGET, "metric")
)
BUDGET = Family(
    "ses_budget_remaining",
    "Events that still fit under AWS's next line, an estimate.",
    (*TARGET, "metric", "towards"),
)
LAST_DATAPOINT = Family(
    "ses_last_datapoint_timestamp_seconds",
    "When the newest datapoint of the account was.",
    (*TARGET, "metric"),
)
SENDING_ENABLED = Family("ses_sending_enabled", "Whether SES sends for the account.")
ENFORCEMENT = Family("ses_enforcement_status", "1 for AWS's own word on the account.", (*TARGET, "status"))
QUOTA = Family("ses_quota_sends_24h", "Messages that may be sent in 24 hours.")
SEND_RATE = Family("ses_quota_sends_per_second", "Messages that may be sent in a second.")
AWS_CALLS = Family("ses_tui_aws_calls", "Requests to AWS this month (UTC).", counter=True)
METRICS_REQUESTED = Family(
    "ses_tui_cloudwatch_metrics_requested",
    "CloudWatch metrics asked for this month (UTC), which AWS bills.",
    counter=True,
)
MONTHLY_COST = Family("ses_tui_estimated_monthly_dollars", "What reading costs in 30 days at this pace.")
CHANNEL_UP = Family(
    "ses_tui_channel_up",
    "Whether a channel accepted the last message; absent while it was sent none.",
    ("channel",),
)
SNAPSHOT_AT = Family("ses_tui_snapshot_timestamp_seconds", "When these numbers were put together.", ())
BUILD_INFO = Family("ses_tui_build_info", "The version that exports this.", ("version",))
