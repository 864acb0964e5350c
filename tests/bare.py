"""A simulated account on which nothing was set up: what AWS sells beside sending is refused or not there."""

from ses_tui.simulator.account import Account

ABSENT = {
    "ListTenants": "disabled",
    "ListReputationEntities": "disabled",
    "ListDedicatedIpPools": "not_found",
    "GetDedicatedIps": "not_found",
    "GetBlacklistReports": "not_found",
    "GetDeliverabilityDashboardOptions": "disabled",
}
"""Operation -> how AWS may say that the account does not have what it is about."""


def strip(account: Account, *, sets: bool = False) -> None:
    """No plan, VDM, tenants, dedicated IPs or subscription; ``sets``: two that publish nothing are left."""
    settings = account.scenario.settings._replace(plan="NONE")
    account.scenario = account.scenario._replace(settings=settings)
    resources = account.resources
    resources.configuration_sets = {
        name: one._replace(pool=None, reputation_metrics=False, destination=None)
        for name, one in resources.configuration_sets.items()
        if sets and name in ("transactional", "partners")
    }
    resources.tenants, resources.pools, resources.ips = (), {}, []
    account.faults.inject("vdm_off")
    account.faults.inject("disabled", "ListRecommendations")


def refuse(account: Account) -> None:
    """Each absent feature answers with an error instead of an empty list."""
    for operation, fault in ABSENT.items():
        account.faults.inject(fault, operation)
