"""What a client shows of a message of the robot, in the notation, read from the wire alone."""

import json
from collections.abc import Collection, Iterable

from bot.playing.drawing import Drawn, Field, Pen, Pressable
from tests.fakes.dingtalk.inline import said_by
from tests.fakes.dingtalk.markdown import lines
from tests.fakes.dingtalk.model import Handle, Json, Message
from tests.fakes.dingtalk.template import SLOTS

SMALL = "ⓘ "
EVERYBODY = "@所有人"
Button = tuple[str, str]
"""A label and an address."""


def draw(message: Message, viewer: str = "") -> Drawn[Handle]:
    """One message as `viewer` sees it. It waits for text unless it has buttons: the wire does not tell."""
    pen = Pen[Handle]()
    match message.kind:
        case "card":
            _card(pen, message, viewer)
        case "webhook":
            _hook(pen, message)
        case _:
            _robot(pen, message.wire["msgKey"], message.wire["msgParam"])
    drawn = pen.drawn()
    return drawn if drawn.pressables else pen.drawn(listens=True)


def _robot(pen: Pen[Handle], key: str, param: Json) -> None:
    match key:
        case "sampleText":
            pen.line(param["content"])
        case "sampleMarkdown":
            _markdown(pen, param["text"])
        case "sampleLink":
            pen.line(f"{param['title']}: {param['text']} ({param['messageUrl']})")
        case "sampleActionCard":
            _markdown(pen, param["text"], [(param["singleTitle"], param["singleURL"])])
        case "sampleActionCard6":
            buttons = [(param[f"buttonTitle{n}"], param[f"buttonUrl{n}"]) for n in (1, 2)]
            _markdown(pen, param["text"], buttons)
        case key if key.startswith("sampleActionCard"):
            numbers = range(1, int(key[-1]) + 1)
            _markdown(pen, param["text"], [(param[f"actionTitle{n}"], param[f"actionURL{n}"]) for n in numbers])
        case _:
            pen.line(f"({key})")


def _hook(pen: Pen[Handle], message: Message) -> None:
    kind, content, at = message.wire["msgtype"], message.wire[message.wire["msgtype"]], message.wire.get("at", {})
    called = {each: message.names.get(each, each) for each in at.get("atUserIds", ())}
    everybody = EVERYBODY if at.get("isAtAll") else ""
    match kind:
        case "text":
            pen.line(_called(content["content"], called))
        case "link":
            pen.line(f"{content['title']}: {content['text']} ({content['messageUrl']})")
        case "feedCard":
            for each in content["links"]:
                pen.line(f"{each['title']} ({each['messageURL']})")
        case "actionCard" if "btns" in content:
            buttons = [(each["title"], each["actionURL"]) for each in content["btns"]]
            _markdown(pen, content["text"], buttons, called)
        case "actionCard":
            _markdown(pen, content["text"], [(content["singleTitle"], content["singleURL"])], called)
        case _:
            _markdown(pen, content["text"], called=called)
    if everybody:
        pen.line(everybody)


def _markdown(
    pen: Pen[Handle], text: str, buttons: Iterable[Button] = (), called: dict[str, str] | None = None
) -> None:
    """The text, then the buttons, then the small print: that is last, though on a screen it stands above them.

    Small print is all from the last line that begins with its sign.
    """
    seen = lines(text)
    begins = [index for index, each in enumerate(seen) if each.text.startswith(SMALL)][-1:] or [len(seen)]
    small = "\n".join(each.text for each in seen[begins[0] :])
    for line in seen[: begins[0]]:
        if line.rule:
            pen.rule()
            continue
        if line.text or not line.says:
            pen.line(_called(line.text, called or {}))
        pen.buttons(Pressable(each.label, Handle("say", text=each.words), takes=True) for each in line.says)
    _actions(pen, buttons)
    if small:
        pen.aside(small.removeprefix(SMALL))


def _actions(pen: Pen[Handle], buttons: Iterable[Button]) -> None:
    for label, url in buttons:
        words = said_by(url)
        if words is None:
            pen.line(f"{label} ({url})")
        else:
            pen.buttons([Pressable(label, Handle("say", text=words), takes=True)])


def _called(text: str, called: dict[str, str]) -> str:
    for user, name in called.items():
        text = text.replace(f"@{user}", f"@{name}")
    return text


def _card(pen: Pen[Handle], message: Message, viewer: str) -> None:
    values: dict[str, str] = message.wire["cardParamMap"]
    at = message.wire["cardAtUserIds"]
    if title := values.get("title"):
        pen.line(title)
    for n in SLOTS:
        if text := values.get(f"text_{n}"):
            _slot_text(pen, text, at)
        if form := values.get(f"form_{n}"):
            _form(pen, n, form, values.get(f"submit_{n}", ""))
        if buttons := values.get(f"buttons_{n}"):
            pen.buttons(
                Pressable(each["text"], Handle("button", each["id"], each["value"]), takes=True)
                for each in json.loads(buttons)
            )
    if note := message.private.get(viewer, {}).get("note"):
        pen.line(note)
    if reason := values.get("reason"):
        pen.aside(reason)


def _slot_text(pen: Pen[Handle], text: str, at: Collection[str]) -> None:
    for line in lines(text, card=True, at=at):
        if line.rule:
            pen.rule()
        else:
            pen.line(line.text)


def _form(pen: Pen[Handle], n: int, text: str, submit: str) -> None:
    fields = [each for each in json.loads(text)["fields"] if not each.get("hidden")]
    if submit:
        drawn = [Field(each["name"], each["label"], _options(each)) for each in fields]
        pen.form(drawn, Pressable(submit, Handle("form", f"form_{n}", text), takes=True))
        return
    label = fields[0]["label"]
    pen.menu(
        label,
        [
            Pressable(shown, Handle("menu", f"form_{n}", text, value), takes=True, menu=label)
            for value, shown in _options(fields[0])
        ],
    )


def _options(field: Json) -> tuple[tuple[str, str], ...]:
    return tuple((each["value"], each["text"]) for each in field.get("options", ()))
