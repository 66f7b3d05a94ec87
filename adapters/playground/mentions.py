"""Who is mentioned in a typed text: picked from the list, or the only one of that name who is there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.playground.settings import BOT, BOT_NAMES, User

_AT = "@＠"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a text from `start` to `end` (the `@` included), by their name."""

    user: str
    name: str
    start: int
    end: int


def find(text: str, people: Sequence[User], picked: Sequence[str] = (), limit: int = 100) -> tuple[Mention, ...]:
    """The mentions of a text in their order, at most `limit`.

    `people`: who can be meant here. The longest name wins; of several with one name the `picked` are taken in their
    order, and without a pick none: whoever reads the text has to ask. The bot is found under each of its names.
    """
    named: dict[str, list[str]] = {name.casefold(): [BOT] for name in BOT_NAMES}
    for person in people:
        named.setdefault(person.name.casefold(), []).append(person.id)
    left = list(picked)
    lengths = sorted({len(name) for name in named}, reverse=True)
    return tuple(_found(text, named, lengths, left, limit))


def unplaced(mentions: Sequence[Mention], picked: Sequence[str]) -> tuple[str, ...]:
    """Picks whose name does not stand in the text."""
    placed = {each.user for each in mentions}
    return tuple(user for user in picked if user not in placed)


def _found(
    text: str, named: Mapping[str, Sequence[str]], lengths: Sequence[int], left: list[str], limit: int
) -> Iterator[Mention]:
    position = count = 0
    while position < len(text) and count < limit:
        start, position = position, position + 1
        if text[start] not in _AT:
            continue
        for length in lengths:
            end = start + 1 + length
            name = text[start + 1 : end]
            candidates = () if _runs_on(text, end) else named.get(name.casefold(), ())
            user = _meant(candidates, left)
            if user:
                yield Mention(user, name, start, end)
                position, count = end, count + 1
            if candidates:
                break


def _runs_on(text: str, end: int) -> bool:
    """`@Amyx` is not Amy; Chinese names need no space after them."""
    pair = text[end - 1 : end + 1]
    return len(pair) == 2 and pair.isascii() and pair.isalnum()


def _meant(candidates: Sequence[str], left: list[str]) -> str | None:
    for user in left:
        if user in candidates:
            # A pick serves every mention of that name until the next pick of it.
            if sum(each in candidates for each in left) > 1:
                left.remove(user)
            return user
    return candidates[0] if len(candidates) == 1 else None
