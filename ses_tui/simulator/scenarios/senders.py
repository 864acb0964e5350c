"""The identities of the ordinary account, about 120,000 mails a day."""

from ses_tui.simulator.scenarios.model import Identity

STANDARD_POOL = "marketing-standard"
MANAGED_POOL = "transactional-managed"

ORDINARY = (
    Identity("news.example.org", 38_000, "marketing", pool=STANDARD_POOL, bounce=0.0130, complaint=0.00032),
    Identity(
        "shop.example.com",
        27_000,
        "marketing",
        pool=STANDARD_POOL,
        bounce=0.0110,
        complaint=0.0003,
        click=0.045,
    ),
    Identity("promo.example.net", 15_000, "marketing", pool=STANDARD_POOL, bounce=0.0160, complaint=0.00036),
    Identity(
        "alerts.example.com", 13_000, "transactional", pool=MANAGED_POOL, bounce=0.0100, complaint=0.00015
    ),
    Identity(
        "auth.example.com",
        9_000,
        "transactional",
        pool=MANAGED_POOL,
        bounce=0.0140,
        complaint=0.0001,
        open=0,
        click=0,
    ),
    Identity(
        "billing.example.com", 6_500, "transactional", pool=MANAGED_POOL, bounce=0.0090, complaint=0.0001
    ),
    Identity("community.example.org", 5_000, "community", bounce=0.0125, complaint=0.0003),
    Identity("travel.example.net", 3_500, "community", tenant="acme-travel", bounce=0.0120, complaint=0.0003),
    Identity(
        "partners.example.com", 2_200, "partners", tenant="globex", audience="business", complaint=0.00015
    ),
    Identity("hello@example.org", 800, "partners", audience="business", bounce=0.0080, complaint=0.0001),
)
ORDINARY_VOLUME = 240_000
"""Two days of the ordinary account's mail."""


def big(head: int = 50, tail: int = 9_950) -> tuple[Identity, ...]:
    """A platform: a few large senders and a long tail of small ones."""
    sets = [f"bulk-{n:04d}" for n in range(4, 120)]
    rows = [
        Identity(
            f"brand-{n:02d}.example.com",
            # Zipf: the n-th sender has 1/n of the first one's mail.
            26_000 / (n + 1),
            sets[n % len(sets)],
            tenant=f"tenant-{n:02d}" if n % 3 == 0 else None,
            pool=STANDARD_POOL if n < 10 else None,
            bounce=0.009 + 0.0005 * (n % 10),
        )
        for n in range(head)
    ]
    rows.append(Identity("customer-{:04d}.example.net", 39_800, "marketing", bounce=0.0110, members=tail))
    return tuple(rows)
