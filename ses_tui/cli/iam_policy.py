"""``ses-tui iam-policy``: the least policy for reading, as JSON."""

import argparse
import json
import sys

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe


def run(options: argparse.Namespace) -> int:
    """Print it; ``--without FEATURE`` leaves one out, ``--queue`` adds the live tail of that queue."""
    from ses_tui.aws.permissions import FEATURES, QUEUE_FEATURE, policy, queue_arn

    for name in options.without:
        if name not in FEATURES:
            known = ", ".join(FEATURES)
            raise Misconfigured(f"no feature is named {safe(name)!r}: there are {known}")
    features = [name for name in FEATURES if name not in options.without]
    queue = queue_arn(options.queue) if options.queue else ""
    sys.stdout.write(json.dumps(policy(features, queue), indent=2) + "\n")
    if not queue and QUEUE_FEATURE in features:
        sys.stderr.write("ses-tui: without the live tail of a queue: give --queue URL for it\n")
    return 0
