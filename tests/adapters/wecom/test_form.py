"""The page for long answers: its link, what it shows, what it takes, and who cannot use it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession

from bot.kernel.cards import Action, Button, Card, Form, Paragraph, Text
from bot.kernel.events import ActionTriggered
from bot.kernel.fitting import fit
from bot.kernel.questions import Choice, ChoiceQuestion, NumberQuestion, ScaleQuestion, TextQuestion
from tests.adapters.wecom.desk import ANN, Desk, Office, opened
from tests.fakes.wecom import FakeWeCom

FORM = Form(
    (
        TextQuestion("done", "昨天<b>做了</b>什么?", limit=20),
        ChoiceQuestion("state", "怎么样?", (Choice("ok", "好"), Choice("bad", '"不好"'))),
        NumberQuestion("calls", "几个电话?", Decimal(0), Decimal(99)),
        ScaleQuestion("mood", "心情"),
    ),
    Action("checkins.answer", {"id": "7"}),
    "提交",
    Button("一题一题答", Action("checkins.talk")),
)
CARD = Card((Paragraph((Text("今天 4 题"),)), FORM))
GOOD = {"done": "合同过审", "state": "ok", "calls": "3", "mood": ""}
PUBLIC = "https://bot.example.com"


@pytest.fixture
async def office(fake: FakeWeCom, desk: Desk) -> AsyncIterator[Office]:
    desk.cards["k1"] = (CARD,)
    async with opened(fake, desk, public_url=PUBLIC) as office:
        yield office


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as http:
        yield http


async def link(office: Office) -> str:
    """The link on the card that was sent; as it is reached here."""
    await office.send("k1", *fit(CARD, office.adapter.capabilities(direct=True)).pages)
    talk, page = office.shown("zhaomin")[-1].wire["template_card"]["button_list"]
    assert (talk["text"], page["text"]) == ("一题一题答", "网页填写")
    assert page["url"].startswith(f"{PUBLIC}/wecom/form?t=")
    url: str = page["url"]
    return url.replace(PUBLIC, office.url)


async def sent(http: ClientSession, url: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
    token = parse_qs(urlsplit(url).query)["t"][0]
    return await read(await http.post(url.partition("?")[0], data={"t": token, **fields}, headers=headers))


async def read(answer: ClientResponse) -> tuple[int, str]:
    return answer.status, await answer.text()


async def test_the_page_shows_the_questions_and_no_script(office: Office, http: ClientSession) -> None:
    status, page = await read(await http.get(await link(office)))
    assert status == 200
    assert "昨天&lt;b&gt;做了&lt;/b&gt;什么?" in page
    for question in ("怎么样?", "几个电话?", "心情"):
        assert question in page
    assert 'lang="zh-CN"' in page
    assert not re.search(r"<script|\son[a-z]+=|style=|javascript:", page)
    assert (await http.get(f"{office.url}/wecom/form.css")).content_type == "text/css"


async def test_a_card_that_changes_keeps_its_page_while_it_has_a_form(office: Office) -> None:
    pages = fit(CARD, office.adapter.capabilities(direct=True)).pages
    sent = await office.send("k1", *pages)
    office.desk.cards["r1"] = (CARD,)
    await office.send("r1", *pages, revises=sent)
    assert [each["text"] for each in office.shown("zhaomin")[0].wire["template_card"]["button_list"]][1] == "网页填写"
    assert office.shown("zhaomin")[0].version == 2


async def test_answers_reach_the_bot_as_one_press(office: Office, http: ClientSession) -> None:
    url = await link(office)
    for _ in range(2):
        status, page = await sent(http, url, GOOD)
        assert (status, "收到了" in page) == (200, True)
    [press] = office.events
    assert isinstance(press, ActionTriggered)
    assert (press.source, press.action, press.args) == ("k1", "checkins.answer", {"id": "7"})
    assert press.sender == ANN
    assert press.values == {"done": "合同过审", "state": "ok", "calls": "3"}
    await sent(http, url, {**GOOD, "done": "改主意了"})
    assert len(office.events) == 2, "a second thought is for the bot to judge"


async def test_a_wrong_answer_keeps_what_was_typed(office: Office, http: ClientSession) -> None:
    url = await link(office)
    status, page = await sent(http, url, {"done": '"><script>' + "长" * 20, "state": "x", "calls": "1e5", "mood": "9"})
    assert status == 422
    assert '"><script>' not in page
    assert '"><script>长' in unescape(page)
    for problem in ("太长了,最多 20 个字", "请选其中一个", "请填一个数字", "请填 1 到 5 之间的数"):
        assert problem in page
    status, page = await sent(http, url, {})
    assert page.count("这一项要填") == 3
    assert office.desk.envelopes == []


async def test_the_link_is_the_same_at_every_try_and_ends_after_three_days(office: Office, http: ClientSession) -> None:
    first = await link(office)
    office.desk.at += timedelta(hours=3)
    await office.send("k1", *fit(CARD, office.adapter.capabilities(direct=True)).pages)
    one, other = office.sent("message/send")
    assert one == other, "so that WeCom passes the second over"
    assert len(office.shown("zhaomin")) == 1
    office.desk.at += timedelta(hours=68)
    assert (await read(await http.get(first)))[0] == 200
    office.desk.at += timedelta(hours=2)
    assert (await read(await http.get(first)))[0] == 410
    assert (await sent(http, first, GOOD))[0] == 410


async def test_a_form_that_is_answered_already_is_over(office: Office, http: ClientSession) -> None:
    url = await link(office)
    office.desk.cards["k1"] = (Card((Paragraph((Text("收到 ✅"),)),)),)
    assert (await read(await http.get(url)))[0] == 410
    assert (await sent(http, url, GOOD))[0] == 410
    assert office.desk.envelopes == []


async def test_sec_062_a_link_cannot_be_made_up(office: Office, http: ClientSession) -> None:
    url = await link(office)
    token = parse_qs(urlsplit(url).query)["t"][0]
    payload, _, signature = token.partition(".")
    forged = [
        *("", "x", token[:-1], f"{payload}.", f".{signature}", f"{payload[:-4]}AAAA.{signature}", token * 9, "é.é"),
        token[:-1] + ("A" if token[-1] != "A" else "B"),
    ]
    for each in forged[:-1]:
        answer = await http.get(f"{office.url}/wecom/form", params={"t": each})
        assert answer.status == 410, each
    assert (await http.get(f"{office.url}/wecom/form")).status == 410


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
async def test_sec_058_no_other_site_can_answer(office: Office, http: ClientSession, headers: dict[str, str]) -> None:
    url = await link(office)
    assert (await sent(http, url, GOOD, **headers))[0] == 403
    assert office.desk.envelopes == []
    assert (await sent(http, url, GOOD, Origin=PUBLIC, **{"Sec-Fetch-Site": "same-origin"}))[0] == 200


async def test_other_bodies_are_refused(office: Office, http: ClientSession) -> None:
    url = f"{office.url}/wecom/form"
    assert (await http.post(url, json={"t": "x"})).status == 415
    assert (await http.post(url, data={"t": "x" * 300_000})).status == 413
    fields = {f"f{number}": "1" for number in range(100)}
    assert (await http.post(url, data=fields)).status == 400
    assert (await http.head(url)).status == 405


async def test_without_a_public_url_there_is_no_page(fake: FakeWeCom, desk: Desk, http: ClientSession) -> None:
    desk.cards["k1"] = (CARD,)
    async with opened(fake, desk) as office:
        await office.send("k1", *fit(CARD, office.adapter.capabilities(direct=True)).pages)
        assert len(office.shown("zhaomin")[-1].wire["template_card"]["button_list"]) == 1
        assert (await http.get(f"{office.url}/wecom/form")).status == 404


async def test_english_questions_have_an_english_page(office: Office, http: ClientSession) -> None:
    form = Form((TextQuestion("a", "What did you do?"),), Action("x.y"), "Send", Button("One by one", Action("x.z")))
    office.desk.cards["k1"] = (Card((form,)),)
    await office.send("k1", *fit(office.desk.cards["k1"][0], office.adapter.capabilities(direct=True)).pages)
    page_button = office.shown("zhaomin")[-1].wire["template_card"]["button_list"][1]
    assert page_button["text"] == "Web page"
    _, page = await read(await http.get(page_button["url"].replace(PUBLIC, office.url)))
    assert "All at once" in page
