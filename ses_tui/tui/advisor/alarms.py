"""The table of CloudWatch alarms on SES: the ones that are missing, those that tell nobody, the rest."""

from ses_tui.core.alarm_commands import make_alarm, mend_alarm, topic_arn
from ses_tui.core.alarm_gaps import Gaps, WantedAlarm, acts, gaps
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.model import Metric
from ses_tui.core.resources import AlarmInfo
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import line_percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Value
from ses_tui.tui.inventory.export import exported
from ses_tui.tui.inventory.section import Exported, Section
from ses_tui.tui.inventory.values import lines_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, TableRow
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


def columns(title: str, width: int) -> tuple[Column, ...]:
    """Name, state, what it watches, whether anybody is told, what would be better."""
    return (
        Column("name", title, 22, flex=1),
        Column("state", "state", 7),
        Column("watches", "watches", 22, flex=2),
        Column("tells", "tells", 7),
        Column("better", "", 14, flex=3),
        Column("since", "since", 16, minimum_table_width=140),
    )


def gaps_of(target: TargetSnapshot) -> Gaps:
    """By the target's own lines."""
    metrics = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
    bands = Bands({metric: lines_of(target, metric) for metric in metrics})
    return gaps(target.inventory.alarms or (), bands)


def rows(state: ViewState, width: int) -> list[TableRow]:
    """In alarm, missing, those that tell nobody, the rest."""
    target, look = state.target, state.look
    if target is None or target.inventory.alarms is None:
        return []
    found = gaps_of(target)
    ranked = [(3 if one.state == "ALARM" else 0, one) for one in target.inventory.alarms]
    made = [(2, _missing_row(one, look)) for one in found.missing]
    for rank, one in ranked:
        better = [each.why for each in found.better if each.alarm is one]
        told = acts(one, target.inventory.alarms)
        made.append((max(rank, int(bool(better))), _row(one, better, told, state)))
    made.sort(key=lambda each: -each[0])
    return [row for _, row in made]


def _missing_row(one: WantedAlarm, look: Look) -> TableRow:
    sign, style = look.sign(Condition.NOTICE)
    return TableRow(
        f"{MISSING}{one.name}",
        (
            ((sign, style), (f" {one.name}", None)),
            styled("missing", look.style(Condition.NOTICE)),
            styled(look.to_ascii(f"{_short(one.metric)} ≥ {line_percent(one.threshold)}")),
            styled("nobody", look.label),
            styled("ses-tui alarms", look.label),
            (),
        ),
    )


def _band(one: AlarmInfo, better: bool) -> Condition:
    if one.state == "ALARM":
        return Condition.WARN
    return Condition.NOTICE if better else Condition.OK


def _row(one: AlarmInfo, better: list[str], told: bool, state: ViewState) -> TableRow:
    look = state.look
    sign, style = look.sign(_band(one, bool(better)))
    word_style = look.style(Condition.WARN) if one.state == "ALARM" else look.label
    since = look.stamp(one.since, state.now) if one.since is not None else ""
    quiet = look.label if one.composite else look.style(Condition.NOTICE)  # its children tell
    return TableRow(
        one.name,
        (
            ((sign, style), (f" {look.to_ascii(one.name)}", None)),
            styled(look.to_ascii(_WORDS.get(one.state, one.state)), word_style),
            styled(look.to_ascii(_short(watches(one))), look.label),
            styled("yes", look.label) if told else styled(_silence(one), quiet),
            styled(look.to_ascii("; ".join(better)), look.style(Condition.NOTICE)),
            styled(since, look.label),
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


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """What it watches and why it is as it is, whom it tells, what would be better and how."""
    target, look = state.target, state.look
    if target is None or target.inventory.alarms is None:
        return []
    found = gaps_of(target)
    want = next((one for one in found.missing if f"{MISSING}{one.name}" == name), None)
    sign, style = look.sign(Condition.NOTICE)
    if want is not None:
        head: StyledLine = ((f" {sign} ", style), (f"{want.name}  ", BOLD))
        said = f"no alarm watches this: {want.description}; while ses-tui does not run, nobody would know"
        lines = folded(head, look.to_ascii(said), room)
        how = "ses-tui alarms prints it as CloudFormation, Terraform or AWS CLI text"
        return [*lines, *folded(styled("   "), how, room, look.label)]
    one = next((each for each in target.inventory.alarms if each.name == name), None)
    if one is None:
        return []
    lines = folded(styled(look.to_ascii(f" {one.name}  "), BOLD), look.to_ascii(watches(one)), room)
    since = f" since {look.stamp(one.since, state.now)}" if one.since is not None else ""
    is_now = f" {_WORDS.get(one.state, one.state)}{since}: "
    lines += folded(styled(look.to_ascii(is_now), look.label), look.to_ascii(one.reason), room)
    lines += _told(one, look, room)
    if one.fired is not None:
        lines += folded(styled(" fired  ", look.label), look.stamp(one.fired, state.now), room)
    for each in found.better:
        if each.alarm is one:
            lines += folded(
                ((f" {sign} ", style),), look.to_ascii(f"{each.why} (ses-tui alarms mends it)"), room
            )
    return lines


def _told(one: AlarmInfo, look: Look, room: int) -> list[StyledLine]:
    label = styled(" tells  ", look.label)
    if not one.actions:
        return folded(label, "nobody: it has no action", room)
    off = "" if one.actions_enabled else " (its actions are off)"
    muted = f" (muted by the rule {one.muted_by})" if one.muted_by else ""
    unread = " (whether a rule mutes it was not read)" if one.muted_by is None else ""
    return folded(label, look.to_ascii(f"{', '.join(one.actions)}{off}{muted}{unread}"), room)


def absent(state: ViewState) -> str:
    """Rows of what is missing stand here in its place."""
    return "no CloudWatch alarms on SES; ses-tui alarms prints the two that matter"


def export(state: ViewState) -> Exported:
    """Missing ones as they should be, with the command that makes each; of the rest what would be better."""
    target = state.target
    if target is None:
        return Exported((), {})
    alarms, found = target.inventory.alarms or (), gaps_of(target)
    topic = topic_arn(target.region, target.account_id or "")
    there = exported((one.name, one) for one in alarms)
    fields = AlarmInfo.__struct_fields__
    rows: dict[str, tuple[Value, ...]] = {}
    for want in found.missing:
        given: dict[str, Value] = {
            "name": want.name,
            "state": "missing",
            "metric": want.metric,
            "threshold": want.threshold,
        }
        given["description"] = want.description
        values = [given.get(field) for field in fields]
        rows[f"{MISSING}{want.name}"] = (*values, "", make_alarm(want, target.region, topic))
    for one in alarms:
        better = [each for each in found.better if each.alarm is one]
        mended = dict.fromkeys(mend_alarm(each, target.region, topic) or "" for each in better)
        rows[one.name] = (
            *there.rows[one.name],
            "; ".join(each.why for each in better),
            "\n".join(filter(None, mended)),
        )
    return Exported((*fields, "better", "mend"), rows)


SECTION = Section("alarms", "alarms", columns, rows, absent, about, "CloudWatch alarms", export=export)
