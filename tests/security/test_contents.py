"""2.1, cases 15 to 17 and 21 to 23: what is inside, once it is signed; and case 79, what a failure shows."""

import asyncio
import base64
import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.wecom.crypto import Envelopes
from tests.security.door import NOW, Door
from tests.security.doors import WeComDoor, opened
from tests.security.posts import Post, sent

ROOT = Path(__file__).parents[2]
INNER = ["lol", *(f"&e{n};" for n in range(8))]
ENTITIES = "".join(f'<!ENTITY e{n} "{inner * 10}">' for n, inner in enumerate(INNER))
BAD_XML = (
    b"<!DOCTYPE xml><xml><Encrypt>x</Encrypt></xml>",
    b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
    f"<!DOCTYPE xml [{ENTITIES}]><xml><Encrypt>&e8;</Encrypt></xml>".encode(),
    b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><Encrypt>x</Encrypt></xml>',
    b'<!DOCTYPE xml [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><xml/>',
    b'<?evil do="it"?><xml><Encrypt>x</Encrypt></xml>',
    b'<?xml version="1.0"?><?xml-stylesheet href="x"?><xml><Encrypt>x</Encrypt></xml>',
    b"<xml><Encrypt>&unknown;</Encrypt></xml>",
    b"<xml>" * 1000,
    b"<xml><Encrypt>x</Encrypt></xml><xml/>",
)


async def test_sec_015_slack_echoes_a_plain_challenge_and_nothing_else() -> None:
    async with opened("slack") as door:
        for challenge, status in (
            ("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P", 200),
            ("<script>alert(1)</script>", 400),
            ("x" * 257, 400),
            ("", 400),
            (5, 400),
            (["x"], 400),
        ):
            asked = json.dumps({"type": "url_verification", "token": "x", "challenge": challenge}).encode()
            assert await door.send(door.signed(asked)) == status
            assert await door.send(door.signed(asked).put(door.sign, "v0=0")) == 401


async def test_sec_015_wecom_opens_no_word_that_is_wrongly_signed() -> None:
    async with opened("wecom") as door:
        sealed = door.seals.seal("1616140317555161061")
        asked = Post(door.path, b"", [], [*door.over(sealed).query, ("echostr", sealed)], "GET")
        assert await sent(door.url, asked) == (200, "1616140317555161061")
        with patch.object(Envelopes, "_opened", side_effect=AssertionError("decrypted")):
            for wrong in (
                asked.put(door.sign, "0" * 40),
                asked.put(door.sign, None),
                asked.put("timestamp", str(NOW - 9)),
            ):
                assert await sent(door.url, wrong) == (401, "")


def _wecom(door: WeComDoor, plain: bytes) -> str:
    key = base64.b64decode(str(door.fake.settings()["encoding_aes_key"]) + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def _padded(plain: bytes, byte: int | None = None) -> bytes:
    fill = 32 - len(plain) % 32
    return plain + bytes([fill if byte is None else byte]) * fill


async def test_sec_016_whatever_is_wrong_inside_the_seal_looks_alike(caplog: pytest.LogCaptureFixture) -> None:
    async with opened("wecom") as door:
        message, corp = door.content(), door.seals.receiver.encode()
        head, length = b"p" * 16, struct.pack(">I", len(message))
        whole = head + length + message
        wrong = {
            "padding": _wecom(door, _padded(whole + corp, 0)),
            "padding too long": _wecom(door, _padded(whole + corp, 33)),
            "length beyond the end": _wecom(door, _padded(head + b"\x7f\xff\xff\xff" + message + corp)),
            "negative length": _wecom(door, _padded(head + b"\xff\xff\xff\xff" + message + corp)),
            "foreign receiver": _wecom(door, _padded(whole + b"ww-of-others")),
            "no receiver": _wecom(door, _padded(whole)),
            "sixteen zeros": base64.b64encode(bytes(16)).decode(),
            "a block of zeros": base64.b64encode(bytes(32)).decode(),
            "no base64": "!!!",
        }
        answers = {await sent(door.url, door.over(sealed)) for sealed in wrong.values()}
        answers.add(await sent(door.url, door.over(wrong["padding"]).put(door.sign, "0" * 40)))
        assert answers == {(401, "")}
        logged = {
            (each.levelname, each.getMessage(), vars(each)["action"], vars(each)["why"]) for each in caplog.records
        }
        assert len(logged) == 1, "one class in the log too"
        assert door.taken == []
        assert await door.send(door.over(_wecom(door, _padded(whole + corp)))) == 200, "the right one opens"


async def test_sec_016_no_decryption_before_the_signature() -> None:
    for name, place in (("wecom", "adapters.wecom.crypto.Cipher"), ("feishu", "adapters.feishu.callback.decrypt")):
        async with opened(name) as door:
            forged = door.honest().put(door.sign, "0" * len(door.honest().value(door.sign)))
            with patch(place, side_effect=AssertionError("decrypted")):
                assert await door.send(forged) == 401


@pytest.mark.parametrize("raw", BAD_XML, ids=range(len(BAD_XML)))
async def test_sec_017_no_document_type_no_instruction_no_entity(raw: bytes) -> None:
    async with opened("wecom") as door:
        outer = replace(door.honest(), body=raw)
        assert await door.send(outer) == 400
        assert await door.send(door.signed(raw.replace(b"Encrypt", b"Content"))) == 400
        assert door.taken == []


async def test_sec_021_what_is_meant_for_others_is_dropped(door: Door) -> None:
    for number, content in enumerate(door.foreign()):
        status = await door.send(door.signed(content, (NOW - 1 - number) * door.unit, f"n{number}"))
        assert status in (200, 401)
    assert door.taken == []
    assert await door.send(door.honest("8", nonce="n8")) == 200
    assert len(door.taken) == 1


TEAM = {"id": "T0OTHER0001", "domain": "others"}
WHO = {"id": "U0ANN00001", "team_id": TEAM["id"], "username": "ann", "name": "ann"}
PRESS = {"type": "button", "action_id": "p.0", "block_id": "b", "value": '{"k":"k1","a":"toy.press","x":{}}'}
VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": "hepai_kudos",
    "state": {"values": {}},
    "private_metadata": "",
    "hash": "1",
}
KINDS: dict[str, dict[str, Any]] = {
    "press": {"type": "block_actions", "actions": [PRESS], "channel": {"id": "D1"}, "container": {"type": "message"}},
    "modal": {"type": "view_submission", "view": {**VIEW, "team_id": TEAM["id"]}},
    "closed": {"type": "view_closed", "view": VIEW},
    "shortcut": {"type": "shortcut", "callback_id": "give_kudos"},
    "message shortcut": {
        "type": "message_action",
        "callback_id": "give_kudos_to",
        "message": {"user": "U0X", "ts": "1"},
    },
    "options": {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": "a"},
}


@pytest.mark.parametrize("kind", [*KINDS, "command"])
async def test_sec_021_slacks_other_payloads_of_another_team_are_dropped_too(kind: str) -> None:
    async with opened("slack") as door:
        if kind == "command":
            command = {
                "command": "/hepai",
                "text": "help",
                "team_id": TEAM["id"],
                "user_id": WHO["id"],
                "channel_id": "D1",
            }
            form = urlencode({**command, "trigger_id": "t1", "token": "x"})
        else:
            payload = {"team": TEAM, "user": WHO, "trigger_id": "t1", "api_app_id": "A1", "token": "x", **KINDS[kind]}
            form = urlencode({"payload": json.dumps(payload)})
        calls = len(door.fake.calls)
        post = door.signed(form.encode()).put("Content-Type", "application/x-www-form-urlencoded")
        status, text = await sent(door.url, post)
        assert status == 200
        assert text in ("", "{}")
        assert door.taken == []
        assert len(door.fake.calls) == calls, "nothing is opened, asked or answered"


async def test_sec_022_who_is_said_to_have_forwarded_is_nobodys_business(door: Door) -> None:
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto"):
        forged = door.honest().put(door.sign, "0" * 40).with_header(name, "127.0.0.1")
        assert await door.send(forged) in (400, 401)
    assert await door.send(door.honest("8").with_header("X-Forwarded-For", "evil, 127.0.0.1")) == 200


def test_sec_022_nothing_reads_such_headers_and_no_address_of_a_payload_is_called() -> None:
    sources = {path: path.read_text() for room in ("adapters", "bot") for path in (ROOT / room).rglob("*.py")}
    for word in ("X-Forwarded", "X-Real-IP", "request.remote", "response_url"):
        assert [str(path) for path, text in sources.items() if word in text] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/robot/sendBySession?session=1",
        "{base}.evil.example/robot/sendBySession?session=1",
        "{base}@evil.example/robot/sendBySession?session=1",
        "http://169.254.169.254/robot/sendBySession?session=1",
        "{base}/v1.0/contact/users/me?",
        7,
    ],
)
async def test_sec_022_an_address_for_answers_on_another_host_is_not_kept(address: object) -> None:
    async with opened("dingtalk") as door:
        told = json.loads(door.content())
        url = address.format(base=door.fake.url) if isinstance(address, str) else address
        told |= {"sessionWebhook": url, "sessionWebhookExpiredTime": (NOW + 5000) * 10**3}
        assert await door.send(door.signed(json.dumps(told).encode())) == 200
        sessions = door.adapter._intake._sessions
        assert sessions._chats == {}
        honest = {**told, "sessionWebhook": f"{door.fake.url}/robot/sendBySession?session=1", "msgId": "m2"}
        assert await door.send(door.signed(json.dumps(honest).encode(), at=(NOW + 1) * 1000)) == 200
        assert len(sessions._chats) == 1
        assert "sendBySession" not in repr([each.payload for each in door.taken])


async def test_sec_023_what_cannot_be_stored_is_not_acknowledged_and_comes_again(door: Door) -> None:
    honest = door.honest()
    door.desk.refuses = True
    assert set(await asyncio.gather(door.send(honest), door.send(honest))) == {503}
    door.desk.refuses = False
    assert await door.send(honest) == 200
    assert len(door.events) == 1


async def test_sec_079_a_failure_of_ours_shows_nothing_of_itself(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.desk.refuses = True
    status, text = await sent(door.url, door.honest())
    assert status in (500, 503)
    for word in ("disk", "OSError", "Traceback", ".py", "aiohttp", "Python"):
        assert word not in text
    assert "the disk is full" not in caplog.text
