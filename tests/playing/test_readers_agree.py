"""A card reads the same whether drawn from the core or from what the playground's page is told."""

import json

import pytest

from adapters.playground.limits import CAPABILITIES
from adapters.playground.render import render
from bot.features import FEATURES
from bot.kernel.cards import Card
from bot.kernel.fitting import fit
from bot.playing.worlds import cards, page

PREVIEWS = {f"{f.name}/{name}": card for f in FEATURES if f.previews for name, card in f.previews().items()}


@pytest.mark.parametrize("card", PREVIEWS.values(), ids=PREVIEWS)
def test_a_card_reads_the_same_in_both_worlds(card: Card) -> None:
    pages = fit(card, CAPABILITIES).pages
    told = json.loads(json.dumps({"cards": render(pages, {}).cards, "reason": "因为"}))
    core, playground = cards.draw(pages, "因为"), page.draw(told)
    assert playground.text == core.text
    assert [(each.label, each.takes, each.menu) for each in playground.pressables] == [
        (each.label, each.takes, each.menu) for each in core.pressables
    ]
    assert [form.fields for form in playground.forms] == [form.fields for form in core.forms]
    assert playground.listens == core.listens
