"""``ses-tui iam-policy`` prints a policy, and nothing else, on standard output."""

import json
from pathlib import Path

from tests.cli.conftest import Ses


def test_the_policy_is_json_and_needs_no_aws(ses: Ses) -> None:
    done = ses("iam-policy")
    assert done.returncode == 0
    policy = json.loads(done.stdout)
    (statement,) = policy["Statement"]
    assert policy["Version"] == "2012-10-17"
    assert "ses:GetAccount" in statement["Action"]
    assert "--queue" in done.stderr


def test_features_can_be_left_out_and_a_queue_added(ses: Ses) -> None:
    queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/ses-events"
    done = ses("iam-policy", "--without", "tenants", "--without", "vdm", "--queue", queue)
    reading, events = json.loads(done.stdout)["Statement"]
    assert not {"ses:ListTenants", "ses:BatchGetMetricData"} & set(reading["Action"])
    assert events["Resource"] == "arn:aws:sqs:eu-west-1:123456789012:ses-events"
    assert done.stderr == ""


def test_an_unknown_feature_is_refused_with_the_known_ones(ses: Ses) -> None:
    done = ses("iam-policy", "--without", "nope")
    assert (done.returncode, done.stdout) == (3, "")
    assert "deliverability" in done.stderr


ROLES = ("arn:aws:iam::111111111111:role/ses-tui", "arn:aws:iam::222222222222:role/ses-tui")
CONFIG = """
[[targets]]
name = "prod"
role_arn = "{}"
region = "eu-west-1"
events_queue_url = "https://sqs.eu-west-1.amazonaws.com/111111111111/ses-events"
[[targets]]
name = "stage"
role_arn = "{}"
region = "eu-west-1"
[[targets]]
name = "own"
region = "eu-west-1"
""".format(*ROLES)


def test_roles_have_the_reading_and_their_base_may_assume_them_and_nothing_else(
    ses: Ses, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    done = ses("iam-policy", "--config", str(config))
    reading, events = json.loads(done.stdout)["Statement"]
    assert "sts:AssumeRole" not in reading["Action"]
    assert events["Resource"] == "arn:aws:sqs:eu-west-1:111111111111:ses-events"
    assert "prod, stage: read through role_arn" in done.stderr and "--base" in done.stderr
    done = ses("iam-policy", "--base", "--config", str(config))
    assert json.loads(done.stdout) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "SesTuiAssumeRole",
                "Effect": "Allow",
                "Action": ["sts:AssumeRole"],
                "Resource": list(ROLES),
            }
        ],
    }
    assert "belongs to the roles" in done.stderr and "trust policy" in done.stderr


def test_without_a_role_there_is_no_base_policy(ses: Ses) -> None:
    done = ses("iam-policy", "--base")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no target has a role_arn" in done.stderr
