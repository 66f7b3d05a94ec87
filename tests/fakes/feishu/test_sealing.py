"""Callbacks are encrypted and signed as documented."""

import pytest

from tests.fakes.feishu.sealing import decrypt, encrypt, sign

DOCUMENTED = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="


def test_the_documented_cipher_text_is_read() -> None:
    assert decrypt(DOCUMENTED, "test key") == "hello world"


def test_what_is_encrypted_is_read_with_the_same_key_only() -> None:
    sealed = encrypt("签到 ✅", "test key")
    assert decrypt(sealed, "test key") == "签到 ✅"
    assert encrypt("签到 ✅", "test key") != sealed
    with pytest.raises(ValueError):  # noqa: PT011 - padding or bytes, as the wrong key happens to give
        decrypt(DOCUMENTED, "another key")


def test_the_documented_signature_is_made() -> None:
    signature = "e195c9e5af14a703921143d3c2afd1c1ed93a50838a77a121a7da206a1a2651f"
    assert sign("1700000000", "n0nce", "test key", b'{"encrypt":"abc"}') == signature
