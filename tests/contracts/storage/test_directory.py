"""The directory: whose user that is, and which chat."""

from datetime import UTC, datetime, timedelta

from bot.kernel.ids import PersonId, Platform
from bot.kernel.people import Chat, ChatRef, UserRef
from bot.ports.storage import Storage, Transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN, BO = PersonId("ann"), PersonId("bo")
DESK = UserRef(Platform("desk"), "acme", "u1")
PHONE = UserRef(Platform("phone"), "acme", "u1")


async def test_a_user_is_the_person_they_were_linked_to(storage: Storage) -> None:
    assert await storage.transact(lambda tx: tx.directory.person_of(DESK)) is None
    await storage.transact(lambda tx: tx.directory.link(DESK, ANN))
    assert await storage.transact(lambda tx: tx.directory.person_of(DESK)) == ANN


async def test_sec_031_the_same_name_elsewhere_is_somebody_else(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.directory.link(DESK, ANN))
    other = UserRef(DESK.platform, "other company", DESK.user)
    assert await storage.transact(lambda tx: [tx.directory.person_of(PHONE), tx.directory.person_of(other)]) == [
        None,
        None,
    ]


async def test_linking_anew_moves_the_user(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.directory.link(DESK, ANN))
    await storage.transact(lambda tx: tx.directory.link(DESK, BO))
    assert await storage.transact(lambda tx: tx.directory.person_of(DESK)) == BO


async def test_messages_follow_the_user_last_used(storage: Storage) -> None:
    def work(tx: Transaction) -> list[UserRef]:
        seen = []
        tx.directory.link(DESK, ANN)
        tx.directory.link(PHONE, ANN)
        for user, minutes in ((PHONE, 1), (DESK, 2)):
            tx.directory.used(user, NOON + timedelta(minutes=minutes))
            seen.append(tx.directory.users_of([ANN, BO])[ANN])
        return seen

    assert await storage.transact(work) == [PHONE, DESK]


async def test_what_was_looked_up_beforehand_follows_too(storage: Storage) -> None:
    def link(tx: Transaction) -> None:
        tx.directory.link(DESK, ANN)
        tx.directory.link(PHONE, ANN)

    def use(tx: Transaction) -> list[UserRef]:
        seen = []
        tx.directory.people_of([DESK, PHONE])
        for user, minutes in ((PHONE, 1), (DESK, 2)):
            tx.directory.used(user, NOON + timedelta(minutes=minutes))
            seen.append(tx.directory.users_of([ANN])[ANN])
        tx.directory.unlink(DESK)
        return [*seen, tx.directory.users_of([ANN])[ANN]]

    await storage.transact(link)
    assert await storage.transact(use) == [PHONE, DESK, PHONE]
    assert await storage.transact(lambda tx: tx.directory.users_of([ANN])) == {ANN: PHONE}


async def test_people_without_a_user_are_left_out(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.directory.link(DESK, ANN))
    assert await storage.transact(lambda tx: tx.directory.users_of([ANN, BO])) == {ANN: DESK}
    assert await storage.transact(lambda tx: tx.directory.users_of([])) == {}


async def test_a_chat_is_made_at_first_sight_and_keeps_its_id(storage: Storage) -> None:
    room = ChatRef(Platform("desk"), "acme", "room", direct=False)

    def work(tx: Transaction) -> list[Chat | None]:
        first = tx.directory.chat_of(room)
        named = tx.directory.chat_of(room, "产品组")
        again = tx.directory.chat_of(room)
        return [first, named, again, tx.directory.chat(first.id)]

    first, named, again, by_id = await storage.transact(work)
    assert first is not None
    assert first.title == ""
    assert named == again == by_id == Chat(first.id, room, "产品组")


async def test_two_chats_are_two(storage: Storage) -> None:
    rooms = [ChatRef(Platform("desk"), tenant, "room", direct=False) for tenant in ("acme", "other")]
    ids = await storage.transact(lambda tx: {tx.directory.chat_of(room).id for room in rooms})
    assert len(ids) == 2
