"""``[prices]``: what AWS asks for, with the date of the prices."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ses_tui.core.prices import DEFAULT_PRICES, Prices, Tier, as_of_time


def _date(value: str) -> str:
    if as_of_time(value) is None:
        raise ValueError("write the month or the day of the prices: '2026-07' or '2026-07-15'")
    return value


Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class TierSettings(BaseModel):
    """A step of what dedicated managed costs per message."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages: Annotated[
        int | None, Field(ge=1, description="up to so many messages of a month; left out: all the rest")
    ] = None
    usd_per_1000: Annotated[Usd, Field(description="$ per 1,000 messages")]


class PriceSettings(BaseModel):
    """Dollars, beside the price of sending itself. Used by advise, the advisor and the cost meter."""

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
    managed_tiers: Annotated[
        tuple[TierSettings, ...],
        Field(min_length=1, max_length=20, description="$ per 1,000 messages through managed, in steps"),
    ] = tuple(
        TierSettings(messages=one.messages, usd_per_1000=one.usd) for one in DEFAULT_PRICES.managed_tiers
    )
    per_ip_day: Annotated[
        int, Field(ge=1, description="messages that a standard IP is planned for on the busiest day")
    ] = DEFAULT_PRICES.per_ip_day
    deliverability: Annotated[
        Usd, Field(description="$ a month for the global deliverability subscription")
    ] = DEFAULT_PRICES.deliverability
    cloudwatch_per_1000: Annotated[
        Usd, Field(description="$ per 1,000 CloudWatch metrics requested (GetMetricData)")
    ] = DEFAULT_PRICES.cloudwatch_per_1000
    sqs_per_million: Annotated[Usd, Field(description="$ per million requests to an SQS queue")] = (
        DEFAULT_PRICES.sqs_per_million
    )

    @model_validator(mode="after")
    def _rising(self) -> Self:
        *steps, last = [tier.messages for tier in self.managed_tiers]
        if last is not None or None in steps:
            raise ValueError("managed_tiers: only the last step has no messages: it is for all the rest")
        if any(low >= high for low, high in pairwise(step for step in steps if step is not None)):
            raise ValueError("managed_tiers: messages must rise from step to step")
        return self

    def as_prices(self) -> Prices:
        """As the core uses them."""
        values = self.model_dump(exclude={"managed_tiers"})
        return Prices(
            **values, managed_tiers=tuple(Tier(t.messages, t.usd_per_1000) for t in self.managed_tiers)
        )
