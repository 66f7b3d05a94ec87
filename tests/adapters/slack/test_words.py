"""Text as Slack writes it becomes what was typed; nothing is unescaped twice."""

import pytest

from adapters.slack.emoji import character
from adapters.slack.words import spoken


@pytest.mark.parametrize(
    ("wire", "typed"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),
        ("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2"),
        ("see <http://example.com|example.com>", "see example.com"),
        ("see <https://evil.example|our bank>", "see our bank (https://evil.example)"),
        ("mail <mailto:ann@x.example|ann@x.example>", "mail ann@x.example"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@sales> <!subteam^S2>", "@sales @subteam"),
        ("<!date^1750000000^{date}|on Monday>", "on Monday"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("done :tada: :+1::skin-tone-2: :our-own:", "done 🎉 👍🏻 :our-own:"),
        ("at 10:30:00 or 10:100:5", "at 10:30:00 or 10:100:5"),
        ("goal 3:100: done", "goal 3:100: done"),
        ("第一:tada:第二", "第一🎉第二"),
        ("a\u202eb\u200bc\r\nd", "abc\nd"),
    ],
)
def test_what_was_typed(wire: str, typed: str) -> None:
    assert spoken(wire, {}, "UBOT").text == typed


def test_the_bots_own_mention_goes_and_others_stay_in_order() -> None:
    found = spoken("<@UBOT> thank <@U2> and <@U3|cat> and <@U2>", {"U2": "Bo"}, "UBOT")
    assert found.text == "thank @Bo and @cat and @Bo"
    assert found.mentions == (("Bo", "U2"), ("cat", "U3"), ("Bo", "U2"))
    assert found.to_bot


def test_somebody_unknown_is_called_by_id_and_a_bot_is_no_person() -> None:
    found = spoken("<@U8> <@U9>", {"U9": "other bot"}, "UBOT", frozenset({"U9"}))
    assert (found.text, found.mentions, found.to_bot) == ("@U8 @other bot", (("U8", "U8"),), False)


def test_a_name_cannot_smuggle_markup_in() -> None:
    assert spoken("<@U2>", {"U2": "<!channel>\u202e"}, "UBOT").text == "@<!channel>"


def test_reactions_are_characters() -> None:
    assert character("heart") == "❤️"
    assert character("wave::skin-tone-3") == "👋🏼"
    assert character("party-parrot") == ""
