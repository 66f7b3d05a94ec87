"""Every sentence of kudos."""

from bot.kernel.phrases import Phrase

GIVE_USAGE = Phrase(zh="赞 @某人 2 具体做了什么 #价值观", en="kudos @someone 2 what they did #value")
GIVE_HELP = Phrase(
    zh="感谢同事,大家看得到。分数可不写;可以一次感谢几位",
    en="Thank a colleague where everyone can see it. Points are optional; several people at once are fine",
)
PRIVATE_USAGE = Phrase(zh="悄悄赞 @某人 1 具体做了什么", en="psst kudos @someone 1 what they did")
PRIVATE_HELP = Phrase(zh="只有你们两个看得到的感谢", en="Thanks that only the two of you see")
UNDO_USAGE = Phrase(zh="撤回", en="undo")
UNDO_HELP = Phrase(zh="10 分钟内撤回刚送出的感谢", en="Take back thanks you gave within the last 10 minutes")
MINE_USAGE = Phrase(zh="我的赞", en="my kudos")
MINE_HELP = Phrase(
    zh="收到和送出的感谢、本周还能送几分、你的高光", en="Thanks you got and gave, what is left, your highlights"
)
RULES_USAGE = Phrase(zh="积分规则", en="kudos rules")
RULES_HELP = Phrase(zh="感谢和积分怎么算", en="How thanks and points work")
STORIES_USAGE = Phrase(zh="故事墙", en="stories")
STORIES_HELP = Phrase(zh="大家收藏的感谢", en="Thanks that people saved")
AGAINST_USAGE = Phrase(zh="踩 @某人", en="downvote @someone")
AGAINST_HELP = Phrase(zh="不扣分;可以换个方式说", en="No minus points; another way to say it")

HOW_TO = Phrase(
    zh="想谢谢谁?这样写:{usage}。分数可以不写。",
    en="Who would you like to thank? Write: {usage}. Points are optional.",
)
WELCOME = Phrase(
    zh="不客气 😊 想谢谢同事,写「赞 @某人 做了什么」就行。",
    en="You are welcome 😊 To thank a colleague, write “kudos @someone what they did”.",
)
EVERYBODY = Phrase(
    zh="谢谢所有人,每个人反而都觉得不是自己 😄 点名吧,一次最多 {most} 位。",
    en="Thanks to everyone tends to reach no one 😄 Name them: up to {most} people at a time.",
)
TOO_MANY = Phrase(
    zh="一次最多感谢 {most} 位,这条没有送出。分成几条,每个人都会更高兴。",
    en="Up to {most} people at a time; nothing was sent. Split it up and it will mean more to each.",
)
TO_BOT = Phrase(
    zh="心领了,谢谢你 😄 我不收分。想谢谢哪位同事?",
    en="That is kind of you 😄 I don't take points. Is there a colleague you would like to thank?",
)
ODD_POINTS = Phrase(
    zh="「{written}」送不了:分数写 0 到 5 的整数,或者不写分数、只说谢谢。这条没有送出。",
    en="“{written}” points can't be given: use a whole number from 0 to 5, or just say thanks. Nothing was sent.",
)
TOO_LONG = Phrase(
    zh="理由有 {count} 个字,请写在 {limit} 字以内。这条没有送出。",
    en="The reason is {count} characters; please keep it under {limit}. Nothing was sent.",
)

WHO = Phrase(zh="想谢谢谁?写名字,或者 @ 他。", en="Who would you like to thank? Write a name, or @mention them.")
NOBODY = Phrase(
    zh="没有找到「{name}」。写全名、「部门+姓名」,或者 @ 本人,我就接着送。",
    en="I can't find “{name}”. Write the full name or @mention them and I'll go on from there.",
)
SEVERAL_SAME = Phrase(zh="有 {count} 位「{name}」,是哪一位?", en="There are {count} people called “{name}”. Which one?")
SEVERAL_SOUND = Phrase(zh="读作「{name}」的有 {count} 位,是哪一位?", en="{count} names sound like “{name}”. Which one?")
MEANT = Phrase(zh="没有「{name}」。你是说?", en="There is no “{name}”. Did you mean:")
MEANT_ONE = Phrase(zh="「{name}」是指这位吗?", en="By “{name}”, did you mean this person?")
MEANT_PART = Phrase(zh="「{name}」是指?", en="By “{name}”, did you mean:")
MORE_PEOPLE = Phrase(
    zh="还有 {count} 位没列出:直接写「部门+姓名」。", en="{count} more: write the full name or @mention them."
)
NOT_ANY = Phrase(zh="都不是", en="None of them")
CANDIDATE = Phrase(zh="{name}·{department}", en="{name} · {department}")
STAFF_TAIL = Phrase(zh="{label}(工号尾 {tail})", en="{label} (no. …{tail})")
LEFT_OUT = Phrase(
    zh="好,没有送出。可以 @ 本人,或写「部门+姓名」再来一次。",
    en="All right, nothing was sent. @mention the person, or write their full name.",
)
EXPIRED = Phrase(
    zh="这个问题过了 10 分钟,已关闭:没有送出,也没有扣分。",
    en="This closed after 10 minutes: nothing was sent or spent.",
)
WORDS_PLEASE = Phrase(
    zh="收到 😄 这里麻烦打几个字(简短些)。", en="Got it 😄 Please type a few words here (keep it short)."
)
CLOSED = Phrase(zh="这个问题已经关闭,没有再改动什么。", en="This is closed; nothing changed.")
DROPPED = Phrase(zh="好,没有送出,也没有扣分。", en="All right: nothing was sent or spent.")
NEVER_MIND = Phrase(zh="算了", en="Never mind")

SELF = Phrase(
    zh="给自己不计分 😄 要记进「我的高光」吗?", en="No points for yourself 😄 Shall I note it in your highlights?"
)
NOTE_IT = Phrase(zh="记", en="Note it")
NO_NEED = Phrase(zh="算了", en="No")
NOTED = Phrase(zh="记下了。只有你看得到,回「我的赞」可以看。", en="Noted. Only you can see it, under “my kudos”.")
SELF_LEFT_OUT = Phrase(zh="给自己不计分 😄 ", en="No points for yourself 😄")
GONE = Phrase(zh="{names}已经离开公司了。", en="{names} no longer work here.")
ONLY_REST = Phrase(zh="只感谢{names}?", en="Thank only {names}?")
YES = Phrase(zh="好", en="Yes")
NOTHING_SENT = Phrase(zh="这条没有送出。", en="Nothing was sent.")

CAP_REACHED = Phrase(
    zh="本周给{name}已到 5 分上限,下周一再送。这次只说谢谢?",
    en="You have given {name} the 5 points a week allows. Just say thanks this time?",
)
CAP_NEAR = Phrase(
    zh="一周最多给一个人 5 分,给{name}还能送 {room} 分。",
    en="One person gets up to 5 points a week; {name} can still get {room}.",
)
SHORT = Phrase(zh="本周只剩 {left} 分。", en="Points left this week: {left}.")
ALL_GIVEN = Phrase(zh="本周的分都送完了。", en="You have given all your points this week.")
SHORT_SEVERAL = Phrase(
    zh="本周只剩 {left} 分,{count} 位各 {points} 分要 {cost} 分。",
    en="Points left this week: {left}; {points} for each of {count} makes {cost}.",
)
SEND_LESS = Phrase(zh="送 {points} 分", en="Send {points}")
SEND_LESS_EACH = Phrase(zh="每人送 {points} 分", en="Send {points} each")
SEND_BARE = Phrase(zh="不带分,只发感谢", en="Just thanks, no points")
SEND_LATER = Phrase(zh="下周一自动补 {points} 分", en="Send the other {points} on Monday")
SEND_LATER_EACH = Phrase(zh="下周一自动每人补 {points} 分", en="Send the other {points} each on Monday")
REACTED = Phrase(
    zh="你给{name}的话点了 {emoji}。他做了什么?写一句,我替你说声谢谢;不写就算了。",
    en="You put {emoji} to {name}'s words. What did they do? One sentence and I pass your thanks on; or leave it.",
)
WHAT_DID = Phrase(
    zh="{who}具体做了什么?一句话就行(别人也能学到)。",
    en="What exactly did {who} do? One sentence is enough (others can learn from it).",
)
HE = Phrase(zh="他", en="they")
THEY = Phrase(zh="他们", en="they")
STILL_THIN = Phrase(zh="那就不带分,发一个 👍 给{names}?", en="Send it as a 👍 to {names}, without points?")

ANNOUNCE = Phrase(zh="🎉 {giver} 感谢 {receivers}{tags}", en="🎉 {giver} thanked {receivers}{tags}")
QUOTED = Phrase(zh=":「{reason}」", en=": “{reason}”")
QUOTED_AFTER = Phrase(zh="「{reason}」", en="“{reason}”")
TAGS = Phrase(zh=" · {tags}", en=" · {tags}")
ECHOED = Phrase(zh="也谢谢:{names}", en="Thanked too: {names}")
ON_WALL = Phrase(zh="⭐ 已收藏到故事墙", en="⭐ On the story wall")
ANNOUNCE_UNDONE = Phrase(zh="{giver}的这条感谢已撤回。", en="{giver} has taken this back.")
ME_TOO = Phrase(zh="我也谢谢他", en="Me too")
SAVE_STORY = Phrase(zh="收藏到故事墙", en="Save to the story wall")

RECEIVED = Phrase(zh="你收到{giver}的感谢(+{points})。", en="{giver} thanked you (+{points}).")
RECEIVED_BARE = Phrase(zh="你收到{giver}的感谢。", en="{giver} thanked you.")
RECEIVED_PRIVATE = Phrase(
    zh="{giver}悄悄谢谢你{points},只有你们两个看得到。",
    en="{giver} quietly thanked you{points}. Only the two of you see this.",
)
POINTS_SHOWN = Phrase(zh="(+{points})", en=" (+{points})")
RECEIVED_UNDONE = Phrase(zh="{giver}撤回了刚才的一条感谢。", en="{giver} took back a thank-you sent by mistake.")
WHY_RECEIVED = Phrase(zh="因为{giver}刚刚感谢了你", en="Because {giver} just thanked you")

SENT = Phrase(
    zh="已送达{detail}。本周还可送 {left} 分(周一 0 点重置)。",
    en="Delivered{detail}. Left to give this week: {left} (reset on Monday at 00:00).",
)
SENT_EACH = Phrase(zh="{names}(各 +{points})", en=" to {names} (+{points} each)")
SENT_BARE = Phrase(zh="{names}(不带分)", en=" to {names} (no points)")
SENT_PRIVATE = Phrase(zh="只有你和{names}看得到。", en="Only you and {names} can see it.")
NEXT_TIME_DIRECT = Phrase(
    zh="下次在和我的私聊里写,更悄悄。", en="Next time write it in our direct chat: quieter still."
)
NO_GROUP = Phrase(zh="你还没有团队群,所以只告诉了本人。", en="You have no team channel yet, so only they were told.")
OFF_WORK = Phrase(zh="{names}现在不上班,上班后会收到。", en="{names}: off work now, and will get it when back at work.")
LATER_SET = Phrase(zh="下周一自动补 {points} 分。", en="The other {points} follow on Monday.")
LATER_SET_EACH = Phrase(zh="下周一自动每人补 {points} 分。", en="The other {points} each follow on Monday.")
UNDO_UNTIL = Phrase(zh="10 分钟内可回「撤回」。", en="Reply “undo” within 10 minutes to take it back.")
UNDO = Phrase(zh="撤回感谢", en="Undo thanks")

CONFIRMED_UNDONE = Phrase(zh="(这条已撤回)", en="(Taken back.)")
UNDONE = Phrase(
    zh="已撤回给{names}的{what},{group}你的额度恢复到 {left}。",
    en="Took back {what} to {names}. {group}Left to give this week: {left}.",
)
UNDONE_POINTS = Phrase(zh=" +{points}", en="your +{points}")
UNDONE_THANKS = Phrase(zh="感谢", en="your thanks")
UNDONE_GROUP = Phrase(zh="群卡片改为「已撤回」,", en="The group's card now says so. ")
UNDONE_ALREADY = Phrase(zh="这条已经撤回过了,没有再改动。", en="That one is already taken back; nothing changed.")
UNDO_TOO_LATE = Phrase(
    zh="过了 10 分钟,{names}多半已经看到了,所以不能再撤回。",
    en="It has been more than 10 minutes and {names} will have seen it, so it can't be taken back.",
)
UNDO_NOTHING = Phrase(zh="最近没有可以撤回的感谢。", en="There are no recent thanks to take back.")

TOPPED_UP = Phrase(zh="{giver}给你的感谢又补了 {points} 分:", en="{giver} added +{points} to their thanks:")
TOPPED_UP_GIVER = Phrase(
    zh="说好今天补给{names}的 {points} 分已送出,本周还可送 {left} 分。",
    en="The +{points} you promised {names} went out. Left to give this week: {left}.",
)
TOP_UP_FAILED = Phrase(
    zh="说好今天补给{names}的 {points} 分没能送出:本周的额度不够了。",
    en="The +{points} you promised {names} could not be sent: this week's allowance is used up.",
)
WHY_TOPPED_UP = Phrase(zh="因为上周你选了「下周一自动补」", en="Because last week you chose to send the rest on Monday")
WHY_TOPPED_UP_RECEIVER = Phrase(zh="因为{giver}上周感谢了你", en="Because {giver} thanked you last week")

ECHO = Phrase(
    zh="用你的 1 分跟赞{names}?也可以写一句你自己的理由(带分就把分数写在开头)。",
    en="Add 1 point of yours for {names}? Or write a reason of your own (begin with a number to add points).",
)
ECHO_BARE = Phrase(
    zh="也谢谢{names}?(本周没有能给的分了。)也可以写一句你自己的理由。",
    en="Thank {names} too? (No points to give this week.) You can also write a reason of your own.",
)
ONLY_LIKE = Phrase(zh="只点赞", en="Just the thanks")
ECHO_OWN = Phrase(zh="这条感谢就是你送的 😄", en="This one is yours already 😄")
ECHO_FOR_YOU = Phrase(
    zh="这条是感谢你的 😄 想回谢{giver},写一句他帮过你什么。",
    en="This one is for you 😄 To thank {giver}, write what they did for you.",
)
ECHO_AGAIN = Phrase(zh="你已经跟着谢过了 😊", en="You have joined in already 😊")
GIFT_GONE = Phrase(zh="这条感谢已经撤回了。", en="These thanks were taken back.")
STORY_SAVED = Phrase(zh="已收藏到故事墙。回「故事墙」可以看。", en="Saved. Write “stories” to see the wall.")
STORY_ALREADY = Phrase(zh="这条已经在故事墙上了。", en="It is on the story wall already.")
THANK_WHOM = Phrase(
    zh="想谢谢{name}什么?写一句他做了什么,开头可以写分数。",
    en="What would you like to thank {name} for? Begin with a number to add points.",
)

MINE_TITLE = Phrase(zh="我的赞", en="My kudos")
MINE_GOT = Phrase(zh="收到", en="Received")
MINE_GAVE = Phrase(zh="送出", en="Given")
MINE_LEFT = Phrase(zh="本周还可送", en="Left this week")
TIMES_POINTS = Phrase(zh="{times} 次 · {points} 分", en="{times}× · points: {points}")
POINTS = Phrase(zh="{points} 分(周一 0 点重置)", en="{points} (reset on Monday at 00:00)")
MINE_LATEST = Phrase(zh="最近收到", en="Lately received")
MINE_LINE = Phrase(zh="{day} {giver}{points}{reason}{quiet}", en="{day} {giver}{points}{reason}{quiet}")
QUIETLY = Phrase(zh="(悄悄赞)", en=" (quietly)")
MINE_NONE = Phrase(zh="还没有收到,会有的 😊", en="None yet; they will come 😊")
HIGHLIGHTS = Phrase(zh="我的高光(只有你看得到)", en="My highlights (only you see them)")
HIGHLIGHT_LINE = Phrase(zh="{day} {text}", en="{day} {text}")

RULES_TITLE = Phrase(zh="感谢和积分的规则", en="How thanks and points work")
RULES = (
    Phrase(
        zh="每人每周 {allowance} 分,周一 0 点(按团队时区)重置,不累积。",
        en="Everyone has {allowance} points a week, reset on Monday 00:00 in the team's time zone; nothing rolls over.",
    ),
    Phrase(
        zh="一周给同一个人最多 {most} 分;给自己不计分,也不能扣分。",
        en="Up to {most} points a week to one person; none to yourself, and never minus.",
    ),
    Phrase(
        zh="不带分的感谢不限次数。一次几位:要么都送到,要么都不送。",
        en="Thanks without points are unlimited. Several people at once: all or none.",
    ),
    Phrase(
        zh="群里只看得到谢谢谁、为什么;分数只有你们两个看得到,没有排名。",
        en="The group sees who and why; points are between the two of you, and there is no ranking.",
    ),
    Phrase(
        zh="10 分钟内可以撤回。悄悄赞只有你们两个看得到。",
        en="Thanks can be taken back for 10 minutes. Quiet thanks are seen by the two of you only.",
    ),
)
RULES_UNCHANGED = Phrase(zh="这是默认规则,还没有人改过。", en="These are the defaults; nobody has changed them.")

STORIES_TITLE = Phrase(zh="故事墙", en="Story wall")
STORIES_NONE = Phrase(
    zh="还没有收藏。看到打动你的感谢,按「收藏到故事墙」。",
    en="Nothing saved yet. Press “Save to the story wall” under thanks that moved you.",
)
STORY_LINE = Phrase(zh="{day} {giver} → {receivers}{reason}", en="{day} {giver} → {receivers}{reason}")

AGAINST = Phrase(
    zh="不支持扣分。要提一条不署名的流程建议,还是私下发给{name}?",
    en="No minus points here. Would you like to suggest a better way of working, unsigned, or tell {name} privately?",
)
AGAINST_NOBODY = Phrase(
    zh="不支持扣分。要提一条不署名的流程建议吗?",
    en="There are no minus points. Would you like to suggest a change to how we work, unsigned?",
)
SUGGEST = Phrase(zh="建议", en="Suggest")
PRIVATELY = Phrase(zh="私下", en="Privately")
SUGGEST_WHAT = Phrase(
    zh="写下建议,说流程、不说人。我会转给管理员,不写你的名字。",
    en="Write it down: about the process, not a person. I'll pass it to the administrators without your name.",
)
SUGGESTED = Phrase(zh="转给管理员了,没有写你的名字。", en="Passed to the administrators without your name.")
SUGGESTION = Phrase(zh="有人提了一条不署名的流程建议:", en="An unsigned suggestion about how we work:")
SUGGESTION_AUTHOR = Phrase(zh="建议", en="Suggestion")
WHY_SUGGESTION = Phrase(
    zh="因为你是管理员,流程建议会转给你", en="Because you are an administrator, suggestions are passed to you"
)
TELL_WHAT = Phrase(
    zh="想对{name}说什么?我用你的名字私下转给他,别人看不到。",
    en="What would you like to tell {name}? I'll pass it on privately under your name.",
)
TOLD = Phrase(zh="已私下转给{name}。", en="Passed on to {name}.")
TELLING = Phrase(zh="{giver}私下想跟你说:", en="{giver} would like to tell you privately:")
WHY_TELLING = Phrase(zh="因为{giver}请我私下转给你", en="Because {giver} asked me to pass this on to you")

SECTION = Phrase(zh="谢谢:{count} 人收到感谢{first}", en="Thanks: {count} people were thanked{first}")
SECTION_ONE = Phrase(zh="谢谢:1 人收到感谢{first}", en="Thanks: 1 person was thanked{first}")
SECTION_FIRST = Phrase(zh=",第一次被感谢:{names}", en=", for the first time: {names}")
SECTION_STORY = Phrase(zh=" ·「{reason}」", en=" · “{reason}”")
LIST_TITLE = Phrase(zh="{days} 的感谢", en="Thanks, {days}")
LIST_LINE = Phrase(zh="{giver} → {receiver}{reason}", en="{giver} → {receiver}{reason}")
LIST_NONE = Phrase(zh="这几天没有可以看的感谢。", en="No thanks to show for these days.")
LIST_MORE = Phrase(zh="还有 {count} 条更早的没有列出。", en="{count} earlier ones are not listed.")
NEWS = Phrase(zh="{giver}感谢了你{points}{reason}", en="{giver} thanked you{points}{reason}")
