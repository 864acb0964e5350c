"""The line under the head of every mode: the worst that is true, how long at this pace, who, which key."""

from rich.style import Style

from ses_tui.core.condition import Condition, Health
from ses_tui.core.record import replace
from ses_tui.core.verdict import Verdict, verdict
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, length, styled
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.viewstate import ViewState

LAST_KNOWN = "LAST KNOWN"
HINT = " r fix "


def verdict_line(state: ViewState, room: int, name: str = "") -> StyledLine:
    """One line of ``room`` cells at most; what does not fit is said shorter.

    ``name``: of its target, where that is not said elsewhere.
    """
    target, snapshot, look = state.target, state.snapshot, state.look
    if target is None or snapshot is None:
        return styled(look.to_ascii(" reading…"), look.label)
    made = verdict(target, snapshot.generated_at)
    if name:
        made = replace(made, sayings=tuple((f"{name}: {word}", said) for word, said in made.sayings))
    if snapshot.restored:
        said = made.sayings[0][1] if made.unseen else f"{made.word}: {made.sayings[0][1]}"
        known = f" {look.health_sign(Health.STALE)} {LAST_KNOWN}  {said}"
        return clip(styled(look.to_ascii(known), look.label), room)
    hint = HINT if made.condition >= Condition.WARN else ""
    line = fitting(made, room - len(hint), look)
    if not hint or length(line) + len(hint) > room:
        return line
    ground = line[0][1]
    blanks = " " * (room - len(hint) - length(line))
    return (*line, (blanks, ground), (hint, ground))


def fitting(made: Verdict, room: int, look: Look, *, tight: bool = False) -> StyledLine:
    """The longest way to say it that has room; the last one is cut. ``tight``: without blanks around it."""
    lines = (_styled(made, form, look, tight) for form in range(len(made.sayings)))
    shorter: StyledLine = ()
    for shorter in lines:
        if length(shorter) <= room:
            return shorter
    return clip(shorter, room)


def _styled(made: Verdict, form: int, look: Look, tight: bool) -> StyledLine:
    word, said = made.sayings[form]
    lead, gap = ("", " ") if tight else (" ", "  ")
    text = look.to_ascii(f"{gap}{said}") if said else ""
    if made.unseen:
        loud = made.health is not Health.INIT
        badge = f"{lead}{look.health_sign(made.health)} {word}{lead}"
        return ((badge, LOUD if loud else look.label), (text[len(lead) :], BOLD if loud else look.label))
    sign, sign_style = look.sign(made.condition)
    if made.condition < Condition.WARN:
        return ((f"{lead}{sign} ", sign_style), (word, BOLD), (text, None))
    ground = look.fill(made.condition)
    return ((f"{lead}{sign} {look.to_ascii(word)}", ground + Style(bold=True)), (text, ground))
