"""Every setting, field by field: unit, meaning, default."""

from itertools import pairwise
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, NUMBER_LINES, Bands, Condition, Lines
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.model import Metric
from ses_tui.core.themes import AUTO_THEME, GraphName, ThemeName
from ses_tui.core.wall import PAGES as WALL_PAGES
from ses_tui.settings.digest import DigestSettings
from ses_tui.settings.fields import Duration, Fraction, PageSeconds, Section, Text
from ses_tui.settings.prices import PriceSettings
from ses_tui.settings.secrets import SECRETS, WEBHOOKS_VARIABLE, Command, SecretFile, one_way_each
from ses_tui.settings.store import StoreSettings
from ses_tui.settings.targets import TargetDefaults, TargetSettings, with_defaults
from ses_tui.settings.webhooks import CHANNELS, PAGERS, Told, WebhookSettings


def _zone(value: str) -> str:
    try:
        if value:
            ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no known time zone: write an IANA name such as Europe/Berlin") from None
    return value


def _keys(value: object) -> object:
    """``"app.pause" = "P"`` and ``app.pause = "P"`` (which TOML reads as tables) are the same."""
    if not isinstance(value, dict):
        return value
    flat: dict[object, object] = {}
    for name, below in value.items():
        inner = _keys(below)
        if isinstance(inner, dict):
            flat |= {f"{name}.{key}": one for key, one in inner.items()}
        else:
            flat[name] = below
    return flat


class PollSettings(Section):
    """How often each source is read, ``<int>(s|m|h|d)``, from 1s."""

    account: Annotated[Duration, Field(description="account status and quota (free)")] = 60.0
    rates: Annotated[Duration, Field(description="bounce and complaint rate (paid per metric)")] = 300.0
    vdm: Annotated[Duration, Field(description="ISPs and identities")] = 900.0
    lists: Annotated[Duration, Field(description="which identities there are")] = 3600.0


Notice = Annotated[Fraction | None, Field(description="above target: colours the row, tells nobody")]
Warn = Annotated[Fraction | None, Field(description="our alarm")]
Review = Annotated[Fraction | None, Field(description="told as loudly as AWS's review line")]
AwsReviews = Annotated[Fraction, Field(description="where AWS reviews the account")]
AwsPauses = Annotated[Fraction, Field(description="where AWS may pause the account")]
Floor = Annotated[Told, Field(description="the lowest condition that it is told")]
BellFloor = Annotated[Told | None, Field(description="the same; not set: review, or warn where it is alone")]


class _Rising(Section):
    @model_validator(mode="after")
    def _rising(self) -> Self:
        lines = [
            (name, line)
            for name in ("notice", "warn", "review", "pause")
            if (line := getattr(self, name, None)) is not None
        ]
        for (lower, low), (higher, high) in pairwise(lines):
            if low >= high:
                raise ValueError(f"{lower} ({low:g}) must be below {higher} ({high:g})")
        return self


class BounceBands(_Rising):
    """Lines of the bounce rate, fractions, compared with >=. review and pause are AWS's own."""

    notice: Notice = BOUNCE_LINES.notice
    warn: Warn = BOUNCE_LINES.warn
    review: AwsReviews = 0.05
    pause: AwsPauses = 0.10


class ComplaintBands(_Rising):
    """Lines of the complaint rate, fractions, compared with >=. review and pause are AWS's own."""

    notice: Notice = COMPLAINT_LINES.notice
    warn: Warn = COMPLAINT_LINES.warn
    review: AwsReviews = 0.001
    pause: AwsPauses = 0.005


class _NumberBands(_Rising):
    """Lines of a number that AWS has none for, fractions, compared with >=; without one it does not alert."""

    warn: Warn = None
    review: Review = None


class MailStoppedBands(_NumberBands):
    """How far the mail is below what is usual for the hour of the week, a fraction of it."""

    warn: Warn = NUMBER_LINES[Metric.MAIL_STOPPED].warn
    review: Review = NUMBER_LINES[Metric.MAIL_STOPPED].review


class RejectBands(_NumberBands):
    """Rejects (mail with a virus) of the mail, where above what is usual."""

    warn: Warn = NUMBER_LINES[Metric.REJECT_RATE].warn


class RenderingFailureBands(_NumberBands):
    """Messages that failed to render, where above what is usual."""

    warn: Warn = NUMBER_LINES[Metric.RENDERING_FAILURE_RATE].warn


class QuotaBands(_NumberBands):
    """Use of the quota of 24 hours."""

    warn: Warn = NUMBER_LINES[Metric.QUOTA_USE].warn
    review: Review = NUMBER_LINES[Metric.QUOTA_USE].review


class SendRateBands(_NumberBands):
    """The mean of 15 minutes, of the maximum send rate."""

    warn: Warn = NUMBER_LINES[Metric.SEND_RATE_USE].warn


class BandSettings(Section):
    """The lines per metric."""

    bounce_rate: BounceBands = BounceBands()
    complaint_rate: ComplaintBands = ComplaintBands()
    mail_stopped: MailStoppedBands = MailStoppedBands()
    reject_rate: RejectBands = RejectBands()
    rendering_failure_rate: RenderingFailureBands = RenderingFailureBands()
    quota_use: QuotaBands = QuotaBands()
    send_rate_use: SendRateBands = SendRateBands()

    def as_bands(self) -> Bands:
        """As the core uses them."""
        return Bands({Metric(name): Lines(**lines) for name, lines in self.model_dump().items()})


class RouteSettings(Section):
    """The lowest condition that a channel is told. Empty bell: review, or warn where it is alone."""

    bell: BellFloor = None
    terminal: Floor = "warn"
    tmux: Floor = "warn"
    desktop: Floor = "warn"
    hook: Floor = "warn"
    webhook: Floor = "review"
    apprise: Floor = "review"

    def as_routes(self) -> dict[str, Condition]:
        """Channel name -> lowest condition; the bell only where it was set."""
        return {name: Condition.of(word) for name, word in self.model_dump().items() if word is not None}


class NotifySettings(Section):
    """Who is told, and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    desktop: Annotated[Literal["auto", "on", "off"], Field(description="desktop notifications")] = "auto"
    terminal: Annotated[
        Literal["auto", "osc9", "osc777", "osc99", "bell", "off"],
        Field(description="notifications by the terminal"),
    ] = "auto"
    on_alert: Annotated[
        tuple[str, ...], Field(description="a command and its arguments; the alert as JSON on standard input")
    ] = ()
    webhook_url: Annotated[
        SecretStr, Field(description="URL to POST alerts to; a secret: only from the environment")
    ] = SecretStr("")
    webhook_url_file: Annotated[SecretFile, Field(description="a file that holds it")] = ""
    webhook_url_command: Annotated[Command, Field(description="a command that prints it")] = ()
    webhook_format: Annotated[
        Literal["auto", "json", "slack", "discord"], Field(description="what is POSTed; auto: by the host")
    ] = "auto"
    webhooks: Annotated[
        tuple[WebhookSettings, ...], Field(description="further addresses, each a channel of its own")
    ] = ()
    apprise_urls: Annotated[
        SecretStr, Field(description="URLs of apprise; a secret: only from the environment")
    ] = SecretStr("")
    apprise_urls_file: Annotated[SecretFile, Field(description="a file that holds them, one a line")] = ""
    apprise_urls_command: Annotated[Command, Field(description="a command that prints them")] = ()
    heartbeat_url: Annotated[
        SecretStr, Field(description="URL to GET after each cycle; a secret: only from the environment")
    ] = SecretStr("")
    heartbeat_url_file: Annotated[SecretFile, Field(description="a file that holds it")] = ""
    heartbeat_url_command: Annotated[Command, Field(description="a command that prints it")] = ()
    routes: Annotated[RouteSettings, Field(alias="from")] = RouteSettings()
    digest: DigestSettings = DigestSettings()

    @model_validator(mode="after")
    def _each_secret_one_way(self) -> Self:
        one_way_each(self, SECRETS)
        names = [one.name for one in self.webhooks]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"two webhooks are named {twice[0]!r}: give each its own name")
        pagers = [one.name for one in self.webhooks if one.format in PAGERS]
        for channel in self.digest.channels:
            if channel in pagers:
                raise ValueError(f"digest: {channel} keeps incidents, and a digest is none: leave it out")
            if channel not in (*CHANNELS, *names):
                known = ", ".join((*CHANNELS, *names))
                raise ValueError(f"digest: there is no channel {channel!r}: known are {known}")
        return self


class VdmSettings(Section):
    """Virtual Deliverability Manager."""

    isps: Annotated[
        tuple[Text, ...],
        Field(min_length=1, max_length=50, description="ISP names as AWS writes them; no API lists them"),
    ] = DEFAULT_ISPS


class CostSettings(Section):
    """What reading may cost."""

    max_monthly_usd: Annotated[
        float, Field(gt=0, description="$ for all targets together; over it, paid reads slow down")
    ] = 5.0
    max_monthly_usd_per_target: Annotated[
        float, Field(ge=0, description="$ for one target; 0: no limit of its own")
    ] = 0.0


class ScreenSettings(Section):
    """The live screen and the wall."""

    title: Annotated[
        Literal["auto", "off"],
        Field(description="the worst condition in the terminal's title; off: leave it"),
    ] = "auto"
    theme: Annotated[
        ThemeName,
        Field(description="colours; auto: to the terminal's ground; terminal: its own; the others need 256"),
    ] = AUTO_THEME
    graph: Annotated[GraphName, Field(description="what charts and bars are drawn with")] = "auto"


class WallSettings(Section):
    """``ses-tui --wall``."""

    seconds: Annotated[
        PageSeconds,
        Field(description="how long a page stays, from 5s; auto: by the size, 30s at 80x24"),
    ] = None
    pages: Annotated[
        tuple[Literal["account", "fleet", "isps", "identities"], ...],
        Field(min_length=1, max_length=20, description="which pages, in the order in which they come"),
    ] = WALL_PAGES


class Settings(BaseSettings):
    """All of config.toml; every field also from the environment as ``SES_TUI_…``, nested with ``__``."""

    model_config = SettingsConfigDict(
        env_prefix="SES_TUI_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    targets: Annotated[
        tuple[TargetSettings, ...], Field(description="what is watched; none: as the AWS CLI would take it")
    ] = ()
    target_defaults: TargetDefaults = TargetDefaults()
    poll: PollSettings = PollSettings()
    bands: BandSettings = BandSettings()
    notify: NotifySettings = NotifySettings()
    store: StoreSettings = StoreSettings()
    vdm: VdmSettings = VdmSettings()
    cost: CostSettings = CostSettings()
    prices: PriceSettings = PriceSettings()
    screen: ScreenSettings = ScreenSettings()
    wall: WallSettings = WallSettings()
    keys: Annotated[
        dict[Text, str],
        BeforeValidator(_keys),
        Field(description="other keys, by the ids of docs/keys.md; several with commas between them"),
    ] = {}
    time_zone: Annotated[
        str,
        AfterValidator(_zone),
        Field(description="IANA name for times on the screen; empty: the machine's"),
    ] = ""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [one.name for target in self.each_target() for one in target.as_targets()]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two targets are named {name!r}: give each its own name")
        return self

    def each_target(self) -> tuple[TargetSettings, ...]:
        """The targets with what all have; without any, the one that the AWS environment leads to."""
        return with_defaults(self.targets, self.target_defaults)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose content comes in as init values."""
        if isinstance(env_settings, EnvSettingsSource):
            # two are options, and no tables; those of webhooks are taken up with the file
            env_settings.env_vars = {
                name: value
                for name, value in env_settings.env_vars.items()
                if name.upper() not in ("SES_TUI_WALL", "SES_TUI_STORE")
                and not name.upper().startswith(f"SES_TUI_{WEBHOOKS_VARIABLE}")
            }
        return env_settings, init_settings
