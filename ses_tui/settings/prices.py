"""``[prices]``: what AWS asks for, with the date of the prices."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ses_tui.core.plans import PLANS, PricingPlan, Tier
from ses_tui.core.prices import DEFAULT_PRICES, Prices, as_of_time
from ses_tui.core.record import replace


def _date(value: str) -> str:
    if as_of_time(value) is None:
        raise ValueError("write the month or the day of the prices: '2026-07' or '2026-07-15'")
    return value


Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class TierSettings(BaseModel):
    """A step of what a message costs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages: Annotated[
        int | None, Field(ge=1, description="up to so many messages of a month; left out: all the rest")
    ] = None
    usd_per_1000: Annotated[Usd, Field(description="$ per 1,000 messages")]


def _steps(tiers: tuple[TierSettings, ...]) -> tuple[TierSettings, ...]:
    *steps, last = [tier.messages for tier in tiers]
    if last is not None or None in steps:
        raise ValueError("only the last step has no messages: it is for all the rest")
    if any(low >= high for low, high in pairwise(step for step in steps if step is not None)):
        raise ValueError("messages must rise from step to step")
    return tiers


Steps = Annotated[tuple[TierSettings, ...], Field(min_length=1, max_length=20), AfterValidator(_steps)]


class PlanSettings(BaseModel):
    """A pricing plan of SES; what is left out is as the program's own table has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, description="AWS's word: NONE, ESSENTIALS, PRO, ENTERPRISE")]
    as_of: Annotated[str, AfterValidator(_date), Field(description="when it held")] = DEFAULT_PRICES.as_of
    monthly: Annotated[Usd | None, Field(description="$ a month, the subscription")] = None
    sending: Annotated[Steps | None, Field(description="$ per 1,000 messages sent, in steps")] = None
    vdm_included: Annotated[bool | None, Field(description="VDM costs nothing beside it")] = None
    managed_included: Annotated[
        bool | None, Field(description="dedicated managed costs nothing beside it")
    ] = None

    domains: Annotated[
        int | None, Field(ge=0, description="domains whose inbox placement costs nothing beside it")
    ] = None

    def over(self, known: PricingPlan) -> PricingPlan:
        """The plan with what is set here."""
        given = self.model_dump(exclude={"name", "sending"}, exclude_none=True)
        if self.sending is not None:
            given["sending"] = _tiers(self.sending)
        return replace(known, **given, source="[prices]")


def _tiers(steps: tuple[TierSettings, ...]) -> tuple[Tier, ...]:
    return tuple(Tier(one.messages, one.usd_per_1000) for one in steps)


class PriceSettings(BaseModel):
    """Dollars. Used by advise, the advisor, doctor and the cost meter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: Annotated[
        str, AfterValidator(_date), Field(description="when they held: YYYY-MM or YYYY-MM-DD")
    ] = DEFAULT_PRICES.as_of
    dedicated_ip: Annotated[Usd, Field(description="$ a month for a standard dedicated IP")] = (
        DEFAULT_PRICES.dedicated_ip
    )
    managed_base: Annotated[Usd, Field(description="$ a month for dedicated managed, before messages")] = (
        DEFAULT_PRICES.managed_base
    )
    managed_tiers: Annotated[Steps, Field(description="$ per 1,000 messages through managed, in steps")] = (
        tuple(
            TierSettings(messages=one.messages, usd_per_1000=one.usd) for one in DEFAULT_PRICES.managed_tiers
        )
    )
    per_ip_day: Annotated[
        int, Field(ge=1, description="messages that a standard IP is planned for on the busiest day")
    ] = DEFAULT_PRICES.per_ip_day
    vdm_per_1000: Annotated[
        Usd, Field(description="$ per 1,000 messages for VDM, on a plan that does not include it")
    ] = DEFAULT_PRICES.vdm_per_1000
    deliverability: Annotated[
        Usd, Field(description="$ a month for the global deliverability subscription")
    ] = DEFAULT_PRICES.deliverability
    cloudwatch_per_1000: Annotated[
        Usd, Field(description="$ per 1,000 CloudWatch metrics requested (GetMetricData)")
    ] = DEFAULT_PRICES.cloudwatch_per_1000
    sqs_per_million: Annotated[Usd, Field(description="$ per million requests to an SQS queue")] = (
        DEFAULT_PRICES.sqs_per_million
    )

    plans: Annotated[
        tuple[PlanSettings, ...], Field(max_length=20, description="plans whose prices are others now")
    ] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        names = [one.name for one in self.plans]
        if len(set(names)) < len(names):
            raise ValueError("plans: each name once")
        new = [one.name for one in self.plans if one.name not in _KNOWN and one.sending is None]
        if new:
            raise ValueError(f"plans: {new[0]} is in no table: write its sending")
        return self

    def as_prices(self) -> Prices:
        """As the core uses them."""
        values = self.model_dump(exclude={"managed_tiers", "plans"})
        changed = {one.name: one.over(_KNOWN.get(one.name, PricingPlan(one.name, ()))) for one in self.plans}
        return Prices(
            **values,
            managed_tiers=_tiers(self.managed_tiers),
            plans=tuple({**_KNOWN, **changed}.values()),
        )


_KNOWN = {one.name: one for one in PLANS}
