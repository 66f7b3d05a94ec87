"""What must be true at the end: nothing lost, nothing twice, in order, within the limits, and nothing stuck."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from tests.chaos.company import Cast
from tests.chaos.deeds import Deed, Diary, Kind
from tests.chaos.looking import Looking
from tests.chaos.people import ALLOWANCE, MOST_TO_ONE, THANKED, UNREAD, words_in
from tests.chaos.records import Record
from tests.chaos.screens import Screens


@dataclass(slots=True)
class Seen:
    """What the checker is shown. `missing`: whose words may be gone: a restore promised no more.

    `copies`: how many messages may have come twice on a platform, by its promise; 0 unless stated.
    """

    diaries: Sequence[Diary]
    casts: Mapping[str, Cast]
    screens: Mapping[str, Screens]
    record: Record
    database: Looking
    began: float
    missing: Set[tuple[str, str]] = frozenset()
    copies: Mapping[str, int] = field(default_factory=dict)


def check(seen: Seen) -> list[str]:
    """Every promise that was broken, in words; the likeliest cause first."""
    return [*_recorded(seen), *_ledger(seen), *_shown(seen), *_ordered(seen), *_asked(seen), *_stuck(seen)]


def _recorded(seen: Seen) -> Iterator[str]:
    """Each answer, each thanks is on file once, in its person's order."""
    for diary in seen.diaries:
        answers = diary.of(Kind.ANSWER)
        first, second = (_words(said.get(diary.who, ())) for said in (seen.record.first, seen.record.second))
        yield from _once(f"{diary.who}'s first answer", answers[:1], first, seen)
        yield from _once(f"{diary.who}'s answer", [*answers[1:], *diary.of(Kind.EDIT)], second, seen)
        given = [each for each in seen.record.kudos if each.giver == diary.who]
        words = [words_in(str(each.reason)) for each in given if not each.echoes]
        yield from _once(f"{diary.who}'s kudos", diary.of(Kind.KUDOS), words, seen)
        gifts = {each.gift: words_in(str(each.reason)) for each in seen.record.kudos}
        joined = [gifts.get(each.echoes, "?") for each in given if each.echoes]
        yield from _once(f"{diary.who}'s joining", diary.of(Kind.JOIN), joined, seen, ordered=False)


def _words(said: Sequence[str]) -> list[str]:
    return [word for each in said if (word := words_in(each))]


def _once(what: str, deeds: Sequence[Deed], found: Sequence[str], seen: Seen, ordered: bool = True) -> Iterator[str]:
    """What was told is what is found: nothing missing, nothing twice, in order."""
    counted = Counter(found)
    for deed in deeds:
        if not counted[deed.word] and (deed.who, deed.word) not in seen.missing:
            at = deed.acknowledged - seen.began
            yield f"lost: {what} {deed.word} was acknowledged at {at:.1f} and is not on file"
    yield from (f"twice: {what} {word} is on file {count} times" for word, count in counted.items() if count > 1)
    told = [each.word for each in deeds if counted[each.word]]
    kept = [each for each in dict.fromkeys(found) if each in told]
    if ordered and told != kept:
        first = next((old for old, new in zip(told, kept, strict=False) if old != new), "")
        yield f"out of order: {what} {first} is not where it was said"


def _ledger(seen: Seen) -> Iterator[str]:
    """It balances, nobody gave more than they may, and it holds the points that were given."""
    entries = seen.record.entries
    if total := sum(each.points for each in entries):
        yield f"the ledger: its entries sum up to {total}"
    pairs = Counter[str]()
    for each in entries:
        pairs[each.kudos] += each.points
    yield from (f"the ledger: the booking of {kudos} sums up to {left}" for kudos, left in pairs.items() if left)
    for diary in seen.diaries:
        mine = [each for each in entries if each.owner == diary.who and each.account.startswith("allowance:")]
        spent, told = -sum(each.points for each in mine), sum(each.points for each in diary.deeds)
        sure = sum(each.points for each in diary.of(Kind.KUDOS) if (each.who, each.word) not in seen.missing)
        if not sure <= spent <= min(told, ALLOWANCE):
            yield f"the ledger: {diary.who} gave {told} points and is down {spent}"
        to = Counter[str]()
        for each in mine:
            to[each.other] -= each.points
        yield from (f"the ledger: {diary.who} gave {n} to {who}" for who, n in to.items() if n > MOST_TO_ONE)


def _shown(seen: Seen) -> Iterator[str]:
    """Each reply and announcement stands before its readers once; more often only where the platform promised less."""
    surplus = Counter[str]()
    findings: list[tuple[str, str]] = []
    for diary in seen.diaries:
        screens = seen.screens[diary.platform]
        direct = [screens.text(each) for each in screens.direct(diary.who)]
        expected = [(each, f"「整理资料{each.word}」", "第 2 题") for each in diary.of(Kind.EDIT)]
        expected += [(each, f"「废话{each.word}」", UNREAD) for each in diary.of(Kind.NOISE)]
        for deed, words, also in expected:
            count = sum(words in text and also in text for text in direct)
            findings += _counted(deed, count, f"the reply to {diary.who}'s {deed.kind} {deed.word}", surplus, seen)
        for deed in diary.of(Kind.KUDOS):
            room = [screens.text(each) for each in screens.room(deed.room)]
            count = sum(THANKED in text and f"{deed.word}」" in text for text in room)
            findings += _counted(deed, count, f"the announcement of {deed.word}", surplus, seen)
    yield from _beyond(findings, surplus, seen)


def _counted(deed: Deed, count: int, what: str, surplus: Counter[str], seen: Seen) -> Iterator[tuple[str, str]]:
    if count > 1:
        surplus[deed.platform] += count - 1
        yield deed.platform, f"twice: {what} was shown {count} times"
    elif count == 0 and (deed.who, deed.word) not in seen.missing:
        yield "", f"lost: {what} was never shown"


def _beyond(findings: Iterable[tuple[str, str]], surplus: Mapping[str, int], seen: Seen) -> Iterator[str]:
    """Copies count where there are more than the platform's promise allows."""
    for platform, finding in findings:
        if not platform or surplus[platform] > seen.copies.get(platform, 0):
            yield finding


def _ordered(seen: Seen) -> Iterator[str]:
    """Replies stand in the order of what they answer, announcements in the order in which they were put."""
    for diary in seen.diaries:
        screens = seen.screens[diary.platform]
        texts = [screens.text(each) for each in screens.direct(diary.who)]
        told = [each.word for each in diary.of(Kind.EDIT, Kind.NOISE)]
        places = [_place(texts, lambda text, word=word: f"{word}」" in text) for word in told]  # type: ignore[misc]
        yield from _rising(f"replies to {diary.who}", told, places)
    for platform, screens in seen.screens.items():
        known = screens.places()
        lanes: dict[str, list[tuple[str, int]]] = {}
        for row in seen.database.sent():
            name = _name(row.receipt)
            if row.platform == platform and not row.rule and name in known:
                lanes.setdefault(row.lane, []).append((row.key, known[name]))
        for lane, there in lanes.items():
            yield from _rising(f"messages of lane {lane} on {platform}", *zip(*there, strict=True))


def _place(texts: Sequence[str], fits: Callable[[str], bool]) -> int:
    return next((place for place, text in enumerate(texts) if fits(text)), -1)


def _rising(what: str, names: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    highest = -1
    for name, place in zip(names, places, strict=True):
        if 0 <= place < highest:
            yield f"out of order: {what}: {name} stands before what was said earlier"
        highest = max(highest, place)


def _name(receipt: str) -> str:
    return str(json.loads(receipt).get("native", {}).get("message", "")) if receipt else ""


def _asked(seen: Seen) -> Iterator[str]:
    """Whoever is only asked was asked once."""
    surplus, findings = Counter[str](), []
    for platform, cast in seen.casts.items():
        screens = seen.screens[platform]
        for person in cast.silent:
            count = sum(f"早上好,{person.name}" in screens.text(each) for each in screens.direct(person.id))
            surplus[platform] += max(0, count - 1)
            if count != 1:
                findings.append((platform if count else "", f"{person.name} was asked {count} times at half past"))
    yield from _beyond(findings, surplus, seen)


def _stuck(seen: Seen) -> Iterator[str]:
    yield from (f"{diary.who} ({diary.platform}) gave up: {why}" for diary in seen.diaries for why in diary.stuck)
    yield from seen.database.troubles()
    if problem := seen.database.whole():
        yield f"the database: {problem}"
