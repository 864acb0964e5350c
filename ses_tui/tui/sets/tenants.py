"""The table of tenants and other reputation entities: both sides' status, and AWS's reasons."""

from typing import NamedTuple

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.resources import ManagedStatus, TenantStatus
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.column import bright, count, named, text
from ses_tui.tui.inventory.export import with_values
from ses_tui.tui.inventory.findings import about as findings_about
from ses_tui.tui.inventory.findings import finding_lines
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import ByName, day_total, total, values_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.TENANT
WIDE, WIDER = 100, 120

_BAND = {"DISABLED": Condition.PAUSE, "REINSTATED": Condition.NOTICE, "ENABLED": Condition.OK}


class TenantRow(NamedTuple):
    """A tenant, or an entity that belongs to none, with its values of CloudWatch."""

    one: TenantStatus
    found: ByName

    @property
    def status(self) -> str:
        """Whether it sends, all considered."""
        return self.one.entity.aggregate if self.one.entity else self.one.sending_status

    @property
    def impact(self) -> str | None:
        """LOW, HIGH; None where its reputation was not read."""
        return (self.one.entity.impact or None) if self.one.entity else None

    @property
    def band(self) -> Condition:
        """Paused is paused, a high impact a warning; reinstated is worth a look, an unknown word more so."""
        condition = _BAND.get(self.status, Condition.REVIEW)
        return max(condition, Condition.WARN) if self.impact == "HIGH" else condition

    @property
    def aws(self) -> str | None:
        """What AWS says of it."""
        entity = self.one.entity
        return (entity.aws.status or None) if entity and entity.aws else None

    @property
    def own(self) -> str | None:
        """What its owner says of it."""
        entity = self.one.entity
        return (entity.customer.status or None) if entity and entity.customer else None

    @property
    def why(self) -> str:
        """AWS's cause, else the customer's."""
        return self.one.cause


def items(state: ViewState) -> list[tuple[str, TenantRow]]:
    """Tenants, and the other entities by the last part of their ARN: worst first, then by volume."""
    target = state.target
    if target is None or target.inventory.tenants is None:
        return []
    values, read = values_of(target.inventory), target.inventory.tenants
    rows = [TenantRow(one, values.of(KIND, one.name)) for one in read.tenants]
    for other in read.others:
        named_by_arn = TenantStatus(other.arn.rpartition(":")[2], other.arn, other.aggregate, entity=other)
        rows.append(TenantRow(named_by_arn, {}))
    rows.sort(key=lambda row: (-row.band, -(total(row.found, "Send") or 0.0), row.one.name))
    return [(row.one.arn or row.one.name, row) for row in rows]


def _status_style(word: str | None, look: Look) -> Style:
    condition = _BAND.get(word or "", Condition.NOTICE)
    return look.label if condition is Condition.OK else look.style(condition)


COLUMNS: tuple[Column[TenantRow], ...] = (
    named(20, lambda row: row.one.name, lambda row: row.band, flex=1),
    count("sends", "sends", 6, lambda row: total(row.found, "Send")),
    count("bounces", "bounces", 7, lambda row: total(row.found, "Bounce"), at=WIDE),
    count("complaints", "complaints", 10, lambda row: total(row.found, "Complaint"), at=WIDER),
    text(
        "status",
        "sending",
        10,
        lambda row: row.status or None,
        lambda row, look: _status_style(row.status, look),
    ),
    text("aws", "AWS says", 10, lambda row: row.aws, lambda row, look: _status_style(row.aws, look), at=90),
    text("own", "you say", 10, lambda row: row.own, lambda row, look: _status_style(row.own, look), at=90),
    text(
        "impact",
        "impact",
        6,
        lambda row: row.impact,
        lambda row, look: look.style(Condition.WARN) if row.impact == "HIGH" else look.label,
    ),
    text("why", "why", 20, lambda row: row.why, bright, flex=4),
)


def about(row: TenantRow, state: ViewState, room: int) -> list[StyledLine]:
    """Both sides with their causes uncut, its day, and what the advisor found."""
    target, look, one = state.target, state.look, row.one
    if target is None:
        return []
    lines = folded(styled(f" {one.name}  ", BOLD), day_total(row.found), room)
    if one.sends_with:
        lines += folded(styled(" "), one.sends_with, room)
    entity = one.entity
    if entity is None:
        lines.append(styled(" its reputation was not read", look.label))
    else:
        lines += _side(" AWS  ", entity.aws, state, room)
        lines += _side(" you  ", entity.customer, state, room)
    findings = findings_about(target.inventory, one.arn) if one.arn else []
    return [*lines, *finding_lines(findings, state, room)]


def _side(who: str, side: ManagedStatus | None, state: ViewState, room: int) -> list[StyledLine]:
    look = state.look
    if side is None:
        return []
    since = f" since {look.stamp(side.updated, state.now)}" if side.updated is not None else ""
    head: StyledLine = (
        (who, look.label),
        (side.status or "–", _status_style(side.status, look) if side.status else look.label),
        (f"{since}{': ' if side.cause else ''}", look.label),
    )
    return folded(head, side.cause, room)


def subject(row: TenantRow) -> Subject | None:
    """A tenant, by the last part of its ARN."""
    kind, _, name = row.one.arn.rpartition(":")[2].partition("/")
    return Subject(KIND, name.partition("/")[0]) if kind == "tenant" and name else None


def absent(state: ViewState) -> str:
    """What a tenant would show, and what it costs."""
    unknown = unread(state, "tenants", "ListTenants", "ListReputationEntities")
    return unknown or "no tenants; one would show its own status and AWS's reasons (free to read)"


SECTION = Section(
    "tenants",
    "Tenants",
    "tenants",
    COLUMNS,
    items,
    absent,
    about,
    with_values("tenants", lambda row: row.one, subject),
    subject,
)
