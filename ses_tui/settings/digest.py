"""``[notify.digest]``: when, and to whom."""

from typing import Annotated

from pydantic import AfterValidator, Field

from ses_tui.core.digest import Digest, Schedule
from ses_tui.settings.fields import Section


def _when(value: str) -> str:
    if value:
        Schedule.of(value)
    return value


class DigestSettings(Section):
    """The worst of the period, its alerts, and what to look at."""

    when: Annotated[
        str,
        AfterValidator(_when),
        Field(description="'daily 08:00' or 'monday 08:00', in time_zone; empty: none"),
    ] = ""
    channels: Annotated[
        tuple[str, ...],
        Field(description="to whom; empty: hook, webhooks and apprise, but no pager"),
    ] = ()

    def as_digest(self) -> Digest | None:
        """As the core names it; None where none is wanted."""
        return Digest(Schedule.of(self.when), self.channels) if self.when else None
