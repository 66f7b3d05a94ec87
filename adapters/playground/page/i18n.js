// Every sentence of the page in both languages. What the bot says is in the language of the person it speaks to.

const ZH = {
  "brand": "合拍", "brand.sub": "试玩", "you": "你是", "switch": "换人", "chats": "聊天", "new.room": "新建群",
  "who.title": "你想以谁的身份试试？", "who.sub": "这是一家虚构的小公司。随便选一个人，随时可以换；开两个窗口就能同时当两个人。",
  "who.empty": "这里还没有人。先添加你自己，再添加几位同事。", "who.add": "添加一个人", "who.name": "名字", "who.dept": "部门（可不填）",
  "who.added": "已添加 {name}", "add": "添加", "cancel": "取消", "close": "关闭", "back": "返回聊天列表",
  "room.title": "群名称", "room.members": "谁在群里", "room.create": "建群，并请合拍进群", "room.hint": "合拍进群后会打招呼，照它说的回一句就能开始设置。",
  "unread": "{n} 条未读", "direct.sub": "私聊", "room.sub": "{n} 人",
  "audience.direct": "只有你和合拍看得到", "audience.room": "群里 {n} 人和合拍都看得到：{names}", "nobot": "合拍不在这个群里",
  "say.direct": "给合拍写点什么…", "say.room": "说点什么，@合拍 它会回应…", "send": "发送", "message": "消息",
  "sticker": "发个表情", "mention.list": "可以提到的人", "reply": "回复", "replying": "回复 {name}", "log": "聊天记录",
  "delivered": "已送达", "undelivered": "未送达", "retry": "重试", "sending": "发送中", "updated": "已更新", "why": "为什么收到？",
  "choose": "请选择…", "required": "这一题要填", "optional": "可不填", "private": "只有你自己看得到", "form.sent": "已提交", "fill": "填：{word}",
  "empty.direct": "还没有消息。把时间拨到下一个工作日 9:30，合拍就会来问你；也可以现在发「帮助」。",
  "empty.room": "群里还没有消息。", "more": "展开全文", "less": "收起",
  "media.sticker": "[表情]", "media.voice": "[语音]", "media.image": "[图片]", "media.other": "[附件]",
  "time": "时间机器", "time.hint": "拨快合拍的时钟，它会把这段时间里该做的事一件件做完。", "time.1h": "+1 小时", "time.930": "下一个 9:30",
  "time.monday": "下周一 9:30", "time.now": "回到现在", "time.moving": "时间正在往前走…", "time.arrived": "到了：{when}",
  "time.arrived.news": "到了：{when}。{names}收到了新消息。", "time.arrived.off": "到了：{when}。这天休息，合拍不打扰大家。", "time.real": "和现实同步", "time.moved": "已拨动", "time.open": "打开时间机器",
  "people": "{n} 个人", "works": "工作日", "off": "休息日", "swapped": "调休上班", "news": "大家的新消息",
  "guide": "先试这三步", "guide.hide": "收起指引", "guide.show": "显示指引",
  "guide.1": "把时间拨到「下一个 9:30」，合拍会来问你今天的三个问题。", "guide.1.do": "拨到下一个 9:30",
  "guide.2": "点按钮，或者直接打字回答。卡住了就写「卡在接口文档，@王磊 周三前要」。", "guide.2.do": "去回答",
  "guide.3": "换成别人看看：同事收到了什么？群里的汇总长什么样？再拨时间，还有提醒、预警和周报。", "guide.3.do": "换个人",
  "hints": "试着说", "offline": "连接断开了，正在重连…", "language": "English", "language.label": "切换到英文",
  "error.offline": "连不上合拍。它还在运行吗？", "error.failed": "出了点问题，请再试一次。", "error.not_accepted": "合拍暂时收不了，消息已留着，请稍后重试。",
  "error.not_ready": "合拍还没准备好，请稍等一会儿再试。", "error.moving": "时间正在走，等它到了再拨。", "error.unknown_button": "这张卡片上已经没有这个按钮了。",
  "error.unknown_person": "没有这个人。", "error.too_large": "内容太长了。", "error.no_token": "请用启动时打印的完整地址打开（里面带着口令）。",
  "error.wrong_token": "口令不对。请用启动时打印的完整地址打开。", "error.taken_name": "这是合拍的名字，换一个吧。", "error.too_far": "一次拨得太远了。",
};

const EN = {
  "brand": "Hepai", "brand.sub": "playground", "you": "You are", "switch": "Switch", "chats": "Chats", "new.room": "New group",
  "who.title": "Who would you like to be?", "who.sub": "This is a small made-up company. Pick anyone and switch at any time; open two windows to be two people at once.",
  "who.empty": "There is nobody here yet. Add yourself, then a few colleagues.", "who.add": "Add a person", "who.name": "Name", "who.dept": "Department (optional)",
  "who.added": "{name} was added", "add": "Add", "cancel": "Cancel", "close": "Close", "back": "Back to the chats",
  "room.title": "Name of the group", "room.members": "Who is in it", "room.create": "Create it and invite Hepai", "room.hint": "Hepai will say hello in the group; answer it to set things up.",
  "unread": "{n} unread", "direct.sub": "Direct chat", "room.sub": "{n} people",
  "audience.direct": "Only you and Hepai can see this", "audience.room": "{n} people and Hepai can see this: {names}", "nobot": "Hepai is not in this group",
  "say.direct": "Write to Hepai…", "say.room": "Say something; @Hepai to ask it…", "send": "Send", "message": "Message",
  "sticker": "Send a sticker", "mention.list": "People to mention", "reply": "Reply", "replying": "Replying to {name}", "log": "Conversation",
  "delivered": "Delivered", "undelivered": "Not delivered", "retry": "Try again", "sending": "Sending", "updated": "Updated", "why": "Why did I get this?",
  "choose": "Choose…", "required": "Please answer this", "optional": "optional", "private": "Only you can see this", "form.sent": "Submitted", "fill": "Fill in: {word}",
  "empty.direct": "No messages yet. Move the time to the next 9:30 of a working day and Hepai will ask you; or write “help” now.",
  "empty.room": "No messages in this group yet.", "more": "Show all", "less": "Show less",
  "media.sticker": "[sticker]", "media.voice": "[voice message]", "media.image": "[picture]", "media.other": "[attachment]",
  "time": "Time machine", "time.hint": "Move Hepai's clock forward: it does everything that falls due on the way.", "time.1h": "+1 hour", "time.930": "Next 9:30",
  "time.monday": "Monday 9:30", "time.now": "Back to now", "time.moving": "Time is passing…", "time.arrived": "Arrived: {when}",
  "time.arrived.news": "Arrived: {when}. New messages for {names}.", "time.arrived.off": "Arrived: {when}. A day off: Hepai leaves everybody in peace.", "time.real": "real time", "time.moved": "moved", "time.open": "Open the time machine",
  "people": "{n} people", "works": "Working day", "off": "Day off", "swapped": "Make-up working day", "news": "Everybody's news",
  "guide": "Three things to try", "guide.hide": "Hide", "guide.show": "Show",
  "guide.1": "Move the time to the “next 9:30”: Hepai will ask you today's three questions.", "guide.1.do": "Go to the next 9:30",
  "guide.2": "Press a button, or just type. If you are stuck: “stuck on the API doc, need it from @王磊 by Wednesday”.", "guide.2.do": "Answer",
  "guide.3": "Be somebody else: what did a colleague get, what does the group see? Move on in time for reminders, flags and the digest.", "guide.3.do": "Be somebody else",
  "hints": "Try", "offline": "Connection lost, trying again…", "language": "中文", "language.label": "Switch to Chinese",
  "error.offline": "Hepai cannot be reached. Is it still running?", "error.failed": "Something went wrong; please try again.",
};

let language = "zh";

export const lang = () => language;

export function setLanguage(which) {
  language = which === "en" ? "en" : "zh";
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
}

/** The sentence `key` with its `{slots}` filled; `otherwise` if there is none in this language. */
export function t(key, values = {}, otherwise = key) {
  const sentence = (language === "en" ? EN : ZH)[key] ?? otherwise;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

const locale = () => (language === "en" ? "en-GB" : "zh-CN");

export function clockTime(instant, zone) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(instant);
}

export function calendarDay(instant, zone, year = false) {
  const parts = { month: language === "en" ? "short" : "long", day: "numeric", weekday: "short", timeZone: zone };
  return new Intl.DateTimeFormat(locale(), year ? { ...parts, year: "numeric" } : parts).format(instant);
}

export const listed = (names) => names.join(language === "en" ? ", " : "、");
