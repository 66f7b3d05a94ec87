"""One template card: lines of text, how they are laid out, and buttons that say what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.common.press import press_text
from adapters.wecom import limits
from adapters.wecom.limits import CardSize
from adapters.wecom.markup import SMALL
from bot.kernel.cards import Button, Style
from bot.kernel.ids import DeliveryKey

Json = dict[str, Any]
_STYLES = {Style.PRIMARY: 1, Style.PLAIN: 2, Style.DANGER: 3}


@dataclass(frozen=True, slots=True)
class CardPage:
    """What a card is to say: its lines, the reason at its end, its buttons."""

    lines: Sequence[str]
    reason: str
    buttons: tuple[Button, ...]


def card_of(
    page: CardPage,
    size: CardSize,
    task: str,
    key: DeliveryKey,
    url: tuple[str, str] = ("", ""),
    home: str = "",
) -> Json | None:
    """The card; None if its text or its buttons do not fit. Only the reason may run over, which a client folds.

    `url`: label and address of a button that opens a page. Without buttons it leads to `home`.
    """
    laid = _laid_out(page, size, titled=bool(page.buttons))
    buttons = [_button(each, key) for each in page.buttons]
    if url[1] and len(buttons) < limits.BUTTONS:
        buttons.append({"text": url[0], "type": 1, "url": url[1]})
    if laid is None or not _presentable(buttons):
        return None
    if not page.buttons:
        return {"card_type": "text_notice", **laid, "card_action": {"type": 1, "url": home}, "task_id": task}
    return {"card_type": "button_interaction", **laid, "button_list": buttons, "task_id": task}


def _laid_out(page: CardPage, size: CardSize, titled: bool) -> Json | None:
    """A short first line is the title, what follows the text; a second line moves up where it makes room."""
    title, rest = "", list(page.lines)
    if rest and len(rest[0].strip()) > 0 and len(rest[0]) <= size.title:
        title = rest.pop(0)
    elif titled:
        title = limits.HEADING
    desc = ""
    if title and rest and 0 < len(rest[0]) <= size.desc and len(_text(rest, page.reason)) > size.text:
        desc = rest.pop(0)
    if len("\n".join(rest)) > size.text:
        return None
    laid: Json = {"main_title": {"title": title, **({"desc": desc} if desc else {})}} if title else {}
    text = _text(rest, page.reason)
    if not (laid or text):
        return None
    return {**laid, **({"sub_title_text": text} if text else {})}


def _text(rest: Sequence[str], reason: str) -> str:
    return "\n".join([*rest, *([f"{SMALL}{reason}"] if reason else [])])


def _button(button: Button, key: DeliveryKey) -> Json:
    return {"text": button.label, "style": _STYLES[button.style], "key": press_text(key, button.action)}


def _presentable(buttons: Sequence[Json]) -> bool:
    keys = [each["key"] for each in buttons if "key" in each]
    fitting = all(len(each["text"]) <= limits.LABEL and each["text"] for each in buttons)
    short = all(len(each.encode()) <= limits.KEY_BYTES for each in keys)
    return fitting and short and len(set(keys)) == len(keys) and len(buttons) <= limits.BUTTONS
