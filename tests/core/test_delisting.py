"""Every list that AWS may name has its way off."""

import pytest

from ses_tui.core.delisting import UNKNOWN, delisting, delisting_words


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ("zen.spamhaus.org", "Spamhaus"),
        ("Spamhaus SBL", "Spamhaus"),
        ("CSS", "Spamhaus"),
        ("b.barracudacentral.org", "Barracuda"),
        ("bl.spamcop.net", "SpamCop"),
        ("dnsbl-1.uceprotect.net", "UCEPROTECT"),
        ("Proofpoint PDR", "Proofpoint"),
        ("Cloudmark Sender Intelligence", "Cloudmark"),
        ("Invaluement ivmSIP", "Invaluement"),
        ("bl.mailspike.net", "Mailspike"),
        ("psbl.surriel.com", "PSBL"),
        ("The IP 192.0.2.12 is listed on Spamhaus.", "Spamhaus"),
        ("The IP 192.0.2.12 is listed on bl.spamcop.net.", "SpamCop"),
    ],
)
def test_a_list_is_known_by_its_name_its_zone_and_in_a_sentence(named: str, name: str) -> None:
    one = delisting(named)
    assert one.name == name
    assert one.url.startswith("https://")
    assert delisting_words(named) == f"{name}: {one.ask}: {one.url}"


def test_a_list_that_is_gone_has_no_address_to_ask_at() -> None:
    one = delisting("dnsbl.sorbs.net")
    assert one.name == "SORBS" and one.url == ""
    assert delisting_words("dnsbl.sorbs.net") == f"SORBS: {one.ask}"


@pytest.mark.parametrize("named", ["rbl.example.net", "", "a sentence about css and nothing else"])
def test_what_is_not_known_is_said_in_general(named: str) -> None:
    assert delisting(named) == UNKNOWN
    assert delisting_words(named).endswith("what was mended")


def test_only_the_networks_owner_ends_an_sbl_listing_and_nobody_is_paid() -> None:
    assert "AWS Support" in delisting("SBL").ask
    assert "pay nobody" in delisting("uceprotect").ask
    assert "shut down" in delisting("sorbs").ask
