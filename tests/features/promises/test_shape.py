"""Every card can be answered, and every sentence is there in both languages with the same parts."""

import re

from bot.features import nudges, promises
from bot.features.nudges import phrases as nudging
from bot.features.promises import phrases as promising
from bot.kernel.cards import Card, Private, buttons_of, plain
from bot.kernel.features import Feature
from bot.kernel.fitting import fit
from bot.kernel.phrases import Phrase
from tests.support.toy import ToyPlatform

SLOT = re.compile(r"\{(\w+)\}")
PHRASES = {
    f"{module.__name__.split('.')[-2]}.{name}": value
    for module in (promising, nudging)
    for name, value in vars(module).items()
    if isinstance(value, Phrase)
}
CARDS = {
    f"{feature.name}/{name}": card
    for feature in (promises.FEATURE, nudges.FEATURE)
    if feature.previews
    for name, card in feature.previews().items()
}
FEATURES: tuple[Feature, ...] = (promises.FEATURE, nudges.FEATURE)


def slots(text: str) -> set[str]:
    return set(SLOT.findall(text))


def test_both_languages_say_the_same_parts() -> None:
    """One may leave a part out, such as a time; none may name a part the other does not know."""
    for name, phrase in PHRASES.items():
        zh, en = slots(phrase.zh), slots(phrase.en)
        assert zh <= en or en <= zh, name


def test_a_reason_needs_no_more_than_a_name() -> None:
    reasons = [name for name in PHRASES if name.endswith("_WHY") or "nudges.WHY_" in name]
    assert len(reasons) > 20
    assert [each for each in reasons if slots(PHRASES[each].zh + PHRASES[each].en) - {"name"}] == []


def test_no_sentence_shames() -> None:
    shaming = re.compile("迟到|扣|未完成者|拖|催|blame|fail|shame")
    assert [name for name, each in PHRASES.items() if shaming.search(each.zh + each.en)] == []


def test_every_press_of_every_card_is_handled() -> None:
    handled = {action for feature in FEATURES for action in feature.actions}
    for name, card in CARDS.items():
        listens = {card.listens.name} if card.listens else set()
        assert {button.action.name for button, _ in buttons_of(card)} | listens <= handled, name


def test_no_part_of_a_card_is_left_unfilled() -> None:
    for name, card in CARDS.items():
        pages = fit(card, ToyPlatform().capabilities(direct=True)).pages
        assert pages, name
        assert not any(slots(_words(page)) for page in pages), name


def _words(card: Card) -> str:
    lines = [block.line for block in card.blocks if hasattr(block, "line")]
    return card.title + "".join(plain(line) for line in lines) + "".join(b.label for b, _ in buttons_of(card))


def test_private_words_stay_private_inlines_in_every_card() -> None:
    private = {
        name: [
            part for block in card.blocks if hasattr(block, "line") for part in block.line if isinstance(part, Private)
        ]
        for name, card in CARDS.items()
        if "private" in name
    }
    assert private
    assert all(private.values())
