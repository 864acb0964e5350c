"""AWS's partitions: which one a Region is in, as its ARNs name it."""

_BY_PREFIX = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("eusc-", "aws-eusc"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
)
"""From partitions.json of botocore 1.43.117; a test holds them equal."""

REGION = r"[a-z]{2,}(?:-[a-z]+)+-\d+"
"""What a Region's name looks like."""

SUFFIXES = (
    *("amazonaws.com", "api.aws", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    *("amazonaws.eu", "api.amazonwebservices.eu", "c2s.ic.gov", "api.aws.ic.gov"),
    *("sc2s.sgov.gov", "api.aws.scloud", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    *("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
)
"""The domains under which AWS's endpoints are."""


def partition_of(region: str) -> str:
    """``aws`` unless the Region's name says another."""
    return next((name for prefix, name in _BY_PREFIX if region.startswith(prefix)), "aws")
