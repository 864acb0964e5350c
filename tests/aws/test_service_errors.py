"""What AWS answers, in words that a hint can follow."""

import pytest
from botocore.exceptions import ClientError

from ses_tui.aws.service_errors import Context, classify_service_error


@pytest.mark.parametrize("code", ["ValidationException", "AccessDeniedException", "OptInRequired"])
def test_a_sentence_of_aws_leaves_its_period_to_the_line(code: str) -> None:
    answer = {"Error": {"Code": code, "Message": "Not here. Try there."}}
    error = ClientError({**answer, "ResponseMetadata": {"HTTPStatusCode": 400}}, "ListTenants")
    _, message, hint = classify_service_error(error, Context("tenants", "sesv2", "ListTenants"))
    assert message.endswith("Not here. Try there")
    assert hint and "see the message" not in hint
