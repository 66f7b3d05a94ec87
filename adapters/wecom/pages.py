"""The form's pages as HTML: every text escaped, no script, in the language of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import assert_never

from bot.kernel.cards import Form
from bot.kernel.questions import ChoiceQuestion, Invalid, NumberQuestion, Question, ScaleQuestion, TextQuestion

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 40em; padding: 1em; color: #1c1c1e }
label, legend { display: block; font-weight: 600; margin: 1.2em 0 .4em }
fieldset { border: 0; margin: 0; padding: 0 }
fieldset label { display: inline-block; font-weight: 400; margin: 0 1em 0 0 }
textarea, input[type=text] { box-sizing: border-box; width: 100%; font: inherit; padding: .5em }
textarea { min-height: 6em }
button { font: inherit; margin-top: 1.5em; padding: .6em 2em }
.wrong { color: #b00020 }
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language."""

    lang: str
    button: str
    heading: str
    sent: str
    later: str
    optional: str
    reasons: Mapping[str, str]


ZH = Words(
    "zh-CN",
    "网页填写",
    "一次填完",
    "收到了,可以回到聊天了。",
    "现在收不了,请过一会儿再提交一次。",
    "(可不填)",
    {
        "empty": "这一项要填",
        "too_long": "太长了,最多 {limit} 个字,现在 {length} 个",
        "not_a_choice": "请选其中一个",
        "not_a_number": "请填一个数字",
        "out_of_range": "请填 {lowest} 到 {highest} 之间的数",
    },
)
EN = Words(
    "en",
    "Web page",
    "All at once",
    "Received. You can go back to the chat.",
    "This cannot be taken just now; please send it again in a moment.",
    " (optional)",
    {
        "empty": "Please fill this in",
        "too_long": "Too long: at most {limit} characters, this has {length}",
        "not_a_choice": "Please choose one of these",
        "not_a_number": "Please give a number",
        "out_of_range": "Please give a number from {lowest} to {highest}",
    },
)


def words(form: Form) -> Words:
    """The language its questions are written in."""
    asked = form.label + "".join(each.text for each in form.questions)
    return ZH if any("\u4e00" <= char <= "\u9fff" for char in asked) else EN


def form(form: Form, token: str, given: Mapping[str, str], wrong: Mapping[str, Invalid]) -> str:
    """`given`: what was typed before; `wrong`: what is not taken of it."""
    said = words(form)
    fields = "".join(_field(each, given.get(each.name, ""), wrong.get(each.name), said) for each in form.questions)
    hidden = f'<input type="hidden" name="t" value="{escape(token)}">'
    button = f"<button>{escape(form.label)}</button>"
    return _page(said, said.heading, f'<form method="post" action="/wecom/form">{hidden}{fields}{button}</form>')


def sent(form: Form) -> str:
    said = words(form)
    return _page(said, said.sent, "")


def later(form: Form) -> str:
    said = words(form)
    return _page(said, said.later, "")


def over() -> str:
    return _page(
        ZH, "这个链接用不了了", "<p>请在聊天里回答。<br>This link is no longer good; please answer in the chat.</p>"
    )


def back() -> str:
    return _page(ZH, "请回到聊天", "<p>这张卡片不用再点了。<br>Nothing is left to do here; go back to the chat.</p>")


def _page(said: Words, heading: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{said.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(heading)}</title><link rel="stylesheet" href="/wecom/form.css"></head>'
        f"<body><h1>{escape(heading)}</h1>{body}</body></html>"
    )


def _field(question: Question, given: str, wrong: Invalid | None, said: Words) -> str:
    name, needed = escape(question.name), " required" if question.required else ""
    asked = escape(question.text + ("" if question.required else said.optional))
    problem = ""
    if wrong:
        problem = f'<p class="wrong">{escape(said.reasons[wrong.reason].format(**wrong.values))}</p>'
    match question:
        case TextQuestion(limit=limit):
            area = f'<textarea id="{name}" name="{name}" maxlength="{limit}"{needed}>\n{escape(given)}</textarea>'
            return f'<label for="{name}">{asked}</label>{problem}{area}'
        case NumberQuestion():
            box = f'<input id="{name}" type="text" inputmode="decimal" name="{name}" value="{escape(given)}"{needed}>'
            return f'<label for="{name}">{asked}</label>{problem}{box}'
        case ChoiceQuestion(choices=choices):
            options = [(each.value, each.label) for each in choices]
        case ScaleQuestion(top=top):
            options = [(str(each), str(each)) for each in range(1, top + 1)]
        case _:
            assert_never(question)
    chosen = "".join(_option(name, value, label, value == given, needed) for value, label in options)
    return f"<fieldset><legend>{asked}</legend>{problem}{chosen}</fieldset>"


def _option(name: str, value: str, label: str, chosen: bool, needed: str) -> str:
    mark = " checked" if chosen else ""
    return f'<label><input type="radio" name="{name}" value="{escape(value)}"{mark}{needed}> {escape(label)}</label>'
