"""The screen of mode 8."""

from ses_tui.tui.advisor import alarms, kinds, placement, recommendations
from ses_tui.tui.inventory.screen import InventoryScreen


class Advisor(InventoryScreen):
    """What AWS recommends, then the alarms, where mail lands, and which kind of IP fits."""

    heading = "Advisor, alarms, inbox placement"
    sections = (recommendations.SECTION, alarms.SECTION, placement.SECTION, kinds.SECTION)
    parts = ("advisor", "alarms", "deliverability")
