"""Messages in the notation: each block as the contract between adapters and fakes says it is read."""

from typing import Any

from tests.fakes.slack.drawing import Handle, draw_wire

Block = dict[str, Any]


def called(id: str) -> str:
    return {"U1": "王磊"}.get(id, id)


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, action: str) -> Block:
    return {"type": "button", "action_id": action, "text": plain(label), "value": "{}"}


def actions(*elements: Block, id: str = "b") -> Block:
    return {"type": "actions", "block_id": id, "elements": list(elements)}


def menu(label: str, action: str, *options: str) -> Block:
    made = [{"text": plain(each), "value": f"v{each}"} for each in options]
    return {"type": "static_select", "action_id": action, "placeholder": plain(label), "options": made}


def asked(label: str, action: str, block: str, element: Block | None = None) -> Block:
    field = {"type": "plain_text_input", "action_id": action, **(element or {})}
    return {"type": "input", "block_id": block, "label": plain(label), "element": field}


def text(*blocks: Block) -> str:
    return draw_wire({"text": "", "blocks": list(blocks)}, called).text


def test_words_of_every_kind() -> None:
    assert text(
        {"type": "header", "text": plain("周报")},
        marked("*3* of 5 for <@U1>\nsecond line"),
        marked("*状态:* 进行中\n*谁:* <@U1>"),
        {"type": "divider"},
        marked(">*赵敏:* 卡在[接口]\n>第二行"),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "ⓘ 因为「华东组」约好"}]},
    ) == (
        "周报\n3 of 5 for @王磊\nsecond line\n状态: 进行中\n谁: @王磊\n---\n"
        "> 赵敏: 卡在\\[接口\\]\n> 第二行\n(i) 因为「华东组」约好"
    )


def test_buttons_stand_behind_the_line_above_and_a_menu_on_its_own() -> None:
    drawn = draw_wire(
        {"text": "", "blocks": [marked("How?"), actions(button("1 Good", "g"), menu("Mood", "m", "2 So", "3 No"))]},
        called,
    )
    assert drawn.text == "How? [1 Good]\n{Mood: 2 So|3 No}"
    assert [each.handle for each in drawn.pressables] == [
        Handle("b", "g"),
        Handle("b", "m", "v2 So"),
        Handle("b", "m", "v3 No"),
    ]
    assert (drawn.pressables[1].menu, drawn.listens) == ("Mood", False)


def test_a_form_is_its_fields_and_the_buttons_below() -> None:
    mood = {**menu("", "mood", "好", "差"), "type": "static_select"}
    del mood["placeholder"]
    drawn = draw_wire(
        {
            "text": "",
            "blocks": [
                marked("早"),
                asked("昨天?", "yesterday", "1"),
                asked("心情?", "mood", "2", mood),
                actions(button("提交", "s"), button("一题一题", "t")),
                marked("bye"),
                actions(button("1 X", "x"), id="c"),
            ],
        },
        called,
    )
    assert drawn.text == "早\n{昨天?}\n{心情?: 好|差} [提交] [一题一题]\nbye [1 X]"
    (form,) = drawn.forms
    assert form.submit.handle == Handle("b", "s")
    assert [(each.name, each.options) for each in form.fields] == [
        ("yesterday", ()),
        ("mood", (("v好", "好"), ("v差", "差"))),
    ]
    assert [each.label for each in drawn.pressables] == ["一题一题", "1 X"]


def test_fields_of_one_name_are_told_apart() -> None:
    blocks = [asked("a", "q", "1"), asked("b", "q", "2"), actions(button("go", "s"))]
    (form,) = draw_wire({"text": "", "blocks": blocks}, called).forms
    assert [each.name for each in form.fields] == ["1/q", "2/q"]


def test_without_blocks_the_text_is_what_stands_there() -> None:
    drawn = draw_wire({"text": "Hello *you*\n1 Good\nⓘ why it came"}, called)
    assert (drawn.text, drawn.listens) == ("Hello you\n1 Good\n(i) why it came", True)


def test_the_words_of_rich_text_are_no_markup() -> None:
    spans = [
        {"type": "text", "text": "*x* <"},
        {"type": "user", "user_id": "U1"},
        {"type": "emoji", "name": "tada"},
        {"type": "link", "url": "https://e.co", "text": "e"},
        {"type": "broadcast", "range": "here"},
    ]
    section = {"type": "rich_text_section", "elements": spans}
    assert text({"type": "rich_text", "elements": [section]}) == "*x* <@王磊🎉e (https://e.co)@here"
    assert text({"type": "rich_text", "elements": [{**section, "type": "rich_text_quote"}]}).startswith("> *x*")
    items = {"type": "rich_text_list", "style": "bullet", "elements": [section]}
    assert text({"type": "rich_text", "elements": [items]}).startswith("- *x*")


def test_tables_and_charts_are_named() -> None:
    rows = [[{"type": "raw_text", "text": "Goal"}, {"type": "raw_number", "value": 80, "text": "80 %"}]]
    assert text({"type": "table", "rows": rows}) == "Goal | 80 %"
    assert text({"type": "data_visualization", "title": "Moods", "chart": {}}) == "(chart) Moods"
