"""The keys of a target that the rules know by name."""

from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind, SubjectMetric

ALL_ROWS = Subject(SubjectKind.ISP)
"""Stands for every ISP and identity where it is about whether they can be read at all."""

BOUNCE: SubjectMetric = (ACCOUNT, Metric.BOUNCE_RATE)
COMPLAINT: SubjectMetric = (ACCOUNT, Metric.COMPLAINT_RATE)
ENFORCEMENT: SubjectMetric = (ACCOUNT, Metric.ENFORCEMENT_STATUS)
SENDING: SubjectMetric = (ACCOUNT, Metric.SENDING_ENABLED)
ADVISOR: SubjectMetric = (ACCOUNT, Metric.ADVISOR)
COUNTS: SubjectMetric = (ACCOUNT, Metric.SENDS)
RENDERING: SubjectMetric = (ACCOUNT, Metric.RENDERING_FAILURE_RATE)
ROWS: SubjectMetric = (ALL_ROWS, Metric.BOUNCE_RATE)

OWN = (BOUNCE, COMPLAINT, ENFORCEMENT, SENDING)
"""The account's own keys: its condition is the worst of theirs."""

WORDS = (ENFORCEMENT, SENDING)
"""Keys whose value is a word of AWS. They are kept as points whose value is the condition."""
