"""What all targets share of the AWS client: one takes 0.8 MB, and with botocore's own twice as much."""

from ses_tui.aws.call import Caller
from ses_tui.aws.meter import Meter
from ses_tui.core.model import Target
from tests.aws.stub import ACCOUNT, KEYS, Stub, answer


async def test_the_class_of_a_service_s_clients_is_made_once() -> None:
    async with Stub(lambda _operation, _parameters: answer(ACCOUNT)) as stub:
        callers = [
            Caller(Target(region=region, endpoint_url=stub.url), meter=Meter(), deadline=20, credentials=KEYS)
            for region in ("eu-west-1", "us-east-1")
        ]
        one, other = [await caller.clients.get("sesv2") for caller in callers]
        assert one is not other
        assert type(one) is type(other)
        assert (one.meta.region_name, other.meta.region_name) == ("eu-west-1", "us-east-1")
        assert type(one) is not type(await callers[0].clients.get("cloudwatch"))
        for caller in callers:
            await caller.clients.close()


async def test_handlers_of_services_that_are_never_called_are_not_copied_to_every_client() -> None:
    caller = Caller(Target(region="eu-west-1"), meter=Meter(), deadline=20, credentials=KEYS)
    await caller.clients.get("sesv2")
    made = caller.clients._made
    assert made is not None
    emitter = made.session.get_component("event_emitter")
    known = emitter._emitter._handlers.prefix_search
    assert not any(known("docs.title.s3"))
    assert any(known("choose-signer.sts.AssumeRoleWithWebIdentity"))
    assert any(known("after-call.sqs.ReceiveMessage"))
    await caller.clients.close()
