"""The simulated account: a scenario, its mail, its resources, its clock."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.events import Queue
from ses_tui.simulator.faults import Faults
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import SENT, Mail, Where
from ses_tui.simulator.rates import RateWindow
from ses_tui.simulator.resources import Resources, hostile_identities
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.model import IdentityStatus, Scenario, Status, TenantStatus

DAY = 86_400
PUBLISHED_DAYS = 14
"""Days of history before the start that the account can be asked for."""


class Account:
    """What every answer is made from. All views use the same newest step, so they agree with each other."""

    def __init__(
        self, scenario: Scenario | str, seed: int, clock: SimulatedClock, hostile_names: bool = False
    ) -> None:
        chosen = load(scenario) if isinstance(scenario, str) else scenario
        if hostile_names:
            chosen = chosen._replace(identities=chosen.identities + hostile_identities())
        self.scenario = chosen
        self.seed = seed
        self.hostile_names = hostile_names
        self.clock = clock
        self.start = clock.start
        self.mail = Mail(chosen, seed, clock.start)
        self.resources = Resources(chosen, self.mail)
        self.rates = RateWindow(self.mail, chosen.representative_volume)
        self.faults = Faults(chosen.faults, chosen.fault_period)
        self._set_rates: dict[str, RateWindow] = {}
        self._queue: Queue | None = None

    @property
    def step(self) -> int:
        """The newest step whose counts are known (epoch seconds // STEP)."""
        return int(self.clock.now()) // STEP

    @property
    def first_step(self) -> int:
        """The first step of the published history."""
        return int(self.start - PUBLISHED_DAYS * DAY) // STEP

    @property
    def minute(self) -> float:
        """Minutes of simulated time since the start."""
        return self.clock.elapsed() / 60

    @property
    def status(self) -> Status:
        """Enforcement and sending status now."""
        return [status for status in self.scenario.status if status.minute <= self.minute][-1]

    def identity_status(self, name: str) -> IdentityStatus | None:
        """What SES says of an identity now; None: nothing has happened to it."""
        return _newest(self.scenario.identity_status, self.minute, lambda one: one.identity == name)

    def tenant_status(self, name: str) -> TenantStatus | None:
        """What SES says of a tenant now; None: nothing has happened to it."""
        return _newest(self.scenario.tenant_status, self.minute, lambda one: one.tenant == name)

    @property
    def queue(self) -> Queue:
        """The SQS queue with the account's events; made when first asked for."""
        if self._queue is None:
            self._queue = Queue(self)
        return self._queue

    def set_rates(self, name: str) -> RateWindow:
        """The rates of one configuration set, over its share of the representative volume."""
        window = self._set_rates.get(name)
        if window is None:
            volume = self.scenario.representative_volume
            daily = sum(sender.daily for sender in self.scenario.identities)
            own = sum(s.daily for s in self.scenario.identities if s.configuration_set == name)
            share = max(1, round(volume * own / daily))
            window = self._set_rates[name] = RateWindow(self.mail, share, Where(configuration_set=name))
        return window

    def sent(self, first: int, last: int, where: Where = Where()) -> int:  # noqa: B008 - a frozen tuple
        """Mails sent between two steps."""
        return sum(self.mail.between(kind, first, last, where) for kind in SENT)

    def sent_last_24_hours(self) -> int:
        step = self.step
        return self.sent(step - DAY // STEP, step)


Said = TypeVar("Said", IdentityStatus, TenantStatus)


def _newest(said: Iterable[Said], minute: float, about: Callable[[Said], bool]) -> Said | None:
    return max(
        (one for one in said if one.minute <= minute and about(one)), key=lambda one: one.minute, default=None
    )
