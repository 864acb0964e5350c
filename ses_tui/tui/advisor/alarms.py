"""The table of CloudWatch alarms on SES: the ones that are missing, those that tell nobody, the rest."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style

from ses_tui.core.alarm_commands import make_alarm, mend_alarm, topic_arn
from ses_tui.core.alarm_gaps import Better, Gaps, WantedAlarm, acts, gaps
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.model import Metric
from ses_tui.core.resources import AlarmInfo
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import line_percent
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Table, Value, records_table
from ses_tui.tui.inventory.column import named, text
from ses_tui.tui.inventory.values import lines_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

MISSING = "missing\n"
"""Before the id of a row about an alarm that is not there: no name of AWS's holds a line break."""

_COMPARED = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanOrEqualToThreshold": "<=",
    "LessThanThreshold": "<",
}
_WORDS = {"ALARM": "ALARM", "OK": "OK", "INSUFFICIENT_DATA": "no data"}


class AlarmRow(NamedTuple):
    """An alarm that is there, or (``want``) one that is missing. ``better``: what should be changed."""

    one: AlarmInfo | None
    want: WantedAlarm | None
    better: tuple[Better, ...] = ()
    told: bool = False
    """Whether anybody is told."""

    @property
    def id(self) -> str:
        """Of the row."""
        return self.one.name if self.one else f"{MISSING}{self.name}"

    @property
    def name(self) -> str:
        """As CloudWatch has it, or as it should be called."""
        return self.one.name if self.one else self.want.name if self.want else ""

    @property
    def rank(self) -> int:
        """In alarm, missing, those that tell nobody, the rest."""
        if self.one is None:
            return 2
        return 3 if self.one.state == "ALARM" else int(bool(self.better))

    @property
    def band(self) -> Condition:
        """It colours a row, and is no alert."""
        return (Condition.OK, Condition.NOTICE, Condition.NOTICE, Condition.WARN)[self.rank]

    @property
    def state(self) -> str:
        """In words."""
        return _WORDS.get(self.one.state, self.one.state) if self.one else "missing"

    @property
    def watches(self) -> str:
        """Its metric and line, briefly."""
        if self.want:
            return f"{_short(self.want.metric)} ≥ {line_percent(self.want.threshold)}"
        return _short(watches(self.one)) if self.one else ""

    @property
    def tells(self) -> str:
        """Whether anybody is told, or why not."""
        return "yes" if self.told else _silence(self.one) if self.one else "nobody"

    @property
    def why(self) -> str:
        """What would be better."""
        return "; ".join(each.why for each in self.better) if self.one else "ses-tui alarms"


def gaps_of(target: TargetSnapshot) -> Gaps:
    """By the target's own lines."""
    metrics = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
    bands = Bands({metric: lines_of(target, metric) for metric in metrics})
    return gaps(target.inventory.alarms or (), bands)


def items(state: ViewState) -> list[tuple[str, AlarmRow]]:
    """See ``AlarmRow.rank``."""
    target = state.target
    if target is None or target.inventory.alarms is None:
        return []
    found, alarms = gaps_of(target), target.inventory.alarms
    rows = [AlarmRow(None, want) for want in found.missing]
    for one in alarms:
        better = tuple(each for each in found.better if each.alarm is one)
        rows.append(AlarmRow(one, None, better, acts(one, alarms)))
    rows.sort(key=lambda row: -row.rank)
    return [(row.id, row) for row in rows]


def _state_style(row: AlarmRow, look: Look) -> Style:
    return look.style(row.band) if row.rank > 1 else look.label


def _tells_style(row: AlarmRow, look: Look) -> Style:
    loud = row.one is not None and not row.told and not row.one.composite  # its children tell
    return look.style(Condition.NOTICE) if loud else look.label


def _why_style(row: AlarmRow, look: Look) -> Style:
    return look.style(Condition.NOTICE) if row.one else look.label


def _since(row: AlarmRow, state: ViewState, room: int) -> StyledLine:
    since = row.one.since if row.one else None
    return styled(state.look.stamp(since, state.now) if since is not None else "", state.look.label)


COLUMNS: tuple[Column[AlarmRow], ...] = (
    named(24, lambda row: row.name, lambda row: row.band, flex=1),
    text("state", "state", 7, lambda row: row.state, _state_style),
    text(
        "watches",
        "watches",
        22,
        lambda row: row.watches,
        lambda row, look: look.label if row.one else None,
        flex=2,
    ),
    text("tells", "tells", 7, lambda row: row.tells, _tells_style),
    text("better", "", 14, lambda row: row.why, _why_style, flex=3),
    Column(
        "since",
        "since",
        16,
        minimum_table_width=140,
        cell=_since,
        value=lambda row: row.one.since if row.one else None,
        kind="day",
    ),
)


def _silence(one: AlarmInfo) -> str:
    """Why nobody is told."""
    if not one.actions:
        return "nobody"
    return "muted" if one.muted_by and one.actions_enabled else "off"


def _short(text: str) -> str:
    return text.removeprefix("Reputation.")


def watches(one: AlarmInfo) -> str:
    """``Reputation.BounceRate ≥ 3 %``; a composite's rule."""
    if one.composite:
        return one.rule
    if one.threshold is None:
        return one.metric or "metric math"
    sign = _COMPARED.get(one.comparison, one.comparison).replace(">=", "≥")
    rate = one.metric.endswith("Rate")
    where = "".join(f" {key}={value}" for key, value in one.dimensions)
    return f"{one.metric}{where} {sign} {line_percent(one.threshold) if rate else f'{one.threshold:g}'}"


def about(row: AlarmRow, state: ViewState, room: int) -> list[StyledLine]:
    """What it watches and why it is as it is, whom it tells, what would be better and how."""
    look, one, want = state.look, row.one, row.want
    sign, style = look.sign(Condition.NOTICE)
    if want is not None:
        head: StyledLine = ((f" {sign} ", style), (f"{want.name}  ", BOLD))
        said = f"no alarm watches this: {want.description}; while ses-tui does not run, nobody would know"
        lines = folded(head, said, room)
        how = "ses-tui alarms prints it as CloudFormation, Terraform or AWS CLI text"
        return [*lines, *folded(styled("   "), how, room, look.label)]
    if one is None:
        return []
    lines = folded(styled(f" {one.name}  ", BOLD), watches(one), room)
    since = f" since {look.stamp(one.since, state.now)}" if one.since is not None else ""
    is_now = f" {_WORDS.get(one.state, one.state)}{since}: "
    lines += folded(styled(is_now, look.label), one.reason, room)
    lines += _told(one, look, room)
    if one.fired is not None:
        lines += folded(styled(" fired  ", look.label), look.stamp(one.fired, state.now), room)
    for each in row.better:
        lines += folded(((f" {sign} ", style),), f"{each.why} (ses-tui alarms mends it)", room)
    return lines


def _told(one: AlarmInfo, look: Look, room: int) -> list[StyledLine]:
    label = styled(" tells  ", look.label)
    if not one.actions:
        return folded(label, "nobody: it has no action", room)
    off = "" if one.actions_enabled else " (its actions are off)"
    muted = f" (muted by the rule {one.muted_by})" if one.muted_by else ""
    unread = " (whether a rule mutes it was not read)" if one.muted_by is None else ""
    return folded(label, f"{', '.join(one.actions)}{off}{muted}{unread}", room)


def absent(state: ViewState) -> str:
    """Rows of what is missing stand here in its place."""
    return "no CloudWatch alarms on SES; ses-tui alarms prints the two that matter"


def export(items: Sequence[AlarmRow], state: ViewState) -> Table:
    """Missing ones as they should be, with the command that makes each; of the rest what would be better."""
    target = state.target
    if target is None:
        return Table("alarms", (), ())
    topic = topic_arn(target.region, target.account_id or "")
    there = {row[0]: row for row in records_table("", (one.one for one in items if one.one)).rows}
    fields = AlarmInfo.__struct_fields__
    rows: list[tuple[Value, ...]] = []
    for row in items:
        if row.want is not None:
            given: dict[str, Value] = {
                "name": row.name,
                "state": "missing",
                "metric": row.want.metric,
                "threshold": row.want.threshold,
                "description": row.want.description,
            }
            values = [given.get(field) for field in fields]
            rows.append((*values, "", make_alarm(row.want, target.region, topic)))
        else:
            mended = dict.fromkeys(mend_alarm(each, target.region, topic) or "" for each in row.better)
            rows.append((*there[row.name], row.why, "\n".join(filter(None, mended))))
    return Table("alarms", (*fields, "better", "mend"), tuple(rows))


SECTION = Section("alarms", "CloudWatch alarms", "alarms", COLUMNS, items, absent, about, export)
