"""Which rules a run is on: the defaults, or those of a configuration."""

from collections.abc import Mapping
from pathlib import Path

from ses_tui.core.condition import Bands, Condition
from ses_tui.core.record import Record, field

DEFAULT = "default"

SCREEN = "tui"
CHANNELS = ("tui", "desktop", "terminal", "tmux", "bell", "hook", "webhook", "apprise")
"""Every channel there may be."""

FLOORS: Mapping[str, Condition] = {SCREEN: Condition.WARN, "desktop": Condition.WARN}
"""The channels of a run on the default rules, and the lowest condition that each is told."""


class Rules(Record, frozen=True):
    """``floors``: channel -> the lowest condition that it is told; ``volume``: N, where it is set."""

    bands: Bands = Bands()
    floors: Mapping[str, Condition] = field(default_factory=lambda: dict(FLOORS))
    volume: int | None = None


def configured(path: Path | None, target: str | None = None) -> Rules:
    """The rules of a config.toml (None: the user's own, if any), the environment over it. Misconfigured.

    Its channels: the screen, the desktop unless it is off, each that ``[notify.from]`` names, and each
    that it gives a command or a URL. ``target``: whose representative volume; None: the first's.
    """
    from ses_tui.settings.load import load_settings
    from ses_tui.settings.secrets import way_is_used, ways_to

    settings = load_settings(path)
    notify = settings.notify
    routes = notify.routes.as_routes()
    on = {name for name in notify.routes.model_fields_set if name in routes}
    on |= {"desktop"} if notify.desktop != "off" else set()
    on |= {"hook"} if notify.on_alert else set()
    for channel, secret in (("webhook", "webhook_url"), ("apprise", "apprise_urls")):
        on |= {channel} if any(way_is_used(getattr(notify, way)) for way in ways_to(secret)) else set()
    if notify.desktop == "off":
        on.discard("desktop")
    floors = {SCREEN: Condition.WARN, **{name: routes[name] for name in CHANNELS if name in on}}
    floors |= {one.name: one.floor for one in notify.webhooks}
    volumes = [one.representative_volume for one in settings.targets if target in (None, one.name)]
    return Rules(settings.bands.as_bands(), floors, volumes[0] if volumes else None)
