"""The notation of transcripts, read: lines become steps, and a mistake names its line and the remedy.

tests/README.md describes the notation for its writers.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.playing.header import read_header
from bot.playing.script import (
    Action,
    Expected,
    Fill,
    Invite,
    Pass,
    PlayError,
    Press,
    Remark,
    Reword,
    Say,
    Script,
    Step,
    Trouble,
)
from bot.playing.times import parse_when

_LINE = re.compile(
    r"(?:#(?P<room>\S+)\s+)?(?:(?P<who>[^\s#<>~\[\]{}]+)\s+)?"
    r"(?P<mark>(?:[<>~x+^\-]|\.\.)(?=\s|$)|(?=[\[{]))(?P<rest>.*)"
)
_PRESS = re.compile(r"\[(?P<label>.+)\](?P<old>\s+\(old\))?")
_FILL = re.compile(r"\{(?P<values>.*)\}\s*\[(?P<submit>[^\]]+)\]", re.DOTALL)
_FIELD = re.compile(r",\s+(?=[^:,]{1,60}:\s)")
_TIMES = re.compile(r"(.)\(×(\d{1,6})\)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([n\\@(]))")
_MEDIA = re.compile(r"\((sticker|voice|image|file|video)\)")
_INVITE = re.compile(r"(?:合拍|Hepai)(?::\s*(?P<members>.+))?")
_TROUBLE = re.compile(r"(dup|restart|refuse)(?:\s+(\d+))?")
_CONTINUED = re.compile(r"\s*\|(?: (.*))?")
REMEDY = (
    "write `who > text`, `who ^ old => new`, `who [Label]`, `who {field: value} [Label]`, `-- time`, `!! restart`, "
    "or what is seen: `who < text`, `who ~ text`, `who x text`"
)


def parse(text: str, file: Path) -> Script:
    """The script in a file's text. Raises PlayError with `file:line` and a remedy."""
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if not _in_header(line)), len(lines))
    header = read_header(lines[:body], file)
    steps: list[Step] = [Step(1, (), tuple(lines[:body]), ())]
    for number, group in _groups(lines, body):
        try:
            _add(steps, number, group)
        except ValueError as error:
            raise PlayError(str(error), file, number) from None
    return Script(file, header, tuple(steps), text)


def _in_header(line: str) -> bool:
    return not line.strip() or line.startswith(("# ", "@")) or line.rstrip() == "#"


def _groups(lines: list[str], start: int) -> Iterator[tuple[int, list[str]]]:
    """Each line with the lines that continue it (`  | …`), numbered from one."""
    group: list[str] = []
    first = start
    for index in range(start, len(lines)):
        if group and _CONTINUED.fullmatch(lines[index]):
            group.append(lines[index])
            continue
        if group:
            yield first + 1, group
        group, first = [lines[index]], index
    if group:
        yield first + 1, group


def _add(steps: list[Step], number: int, group: list[str]) -> None:
    lines = tuple(group)
    head = lines[0].rstrip()
    if not head or head.startswith("# ") or head == "#":
        _append(steps, Remark(lines[0]))
        return
    together = head.startswith("& ")
    found = _line(head.removeprefix("& "), [_continued(line) for line in lines[1:]], lines)
    if isinstance(found, Expected):
        if together:
            raise ValueError("`&` joins what people do; remove it before what is seen")
        _append(steps, found)
    elif together:
        last = steps[-1]
        if not last.actions or last.replies or isinstance(found, Pass | Trouble):
            raise ValueError("`&` must follow directly the line of what somebody does, and do something as well")
        steps[-1] = Step(last.line, (*last.actions, found), (*last.lines, *lines), ())
    else:
        steps.append(Step(number, (found,), lines, ()))


def _append(steps: list[Step], reply: Expected | Remark) -> None:
    last = steps[-1]
    steps[-1] = Step(last.line, last.actions, last.lines, (*last.replies, reply))


def _continued(line: str) -> str:
    match = _CONTINUED.fullmatch(line)
    return (match[1] or "") if match else ""


def _line(head: str, more: list[str], lines: tuple[str, ...]) -> Action | Expected:
    if head.startswith("--"):
        return Pass(parse_when(head[2:]))
    if head.startswith("!!"):
        return _trouble(head[2:].strip())
    if head.startswith("@"):
        raise ValueError(f"{head.split()[0]} stands after the first step; move it into the header")
    match = _LINE.fullmatch(head)
    if match is None:
        raise ValueError(f"not understood: {head!r}; {REMEDY}")
    room, who, mark = match["room"] or "", match["who"] or "", match["mark"]
    rest = "\n".join([match["rest"].strip(), *more])
    if mark == "..":
        return Expected("", mark, rest, lines)
    if mark in "<~x" and mark:
        return Expected(_place(room, who, head), mark, rest, lines)
    if not who:
        raise ValueError(f"nobody does this: {head!r}; write the person's name before it")
    return _done(room, who, mark, rest)


def _place(room: str, who: str, head: str) -> str:
    if bool(room) == bool(who):
        raise ValueError(f"who sees this? {head!r}; write `赵敏 < …` for a direct chat or `#华东组 < …` for a room")
    return f"#{room}" if room else who


def _done(room: str, who: str, mark: str, rest: str) -> Action:
    if mark in ("+", "-"):
        return _invite(room, who, mark, rest)
    if mark == ">":
        media = _MEDIA.fullmatch(rest)
        return Say(who, "", room, media[1]) if media else Say(who, typed(rest), room)
    if mark == "^":
        return _reword(room, who, rest)
    if press := _PRESS.fullmatch(rest):
        return Press(who, press["label"].strip(), room, bool(press["old"]))
    if fill := _FILL.fullmatch(rest):
        return Fill(who, tuple(_value(each) for each in _FIELD.split(fill["values"])), fill["submit"].strip(), room)
    raise ValueError(f"not a press: {rest!r}; write `[Label]`, `[Label: text]`, `[Label] (old)` or `{{a: b}} [Label]`")


def _value(pair: str) -> tuple[str, str]:
    name, colon, value = pair.partition(":")
    if not colon:
        raise ValueError(f"a field without a value: {pair!r}; write `{{field: value, other: value}} [Label]`")
    return name.strip(), typed(value.strip())


def _reword(room: str, who: str, rest: str) -> Reword:
    old, arrow, new = rest.partition("=>")
    if not arrow or not old.strip():
        raise ValueError("write `who ^ old words => new words`, or nothing behind the arrow to take the message back")
    return Reword(who, typed(old.strip()), typed(new.strip()), room)


def _invite(room: str, who: str, mark: str, rest: str) -> Invite:
    match = _INVITE.fullmatch(rest)
    if not room or match is None:
        raise ValueError(
            "write `#room who + 合拍: members` to bring the bot into a room, `#room who - 合拍` to take it out"
        )
    return Invite(who, room, tuple((match["members"] or "").split()), out=mark == "-")


def _trouble(text: str) -> Trouble:
    match = _TROUBLE.fullmatch(text)
    if match is None:
        raise ValueError(f"no such weather: {text!r}; write `!! dup`, `!! restart` or `!! refuse 2`")
    return Trouble(match[1], int(match[2] or 1))


def typed(text: str) -> str:
    r"""What is really typed: `\u202e`, `\n`, `\\` stand for the character, `哈(×1000)` for a thousand of them.

    `\@` is an at-sign that mentions nobody: it stays escaped, for the world to read.
    """
    return _ESCAPE.sub(_unescaped, _TIMES.sub(lambda each: each[1] * int(each[2]), text))


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return {"n": "\n", "\\": "\\", "@": "\\@", "(": "("}[match[2]]
