"""The lines above the tail: how many, since when, by class and by ISP; and what stands there without."""

from collections.abc import Iterable

from ses_tui.core.condition import Condition
from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.seen import EventsSeen
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.words import count, money
from ses_tui.tui.column import Filter
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.events.rows import bare, word_of
from ses_tui.tui.line import clip, join, length, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.rows.emptystate import paragraph_lines
from ses_tui.tui.table_screen import matches, wrong_line
from ses_tui.tui.viewstate import ViewState

LABEL = 8
IDLE_REQUESTS = 130_000
"""Of a month: long polls of 20 s that find nothing."""

NO_QUEUE = (
    ("no queue is configured for this target, and nothing is wrong", ""),
    (
        "It would show",
        "each bounce, complaint, delay and reject within seconds, with its class and the other side's own"
        " words; counts by class and ISP; and what is live on the rows of ISPs and identities",
    ),
    (
        "It costs",
        "SQS requests: some 130,000 a month while little comes ({idle}, or nothing within AWS's free"
        " million), and 200 for a thousand events",
    ),
    (
        "To have it",
        "SES event destination → SNS topic → an SQS queue that nobody else reads, since what is read there"
        ' is deleted there; then events_queue_url = "https://sqs.REGION.amazonaws.com/ACCOUNT/NAME" in'
        " [[targets]] of config.toml; ses-tui iam-policy --queue URL prints the permissions",
    ),
)


def heading(state: ViewState, shown: int, wanted: Filter, wrong: str, room: int) -> StyledLine:
    """One line; ``wrong`` takes all of it."""
    look, seen = state.look, _seen(state)
    if wrong:
        return wrong_line(" Events", wrong, room)
    if not seen.queue:
        return styled(" Events", BOLD)
    parts: list[StyledLine] = [((" Events", BOLD), (f" {seen.total:,}" if seen.total else "", BOLD))]
    parts.append(matches(wanted, f"{shown:,} of the newest match", look))
    if seen.strange:
        sign, style = look.sign(Condition.NOTICE)
        one = seen.strange == 1
        many = (
            "1 message is no event and stays" if one else f"{seen.strange:,} messages are no events and stay"
        )
        parts.append(((f"{sign} ", style), (many, None)))
    for text in _calm(seen, state):
        part = styled(text, look.label)
        if length(join((*parts, part))) <= room:
            parts.append(part)
    return clip(join(parts), room)


def _calm(seen: EventsSeen, state: ViewState) -> Iterable[str]:
    if seen.since is not None and seen.total:
        yield f"since {state.look.stamp(seen.since, state.now)}"
    if seen.read_at is not None or seen.total:
        yield f"{seen.per_minute:,} in the last minute"
    if seen.waiting:
        yield f"{seen.waiting:,} wait in the queue"
    yield seen.queue
    if seen.requests:
        yield f"{seen.requests:,} SQS requests"


def counts(state: ViewState, room: int) -> list[StyledLine]:
    """By class with complaints, and by ISP; the most first, what has no room is left out."""
    seen, look = _seen(state), state.look
    if not seen.total:
        return []
    classes: dict[Diagnosis, int] = {}
    isps: dict[str, int] = {}
    for isp, diagnosis, many in seen.refusals:
        classes[diagnosis] = classes.get(diagnosis, 0) + many
        isps[isp] = isps.get(isp, 0) + many
    complained = dict(seen.complaints)
    for isp in complained:
        isps.setdefault(isp, 0)
    kinds = [(word_of(kind), many) for kind, many in seen.kinds]
    by_isp = []
    for isp, many in sorted(isps.items(), key=lambda one: (-one[1], one[0])):
        also = complained.get(isp)
        word = f"{count(also)} complaint{'s' if also > 1 else ''}" if also else ""
        by_isp.append((isp, " +".join(part for part in (count(many) if many else "", word) if part)))
    lines = (
        ("kind", [(name, count(many)) for name, many in kinds]),
        (
            "class",
            [(one.value, count(many)) for one, many in sorted(classes.items(), key=lambda each: -each[1])],
        ),
        ("ISP", by_isp),
    )
    return [_line(title, parts, state, room) for title, parts in lines if parts and look]


def _line(title: str, parts: list[tuple[str, str]], state: ViewState, room: int) -> StyledLine:
    look = state.look
    line: StyledLine = ((f" {title:<{LABEL}}", look.label),)
    for number, (name, many) in enumerate(parts):
        part: StyledLine = ((f"{name} ", None), (many, BOLD))
        gap: StyledLine = (("   ", None),) if number else ()
        if length(line) + length(gap) + length(part) > room:
            break
        line = (*line, *gap, *part)
    return line


def reasons(state: ViewState, room: int) -> list[StyledLine]:
    """The reasons given most, in the other side's words."""
    look = state.look
    return [
        clip(
            (
                (f"{count(one.count):>7} ", BOLD),
                (f"{one.isp:<8} ", None),
                (f"{one.diagnosis:<10} ", None),
                (f"{one.status:<6} ", None),
                (bare(one.text) or "–", look.label),
            ),
            room,
        )
        for one in _seen(state).reasons
    ]


def empty_words(state: ViewState) -> str:
    """What stands in the place of rows where a queue is set, or nothing is known yet."""
    seen = _seen(state)
    if not seen.queue:
        return "" if _settled(state.snapshot) else "reading: the queue is asked once the first rows are there"
    if seen.error is not None and seen.read_at is None:
        return f"not read: {seen.error.hint or seen.error.message}"
    if seen.read_at is None:
        return f"asking {seen.queue} for the first time"
    return f"nothing came back since {state.look.stamp(seen.since or state.now, state.now)}: that is well"


def no_queue(state: ViewState, room: int, height: int) -> list[StyledLine]:
    """Where no queue is set: that nothing is wrong, what it would show, what it costs, how to set it."""
    if _seen(state).queue or not _settled(state.snapshot):
        return []
    prices = state.target.prices if state.target else DEFAULT_PRICES
    idle = money(IDLE_REQUESTS / 1e6 * prices.sqs_per_million)
    said = [(head, text.replace("{idle}", idle)) for head, text in NO_QUEUE]
    return paragraph_lines(said, state, room, height)


def note_lines(state: ViewState, room: int) -> list[StyledLine]:
    """Why nothing comes though rows are there."""
    seen, look = _seen(state), state.look
    if seen.error is None and seen.warning:
        return [clip((look.sign(Condition.NOTICE), (f" {seen.warning}", look.label)), room)]
    if seen.error is None or (seen.read_at is None and not seen.newest):
        return []
    sign, style = look.sign(Condition.NOTICE)
    where = f"events {seen.error.operation}".strip()
    said = f": {seen.error.hint or seen.error.message}"
    return [clip(((f" {sign} ", style), (where, BOLD), (said, None)), room)]


def _seen(state: ViewState) -> EventsSeen:
    return state.target.events if state.target else EventsSeen()


def _settled(snapshot: Snapshot | None) -> bool:
    """Whether a snapshot of the engine's is there: only it knows whether a queue is set."""
    return snapshot is not None and not snapshot.restored
