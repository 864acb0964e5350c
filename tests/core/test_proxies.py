"""ALL_PROXY stands for every proxy that is not named."""

import pytest

from ses_tui.core.proxies import spread_all_proxy, variable_of

ALL = "http://user:hunter2@proxy:3128"


@pytest.mark.parametrize("name", ["ALL_PROXY", "all_proxy"])
def test_it_takes_the_place_of_the_two_that_are_read(name: str) -> None:
    environ = {name: ALL}
    spread_all_proxy(environ)
    assert (environ["HTTP_PROXY"], environ["HTTPS_PROXY"]) == (ALL, ALL)
    assert variable_of("https", environ) == variable_of("http", environ) == "ALL_PROXY"


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_a_proxy_that_is_named_stays_and_an_empty_one_too(name: str) -> None:
    for own in ("http://other:1", ""):
        environ = {"ALL_PROXY": ALL, name: own}
        spread_all_proxy(environ)
        assert environ[name] == own
        assert environ["HTTP_PROXY"] == ALL
        assert name == "HTTPS_PROXY" or "HTTPS_PROXY" not in environ
        assert variable_of("https", environ) == "HTTPS_PROXY"


@pytest.mark.parametrize("environ", [{}, {"ALL_PROXY": ""}, {"HTTP_PROXY": ALL}])
def test_without_it_nothing_is_set(environ: dict[str, str]) -> None:
    before = dict(environ)
    spread_all_proxy(environ)
    assert environ == before


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_the_credentials_of_an_instance_are_asked_for_past_it(name: str) -> None:
    environ = {"ALL_PROXY": ALL, name: "internal.example"}
    spread_all_proxy(environ)
    assert environ[name].startswith("internal.example,169.254.169.254,")
