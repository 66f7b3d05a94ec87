"""No fitted card is ever refused for its size: a card refused reaches nobody."""

import json
from collections.abc import Mapping

from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.feishu import limits
from adapters.feishu.limits import CAPABILITIES
from adapters.feishu.render import elements, render
from bot.kernel.cards import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Paragraph,
    Quote,
    Said,
    Select,
    plain,
)
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey
from bot.kernel.questions import Choice, ChoiceQuestion, Question, TextQuestion
from bot.ports.adapter import Delivery
from tests.adapters.feishu.payloads import user
from tests.fakes.feishu.cards import Inspection
from tests.fakes.feishu.drawing import drawn

KEY = DeliveryKey("k" * 26)
WIDEST = st.sampled_from(["~", "|", "*", "<", "好", "😀", "\n", '"', "\\", "\n>", "a"])
LENGTHS = st.integers(0, 4000)
LONG = st.builds(lambda text, times: text * times, WIDEST, LENGTHS)
SHORT = st.builds(lambda text, times: text * times, st.sampled_from(["好", "😀", '"', "a"]), st.integers(1, 60))
ARGS = st.dictionaries(st.sampled_from(["occurrence", "person", "question"]), st.just("x" * 26), max_size=3)
BUTTON = st.builds(lambda label, args: Button(label, Action("checkins.answer_now", args)), SHORT, ARGS)
QUESTION: st.SearchStrategy[Question] = st.one_of(
    st.builds(TextQuestion, st.uuids().map(str), SHORT),
    st.builds(
        ChoiceQuestion,
        st.uuids().map(str),
        SHORT,
        st.lists(st.builds(Choice, st.uuids().map(str), SHORT), min_size=1, max_size=8).map(tuple),
    ),
)
LINE = LONG.map(lambda text: (Said(text),))
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, LINE),
    st.builds(Quote, SHORT, LINE),
    st.just(Divider()),
    st.builds(lambda rows: Fields(tuple(rows)), st.lists(st.tuples(SHORT, LINE), max_size=8)),
    st.builds(lambda buttons: Buttons(tuple(buttons)), st.lists(BUTTON, max_size=40)),
    st.builds(lambda label, options: Select(label, tuple(options)), SHORT, st.lists(BUTTON, min_size=1, max_size=80)),
)
FORM = st.builds(
    lambda questions, label, talk: Form(tuple(questions), Action("checkins.submit", {"id": "x" * 26}), label, talk),
    st.lists(QUESTION, max_size=8),
    SHORT,
    BUTTON,
)
SMALL: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, SHORT.map(lambda text: (Said(text),))),
    st.builds(Buttons, st.tuples(BUTTON)),
    st.just(Divider()),
)
MANY = st.one_of(
    BLOCK.map(lambda block: [block]), st.builds(lambda block, times: [block] * times, SMALL, st.integers(1, 150))
)
BLOCKS = st.builds(
    lambda lists, form: [block for each in (*lists, form) for block in each],
    st.lists(MANY, max_size=4),
    st.lists(FORM, max_size=1),
)
CARDS = st.builds(lambda blocks, title: Card(tuple(blocks), title), BLOCKS.filter(bool), SHORT)


LINES: tuple[Block, ...] = (Paragraph((Said("好"),)), Divider())
CROWD = Card(LINES * 120, "很多行")
WIDE = Button("好" * 40, Action("checkins.answer_now", {"id": "x" * 200}))
WALL = Card((Buttons((WIDE,) * 20),) * 3)
MENU = Card((Select("哪个", tuple(Button("好" * 60, Action("x.y", {"id": "x" * 26})) for _ in range(200))),))
HEAVY = Card((Paragraph((Said("|" * 3000),)), *WALL.blocks))
ROWS = Card((Fields(tuple(("好" * 20, (Said("好"),)) for _ in range(900))),))


@settings(max_examples=60)
@given(CARDS, st.one_of(st.just(""), SHORT))
@example(CROWD, "")
@example(WALL, "因为")
@example(MENU, "因为" * 30)
@example(HEAVY, "因为" * 30)
@example(ROWS, "")
def test_no_fitted_card_is_over_a_limit(card: Card, reason: str) -> None:
    for content in render(Delivery(KEY, user("ou_a"), fit(card, CAPABILITIES).pages, reason)):
        parsed = json.loads(content)
        assert len(json.dumps({"content": content}, ensure_ascii=False).encode()) < 30_000
        assert elements(parsed) <= limits.ELEMENTS
        inspection = Inspection(lambda _: True)
        inspection.accept(parsed)
        assert inspection.alarms == []


@settings(max_examples=60)
@given(CARDS)
@example(CROWD)
@example(WALL)
@example(MENU)
@example(HEAVY)
def test_parting_a_card_loses_none_of_its_words_and_buttons(card: Card) -> None:
    names: Mapping[str, str] = {}
    pages = fit(card, CAPABILITIES).pages
    shown = [drawn("interactive", json.loads(each), names) for each in render(Delivery(KEY, user("ou_a"), pages))]
    wanted = sum(len(b.buttons) for p in pages for b in p.blocks if isinstance(b, Buttons))
    wanted += sum(len(b.options) for p in pages for b in p.blocks if isinstance(b, Select))
    wanted += sum(isinstance(b, Form) for p in pages for b in p.blocks)
    assert sum(len(each.pressables) for each in shown) == wanted
    said = sum(plain(b.line).count("好") for p in pages for b in p.blocks if isinstance(b, Paragraph))
    assert sum(each.text.count("好") for each in shown) >= said


def test_the_longest_page_of_the_costliest_character_is_one_message() -> None:
    card = Card((Paragraph((Said("|" * CAPABILITIES.text_limit),)),))
    (content,) = render(Delivery(KEY, user("ou_a"), fit(card, CAPABILITIES).pages))
    assert len(json.dumps(content, ensure_ascii=False).encode()) < 24_000
