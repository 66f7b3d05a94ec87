"""Frozen dataclasses to JSON values and back, unions by tag, tolerant of older shapes.

Unknown keys are passed over and missing ones take their defaults, so that versions N-1, N and N+1 read each other.
Encoders are built once per type: a fan-out writes ten thousand cards.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from bot.kernel.cards import Private
from bot.kernel.ids import PersonId

Convert = Callable[[Any], Any]
TAG = "is"
_PARSE = json.JSONDecoder().decode
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class CodecError(ValueError):
    """A stored value does not fit its type; the message names the type and the field, never the value."""


class Codec:
    """`seal(owner, text)` makes private words unreadable at rest, `unseal(owner, sealed)` gives them back."""

    def __init__(self, seal: Callable[[PersonId, str], str], unseal: Callable[[PersonId, str], str]) -> None:
        self._seal = seal
        self._unseal = unseal
        self._encoders: dict[Any, Convert | None] = {}
        self._decoders: dict[Any, Convert | None] = {}

    def dumps(self, value: Any, hint: Any = None) -> str:
        """The value as compact JSON text. `hint` is its declared type where that is a union or a tuple."""
        encode = self.encoder(hint or type(value))
        return _JSON.encode(encode(value) if encode else value)

    def loads(self, text: str, hint: Any) -> Any:
        decode = self.decoder(hint)
        value = _PARSE(text)
        return decode(value) if decode else value

    def encoder(self, hint: Any) -> Convert | None:
        """None means: already a JSON value."""
        if hint not in self._encoders:
            self._encoders[hint] = self._make_encoder(_bare(hint))
        return self._encoders[hint]

    def decoder(self, hint: Any) -> Convert | None:
        if hint not in self._decoders:
            self._decoders[hint] = self._make_decoder(_bare(hint))
        return self._decoders[hint]

    def _sure_decoder(self, hint: Any) -> Convert:
        return self.decoder(hint) or _same

    def _sure_encoder(self, hint: Any) -> Convert:
        return self.encoder(hint) or _same

    def _make_encoder(self, hint: Any) -> Convert | None:
        if hint is Private:
            return lambda v: {"owner": v.owner, "sealed": self._seal(v.owner, v.text)}
        if hint in _SCALARS_OUT:
            return _SCALARS_OUT[hint]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return lambda v: v.value
        if is_dataclass(hint):
            return self._record_encoder(hint)
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return self._union_encoder(args)
        if origin is tuple and args[-1:] == (Ellipsis,):
            return _listed(self.encoder(args[0]))
        if origin is tuple:
            items = [self._sure_encoder(each) for each in args]
            return lambda v: [each(x) for each, x in zip(items, v, strict=True)]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return _mapped(self.encoder(args[1]))
        raise CodecError(f"no way to store a {hint}")

    def _record_encoder(self, hint: Any) -> Convert:
        hints = get_type_hints(hint)
        plan = [(each.name, self.encoder(hints[each.name])) for each in fields(hint)]

        def encode(value: Any) -> dict[str, Any]:
            return {name: enc(getattr(value, name)) if enc else getattr(value, name) for name, enc in plan}

        return encode

    def _union_encoder(self, args: tuple[Any, ...]) -> Convert:
        tagged = {a: self._sure_encoder(a) for a in args if is_dataclass(a)}
        plain = {_python_type(a): self.encoder(a) for a in args if not is_dataclass(a) and a is not NoneType}
        solitary = len(tagged) == 1 and not plain

        def encode(value: Any) -> Any:
            if value is None:
                return None
            kind = type(value)
            if kind in tagged:
                encoded = tagged[kind](value)
                return encoded if solitary else {TAG: kind.__name__, **encoded}
            enc = plain[kind]
            return enc(value) if enc else value

        return encode

    def _make_decoder(self, hint: Any) -> Convert | None:
        if hint is Private:
            return lambda v: Private(v["owner"], self._unseal(v["owner"], v["sealed"]))
        if hint in _SCALARS_IN:
            return _SCALARS_IN[hint]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return hint
        if is_dataclass(hint):
            return self._record_decoder(hint)
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return self._union_decoder(args)
        if origin is tuple and args[-1:] == (Ellipsis,):
            return _tupled(self.decoder(args[0]))
        if origin is tuple:
            items = [self._sure_decoder(each) for each in args]
            return lambda v: tuple([each(x) for each, x in zip(items, v, strict=True)])
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return _mapped(self.decoder(args[1]))
        raise CodecError(f"no way to read a {hint}")

    def _record_decoder(self, hint: Any) -> Convert:
        hints = get_type_hints(hint)
        plan = {each.name: self.decoder(hints[each.name]) for each in fields(hint)}
        needed = {f.name for f in fields(hint) if f.default is MISSING and f.default_factory is MISSING}

        def decode(stored: Any) -> Any:
            if not isinstance(stored, dict):
                raise CodecError(f"{hint.__name__}: expected an object")
            values = {
                name: (decoder(value) if (decoder := plan[name]) else value)
                for name, value in stored.items()
                if name in plan
            }
            if missing := needed - values.keys():
                raise CodecError(f"{hint.__name__}: {', '.join(sorted(missing))} missing")
            return hint(**values)

        return decode

    def _union_decoder(self, args: tuple[Any, ...]) -> Convert:
        tagged = {a.__name__: self._sure_decoder(a) for a in args if is_dataclass(a) and isinstance(a, type)}
        plain = [a for a in args if not is_dataclass(a) and a is not NoneType]
        solitary = next(iter(tagged.values())) if len(tagged) == 1 and not plain else None
        scalars = {_json_type(_python_type(a)): self.decoder(a) for a in plain}

        def decode(stored: Any) -> Any:
            if stored is None:
                return None
            if solitary:
                return solitary(stored)
            if isinstance(stored, dict) and TAG in stored:
                decoder = tagged.get(stored[TAG])
                if decoder is None:
                    raise CodecError(f"{stored[TAG]} is none of {', '.join(tagged)}")
                return decoder(stored)
            scalar = scalars.get(type(stored))
            return scalar(stored) if scalar else stored

        return decode


def _listed(item: Convert | None) -> Convert:
    return list if item is None else lambda values: [item(each) for each in values]


def _tupled(item: Convert | None) -> Convert:
    return tuple if item is None else lambda values: tuple([item(each) for each in values])


def _mapped(item: Convert | None) -> Convert:
    return dict if item is None else lambda values: {key: item(each) for key, each in values.items()}


def _same(value: Any) -> Any:
    return value


def _bare(hint: Any) -> Any:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _python_type(hint: Any) -> Any:
    bare = _bare(hint)
    return get_origin(bare) or bare


def _json_type(kind: Any) -> Any:
    if kind in (int, bool, float):
        return kind
    return list if kind is tuple else dict if kind in (dict, Mapping) else str


_SCALARS_OUT: Mapping[Any, Convert | None] = {
    str: None,
    int: None,
    bool: None,
    float: None,
    NoneType: None,
    Decimal: str,
    date: date.isoformat,
    time: time.isoformat,
    datetime: lambda v: v.astimezone(UTC).isoformat(),
    timedelta: timedelta.total_seconds,
}
_SCALARS_IN: Mapping[Any, Convert | None] = {
    str: None,
    int: None,
    bool: None,
    float: None,
    NoneType: None,
    Decimal: Decimal,
    date: date.fromisoformat,
    time: time.fromisoformat,
    datetime: datetime.fromisoformat,
    timedelta: partial(timedelta, 0),
}
