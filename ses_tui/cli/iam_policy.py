"""``ses-tui iam-policy``: the smallest policy that the monitor needs, as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe

if TYPE_CHECKING:
    from ses_tui.core.model import Target
    from ses_tui.engine.plan import Plan


def run(options: argparse.Namespace) -> int:
    """Print the policy; ``--without FEATURE`` leaves a feature out, ``--queue`` adds that queue.

    Targets with a ``role_arn`` need two policies: one for the roles, and one for the credentials that assume
    them (``--base``). One is printed, the other is named on standard error.
    """
    from ses_tui.aws.permissions import FEATURES, QUEUE_FEATURE, base_policy, policy, queue_arn
    from ses_tui.cli.setup import configured

    for name in options.without:
        if name not in FEATURES:
            known = ", ".join(FEATURES)
            raise Misconfigured(f"no feature is named {safe(name)!r}: there are {known}")
    targets = configured(options).targets
    through = [(target.name, target.role_arn) for target, _ in targets if target.role_arn]
    if options.base:
        if not through:
            raise Misconfigured(
                "--base: no target has a role_arn: give what iam-policy prints to the credentials themselves"
            )
        _print(base_policy([role for _, role in through]))
        _say(
            "this is for the credentials that assume the roles; what reads belongs to the roles: ses-tui"
            " iam-policy. Each role's trust policy must name these credentials as its principal"
        )
        return 0
    queues = [queue_arn(one) for one in ([options.queue] if options.queue else _queues(targets))]
    features = [name for name in FEATURES if name not in options.without]
    _print(policy(features, *queues))
    if not queues and QUEUE_FEATURE in features:
        _say("without the live tail of a queue: give --queue URL for it")
    if through:
        names = ", ".join(safe(name) for name, _ in through)
        _say(
            f"{names}: read through role_arn: give this policy to the roles; the credentials that assume"
            " them need only what ses-tui iam-policy --base prints"
        )
    return 0


def _queues(targets: "Sequence[tuple[Target, Plan]]") -> list[str]:
    """Those of the configuration, each once."""
    return list(dict.fromkeys(plan.events_queue for _, plan in targets if plan.events_queue))


def _print(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def _say(line: str) -> None:
    sys.stderr.write(f"ses-tui: {line}\n")
