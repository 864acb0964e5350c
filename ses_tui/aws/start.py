"""Imports the AWS client the quick way: the one door to ``ses_tui.aws.call``.

aiohttp must be imported through ``tls.import_aiohttp`` before anything of aiobotocore.
"""

import gc
import logging

from ses_tui.aws.tls import import_aiohttp

for _library in ("aiobotocore", "aiohttp", "asyncio", "botocore", "urllib3"):
    # To the log file where there is one, and never to standard error: what matters is in our own errors.
    logging.getLogger(_library).addHandler(logging.NullHandler())

_collecting = gc.isenabled()
gc.disable()  # what imports make stays: a collection among it takes 20 ms (measured) and finds nothing
try:
    import_aiohttp()

    from ses_tui.aws.call import Caller  # the order is the point
finally:
    gc.freeze()
    if _collecting:
        gc.enable()

__all__ = ["Caller"]
