"""One card with everything, and a short one."""

from bot.kernel.cards import (
    Action,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Link,
    Mentioned,
    Paragraph,
    Quote,
    Said,
    Select,
    Style,
    Text,
    Tone,
)
from bot.kernel.ids import PersonId
from bot.kernel.questions import Choice, ChoiceQuestion, NumberQuestion, ScaleQuestion, TextQuestion

DONE = Button("1 完成", Action("done", {"p": "x"}), Style.PRIMARY)
LATER = Button("2 以后", Action("later"))
TALK = Button("一题一题答", Action("talk"))

TEXTS = (
    Paragraph((Text("早上好,"), Mentioned(PersonId("user0415"), "王磊"), Text("。\n第二行"))),
    Fields((("昨天", (Said("修了 *bug*"),)), ("今天", (Bold("上线"),)))),
    Quote("赵敏", (Said("卡在接口\n明天要"),)),
    Divider(),
    Paragraph((Link("看板", "https://example.com/b?x=1"), Text(" · "), Link("旧", "javascript:alert(1)"))),
)
SHORT = Card((Paragraph((Text("今天怎样?"),)), Buttons((DONE, LATER))))
PLAIN = Card((*TEXTS, Buttons((DONE, LATER))), title="华东组", tone=Tone.WARNING)
FORM = Form(
    (
        TextQuestion("today", "今天?"),
        ChoiceQuestion("plan", "计划?", (Choice("done", "完成"), Choice("no", "没动"))),
        ScaleQuestion("mood", "心情?", top=2),
        NumberQuestion("calls", "通话?"),
    ),
    Action("submit", {"p": "x"}),
    "提交",
    TALK,
)
RICH = Card(
    (
        *TEXTS,
        Buttons((DONE,)),
        Paragraph((Text("选一个"),)),
        Select("转给", (Button("1 王磊", Action("pass", {"to": "w"})), Button("2 李娜", Action("pass", {"to": "l"})))),
        FORM,
    ),
    title="华东组",
    tone=Tone.ALERT,
)
