"""ALL_PROXY, as curl reads it: the proxy for every address that has none of its own.

Neither botocore nor aiohttp know it, and would go past the proxy without a word.
"""

from collections.abc import Mapping, MutableMapping

_ALL = ("all_proxy", "ALL_PROXY")
_METADATA = "169.254.169.254,169.254.170.2,169.254.170.23,fd00:ec2::254,fd00:ec2::23"
"""Where an instance or a container asks for its credentials: reached from the machine itself alone."""


def spread_all_proxy(environ: MutableMapping[str, str]) -> None:
    """Put it in the place of HTTP_PROXY and HTTPS_PROXY where they are absent."""
    proxy = next((environ[name] for name in _ALL if environ.get(name)), "")
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        if proxy and name not in environ and name.lower() not in environ:
            environ[name] = proxy
            if name == "HTTP_PROXY":
                key = "no_proxy" if "no_proxy" in environ else "NO_PROXY"
                environ[key] = ",".join(filter(None, [environ.get(key, ""), _METADATA]))


def variable_of(scheme: str, environ: Mapping[str, str]) -> str:
    """The variable that the user set to the proxy for ``scheme``."""
    name = f"{scheme.upper()}_PROXY"
    proxy = environ.get(name.lower()) or environ.get(name)
    return "ALL_PROXY" if proxy and proxy in {environ.get(each) for each in _ALL} else name
