"""What buttons of plain messages mean: remembered for each person, beyond a restart, and not for ever."""

from adapters.dingtalk.book import MESSAGES, PEOPLE, Book
from tests.adapters.dingtalk.desk import LEI, MIN, Desk


async def test_it_is_each_persons_own() -> None:
    book = Book(Desk())
    book.remember(MIN, "aaaa", {"完成": "1"})
    book.remember(LEI, "aaaa", {"完成": "2"})
    assert [await book.find(each, "aaaa", " 完成。") for each in (MIN, LEI)] == ["1", "2"]
    assert await book.find(MIN, "bbbb", "完成") == ""
    assert await book.find(MIN, "aaaa", "以后") == ""
    await book.close()


async def test_it_outlives_a_restart_and_the_newest_is_meant() -> None:
    desk = Desk()
    book = Book(desk)
    book.remember(MIN, "aaaa", {"完成": "old"})
    await book.close()
    book = Book(desk)
    book.remember(MIN, "bbbb", {"完成": "other"})
    book.remember(MIN, "aaaa", {"完成": "new"})
    await book.close()
    book = Book(desk)
    assert [await book.find(MIN, each, "完成") for each in ("aaaa", "bbbb")] == ["new", "other"]
    await book.close()


async def test_it_stays_small() -> None:
    desk = Desk()
    book = Book(desk)
    for n in range(MESSAGES + 5):
        book.remember(MIN, f"t{n}", {"完成": str(n)})
    await book.flush()
    for n in range(PEOPLE + 10):
        await book.find(f"u{n}", "none", "x")
    assert len(book._people) <= PEOPLE
    assert await book.find(MIN, "t4", "完成") == ""
    assert await book.find(MIN, "t5", "完成") == "5"
    await book.close()


async def test_what_could_not_be_written_is_written_later() -> None:
    desk = Desk()
    book = Book(desk)
    book.remember(MIN, "aaaa", {"完成": "1"})
    put, desk.put_note = desk.put_note, None  # type: ignore[assignment, method-assign]
    try:
        await book.flush()
    except TypeError:
        desk.put_note = put  # type: ignore[method-assign]
    await book.close()
    assert list(desk.notes) == [f"said.{MIN}"]
