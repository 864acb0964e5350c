"""The table of tenants and other reputation entities: both sides' status, and AWS's reasons."""

from typing import NamedTuple

from ses_tui.core.condition import Condition
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.resources import ManagedStatus, ReputationEntity, TenantsResult
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.findings import about as findings_about
from ses_tui.tui.inventory.findings import finding_lines
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import count_cell, day_words, total, values_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.TENANT
WIDE, WIDER = 100, 120

_BAND = {"DISABLED": Condition.PAUSE, "REINSTATED": Condition.NOTICE, "ENABLED": Condition.OK}


class Entry(NamedTuple):
    """A tenant, or an entity that belongs to none. ``status``: whether it sends, all considered."""

    name: str
    arn: str
    status: str
    entity: ReputationEntity | None
    tenant: bool
    sends_with: str = ""


def entries(read: TenantsResult) -> list[Entry]:
    """Tenants, then the other entities by the last part of their ARN."""
    tenants = [
        Entry(one.name, one.arn, one.sending_status, one.entity, True, one.sends_with) for one in read.tenants
    ]
    others = [Entry(one.arn.rpartition(":")[2], one.arn, one.aggregate, one, False) for one in read.others]
    return [*tenants, *others]


def band(entry: Entry) -> Condition:
    """Paused is paused; a high impact is a warning; reinstated is worth a look; an unknown word more so."""
    status = entry.entity.aggregate if entry.entity else entry.status
    condition = _BAND.get(status, Condition.REVIEW)
    if entry.entity and entry.entity.impact == "HIGH":
        condition = max(condition, Condition.WARN)
    return condition


def columns(title: str, width: int) -> tuple[Column, ...]:
    """Who, whether it sends, what each side says, and why."""
    return (
        Column("who", title, 20, flex=1),
        Column("sends", "sends", 6, align="right"),
        Column("bounces", "bounces", 7, align="right", minimum_table_width=WIDE),
        Column("complaints", "complaints", 10, align="right", minimum_table_width=WIDER),
        Column("status", "sending", 10),
        Column("aws", "AWS says", 10, minimum_table_width=90),
        Column("own", "you say", 10, minimum_table_width=90),
        Column("impact", "impact", 6),
        Column("why", "why", 20, flex=4),
    )


def rows(state: ViewState, width: int) -> list[TableRow]:
    """Worst first, then by volume."""
    target = state.target
    if target is None or target.inventory.tenants is None:
        return []
    values, look = values_of(target.inventory), state.look
    judged = []
    for entry in entries(target.inventory.tenants):
        found = values.of(KIND, entry.name) if entry.tenant else {}
        judged.append((entry, found, band(entry)))
    judged.sort(key=lambda each: (-each[2], -(total(each[1], "Send") or 0.0), each[0].name))
    made = []
    for entry, found, condition in judged:
        sign, style = look.sign(condition)
        entity = entry.entity
        made.append(
            TableRow(
                entry.arn or entry.name,
                (
                    ((sign, style), (f" {look.to_ascii(entry.name)}", None)),
                    count_cell(total(found, "Send"), look),
                    count_cell(total(found, "Bounce"), look),
                    count_cell(total(found, "Complaint"), look),
                    _status(entity.aggregate if entity else entry.status, look),
                    _status(entity.aws.status if entity and entity.aws else "", look),
                    _status(entity.customer.status if entity and entity.customer else "", look),
                    _impact(entity.impact if entity else "", look),
                    styled(look.to_ascii(_why(entity)), None),
                ),
            )
        )
    return made


def _status(word: str, look: Look) -> StyledLine:
    if not word:
        return styled(look.to_ascii("–"), look.label)
    condition = _BAND.get(word, Condition.NOTICE)
    return styled(look.to_ascii(word), look.label if condition is Condition.OK else look.style(condition))


def _impact(word: str, look: Look) -> StyledLine:
    if not word:
        return styled(look.to_ascii("–"), look.label)
    return styled(look.to_ascii(word), look.style(Condition.WARN) if word == "HIGH" else look.label)


def _why(entity: ReputationEntity | None) -> str:
    """AWS's cause, else the customer's."""
    sides = (entity.aws, entity.customer) if entity else ()
    return next((side.cause for side in sides if side is not None and side.cause), "")


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """Both sides with their causes uncut, its day, and what the advisor found."""
    target, look = state.target, state.look
    if target is None or target.inventory.tenants is None:
        return []
    entry = next((one for one in entries(target.inventory.tenants) if name in (one.arn, one.name)), None)
    if entry is None:
        return []
    found = values_of(target.inventory).of(KIND, entry.name) if entry.tenant else {}
    lines = folded(styled(f" {look.to_ascii(entry.name)}  ", BOLD), day_words(found), room)
    if entry.sends_with:
        lines += folded(styled(" "), look.to_ascii(entry.sends_with), room)
    entity = entry.entity
    if entity is None:
        lines.append(styled(" its reputation was not read", look.label))
    else:
        lines += _side(" AWS  ", entity.aws, state, room)
        lines += _side(" you  ", entity.customer, state, room)
    findings = findings_about(target.inventory, entry.arn) if entry.arn else []
    return [*lines, *finding_lines(findings, state, room)]


def _side(who: str, side: ManagedStatus | None, state: ViewState, room: int) -> list[StyledLine]:
    look = state.look
    if side is None:
        return []
    since = f" since {look.stamp(side.updated, state.now)}" if side.updated is not None else ""
    head: StyledLine = (
        (who, look.label),
        *_status(side.status, look),
        (f"{since}{': ' if side.cause else ''}", look.label),
    )
    return folded(head, look.to_ascii(side.cause), room)


def _subject(row: str) -> Subject | None:
    kind, _, name = row.rpartition(":")[2].partition("/")
    return Subject(KIND, name.partition("/")[0]) if kind == "tenant" and name else None


def absent(state: ViewState) -> str:
    """What a tenant would show, and what it costs."""
    unknown = unread(state, "tenants", "ListTenants", "ListReputationEntities")
    return unknown or "no tenants; one would show its own status and AWS's reasons (free to read)"


SECTION = Section("tenants", "tenants", columns, rows, absent, about, "Tenants", _subject)
