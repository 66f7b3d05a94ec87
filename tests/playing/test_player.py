"""A dialog is played, written down as it happened, and compared whole."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.playing.notation import parse
from bot.playing.player import Played, lacks, play
from bot.playing.world import Weather
from tests.playing.toy import Toy

HEADER = "@people 赵敏 王磊\n"


class EveryDay:
    def next_workday(self, after: date) -> date:
        return after + timedelta(1)


async def played(text: str, weather: Weather | None = None) -> Played:
    script = parse(HEADER + text, Path("dialog.txt"))
    return await play(script, Toy(weather or Weather()), EveryDay())


async def dialog(text: str, weather: Weather | None = None) -> str:
    """What a script without expectations reads like once played."""
    result = await played(text, weather)
    assert not result.stuck
    return result.text.removeprefix(HEADER)


async def test_what_is_seen_is_written_below_what_was_done() -> None:
    assert await dialog("赵敏 > 问\n赵敏 [完成]\n") == (
        "赵敏 > 问\n赵敏 < 做完了? [1 完成] [2 改到…]\n赵敏 [完成]\n赵敏 ~ 记下: 1 完成\n"
    )


async def test_a_dialog_as_written_has_no_difference() -> None:
    assert (await played("赵敏 > 好\n赵敏 < 你说: 好\n")).difference == ""


async def test_a_surprise_is_marked_within_the_whole_dialog() -> None:
    shown = (await played("赵敏 > 好\n赵敏 < 你说: 不好\n\n赵敏 > 再见\n赵敏 < 你说: 再见\n")).difference
    assert "-赵敏 < 你说: 不好\n+赵敏 < 你说: 好\n" in shown
    assert " @people 赵敏 王磊\n" in shown
    assert " 赵敏 < 你说: 再见" in shown


async def test_a_message_nobody_expected_is_a_difference() -> None:
    assert "+王磊 < 大家好" in (await played("赵敏 > 都\n赵敏 < 大家好\n#组 < 大家好\n")).difference


async def test_a_message_that_did_not_come_is_a_difference() -> None:
    assert (
        "-赵敏 < 还有\n" in (await played("赵敏 > 好\n赵敏 < 你说: 好\n赵敏 < 还有\n赵敏 > 好\n赵敏 < …\n")).difference
    )


async def test_an_ellipsis_stands_for_any_text_and_stays_when_accepted() -> None:
    text = "赵敏 > 好\n赵敏 < 你…\n赵敏 > 问\n赵敏 < …\n"
    result = await played(text)
    assert result.text == HEADER + text


async def test_an_ellipsis_stands_for_several_lines() -> None:
    assert (await played("赵敏 > 一\\n二\n赵敏 < 你说…二\n")).difference == ""


async def test_comments_and_empty_lines_stay_where_they_were() -> None:
    text = "# why\n\n赵敏 > 好\n# seen\n赵敏 < 不\n\n# next\n赵敏 > 问\n"
    assert await dialog(text) == (
        "# why\n\n赵敏 > 好\n# seen\n赵敏 < 你说: 好\n\n# next\n赵敏 > 问\n赵敏 < 做完了? [1 完成] [2 改到…]\n"
    )


async def test_the_chat_of_the_deed_comes_first_then_people_as_in_the_header_then_rooms() -> None:
    seen = "赵敏 < 大家好\n王磊 < 大家好\n#组 < 大家好\n"
    assert await dialog("赵敏 > 都\n") == "赵敏 > 都\n" + seen
    seen = "王磊 < 大家好\n赵敏 < 大家好\n#组 < 大家好\n"
    assert await dialog("王磊 > 都\n") == "王磊 > 都\n" + seen
    seen = "#组 < 大家好\n赵敏 < 大家好\n王磊 < 大家好\n"
    assert await dialog("#组 王磊 > 都\n") == "#组 王磊 > 都\n" + seen


async def test_what_comes_on_the_way_tells_its_time() -> None:
    assert await dialog("赵敏 > 叫\n-- +26h\n") == (
        "赵敏 > 叫\n-- +26h\n.. 10:00\n赵敏 < 时间到\n.. Fri 09-18 09:00\n赵敏 < 时间到\n"
    )


async def test_what_comes_at_the_end_of_the_way_needs_no_time() -> None:
    assert await dialog("赵敏 > 叫\n-- until 10:00\n") == "赵敏 > 叫\n-- until 10:00\n赵敏 < 时间到\n"


async def test_a_wrong_time_of_a_message_is_a_difference() -> None:
    result = await played("赵敏 > 叫\n-- until 18:00\n.. 11:00\n赵敏 < 时间到\n")
    assert "-.. 11:00\n+.. 10:00\n" in result.difference


async def test_a_button_is_named_by_its_words_its_digit_or_both() -> None:
    for label in ("完成", "1", "1 完成"):
        assert "~ 记下: 1 完成" in await dialog(f"赵敏 > 问\n赵敏 [{label}]\n")


async def test_text_goes_with_a_button_that_takes_it() -> None:
    assert "~ 记下: 2 改到… 周四上午" in await dialog("赵敏 > 问\n赵敏 [改到…: 周四上午]\n")


async def test_a_button_that_is_not_shown_stops_the_play_and_names_those_that_are() -> None:
    result = await played("赵敏 > 问\n赵敏 [没动]\n赵敏 > 好\n")
    assert result.stuck == "dialog.txt:3: no button [没动] before 赵敏; there is [1 完成] [2 改到…]"
    assert result.text == f"{HEADER}赵敏 > 问\n赵敏 < 做完了? [1 完成] [2 改到…]\n赵敏 [没动]\n"


async def test_a_button_that_is_gone_can_be_pressed_only_on_an_old_window() -> None:
    gone = "赵敏 > 问\n赵敏 [完成]\n赵敏 [完成]"
    assert "there is no button at all" in (await played(f"{gone}\n")).stuck
    assert not (await played(f"{gone} (old)\n")).stuck


async def test_a_form_is_filled_by_parts_of_its_labels_and_labels_of_its_options() -> None:
    assert await dialog("赵敏 > 表\n赵敏 {今天: 上线, 见客户, 昨天: 没动} [提交]\n") == (
        "赵敏 > 表\n赵敏 < {今天做什么?}\n  | {昨天?: 完成|没动} [提交]\n"
        "赵敏 {今天: 上线, 见客户, 昨天: 没动} [提交]\n赵敏 < plan=上线, 见客户, done=n\n"
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("赵敏 {明天: x} [提交]", "no field '明天' in the form; there are: 今天做什么?, 昨天?"),
        ("赵敏 {天: x} [提交]", "more than one field '天'"),
        ("赵敏 {昨天: 一半} [提交]", "no option '一半' in the field '昨天?'; there are: 完成, 没动"),
        ("赵敏 {昨天: 完成} [保存]", "no form with [保存] before 赵敏; there is [提交]"),
    ],
)
async def test_a_form_filled_wrongly_says_what_there_is(line: str, problem: str) -> None:
    assert problem in (await played(f"赵敏 > 表\n{line}\n")).stuck


async def test_two_deeds_at_once_are_answered_together() -> None:
    assert await dialog("赵敏 > 一\n& 王磊 > 二\n") == "赵敏 > 一\n& 王磊 > 二\n王磊 < 你说: 二\n赵敏 < 你说: 一\n"


async def test_a_mention_of_one_of_two_namesakes_is_typed_without_what_tells_them_apart() -> None:
    assert "< 你说: @张伟 好(张伟·财务)\n" in await dialog("赵敏 > @张伟·财务 好\n")
    assert "< 你说: @张伟 好\n" in await dialog("赵敏 > @张伟 好\n")
    assert "< 你说: @王磊 好\n" in await dialog("赵敏 > \\@王磊 好\n")
    assert "#组 < 你说: 好!\n" in await dialog("#组 赵敏 > @合拍 好\n")


async def test_typed_weather_types_the_digit_or_the_words() -> None:
    typed = Weather(typed=True)
    assert "< 你说: 1\n" in await dialog("赵敏 > 问\n赵敏 [完成]\n", typed)
    assert "< 你说: 2 周四\n" in await dialog("赵敏 > 问\n赵敏 [改到…: 周四]\n", typed)
    assert "#组 < 你说: 1!\n" in await dialog("#组 赵敏 > 问\n#组 赵敏 [完成]\n", typed)


async def test_of_two_presses_at_once_only_the_first_is_typed() -> None:
    text = await dialog("赵敏 > 问\n赵敏 [完成]\n& 赵敏 [改到…: 周四]\n", Weather(typed=True))
    assert "赵敏 < 你说: 1\n" in text
    assert "赵敏 ~ 记下: 2 改到… 周四\n" in text


async def test_stickers_are_no_text() -> None:
    assert await dialog("赵敏 > (sticker)\n") == "赵敏 > (sticker)\n赵敏 < 你说: sticker\n"
    assert await dialog("赵敏 > \\(sticker)\n") == "赵敏 > \\(sticker)\n赵敏 < 你说: (sticker)\n"


async def test_what_looks_like_a_button_in_a_text_is_shown_as_text() -> None:
    assert "< 你说: \\[1 完成\\] \\u202ex" in await dialog("赵敏 > [1 完成] \\u202ex\n")


async def test_the_world_is_stopped_also_when_the_play_is_stuck() -> None:
    for text in ("赵敏 > 好\n", "赵敏 [x]\n"):
        toy = Toy()
        await play(parse(HEADER + text, Path("dialog.txt")), toy, EveryDay())
        assert toy.stopped


def test_a_script_tells_what_a_world_lacks() -> None:
    assert lacks(parse("@needs buttons media\n赵敏 > 好\n", Path("x")), Toy()) == {"media"}
