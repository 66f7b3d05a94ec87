"""Messages out: once each, whatever the answer was; changed in place; errors named for what they mean."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientError

from adapters.slack.errors import OutcomeUnknown
from bot.kernel.cards import Action, Button, Card, Paragraph, Said, Text, say
from bot.ports.adapter import Delivery, Receipt, Refused, SendError, Unauthorised, Unavailable
from tests.adapters.slack.conftest import ANN, BOB, CAT, ROOM, Office, delivery, direct, person, room
from tests.fakes.slack import draw, shapes
from tests.fakes.slack.methods import Method
from tests.fakes.slack.records import Call
from tests.fakes.slack.shapes import Canned

HELLO = say("hello", Button("1 Yes", Action("yes")))


def texts(office: Office) -> list[str]:
    return [each.wire["text"] for each in office.fake.messages if not each.gone]


async def test_a_message_to_a_person_and_one_to_a_channel(office: Office) -> None:
    receipt = await office.adapter.send(delivery(HELLO))
    await office.adapter.send(delivery(say("all"), to=room(), key="k2"))
    await office.adapter.send(delivery(say("again"), to=direct(ANN), key="k3"))
    assert [(each.user, each.room) for each in office.fake.messages] == [(ANN, ""), ("", ROOM), (ANN, "")]
    assert receipt.native["message"] == office.fake.messages[0].id
    assert len(office.calls("conversations.open")) == 1


async def test_a_direct_chat_is_known_from_what_was_said_in_it(office: Office) -> None:
    await office.fake.push(office.fake.said(CAT, "hi"))
    await office.adapter.send(delivery(HELLO, to=person(CAT)))
    assert office.calls("conversations.open") == []


async def test_what_goes_with_a_message_names_nobody(office: Office) -> None:
    await office.adapter.send(delivery(say("hello"), key="赵敏's mood"))
    (call,) = office.calls("chat.postMessage")
    metadata = call["metadata"]
    assert isinstance(metadata, dict)
    assert metadata["event_type"] == "hepai_message"
    assert set(metadata["event_payload"]) == {"key"}
    assert "赵敏" not in str(metadata)
    assert (call["unfurl_links"], call["unfurl_media"]) == (False, False)


async def test_a_change_stands_in_the_same_message(office: Office) -> None:
    receipt = await office.adapter.send(delivery(HELLO))
    changed = await office.adapter.send(replace(delivery(say("done"), key="k2"), revises=receipt))
    assert changed.native["message"] == receipt.native["message"]
    assert texts(office) == ["done"]
    assert office.fake.messages[0].wire["metadata"]["event_payload"]["key"]


@pytest.mark.parametrize("must", [True, False])
async def test_a_message_that_is_gone_is_said_anew_or_left_out(office: Office, must: bool) -> None:
    receipt = await office.adapter.send(delivery(HELLO))
    office.fake.messages[0].gone = True
    change = replace(delivery(say("done"), key="k2"), revises=receipt, must=must)
    changed = await office.adapter.send(change)
    assert texts(office) == (["done"] if must else [])
    assert (changed == receipt) is not must


async def test_more_pages_go_below_and_fewer_are_taken_away(office: Office) -> None:
    one, two = say("one"), say("two")
    receipt = await office.adapter.send(delivery(one))
    more = await office.adapter.send(replace(delivery(one, two, key="k2"), revises=receipt))
    assert texts(office) == ["one", "two"]
    assert more.native["message"] == office.fake.messages[1].id
    await office.adapter.send(replace(delivery(say("three"), key="k3"), revises=more))
    assert texts(office) == ["three"]


async def test_an_answer_in_a_thread_stands_there_unless_it_is_gone(office: Office) -> None:
    await office.fake.push(office.fake.said(BOB, "one", ROOM))
    first = next(each for each in office.fake.workspace.messages if each.author == BOB)
    await office.adapter.send(delivery(say("two"), to=room(), thread=first.ts))
    first.gone = True
    await office.adapter.send(delivery(say("three"), to=room(), thread=first.ts, key="k2"))
    assert [each.thread for each in office.fake.messages] == [first.ts, ""]


LOST = [
    shapes.reset(stored=True),
    shapes.broken_json(stored=True),
    Canned(500, body='{"ok":false,"error":"internal_error"}', stored=True),
    Canned(200, body='{"ok":false,"error":"fatal_error"}', stored=True),
    Canned(503, "text/html", "<html>", stored=True),
    Canned(200, "text/html", "<html>", stored=True),
    Canned(200, "text/plain", "fine", stored=True),
    Canned(503, "text/plain", "upstream", stored=True),
]


async def outbox(office: Office, one: Delivery) -> Receipt:
    """As the outbox does it: what ended without a word of the platform is looked for before it is sent again."""
    uncertain = False
    for _ in range(5):
        if uncertain and (found := await office.adapter.already_sent(one)):
            return found
        try:
            return await office.adapter.send(one)
        except SendError:
            uncertain = False
        except Exception:
            uncertain = True
    raise AssertionError("never sent")


@pytest.mark.parametrize("canned", [*LOST, *(replace(each, stored=False) for each in LOST)])
async def test_whatever_the_answer_was_it_is_there_once(office: Office, canned: Canned) -> None:
    office.fake.api.canned["chat.postMessage"] = deque([canned])
    receipt = await outbox(office, delivery(HELLO))
    (message,) = office.fake.messages
    assert receipt.native["message"] == message.id


def fail_nth(office: Office, number: int, canned: Canned) -> None:
    """The call of chat.postMessage with this number, from 0, is answered so; those before it are carried out."""
    api, real = office.fake.api, office.fake.api._misfortune
    posts = iter(range(1000))

    def misfortune(call: Call, method: Method) -> Canned | None:
        if call.method == "chat.postMessage" and next(posts) == number:
            return canned
        return real(call, method)

    api._misfortune = misfortune  # type: ignore[method-assign]


@pytest.mark.parametrize("thread", [False, True])
@pytest.mark.parametrize("failing", [0, 1, 2])
@pytest.mark.parametrize("canned", [shapes.reset(stored=True), shapes.reset(stored=False), shapes.limited()])
async def test_of_several_pages_none_is_lost_and_none_comes_twice(
    office: Office, canned: Canned, failing: int, thread: bool
) -> None:
    await office.fake.push(office.fake.said(BOB, "one", ROOM))
    root = next(each for each in office.fake.workspace.messages if each.author == BOB).ts if thread else ""
    pages = tuple(Card((Paragraph((Text(name),)),)) for name in "abc")
    three = delivery(*pages, to=room(), thread=root)
    fail_nth(office, failing, canned)
    receipt = await outbox(office, three)
    assert texts(office) == ["a", "b", "c"]
    assert receipt.native["message"] == office.fake.messages[-1].id


def refused(name: str, **extra: object) -> Canned:
    return shapes.error(name, **extra)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("canned", "kind", "says"),
    [
        (shapes.limited("7"), Unavailable, "too many"),
        (shapes.limited("1.5"), Unavailable, "too many"),
        (shapes.limited("3", text=True), Unavailable, "too many"),
        (refused("ratelimited"), Unavailable, "too many"),
        (refused("channel_not_found"), Refused, "channel_not_found"),
        (refused("is_archived"), Refused, "is_archived"),
        (refused("not_in_channel"), Refused, "not_in_channel"),
        (refused("restricted_action"), Refused, "restricted_action"),
        (refused("messages_tab_disabled"), Refused, "messages_tab_disabled"),
        (refused("user_disabled"), Refused, "user_disabled"),
        (refused("a_new_error"), Refused, "a_new_error"),
        (refused("invalid_blocks", response_metadata={"messages": ["[ERROR] bad"]}), Refused, "bad"),
        (refused("invalid_auth"), Unauthorised, "OAuth & Permissions"),
        (refused("account_inactive"), Unauthorised, "install it again"),
        (refused("token_revoked"), Unauthorised, "revoked"),
        (refused("not_allowed_token_type"), Unauthorised, "xoxb"),
        (refused("missing_scope", needed="chat:write", provided="a"), Unauthorised, "chat:write"),
        (refused("internal_error"), OutcomeUnknown, "internal_error"),
        (shapes.plain(), OutcomeUnknown, "503"),
        (shapes.plain(200, "what"), OutcomeUnknown, "read"),
        (shapes.html(), OutcomeUnknown, "503"),
        (shapes.html(200), OutcomeUnknown, ""),
        (shapes.broken_json(), OutcomeUnknown, ""),
    ],
)
async def test_what_a_failure_means(office: Office, canned: Canned, kind: type[Exception], says: str) -> None:
    office.fake.api.canned["chat.postMessage"] = deque([canned] * 2)
    with pytest.raises(kind) as failure:
        await office.adapter.send(delivery(HELLO))
    assert says in str(failure.value)
    assert "hello" not in str(failure.value), "no words of people in an error"
    if isinstance(failure.value, Unavailable):
        assert failure.value.retry_after == timedelta(seconds=float(canned.headers.get("Retry-After", "30")))


async def test_a_token_is_tried_once_more_before_it_counts_as_bad(office: Office) -> None:
    office.fake.api.canned["chat.postMessage"] = deque([refused("invalid_auth")])
    await office.adapter.send(delivery(HELLO))
    assert len(office.fake.messages) == 1


async def test_a_time_out_leaves_the_outcome_open(office: Office) -> None:
    office.fake.api.canned["chat.postMessage"] = deque([shapes.late(5)])
    one = delivery(HELLO)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(office.adapter.send(one), 0.5)
    await office.until(lambda: bool(office.fake.messages))
    found = await office.adapter.already_sent(one)
    assert found is not None
    assert found.native["message"] == office.fake.messages[0].id


async def test_a_server_that_cannot_be_reached_was_not_asked(office: Office) -> None:
    await office.adapter.send(delivery(HELLO))
    await office.fake.stop()
    with pytest.raises(ClientError):
        await office.adapter.send(delivery(HELLO, key="k2"))  # over the connection that was kept: nobody knows
    with pytest.raises(Unavailable, match="reached"):
        await office.adapter.send(delivery(HELLO, key="k2"))
    await office.fake.start()


async def test_somebody_who_has_left_is_not_written_to(office: Office) -> None:
    office.fake.workspace.users[CAT]["deleted"] = True
    with pytest.raises(Refused):
        await office.adapter.send(delivery(HELLO, to=person(CAT)))
    with pytest.raises(Refused):
        await office.adapter.send(delivery(HELLO, to=person("U0NOBODY99")))


async def test_who_somebody_is(office: Office) -> None:
    profile = await office.adapter.profile(person(ANN))
    assert profile is not None
    assert (profile.name, profile.timezone, profile.department) == ("Ann", "Europe/Berlin", "Sales")
    assert (profile.locale and profile.locale.value, profile.manager) == ("en", person(BOB))
    assert await office.adapter.profile(person("U0NOBODY99")) is None


async def test_typed_markup_calls_nobody(office: Office) -> None:
    nasty = "<!channel> <@U0BOB00002> @here &lt;!here&gt; *x* <https://evil.example|ok>"
    await office.adapter.send(delivery(Card((Paragraph((Said(nasty),)),))))
    (message,) = office.fake.messages
    assert draw(message).text == nasty
