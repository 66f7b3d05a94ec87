"""Cards on the wire: exact JSON for every element, and nothing typed by people that Slack would act on."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.limits import CAPABILITIES, TEXT
from adapters.slack.markup import neutral
from adapters.slack.render import Outgoing, render
from bot.kernel.cards import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Link,
    Mentioned,
    Paragraph,
    Quote,
    Said,
    Select,
    Style,
    Text,
)
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.people import UserRef
from bot.kernel.questions import Choice, ChoiceQuestion, NumberQuestion, ScaleQuestion, TextQuestion
from tests.adapters.slack.conftest import BOB, person
from tests.fakes.slack import blocks as block_kit
from tests.fakes.slack import emoji, mrkdwn

KEY = DeliveryKey("k1")
PEOPLE = {PersonId("p2"): person(BOB)}
FORM = Form(
    (
        TextQuestion("done", "What did you do?", nothing=(Choice("none", "nothing"),), limit=500),
        ChoiceQuestion("mood", "How was it?", (Choice("good", "Good"), Choice("bad", "Bad")), required=False),
        ScaleQuestion("pace", "How fast?", top=3),
        NumberQuestion("calls", "Minutes of calls", Decimal(0), Decimal(600)),
    ),
    Action("checkins.submit", {"share": "s1"}),
    "Send",
    Button("One by one", Action("checkins.talk", {"share": "s1"})),
)


def wire(*blocks: Block, title: str = "", reason: str = "") -> list[dict[str, Any]]:
    """The blocks of the one message, without the ids that only have to be new."""
    (message,) = sent(*blocks, title=title, reason=reason)
    return [{name: value for name, value in each.items() if name != "block_id"} for each in message.blocks]


def sent(*blocks: Block, title: str = "", reason: str = "") -> Sequence[Outgoing]:
    return render((Card(blocks, title),), reason, KEY, PEOPLE)


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(name: str, label: str, means: str) -> dict[str, Any]:
    return {"type": "button", "action_id": name, "text": plain(label), "value": means}


def value(action: str, **args: str) -> str:
    return json.dumps({"k": "k1", "a": action, "x": args}, separators=(",", ":"))


def test_a_title() -> None:
    assert wire(Paragraph((Text("x"),)), title="Friday") == [{"type": "header", "text": plain("Friday")}, section("x")]
    assert wire(title="a" * 151)[0]["type"] == "section"


def test_a_paragraph_with_everything_in_it() -> None:
    line = (Text("1 < 2 & "), Bold("now"), Text(" by "), Mentioned(PersonId("p2"), "Bob"), Text(" and "))
    more = (Mentioned(PersonId("p9"), "Eve"), Text(": "), Link("here", "https://x.example/?a=1&b=2"))
    expected = "1 &lt; 2 &amp; \u200b*now*\u200b by <@U0BOB00002> and @Eve: <https://x.example/?a=1&amp;b=2|here>"
    assert wire(Paragraph((*line, *more))) == [section(expected)]


def test_sec_047_a_link_that_is_not_ours_to_make_is_text() -> None:
    for url in ("javascript:alert(1)", "http://x.example", "/page", "https://x.example|evil", "https://x y"):
        assert wire(Paragraph((Link("here", url),))) == [section(neutral(f"here ({url})"))]


def test_fields() -> None:
    rows = (("Done", (Text("3"),)), ("By", (Mentioned(PersonId("p2"), "Bob"),)))
    assert wire(Fields(rows)) == [section("\u200b*Done:*\u200b 3\n\u200b*By:*\u200b <@U0BOB00002>")]


def test_a_quote_has_its_mark_on_every_line() -> None:
    assert wire(Quote("Ann", (Said("one\ntwo"),))) == [section(">\u200b*Ann:*\u200b one\n>two")]


def test_a_rule_and_the_small_print() -> None:
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "ⓘ because", "verbatim": True}]}
    assert wire(Divider(), reason="because") == [{"type": "divider"}, context]


def test_buttons() -> None:
    shown = (
        Button("1 Done", Action("done", {"p": "7"}), Style.PRIMARY),
        Button("2 Not", Action("not"), Style.DANGER),
        Button("3 Later", Action("later")),
    )
    assert wire(Buttons(shown)) == [
        {
            "type": "actions",
            "elements": [
                {**button("b0.0", "1 Done", value("done", p="7")), "style": "primary"},
                {**button("b0.1", "2 Not", value("not")), "style": "danger"},
                button("b0.2", "3 Later", value("later")),
            ],
        }
    ]


def test_a_button_that_means_too_much_is_a_word_to_type() -> None:
    shown = (Button("1 Done", Action("done")), Button("2 Long", Action("long", {"n": "9" * 2000})))
    words, actions = wire(Buttons(shown))
    assert words == section("(2 Long)")
    assert [each["text"]["text"] for each in actions["elements"]] == ["1 Done"]


def test_a_menu_says_once_what_its_options_share() -> None:
    options = tuple(
        Button(f"{n} {word}", Action("pick", {"day": "mon", "n": str(n)})) for n, word in ((1, "a"), (2, "b"))
    )
    (actions,) = wire(Select("When?", options))
    assert actions["elements"] == [
        {
            "type": "static_select",
            "action_id": '{"k":"k1","a":"pick","x":{"day":"mon"},"i":0}',
            "placeholder": plain("When?"),
            "options": [
                {"text": plain("1 a"), "value": '{"x":{"n":"1"}}'},
                {"text": plain("2 b"), "value": '{"x":{"n":"2"}}'},
            ],
        }
    ]


def test_a_menu_whose_options_mean_too_much_is_buttons() -> None:
    options = tuple(Button(f"{n} x", Action("pick", {"n": str(n) * 200})) for n in (1, 2))
    words, actions = wire(Select("When?", options))
    assert words == section("When?")
    assert [each["type"] for each in actions["elements"]] == ["button", "button"]


def test_a_form() -> None:
    fields = wire(FORM)
    assert [each["type"] for each in fields] == ["input"] * 4 + ["actions"]
    assert fields[0] == {
        "type": "input",
        "label": plain("What did you do?"),
        "optional": False,
        "element": {
            "type": "plain_text_input",
            "multiline": True,
            "max_length": 500,
            "action_id": "done",
            "placeholder": plain("nothing"),
        },
    }
    assert fields[1]["optional"] is True
    assert fields[1]["element"] == {
        "type": "static_select",
        "action_id": "mood",
        "options": [{"text": plain("Good"), "value": "good"}, {"text": plain("Bad"), "value": "bad"}],
    }
    assert [each["value"] for each in fields[2]["element"]["options"]] == ["1", "2", "3"]
    assert fields[3]["element"] == {"type": "plain_text_input", "action_id": "calls"}
    send, talk = fields[4]["elements"]
    assert (send["action_id"], send["value"]) == ("submit.0", value("checkins.submit", share="s1"))
    assert talk["value"] == value("checkins.talk", share="s1")


def test_a_form_too_long_for_a_message_is_a_button_that_opens_it() -> None:
    questions = tuple(TextQuestion(f"q{n}", f"Question {n}") for n in range(41))
    (actions,) = wire(Form(questions, FORM.submit, "Fill in", FORM.talk))
    opens, talk = actions["elements"]
    assert (opens["action_id"], opens["value"]) == ("open.0", '{"k":"k1","f":0}')
    assert talk["text"] == plain("One by one")


def test_block_ids_are_new_when_the_message_reads_differently_and_the_same_when_it_does_not() -> None:
    first, same, other = (sent(Paragraph((Text(text),)))[0].blocks[0]["block_id"] for text in ("a", "a", "b"))
    assert first == same != other


def test_the_text_says_all_of_it() -> None:
    quote = Quote("Ann", (Said("a <b>"),))
    fields = Fields((("Done", (Text("3"),)),))
    (message,) = sent(quote, fields, Divider(), Buttons((Button("1 Yes", Action("y")),)), title="T", reason="why")
    assert message.text == "T\n> Ann: a &lt;b&gt;\nDone: 3\n---\n(1 Yes)\nⓘ why"


def test_sec_051_a_text_too_long_is_cut_where_no_escape_is_torn() -> None:
    (message,) = sent(Paragraph((Said("&" * 1100),)))
    assert len(message.text) <= TEXT
    assert re.fullmatch(r"(&amp;)*…", message.text)


NASTY = st.text(
    alphabet=st.sampled_from(list("<>&!@#|*_~`:-> \n\u2060\u200baz9中/.\"'\\[]()")) | st.characters(codec="utf-8"),
    max_size=60,
) | st.sampled_from(
    ["<!channel>", "<@U0BOB00002>", "<https://evil.example|ok>", "&lt;!here&gt;", "*b* _i_ ~s~ `c`", ">q"]
)


@given(NASTY)
def test_sec_042_what_a_person_typed_is_shown_as_typed_and_means_nothing(text: str) -> None:
    made = neutral(text)
    assert mrkdwn.specials(made) == []
    unseen = text.translate({0x200B: None, 0x2060: None, 0: None, 1: None})
    assert mrkdwn.shown(made, lambda id: f"CALLED {id}") == emoji.shown(unseen)


@given(NASTY, NASTY, NASTY)
def test_no_words_of_people_reach_beyond_their_place(author: str, said: str, label: str) -> None:
    card = Card((Quote(author, (Said(said),)), Fields(((label, (Said(said),)),)), Paragraph((Said(said),))))
    for message in render((card,), said, KEY, PEOPLE):
        texts = [each["text"]["text"] for each in message.blocks if each["type"] == "section"]
        texts += [message.text, *(each["elements"][0]["text"] for each in message.blocks if each["type"] == "context")]
        assert [special for text in texts for special in mrkdwn.specials(text)] == []
        quoted = mrkdwn.shown(texts[0], str).split("\n")
        assert all(line.startswith("> ") for line in quoted)


WORDS = st.text(alphabet=st.sampled_from(list("ab &<*\n中😀")), max_size=400) | st.integers(1, 4000).map(
    lambda count: "&" * count
)
LINES = st.lists(WORDS.map(Said) | st.just(Mentioned(PersonId("p2"), "Bob")), min_size=1, max_size=3).map(tuple)
BUTTONS = st.builds(
    Button,
    st.text(alphabet="ab中 ", min_size=1, max_size=90).filter(str.strip),
    st.builds(Action, st.just("do.it"), st.dictionaries(st.sampled_from("abc"), st.text("xy9", max_size=900))),
)
BLOCKS = st.one_of(
    LINES.map(Paragraph),
    st.builds(Quote, WORDS, LINES),
    st.lists(st.tuples(st.text("ab中", max_size=40), LINES), min_size=1, max_size=4).map(tuple).map(Fields),
    st.just(Divider()),
    st.lists(BUTTONS, min_size=1, max_size=30).map(tuple).map(Buttons),
    st.builds(Select, st.text("ab", min_size=1, max_size=170), st.lists(BUTTONS, min_size=1, max_size=30).map(tuple)),
    st.integers(1, 60).map(
        lambda count: Form(
            tuple(TextQuestion(f"q{n}", "What? " * 60) for n in range(count)), FORM.submit, "Send", FORM.talk
        )
    ),
)


@settings(max_examples=60)
@given(st.lists(BLOCKS, min_size=1, max_size=25), st.text("ab&<", max_size=200))
def test_whatever_a_card_holds_slack_takes_it(blocks: list[Block], title: str) -> None:
    for message in render(fit(Card(tuple(blocks), title), CAPABILITIES).pages, "because", KEY, PEOPLE):
        wired = json.loads(json.dumps(message.blocks))
        assert block_kit.check(wired, 50) == []
        assert not block_kit.too_long(wired)
        assert 0 < len(message.text) <= 4000
        for each in wired:
            names = [element["action_id"] for element in each.get("elements", ()) if "action_id" in element]
            assert len(names) == len(set(names))


def test_a_card_of_many_blocks_and_a_menu_of_many_options_are_several_messages_and_words() -> None:
    many = tuple(Paragraph((Text(f"line {n}"),)) for n in range(120))
    messages = sent(*many)
    assert [len(each.blocks) for each in messages] == [50, 50, 20]
    assert "line 50" in messages[1].text
    options = tuple(Button(f"{n} x", Action("pick", {"n": str(n)})) for n in range(130))
    words, menu = wire(Select("When?", options))
    assert "(100 x)  (101 x)" in words["text"]["text"]
    assert len(menu["elements"][0]["options"]) == 100


@pytest.mark.parametrize("people", [{}, {PersonId("p2"): UserRef(person(BOB).platform, "T1", BOB)}])
def test_nobody_is_mentioned_who_was_not_meant(people: dict[PersonId, UserRef]) -> None:
    card = Card((Paragraph((Mentioned(PersonId("p2"), "Bob <@U9>"),)),))
    (message,) = render((card,), "", KEY, people)
    shown = message.blocks[0]["text"]["text"]
    assert shown == ("<@U0BOB00002>" if people else "@Bob &lt;@U9&gt;")
