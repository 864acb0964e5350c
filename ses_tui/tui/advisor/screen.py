"""The screen of mode 8."""

from ses_tui.tui.advisor import alarms, doctor, kinds, placement, recommendations
from ses_tui.tui.inventory.screen import InventoryScreen


class Advisor(InventoryScreen):
    """What AWS recommends, what doctor finds, the alarms, where mail lands, which kind of IP fits."""

    heading = "Advisor, doctor, alarms, inbox placement"
    sections = (recommendations.SECTION, doctor.SECTION, alarms.SECTION, placement.SECTION, kinds.SECTION)
    parts = ("advisor", "alarms", "deliverability")
    examples = "text  !text  impact:high  level:fail"
