"""A card is cut to what a chat can show, and no word of it is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.capabilities import Capabilities, Measure, Redelivery, Revision
from bot.kernel.cards import (
    Action,
    Button,
    Buttons,
    Card,
    Form,
    Paragraph,
    Quote,
    Said,
    Select,
    Text,
    buttons_of,
    plain,
)
from bot.kernel.fitting import fit
from bot.kernel.questions import TextQuestion
from tests.kernel.test_codec import cards

ALL = Capabilities(True, True, 50, 10_000, Revision.ALWAYS, Redelivery.KEY)
PLAIN = Capabilities(False, False, 0, 200, Revision.NEVER, Redelivery.NONE)
SMALL = Capabilities(False, False, 3, 30, Revision.NEVER, Redelivery.NONE)
YES, NO = Button("好", Action("a.yes")), Button("不用", Action("a.no"))


def shown(card: Card) -> str:
    """Everything a reader sees of a card, run together."""
    texts = [card.title]
    for block in card.blocks:
        match block:
            case Paragraph(line):
                texts.append(plain(line))
            case Quote(author, line):
                texts.extend([author, plain(line)])
            case _ if hasattr(block, "rows"):
                texts.extend(name + plain(line) for name, line in block.rows)
            case Form(questions, _, label):
                texts.extend([*(q.text for q in questions), label])
            case Select(label, _):
                texts.append(label)
            case _:
                pass
    return "".join(texts)


def test_numbered_buttons_show_their_digits() -> None:
    [page] = fit(Card((Paragraph((Text("再问一次吗?"),)), Buttons((YES, NO)))), ALL).pages
    assert [button.label for button, _ in buttons_of(page)] == ["1 好", "2 不用"]


def test_what_stands_beside_buttons_is_counted_in_characters_though_texts_are_in_bytes() -> None:
    narrow = Capabilities(
        *(False, False, 6, 2000, Revision.ONCE, Redelivery.KEY), measure=Measure.BYTES, label_limit=4, buttons_beside=10
    )
    short = Card((Paragraph((Text("十个字的一句话在这里"),)), Buttons((YES, NO))))
    [page] = fit(short, narrow).pages
    assert [button.label for button, _ in buttons_of(page)] == ["1 好", "2 不用"]
    [page] = fit(Card((Paragraph((Text("这里是十一个字的一句话"),)), Buttons((YES, NO)))), narrow).pages
    assert list(buttons_of(page)) == []
    assert "(1 好)  (2 不用)" in shown(page)


LAST = Capabilities(False, False, 6, 2000, Revision.ONCE, Redelivery.KEY, buttons_last=True)


def test_buttons_move_below_the_text_where_a_platform_has_them_there() -> None:
    after = Paragraph((Text("(不用补)"),))
    [page] = fit(Card((Paragraph((Text("做完了什么?"),)), Buttons((YES, NO)), after)), LAST).pages
    assert [type(block) for block in page.blocks] == [Paragraph, Paragraph, Buttons]
    assert [button.label for button, _ in buttons_of(page)] == ["1 好", "2 不用"]


def test_buttons_that_would_look_alike_below_the_text_keep_their_places_as_words() -> None:
    one, two = (Paragraph((Text(text),)) for text in ("接口文档", "压测报告"))
    [page] = fit(Card((one, Buttons((YES,)), two, Buttons((YES,)))), LAST).pages
    assert shown(page) == "接口文档(1 好)压测报告(2 好)"
    assert [button.label for button, _ in buttons_of(page)] == ["1 好", "2 好"]
    [page] = fit(Card((one, Buttons((YES,)), two, Buttons((YES,)))), replace(LAST, buttons_beside=10)).pages
    assert shown(page) == "接口文档(1 好)压测报告(2 好)", "once, and without buttons where the words leave no room"
    assert list(buttons_of(page)) == []


def test_digits_run_on_over_blocks_and_skip_unnumbered_buttons() -> None:
    card = Card((Buttons((YES,)), Buttons((NO,), numbered=False), Select("更多", (YES, NO))))
    [page] = fit(card, ALL).pages
    assert [button.label for button, _ in buttons_of(page)] == ["1 好", "不用", "2 好", "3 不用"]


def test_buttons_that_cannot_be_drawn_become_words_with_the_same_digits() -> None:
    [page] = fit(Card((Paragraph((Text("?"),)), Buttons((YES, NO)))), PLAIN).pages
    assert "(1 好)  (2 不用)" in shown(page)
    assert not list(buttons_of(page))


def test_only_surplus_buttons_become_words() -> None:
    card = Card((Buttons(tuple(Button(f"选{n}", Action("a")) for n in range(5))),))
    [page] = fit(card, SMALL).pages
    assert [button.label for button, _ in buttons_of(page)] == ["1 选0", "2 选1", "3 选2"]
    assert "(4 选3)  (5 选4)" in shown(page)


def test_a_form_becomes_the_button_that_starts_a_talk() -> None:
    form = Form((TextQuestion("plan", "今天?"),), Action("a.submit"), "提交", Button("一题一题答", Action("a.talk")))
    [page] = fit(Card((form,)), SMALL).pages
    assert [button.action.name for button, _ in buttons_of(page)] == ["a.talk"]


def test_long_text_becomes_pages_and_only_the_last_one_listens_and_has_buttons() -> None:
    card = Card((Paragraph((Said("长" * 70),)), Buttons((YES,))), title="标题", listens=Action("a.text"))
    pages = fit(card, SMALL).pages
    assert "".join(shown(page) for page in pages) == "标题" + "长" * 70
    assert [page.listens is not None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [bool(list(buttons_of(page))) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_joined_emoji_is_never_cut_apart() -> None:
    family = "👨‍👩‍👧‍👦"
    pages = fit(Card((Paragraph((Said(family * 20),)),)), SMALL).pages
    assert all(len(shown(page)) % len(family) == 0 for page in pages)


@given(cards, st.sampled_from([ALL, PLAIN, SMALL]))
def test_fitting_loses_no_word(card: Card, to: Capabilities) -> None:
    """Every text and every label is still there, in order, whatever the chat can do."""
    everything = "".join(shown(page) + "".join(b.label for b, _ in buttons_of(page)) for page in fit(card, to).pages)
    for block in card.blocks:
        match block:
            case Paragraph(line) | Quote(_, line):
                assert not plain(line) or all(char in everything for char in plain(line))
            case Buttons(buttons, _):
                assert all(button.label in everything for button in buttons)
            case Select(label, options):
                assert label in everything
                assert all(option.label in everything for option in options)
            case _:
                pass
