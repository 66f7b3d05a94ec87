"""What the operator writes under [platforms.dingtalk]."""

import pytest

from adapters.dingtalk.settings import read
from bot.kernel.options import OptionError

GIVEN = {"client_id": "dingabc", "client_secret": "s3cret"}
PATH = "k3J9vQ0sWz7Xp1LmN4tR8e"


def test_two_values_are_enough() -> None:
    found = read(GIVEN)
    assert (found.robot_code, found.api_url, found.connections) == ("dingabc", "https://api.dingtalk.com", 1)


def test_the_secret_shows_in_no_text() -> None:
    assert "s3cret" not in repr(read(GIVEN))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"client_secret": " "}, "client_secret must be a text"),
        ({"client_secrett": "x"}, 'did you mean "client_secret"'),
        ({"connections": 0}, "connections must be a whole number from 1 to 8"),
        ({"mode": "webhook"}, 'mode must be one of "stream", "http"'),
        ({"api_url": "api.dingtalk.com"}, "api_url must be an address"),
        ({"api_url": "ws://api.dingtalk.com"}, "api_url must be an address"),
        ({"mode": "http"}, "needs callback_path"),
        ({"mode": "http", "callback_path": "short"}, "at least 22"),
        ({"mode": "http", "callback_path": PATH, "card_template_id": "t.schema"}, "public_url is missing"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(more: dict[str, object], says: str) -> None:
    with pytest.raises(OptionError, match=says):
        read({**GIVEN, **more})


def test_without_a_secret_nothing_starts() -> None:
    with pytest.raises(OptionError, match="client_secret is missing"):
        read({"client_id": "dingabc"})
