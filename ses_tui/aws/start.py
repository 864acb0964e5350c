"""Imports the AWS client the quick way: the one door to ``ses_tui.aws.call``.

aiohttp must be imported through ``tls.import_aiohttp`` before anything of aiobotocore.
"""

from ses_tui.aws.tls import import_aiohttp

import_aiohttp()

from ses_tui.aws.call import Caller  # noqa: E402  # the order is the point

__all__ = ["Caller"]
