"""The vectors of the platform notes, and every way in which what is sealed can be wrong."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feishu.crypto import Forged, decrypt, fresh, verify
from tests.fakes.feishu.sealing import encrypt, sign

KEY = "test key"
SIGNATURE = "e195c9e5af14a703921143d3c2afd1c1ed93a50838a77a121a7da206a1a2651f"


def test_the_documented_text_is_opened() -> None:
    assert decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", KEY) == b"hello world"


def test_the_noted_signature_is_right() -> None:
    verify("1700000000", "n0nce", SIGNATURE, KEY, b'{"encrypt":"abc"}')
    with pytest.raises(Forged):
        verify("1700000000", "n0nce", SIGNATURE, KEY, b'{"encrypt":"abd"}')
    with pytest.raises(Forged):
        verify("1700000000", "n0nce", SIGNATURE, "another", b'{"encrypt":"abc"}')


@pytest.mark.parametrize(
    ("timestamp", "nonce"), [("17000000004", "2abc"), ("170000000042abc", ""), ("1700000000", "42abc\n")]
)
def test_sec_008_what_is_signed_has_one_reading(timestamp: str, nonce: str) -> None:
    signature = sign(timestamp, nonce, KEY, b"{}")
    with pytest.raises(Forged, match="malformed"):
        verify(timestamp, nonce, signature, KEY, b"{}")


@given(st.text(max_size=200), st.text(min_size=1, max_size=20))
def test_what_the_platform_seals_is_opened(text: str, key: str) -> None:
    assert decrypt(encrypt(text, key), key).decode() == text


@pytest.mark.parametrize("sealed", ["", "A", "AAAA", "é", "A" * 44, "AAAA AAAA", "=" * 64, "A" * 100_000])
def test_sec_016_everything_else_is_refused_alike(sealed: str) -> None:
    with pytest.raises(Forged, match=r"^cannot be decrypted$"):
        decrypt(sealed, KEY)


@given(st.text(max_size=200))
def test_another_key_is_no_crash(text: str) -> None:
    """One in 256 happens to have a padding; what is inside is refused by whoever reads it."""
    with suppress(Forged):
        assert decrypt(encrypt(text, KEY), "another") != text.encode()


@pytest.mark.parametrize(("age", "good"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_time_is_taken_for_so_long(age: int, good: bool) -> None:
    if good:
        fresh("1700000000", 1_700_000_000 + age, 300, 300)
    else:
        with pytest.raises(Forged, match="too old, or from the future"):
            fresh("1700000000", 1_700_000_000 + age, 300, 300)


def test_our_signature_is_the_platforms() -> None:
    raw = b'{"encrypt":"x"}'
    verify("1700000001", "abc", sign("1700000001", "abc", KEY, raw), KEY, raw)
