"""What a button carries comes back as it was, however the platform brings it."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.feishu.press import Place, read
from bot.kernel.cards import Action
from bot.kernel.ids import DeliveryKey

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(TEXTS, TEXTS.filter(bool), st.dictionaries(TEXTS, TEXTS, max_size=4), st.booleans())
def test_a_press_is_read_back_in_every_form(key: str, name: str, args: dict[str, str], direct: bool) -> None:
    place, action = Place(DeliveryKey(key), direct), Action(name, args)
    for brought in (
        {"value": place.value(action)},
        {"option": place.text(action)},
        {"name": place.name(action)},
        {"name": place.name(action), "value": {}, "option": ""},
    ):
        found = read(brought)
        assert found is not None
        assert (found[0].key, found[0].action, found[1]) == (key, action, direct)
