"""What people type: kept, handed over as an envelope, understood as one event."""

from bot.kernel.events import MessageReceived
from bot.kernel.people import ChatRef, UserRef
from tests.adapters.playground.conftest import EAST, ZHAO, Site


def _only(site: Site) -> MessageReceived:
    [event] = site.events()
    assert isinstance(event, MessageReceived)
    return event


async def test_words_in_the_direct_chat_reach_the_bot_and_stay_on_the_screen(site: Site) -> None:
    status, answered = await site.post("say", as_="zhaomin", text="昨天对账完成")
    assert status == 200
    event = _only(site)
    assert (event.text, event.to_bot, event.sender, event.chat) == ("昨天对账完成", True, ZHAO.ref, ZHAO.direct)
    [shown] = await site.messages("zhaomin")
    assert shown["id"] == answered["message"]
    assert shown["accepted"]
    assert shown["line"] == [{"kind": "said", "text": "昨天对账完成"}]
