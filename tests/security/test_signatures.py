"""2.1, cases 2 to 14: is this request the platform's, whole, of this time and the first of its kind?"""

import asyncio
import struct
from unittest.mock import patch

import pytest

from tests.security.door import NOW, Door
from tests.security.doors import DingTalkDoor, FeishuDoor, opened
from tests.security.posts import Post

REFUSED = (400, 401)
NO_MOMENTS = ("abc", "", "1e9", "-1", "１２３４５６７８９０", "+179000000", " 1790000000", "1790000000.0", "0x6ab1")
NO_SIGNATURES = ("", " ", "0", "é", "\u200b", "v1=0", "sha256=0", "null", "0" * 40, "0" * 64, "A" * 10_000)
PARSERS = {
    "feishu": "adapters.feishu.callback.loads_strict",
    "dingtalk": "adapters.dingtalk.callbacks.loads_strict",
    "dingtalk-card": "adapters.dingtalk.callbacks.loads_strict",
    "slack": "adapters.slack.route._parsed",
    "wecom": "adapters.wecom.crypto.Envelopes._opened",
}
"""What must not be called for a request that nobody signed; WeCom's bounded outer reader is the one exception."""


async def test_the_doors_of_these_tests_take_an_honest_request(door: Door) -> None:
    assert await door.send(door.honest()) == 200
    assert len(door.events) == 1


async def test_sec_002_a_signature_missing_blank_short_or_strange_is_refused(door: Door) -> None:
    honest = door.honest()
    right = honest.value(door.sign)
    wrong = [*NO_SIGNATURES, right[:-1], right + "0", f" {right}x", right.swapcase()]
    for each in (honest.put(door.sign, None), *(honest.put(door.sign, sign) for sign in wrong)):
        assert await door.send(each) in REFUSED
    assert door.taken == []
    assert await door.send(honest) == 200


async def test_sec_003_one_bit_changed_or_the_same_said_in_other_bytes_is_refused(sealed_door: Door) -> None:
    door, honest = sealed_door, sealed_door.honest()
    middle = len(honest.body) // 2
    flipped = bytearray(honest.body)
    flipped[middle] ^= 1
    spaced = honest.body.replace(b'": "', b'":"') if b'": "' in honest.body else honest.body.replace(b'":', b'": ')
    others = [bytes(flipped)] if door.name == "wecom" else [bytes(flipped), spaced, honest.body + b" "]
    for other in others:
        assert other != honest.body
        assert await door.send(Post(honest.path, other, honest.headers, honest.query)) in REFUSED
    assert door.taken == []
    assert await door.send(honest) == 200


async def test_sec_004_unsigned_bytes_reach_no_parser(door: Door) -> None:
    bare = door.honest().put(door.sign, None)
    forged = door.honest().put(door.sign, "0" * 64)
    with patch(PARSERS[door.name], side_effect=AssertionError("an unsigned body was read")) as parser:
        for post in (bare, forged):
            junk = Post(post.path, b"[" * 1_000_000, post.headers, post.query)
            assert await door.send(junk) in REFUSED
            assert await door.send(post) in REFUSED
    assert parser.call_count == 0


async def test_sec_005_a_time_that_is_none_or_too_far_off_is_refused(door: Door) -> None:
    for stamp in NO_MOMENTS:
        assert await door.send(door.honest(at=stamp)) in REFUSED, stamp
    other_unit = NOW * (1 if door.unit == 1000 else 1000)
    for off in (door.window + 1, -door.window - 1):
        assert await door.send(door.honest(at=(NOW + off) * door.unit)) == 401
    assert await door.send(door.honest(at=other_unit)) in REFUSED
    assert door.taken == []
    for number, off in enumerate((door.window, -door.window)):
        assert await door.send(door.honest(f"9{number}", at=(NOW + off) * door.unit)) == 200


async def test_sec_006_the_same_request_twice_at_once_has_one_effect(door: Door) -> None:
    """WeCom signs anew what it sends again: there a signature is good for one request (case 10)."""
    honest = door.honest()
    answers = await asyncio.gather(*(door.send(honest) for _ in range(4)))
    assert set(answers) <= ({200, 401} if door.name == "wecom" else {200})
    assert 200 in answers
    assert len(door.events) == 1


async def test_sec_007_what_comes_again_is_known_by_its_own_id_and_what_only_looks_alike_is_not(door: Door) -> None:
    """The long memory itself is the storage's: test_memory.py."""
    assert await door.send(door.honest("100")) == 200
    door.clock += 120
    # DingTalk's signature is the moment's, whatever is said in it.
    first, second = ((NOW + after) * door.unit for after in (119, 120))
    again, other = door.honest("100", at=first, nonce="an0ther"), door.honest("101", at=second, nonce="n3w")
    assert [await door.send(each) for each in (again, other)] == [200, 200]
    # Presses of DingTalk over HTTP bear no id: another moment is another press.
    assert len(door.taken) == (3 if door.name == "dingtalk-card" else 2)


async def test_sec_008_digits_cannot_move_between_time_and_nonce() -> None:
    async with opened("feishu") as door:
        honest = door.honest(nonce="42abc")
        moved = honest.put(door.stamp, f"{NOW}42").put("X-Lark-Request-Nonce", "abc")
        assert await door.send(moved) == 401
        assert door.taken == []


async def test_sec_009_a_captured_hash_carried_on_over_more_bytes_is_refused() -> None:
    """SHA-256 with the key in front can be carried on without knowing the key: the digest of our bytes, its padding and
    anything more is what an attacker can compute. What follows the JSON is what the reader must not pass over."""
    async with opened("feishu") as door:
        honest = door.honest()
        begun = len(f"{NOW}n0nce{FeishuDoor.key}") + len(honest.body)
        padding = b"\x80" + b"\0" * ((55 - begun) % 64) + struct.pack(">Q", begun * 8)
        for more in (padding, padding + b'{"encrypt":"x"}', b'{"encrypt":"x"}', b"\0"):
            assert await door.send(door.over(honest.body + more)) == 401
        assert door.taken == []


async def test_sec_010_parts_that_change_places_open_nothing_new() -> None:
    async with opened("wecom") as door:
        nonce = str(NOW + 1)
        honest = door.honest(nonce=nonce)
        swapped = honest.put("timestamp", nonce).put("nonce", str(NOW))
        assert await door.send(honest) == 200
        assert await door.send(swapped) == 200, "signed alike, within the time: the message's own id joins them"
        assert await door.send(honest) == 401, "time, nonce and signature are good for one request"
        for off in ({"timestamp": "n0nce", "nonce": str(NOW)}, {"timestamp": f"{NOW}{nonce}", "nonce": ""}):
            post = honest
            for name, value in off.items():
                post = post.put(name, value)
            assert await door.send(post) == 401
        assert len(door.taken) == 1


@pytest.mark.parametrize("name", ["dingtalk", "dingtalk-card"])
async def test_sec_011_a_captured_signature_carries_no_other_body(name: str) -> None:
    async with opened(name) as door:
        honest = door.honest()
        assert await door.send(honest) == 200
        for other in (door.content("m2"), door.content("m1", "全部通过"), honest.body + b" "):
            assert await door.send(Post(honest.path, other, honest.headers)) == 401
        assert len(door.taken) == 1
        for guess in ("", "/", DingTalkDoor.secret_path[:-1], DingTalkDoor.secret_path.lower()):
            path = honest.path.replace(DingTalkDoor.secret_path, guess)
            assert await door.send(Post(path, honest.body, honest.headers)) in (404, 405)


async def test_sec_012_the_request_chooses_neither_scheme_nor_key(door: Door) -> None:
    """Every scheme of every platform, right by its own rules, at the door of each of the others."""
    honest = door.honest()
    right = honest.value(door.sign)
    unsigned = honest.put(door.sign, None)
    for prefix in ("v0=", "v1=", "sha1=", "sha256=", "plain:", "none"):
        if not right.startswith(prefix):
            assert await door.send(honest.put(door.sign, prefix + right.removeprefix("v0="))) in REFUSED
    assert await door.send(honest.put(door.sign, "v1=" + right.removeprefix("v0="))) in REFUSED
    for name in {"feishu", "dingtalk", "slack"} - {door.name}:
        async with opened(name, running=False) as other:
            fields = dict(other.signed(honest.body).headers)
            carried = unsigned
            for header, value in fields.items():
                carried = carried.with_header(header, value) if header != "Content-Type" else carried
            if (name, door.name) != ("dingtalk", "dingtalk-card"):
                assert await door.send(carried) in REFUSED, name
    assert door.taken == []
    assert await door.send(honest) == 200


async def test_sec_014_a_field_given_twice_is_refused_whichever_is_right(door: Door) -> None:
    honest = door.honest()
    for name, wrong in ((door.stamp, honest.value(door.stamp)), (door.sign, "0" * 40), (door.sign, "")):
        assert await door.send(honest.doubled(name, wrong)) in REFUSED
        first = honest.put(name, wrong).doubled(name, honest.value(name))
        assert await door.send(first) in REFUSED
    assert door.taken == []
    assert await door.send(honest) == 200
