"""Keys and matchers as people write them: ``account/bounce_rate``, ``isp:Hotmail/bounce_rate``, ``isp:*``."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from ses_tui.core.model import Key, Metric, Subject, SubjectKind
from ses_tui.core.nearest import did_you_mean
from ses_tui.core.text import safe

FORM = "write KIND:NAME/METRIC, such as isp:Hotmail/bounce_rate, or account/bounce_rate"

_WILD = "*?["


def parse_key(text: str, target: str = "") -> Key:
    """The key that ``str(key)`` gives. ValueError, one line with the nearest known word, on anything else."""
    subject, slash, metric = text.rpartition("/")
    if not slash:
        raise ValueError(f"{safe(text)!r} is no key: {FORM}")
    kind, colon, name = subject.partition(":")
    known_kind = SubjectKind(_known("kind of subject", kind, SubjectKind))
    known_metric = Metric(_known("metric", metric, Metric))
    if known_kind is SubjectKind.ACCOUNT and colon:
        raise ValueError(f"the account has no name: write account/{known_metric.value}")
    if known_kind is not SubjectKind.ACCOUNT and not name:
        raise ValueError(f"{safe(text)!r} names no {known_kind.value}: {FORM}")
    return Key(target, Subject(known_kind, safe(name) if name else None), known_metric)


def check_matcher(text: str) -> str:
    """The matcher without blanks around it, if some key could match it; else ValueError, one line.

    Without ``*``, ``?`` and ``[`` it must be a key.
    """
    text = text.strip()
    if not text:
        raise ValueError("nothing is to be matched: write a key, or a pattern such as isp:*/bounce_rate")
    if not any(sign in text for sign in _WILD):
        parse_key(text)
        return text
    subject, slash, metric = text.rpartition("/")
    if slash:
        _matching("metric", metric, Metric)
        _matching("kind of subject", subject.partition(":")[0], SubjectKind)
    elif "*" not in text:
        raise ValueError(f"{safe(text)!r} matches no key: {FORM}")
    return text


def _known(what: str, word: str, words: Iterable[str]) -> str:
    known = [str(each) for each in words]
    if word not in known:
        raise ValueError(f"no {what} is named {safe(word)!r}{_hint(word, known)}")
    return word


def _hint(word: str, known: list[str]) -> str:
    return f": {did_you_mean(word, known) or 'known are ' + ', '.join(known)}"


def _matching(what: str, pattern: str, words: Iterable[str]) -> None:
    if any(sign in pattern for sign in _WILD):
        if not any(fnmatchcase(str(each), pattern) for each in words):
            known = [str(each) for each in words]
            raise ValueError(f"no {what} matches {safe(pattern)!r}{_hint(pattern.strip(_WILD), known)}")
    else:
        _known(what, pattern, words)
