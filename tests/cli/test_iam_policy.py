"""``ses-tui iam-policy`` prints a policy, and nothing else, on standard output."""

import json

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
