"""What check-ins say while they are set up and changed, in both languages."""

from bot.kernel.phrases import Phrase as P

# the group
HELLO_GROUP = P(
    "大家好,我是合拍。群主或管理员回「开始」,2 分钟配好。",
    "Hello everybody, I am Hepai. The manager or an administrator sends “start”; it takes two minutes.",
)
HELLO_AGAIN = P(
    "大家好,我回来了。打卡照旧:{days} {time}。",
    "Hello again. The check-in goes on as before: {days} at {time}.",
)
BEGIN = P("开始", "Start")
MAY_NOT_SET_UP = P(
    "「{title}」的打卡由{names}来配。我什么都没有改。",
    "The check-in of “{title}” is set up by {names}. Nothing has changed.",
)
NOBODY_MAY = P(
    "还没有人能配「{title}」的打卡:先请管理员登记经理。",
    "Nobody may set up “{title}” yet: ask an administrator to enter its manager.",
)
OR = P("、", " or ")
NO_GROUP = P("先把我拉进一个群,再在群里回「开始」。", "Add me to a group first, then send “start” there.")
WHICH_GROUP = P("配哪个群?", "Which group?")
WHICH_CHECKIN = P("哪一个打卡?", "Which check-in?")
RUNNING = P(
    "「{title}」已经在打卡:{days} {time}。改时间回「打卡时间 10:00」,想重新配就在下面选。",
    "“{title}” checks in already: {days} at {time}. “checkin time 10:00” moves it; to set it up anew, choose below.",
)

# the choices
CHOOSE = P(
    "给「{title}」配打卡。点选,或一行回完,比如「1 1 1 1」。",
    "The check-in of “{title}”. Tap, or answer in one line such as “1 1 1 1”.",
)
WHO = P("①谁参加?", "① Who takes part?")
EVERYBODY = P("全群 {count} 人", "All {count} in the group")
SIGNED_UP = P("群里报名的人", "Who signs up in the group")
SOME = P("我选", "I choose")
HOUR = P("②几点?", "② When?")
USUAL = P("工作日 9:30", "Working days 9:30")
OTHER_HOUR = P("其他", "Another time")
ASK = P("③问什么?", "③ Which questions?")
DEFAULT = P("默认 3 题", "The usual 3")
SALES = P("销售模板", "Sales")
RESEARCH = P("研发模板(周一三五)", "R&D (Mon, Wed, Fri)")
WHERE = P("④汇总发哪?", "④ Where does the report go?")
HERE = P("本群", "This group")
CHOSEN = P("✓ {option}", "✓ {option}")
NOT_CHOICES = P(
    "「{text}」我没对上。每题回一个数字,共四个,比如「1 1 2 1」;也可以直接点。",
    "I could not match “{text}”. One digit for each question, four in all, such as “1 1 2 1”; or just tap.",
)
NAME_PEOPLE = P("谁参加?在这里 @ 他们,一条消息写完。", "Who takes part? Mention them here, all in one message.")
NOBODY_NAMED = P(
    "没看到 @ 谁。要真的 @ 到人,比如「@王磊 @李娜」。",
    "I saw nobody mentioned. Please mention them, such as “@Bo @Lina”.",
)
NAME_PEOPLE_TYPED = P(
    "谁参加?在这里写他们的名字,比如「@王磊 @李娜」,一条消息写完。",
    "Who takes part? Write their names here, such as “@Bo @Lina”, all in one message.",
)
NOBODY_KNOWN = P(
    "这里面没有我认识的人。请他们先在群里发「@合拍 参加」,再在这里写「@王磊 @李娜」。",
    "I know none of them yet. Let them write “@Hepai join” in the group first, then “@Bo @Lina” here.",
)
SIGN_UP = P(
    "我看不到「{title}」里有谁。请参加的人各自在群里发「@合拍 参加」,或者你在群里写「@合拍 参加 @王磊 @李娜」。"
    "人齐了回「好了」。",
    "I cannot see who is in “{title}”. Whoever takes part writes “@Hepai join” there, or you write "
    "“@Hepai join @Bo @Lina” there. Send “done” when they all have.",
)
NOBODY_YET = P(
    "还没有人报名。请参加的人在「{title}」里发「@合拍 参加」,人齐了回「好了」。",
    "Nobody has signed up yet. Whoever takes part writes “@Hepai join” in “{title}”; then send “done”.",
)
ALL_SIGNED = P("好,报名的有 {count} 人。", "Good: {count} signed up.")
ALL_THERE = P("好了", "Done")
UNNAMED = P("{name}的团队", "{name}'s team")

# signing up
JOIN_USAGE = P("参加", "join")
JOIN_HELP = P("在群里报名打卡", "sign up for the check-in, in the group")
JOIN_WHERE = P("在团队的群里发「@合拍 参加」。", "Write “@Hepai join” in the group of your team.")
JOINED = P(
    "记下了。打卡启用后,我会在这里先告诉你怎么回事。",
    "Noted. Once the check-in is switched on I shall tell you here what it is about.",
)
JOINED_ALONE = P(
    "记下了你。别人请自己在群里发「@合拍 参加」。",
    "I noted you. Others sign up themselves, with “@Hepai join” in the group.",
)
JOINED_BY = P("记下了:{names}。现在一共 {count} 人。", "Noted: {names}. That makes {count} in all.")
JOIN_UNKNOWN = P(
    "我还不认识你 @ 的人。请他们自己在群里发「@合拍 参加」。",
    "I do not know whom you mention. Let them write “@Hepai join” in the group themselves.",
)
JOINED_ALREADY = P("你已经在「{title}」里了。", "You are in “{title}” already.")
JOIN_LATER = P(
    "「{title}」已经配好了。要加入,请{names}在群里写「@合拍 加人 @{name}」。",
    "“{title}” is set up already. To join, ask {names} to write “@Hepai add @{name}” in the group.",
)
NAME_HOUR = P("几点?比如「10:00」或「9 点半」。", "At what time? For example “10:00”.")
NOT_HOUR = P(
    "「{text}」我没看懂。写个 6:00 到 20:00 之间的时间,比如「10:00」。",
    "I did not understand “{text}”. A time between 6:00 and 20:00, please, such as “10:00”.",
)
CHOICES_DONE = P("好,四项都选了。", "Good, all four are chosen.")

# the rehearsal
REHEARSAL = P(
    "预演{day}:{count} 人 {time} 收到{elsewhere}{away},{end} 本群出汇总。启用前谁也不会收到消息。",
    "A look at {day}: {count} people are asked at {time}{elsewhere}{away}; at {end} the report comes to the group. "
    "Nobody gets anything before you switch it on.",
)
TOMORROW = P("明天({day})", "tomorrow ({day})")
ELSEWHERE = P("({names} 按当地时间)", " ({names} at their own local time)")
AWAY = P(",{names}休假不发", "; {names} on leave, not asked")
ENABLE = P("启用", "Switch on")
TRY = P("先试我一个人", "Try it on me first")
TRYING = P("好,先发给你一个人试。", "All right, just you for now.")
TRIED = P("试完了。要给大家启用吗?", "That was the trial. Shall I switch it on for everybody?")
ENABLED = P(
    "已启用 ✅ {day}{time} 开始,每个人会先收到一条说明。改时间回「打卡时间 10:00」。",
    "It is on ✅ It begins {day} at {time}; everybody gets a short word before. “checkin time 10:00” moves it.",
)
ENABLED_ALREADY = P("已经启用了,没有变化。", "It is on already; nothing has changed.")
SETUP_GONE = P("这张卡已经用不了了。回「开始」重新配。", "That card no longer works. Send “start” to begin anew.")

# the introduction
INTRO = P(
    "{name},「{audience}」从 {day}起{days} {time} 打卡:{count} 题,约 1 分钟。",
    "{name}, from {day} “{audience}” checks in {days} at {time}: {count} questions, about a minute. ",
)
INTRO_FEWER = P(
    "不想写的那天回「跳过」,不算漏;随时可回「少发点」。",
    "“skip” on a day you would rather not, it does not count; “fewer” for less, any time.",
)
INTRO_REASON = P("因为「{audience}」启用了打卡", "because “{audience}” has a check-in from now on")

# changing the time
TIME_USAGE = P("打卡时间 10:00", "checkin time 10:00")
TIME_HELP = P("改打卡的时间(经理或管理员)", "move the check-in (managers and administrators)")
BEGIN_USAGE = P("开始", "start")
BEGIN_HELP = P("给一个群配打卡", "set up the check-in of a group")
STOP_USAGE = P("停止打卡", "stop checkin")
STOP_HELP = P("停掉一个群的打卡(经理或管理员)", "stop the check-in of a group (managers and administrators)")
TIME_NOW = P(
    "「{audience}」现在是{days} {time},{end} 前算准时。改就写「打卡时间 10:00」。",
    "“{audience}” checks in {days} at {time}, on time until {end}. “checkin time 10:00” moves it.",
)
TIME_CHANGED = P(
    "好,「{audience}」从 {day}起 {time} 打卡,{end} 前算准时。",
    "Done: from {day} “{audience}” checks in at {time}, on time until {end}.",
)
TIME_TOLD = P("{name} 把打卡改到 {time},从 {day}起。", "{name} moved the check-in to {time}, from {day}.")
TIME_SAME = P("已经是 {time} 了,没有变化。", "It is at {time} already; nothing has changed.")
MAY_NOT_CHANGE = P("只有{names}能改。要替你转告吗?", "Only {names} can change that. Shall I pass it on for you?")
PASS_ON = P("转告", "Pass it on")
NO_NEED = P("不用", "No need")
PASSED_ON = P("好,已转告{name}。", "Done, {name} knows.")
NOT_PASSED = P("好,没有转告。", "All right, I told nobody.")
WISHED = P("{name} 想把「{audience}」的打卡改到 {time}。", "{name} would like “{audience}” to check in at {time}.")
WISHED_STOP = P("{name} 想停掉「{audience}」的打卡。", "{name} would like the check-in of “{audience}” to stop.")
WISHED_REASON = P("因为{name}请我转告", "because {name} asked me to pass it on")
CHANGE_IT = P("改到 {time}", "Move it to {time}")
LEAVE_IT = P("先不改", "Leave it")
LEFT_IT = P("好,时间不变。", "All right, the time stays.")
STOP_SURE = P("停掉「{audience}」的打卡?写过的都留着。", "Stop the check-in of “{audience}”? What was written stays.")
STOP_YES = P("停掉", "Stop it")
STOPPED = P(
    "好,「{audience}」不再打卡。回「开始」可以重新启用。",
    "Done, “{audience}” does not check in any more. “start” sets it up again.",
)
NONE_TO_CHANGE = P("你这里没有打卡可以改。", "There is no check-in here that you could change.")
