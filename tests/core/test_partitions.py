"""The partition of a Region, as botocore's own table has it."""

import json
import re
from pathlib import Path

import botocore
import pytest

from ses_tui.core.alarm_commands import topic_arn
from ses_tui.core.partitions import REGION, SUFFIXES, partition_of

DATA = Path(botocore.__file__).parent / "data"
PARTITIONS = json.loads((DATA / "partitions.json").read_text())["partitions"]


def test_every_region_is_in_the_partition_that_botocore_says() -> None:
    regions = {region: one["id"] for one in PARTITIONS for region in one["regions"] if "global" not in region}
    assert {region: partition_of(region) for region in regions} == regions
    assert [region for region in regions if not re.fullmatch(REGION, region)] == []


def test_every_domain_of_an_endpoint_is_known() -> None:
    outputs = [one["outputs"] for one in PARTITIONS]
    known = {one[name] for one in outputs for name in ("dnsSuffix", "dualStackDnsSuffix")}
    assert set(SUFFIXES) == known


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-west-1", "aws"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-1", "aws-cn"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-isob-east-1", "aws-iso-b"),
    ],
)
def test_the_topic_of_the_alarms_is_in_the_partition(region: str, partition: str) -> None:
    assert topic_arn(region, "123456789012").startswith(f"arn:{partition}:sns:{region}:123456789012:")
