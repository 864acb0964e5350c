"""The table of tenants and other reputation entities: both sides' status, and AWS's reasons."""

from typing import NamedTuple

from ses_tui.core.condition import Condition
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.resources import ManagedStatus, ReputationEntity, TenantsRead
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.inventory.findings import about as findings_about
from ses_tui.tui.inventory.findings import finding_lines
from ses_tui.tui.inventory.fold import folded
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import count_cell, day_words, total, values_of
from ses_tui.tui.line import cell
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, TableRow

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


def entries(read: TenantsRead) -> list[Entry]:
    """Tenants, then the other entities by the last part of their ARN."""
    tenants = [Entry(one.name, one.arn, one.sending_status, one.entity, True) for one in read.tenants]
    others = [Entry(one.arn.rpartition(":")[2], one.arn, one.aggregate, one, False) for one in read.others]
    return [*tenants, *others]


def band(entry: Entry) -> Condition:
    """Paused is paused; a high impact is a warning; reinstated is worth a look. An unknown word too."""
    status = entry.entity.aggregate if entry.entity else entry.status
    condition = _BAND.get(status, Condition.NOTICE)
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


def rows(frame: Frame, width: int) -> list[TableRow]:
    """Worst first, then by volume."""
    target = frame.target
    if target is None or target.inventory.tenants is None:
        return []
    values, look = values_of(target.inventory), frame.look
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
                    ((sign, style), (f" {look.say(entry.name)}", None)),
                    count_cell(total(found, "Send"), look),
                    count_cell(total(found, "Bounce"), look),
                    count_cell(total(found, "Complaint"), look),
                    _status(entity.aggregate if entity else entry.status, look),
                    _status(entity.aws.status if entity and entity.aws else "", look),
                    _status(entity.customer.status if entity and entity.customer else "", look),
                    _impact(entity.impact if entity else "", look),
                    cell(look.say(_why(entity)), None),
                ),
            )
        )
    return made


def _status(word: str, look: Look) -> Cell:
    if not word:
        return cell(look.say("–"), look.label)
    condition = _BAND.get(word, Condition.NOTICE)
    return cell(look.say(word), look.label if condition is Condition.OK else look.style(condition))


def _impact(word: str, look: Look) -> Cell:
    if not word:
        return cell(look.say("–"), look.label)
    return cell(look.say(word), look.style(Condition.WARN) if word == "HIGH" else look.label)


def _why(entity: ReputationEntity | None) -> str:
    """AWS's cause, else the customer's."""
    sides = (entity.aws, entity.customer) if entity else ()
    return next((side.cause for side in sides if side is not None and side.cause), "")


def about(name: str, frame: Frame, room: int) -> list[Cell]:
    """Both sides with their causes uncut, its day, and what the advisor found."""
    target, look = frame.target, frame.look
    if target is None or target.inventory.tenants is None:
        return []
    entry = next((one for one in entries(target.inventory.tenants) if name in (one.arn, one.name)), None)
    if entry is None:
        return []
    found = values_of(target.inventory).of(KIND, entry.name) if entry.tenant else {}
    lines = folded(cell(f" {look.say(entry.name)}  ", BOLD), day_words(found), room)
    entity = entry.entity
    if entity is None:
        lines.append(cell(" its reputation was not read", look.label))
    else:
        lines += _side(" AWS  ", entity.aws, frame, room)
        lines += _side(" you  ", entity.customer, frame, room)
    findings = findings_about(target.inventory, entry.arn) if entry.arn else []
    return [*lines, *finding_lines(findings, frame, room)]


def _side(who: str, side: ManagedStatus | None, frame: Frame, room: int) -> list[Cell]:
    look = frame.look
    if side is None:
        return []
    since = f" since {look.stamp(side.updated, frame.now)}" if side.updated is not None else ""
    head: Cell = (
        (who, look.label),
        *_status(side.status, look),
        (f"{since}{': ' if side.cause else ''}", look.label),
    )
    return folded(head, look.say(side.cause), room)


def _subject(row: str) -> Subject | None:
    kind, _, name = row.rpartition(":")[2].partition("/")
    return Subject(KIND, name.partition("/")[0]) if kind == "tenant" and name else None


def absent(frame: Frame) -> str:
    """What a tenant would show, and what it costs."""
    unknown = unread(frame, "tenants", "ListTenants", "ListReputationEntities")
    return unknown or "no tenants; one would show its own status and AWS's reasons (free to read)"


SECTION = Section("tenants", "tenants", columns, rows, absent, about, "Tenants", _subject)
