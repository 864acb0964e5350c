"""A snapshot as JSON and back, exactly.

Driven by the types of ``core.snapshot``: a field added there, with a default, needs no change
here. Fields that hold their default are left out. A series is its times, then its values, as
little-endian doubles in base64: exact, and read ten times as fast as decimal numbers. A change
that makes old text unreadable raises ``VERSION``.
"""

import json
import struct
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from enum import Enum, IntEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from ses_tui.core.condition import Lines
from ses_tui.core.model import Series, Subject
from ses_tui.core.snapshot import Snapshot

VERSION = 1

Json = Any  # what json.loads returns: checked by the decoders below, field by field
Codec = tuple[Callable[[Any], Json], Callable[[Json], Any]]


class CodecError(ValueError):
    """The text is no snapshot, or one of another version."""


def encode(snapshot: Snapshot) -> str:
    """One line of ASCII JSON."""
    return json.dumps({"v": VERSION, "snapshot": _codec(Snapshot)[0](snapshot)}, separators=(",", ":"))


def decode(text: str) -> Snapshot:
    """The snapshot that ``encode`` was given. Raises CodecError on anything else."""
    try:
        envelope = json.loads(text)
        if envelope["v"] != VERSION:
            raise CodecError(f"snapshot of version {envelope['v']!r}, this program reads {VERSION}")
        snapshot: Snapshot = _codec(Snapshot)[1](envelope["snapshot"])
    except (TypeError, LookupError, ValueError, AttributeError, RecursionError, struct.error) as error:
        raise error if isinstance(error, CodecError) else CodecError(f"no snapshot: {error!r}") from error
    return snapshot


_SHARED = frozenset({Lines, Subject})
_SHARED_MOST = 1000

_known: dict[object, Codec] = {}


def _codec(kind: Any) -> Codec:
    """Encoder and decoder of one type, made once."""
    if kind not in _known:
        _known[kind] = _make(kind)
    return _known[kind]


def _make(kind: Any) -> Codec:
    origin, args = get_origin(kind), get_args(kind)
    if origin is not None:
        if origin is UnionType:
            return _union(args)
        return _tuple(args) if origin is tuple else _mapping(args)
    if kind is Series:
        return _encode_series, _decode_series
    if kind in _SCALARS:
        return _scalar(kind)
    return _enum(kind) if issubclass(kind, Enum) else _dataclass(kind)


def _enum(kind: type[Enum]) -> Codec:
    """An ordered condition by its name, since its number is only its rank; a word by itself."""
    if issubclass(kind, IntEnum):
        return (lambda member: member.name), {member.name: member for member in kind}.__getitem__
    return (lambda member: member.value), {member.value: member for member in kind}.__getitem__


def _scalar(*kinds: type) -> Codec:
    """One of ``kinds``, of which JSON can tell a whole float from an int only by our help."""
    takes_whole = float in kinds and int not in kinds
    allowed = frozenset(kinds)

    def decode_scalar(value: Json) -> Any:
        if type(value) in allowed:
            return value
        if takes_whole and type(value) is int:
            return float(value)
        raise CodecError(f"{value!r} where {kinds} was due")

    return (lambda value: value), decode_scalar


_SCALARS = frozenset({float, int, str, bool, NoneType})


def _union(args: tuple[Any, ...]) -> Codec:
    """``X | None``, or a choice of scalars such as ``float | str | None``."""
    if _SCALARS.issuperset(args):
        return _scalar(*args)
    (kind,) = (arg for arg in args if arg is not NoneType)
    encode_one, decode_one = _codec(kind)
    return (
        lambda value: None if value is None else encode_one(value),
        lambda value: None if value is None else decode_one(value),
    )


def _tuple(args: tuple[Any, ...]) -> Codec:
    if args[-1] is Ellipsis:
        encode_item, decode_item = _codec(args[0])
        return (
            lambda items: [encode_item(item) for item in items],
            lambda items: tuple([decode_item(item) for item in items]),
        )
    parts = [_codec(arg) for arg in args]
    return (
        lambda items: [part[0](item) for part, item in zip(parts, items, strict=True)],
        lambda items: tuple([part[1](item) for part, item in zip(parts, items, strict=True)]),
    )


def _mapping(args: tuple[Any, ...]) -> Codec:
    (encode_key, decode_key), (encode_value, decode_value) = _codec(args[0]), _codec(args[1])
    return (
        lambda mapping: [[encode_key(key), encode_value(value)] for key, value in mapping.items()],
        lambda pairs: {decode_key(key): decode_value(value) for key, value in pairs},
    )


def _packed(numbers: tuple[float, ...]) -> str:
    return b2a_base64(struct.pack(f"<{len(numbers)}d", *numbers), newline=False).decode("ascii")


def _unpacked(text: str) -> tuple[float, ...]:
    packed = a2b_base64(text)
    return struct.unpack(f"<{len(packed) // 8}d", packed)


def _encode_series(series: Series) -> Json:
    return [_packed(series.times), _packed(series.values)]


_times_seen: dict[str, tuple[float, ...]] = {}


def _decode_series(parts: Json) -> Series:
    """Series that were read together share their times."""
    packed, values = parts
    if packed not in _times_seen:
        if len(_times_seen) >= _SHARED_MOST:
            _times_seen.clear()
        _times_seen[packed] = _unpacked(packed)
    series = Series(_times_seen[packed], _unpacked(values))
    if len(series.times) != len(series.values):
        raise CodecError("a series with more times than values")
    return series


def _dataclass(kind: Any) -> Codec:
    plan = [(field.name, *_codec(field.type), *_default(field)) for field in fields(kind)]
    decoders = {name: decode_field for name, _, decode_field, _, _ in plan}

    def encode_dataclass(value: Any) -> Json:
        out = {}
        for name, encode_field, _, has_default, default in plan:
            part = getattr(value, name)
            if not (has_default and part == default):
                out[name] = encode_field(part)
        return out

    def decode_dataclass(parts: Json) -> Any:
        return kind(**{name: decoders[name](part) for name, part in parts.items()})

    if kind in _SHARED:
        return encode_dataclass, _remembering(decode_dataclass)
    return encode_dataclass, decode_dataclass


def _remembering(decode_one: Callable[[Json], Any]) -> Callable[[Json], Any]:
    """Equal parts are decoded once: many readings name the same subject and the same lines."""
    seen: dict[object, Any] = {}

    def decode_known(parts: Json) -> Any:
        key = tuple(parts.items())
        if key not in seen:
            if len(seen) >= _SHARED_MOST:
                seen.clear()
            seen[key] = decode_one(parts)
        return seen[key]

    return decode_known


def _default(field: Field[Any]) -> tuple[bool, Any]:
    """Whether the field may be left out, and what it then holds."""
    if field.default is not MISSING:
        return True, field.default
    if field.default_factory is not MISSING:
        return True, field.default_factory()
    return False, None
