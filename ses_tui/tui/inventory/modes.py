"""Modes 4, 5 and 8: which tables each has."""

from ses_tui.tui.advisor import alarms, doctor, kinds, placement, recommendations
from ses_tui.tui.inventory.screen import InventoryScreen
from ses_tui.tui.ips import addresses, pools, warmth
from ses_tui.tui.sets import configuration, tenants


class Sets(InventoryScreen):
    """Configuration sets above, tenants and other reputation entities below."""

    heading = "Sets and tenants"
    sections = (configuration.SECTION, tenants.SECTION)
    parts = ("sets", "tenants", "values")
    paid = True
    examples = "text  !text  bounce:>2%  sending:off"


class Ips(InventoryScreen):
    """IPs, then how warm managed pools are at each ISP, then the pools themselves."""

    heading = "Dedicated IPs"
    sections = (addresses.SECTION, warmth.SECTION, pools.SECTION)
    parts = ("pools", "deliverability", "values")
    paid = True
    examples = "text  !text  pool:news  sends:>10k"


class Advisor(InventoryScreen):
    """What AWS recommends, what doctor finds, the alarms, where mail lands, which kind of IP fits."""

    heading = "Advisor, doctor, alarms, inbox placement"
    sections = (recommendations.SECTION, doctor.SECTION, alarms.SECTION, placement.SECTION, kinds.SECTION)
    parts = ("advisor", "alarms", "deliverability")
    examples = "text  !text  impact:high  level:fail"
