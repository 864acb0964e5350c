"""``regions = "auto"``: the Regions in which an entry uses SES, asked for once a day."""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from ses_tui.aws.regions import RegionsFound, find_regions
from ses_tui.core.errors import Misconfigured
from ses_tui.core.fleet import in_regions
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.settings.light import state_directory
from ses_tui.settings.regions import load_regions, save_regions


def regions_of(target: Target, *, alone: bool) -> tuple[Target, ...]:
    """One target per Region. Where that can't be found out, those that were found before, or ``target`` as
    it is, which is then blind; Misconfigured if it is ``alone``."""
    kept = load_regions(state_directory(), target)
    if kept is not None and kept.fresh(time.time()):
        return in_regions(target, kept.regions)
    try:
        found = _found(target)
    except Misconfigured as problem:
        why = problem.line
    except ReadError as failure:
        why = failure.error.line
    else:
        for region, error in found.unasked.items():
            _say(f"{target.name}: whether SES is in use in {region} is not known: {error.message}")
        # what did not answer and was in use is still watched
        also = [one for one in (kept.regions if kept else ()) if one in found.unasked]
        if regions := (*found.regions, *also):
            if not found.unasked:
                save_regions(state_directory(), target, regions, time.time())
            return in_regions(target, regions)
        why = "SES is in use in no Region: no production access and no mail in 24 hours; name one with region"
    if kept is not None:
        _say(f"{target.name}: {why}; its Regions are those of the last look")
        return in_regions(target, kept.regions)
    if alone:
        raise Misconfigured(why)
    _say(f"{target.name}: {why}")
    return (target,)


def _found(target: Target) -> RegionsFound:
    """In a thread and loop of its own: the caller may run in a loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(find_regions(target))).result()


def _say(text: str) -> None:
    """To the log, or to standard error where a command has none: a screen may be drawn just now."""
    logging.getLogger(__name__).warning("%s", safe(text, MESSAGE_CAP))
