"""Frozen dataclasses to JSON values and back, unions by tag, tolerant of older shapes.

Unknown keys are passed over and missing ones take their defaults, so that versions N-1, N and N+1 read each other.
Converters are written out once per type, as `dataclass` writes its own methods: a fan-out stores ten thousand cards.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import orjson

from bot.kernel.cards import Private
from bot.kernel.ids import PersonId

Convert = Callable[[Any], Any]
TAG = "is"


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
        return orjson.dumps(encode(value) if encode else value).decode()

    def writer(self, hint: Any) -> Callable[[Any], str]:
        """`dumps` of one type, which is looked up only once."""
        encode = self._sure_encoder(hint)
        return lambda value: orjson.dumps(encode(value)).decode()

    def loads(self, text: str, hint: Any) -> Any:
        decode = self.decoder(hint)
        value = orjson.loads(text)
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
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return None
        if isinstance(hint, type) and issubclass(hint, Enum):
            return lambda v: v.value
        if is_dataclass(hint):
            return self._record_encoder(hint)
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            table = self._by_type(args)
            return lambda v: table[v.__class__](v)
        if origin is tuple and args[-1:] == (Ellipsis,):
            return self._listed(_bare(args[0]))
        if origin is tuple:
            items = [self._sure_encoder(each) for each in args]
            return lambda v: [each(x) for each, x in zip(items, v, strict=True)]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            if _bare(args[0]) is str:
                return _mapped(self.encoder(args[1]))
            item = self._sure_encoder(args[1])
            # Of an enumeration: its plain text is stored.
            return lambda v: {str(key): item(each) for key, each in v.items()}
        raise CodecError(f"no way to store a {hint}")

    def _record_encoder(self, hint: Any, tag: str = "") -> Convert:
        hints = get_type_hints(hint)
        known: dict[str, Any] = {}
        items = [f"{TAG!r}: {tag!r}"] if tag else []
        items += [f"{each.name!r}: {self._encoded(hints[each.name], each.name, known)}" for each in fields(hint)]
        return _written(f"def convert(v):\n return {{{', '.join(items)}}}", known)

    def _encoded(self, hint: Any, name: str, known: dict[str, Any]) -> str:
        """The source that encodes a field: what it calls is added to `known`."""
        encoder = self.encoder(hint)
        if encoder is None:
            return f"v.{name}"
        bare, call = _bare(hint), f"_{name}"
        origin, args = get_origin(bare), get_args(bare)
        if origin in (Union, UnionType):
            known[call] = self._by_type(args)
            return f"{call}[v.{name}.__class__](v.{name})"
        if origin is tuple and args[-1:] == (Ellipsis,):
            inner = _bare(args[0])
            if get_origin(inner) in (Union, UnionType):
                known[call] = self._by_type(get_args(inner))
                return f"[{call}[each.__class__](each) for each in v.{name}] if v.{name} else []"
            if item := self.encoder(inner):
                known[call] = item
                return f"[{call}(each) for each in v.{name}] if v.{name} else []"
            return f"[*v.{name}]"
        known[call] = encoder
        return f"{call}(v.{name})"

    def _listed(self, hint: Any) -> Convert:
        if get_origin(hint) in (Union, UnionType):
            table = self._by_type(get_args(hint))
            return lambda values: [table[each.__class__](each) for each in values]
        item = self.encoder(hint)
        return list if item is None else lambda values: [item(each) for each in values]

    def _by_type(self, args: tuple[Any, ...]) -> Mapping[type, Convert]:
        """The encoder of each of a union: a record with its name, unless nothing else can be meant."""
        records = [each for each in args if is_dataclass(each)]
        table = {_python_type(each): self._sure_encoder(each) for each in args if each not in records}
        alone = len(records) == 1 and table.keys() <= {NoneType}
        return table | {each: self._sure_encoder(each) if alone else self._tagged_encoder(each) for each in records}

    def _tagged_encoder(self, hint: Any) -> Convert:
        """One of a union, with its name beside its fields."""
        if hint is not Private:
            return self._record_encoder(hint, hint.__name__)
        sealed = self._sure_encoder(hint)
        return lambda v: {TAG: Private.__name__, **sealed(v)}

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
        """Fields are set past `__init__`, in half its time: a turn reads ten cards, a fan-out a thousand people."""
        hints = get_type_hints(hint)
        known: dict[str, Any] = {"record": hint, "new": object.__new__, "unfit": partial(_unfit, hint)}
        past = "__slots__" in vars(hint) and not hasattr(hint, "__post_init__")
        values: list[str] = []
        for each in fields(hint):
            name, decoder = each.name, self.decoder(hints[each.name])
            known |= {f"_{name}": decoder, f"{name}_else": each.default, f"{name}_made": each.default_factory}
            value = f"_{name}(s[{name!r}])" if decoder else f"s[{name!r}]"
            if not _is_needed(each):
                otherwise = f"{name}_else" if each.default is not MISSING else f"{name}_made()"
                value = f"{value} if {name!r} in s else {otherwise}"
            if past:
                known[f"{name}_set"] = vars(hint)[name].__set__
                value = f"{name}_set(made, {value})"
            else:
                value = f"{name}={value}"
            values.append(value)
        making = f"made = new(record); {'; '.join(values)}" if past else f"made = record({', '.join(values)})"
        source = f"""
def convert(s):
    if s.__class__ is not dict: raise unfit(s)
    try: {making}
    except KeyError: raise unfit(s)
    return made
"""
        return _written(source, known)

    def _union_decoder(self, args: tuple[Any, ...]) -> Convert | None:
        tagged = {a.__name__: self._sure_decoder(a) for a in args if is_dataclass(a) and isinstance(a, type)}
        plain = [a for a in args if not is_dataclass(a) and a is not NoneType]
        if len(tagged) == 1 and not plain:
            only = next(iter(tagged.values()))
            return lambda s: None if s is None else only(s)
        scalars = {_json_type(_python_type(a)): self._sure_decoder(a) for a in plain}
        if not tagged and all(each is _same for each in scalars.values()):
            return None

        def decode(stored: Any) -> Any:
            if stored.__class__ is dict and TAG in stored:
                decoder = tagged.get(stored[TAG])
                if decoder is None:
                    raise CodecError(f"{stored[TAG]} is none of {', '.join(tagged)}")
                return decoder(stored)
            return scalars.get(stored.__class__, _same)(stored)

        return decode


def _written(source: str, known: dict[str, Any]) -> Convert:
    """The function `convert` of a source that names nothing but fields of our own types."""
    exec(source, known)  # noqa: S102 - three times as fast as walking over the fields
    convert: Convert = known["convert"]
    return convert


def _is_needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _unfit(hint: Any, stored: Any) -> CodecError:
    if not isinstance(stored, dict):
        return CodecError(f"{hint.__name__}: expected an object")
    missing = {each.name for each in fields(hint) if _is_needed(each)} - stored.keys()
    return CodecError(f"{hint.__name__}: {', '.join(sorted(missing))} missing")


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
