"""Who a platform's user is, and which of our chats a platform's chat is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from bot.kernel.ids import ChatId, PersonId, Platform, derive
from bot.kernel.people import Chat, ChatRef, UserRef
from storage.records import Records
from storage.session import Session
from storage.values import text_of

_PERSON = 'SELECT person FROM identity WHERE platform = :platform AND tenant = :tenant AND "user" = :user'
_PEOPLE = """
SELECT platform, tenant, "user", person FROM identity
WHERE platform IN :platforms AND tenant IN :tenants AND "user" IN :users
"""
_LINK = """
INSERT INTO identity (platform, tenant, "user", person, used) VALUES (:platform, :tenant, :user, :person, '')
ON CONFLICT (platform, tenant, "user") DO UPDATE SET person = excluded.person
"""
_ACCOUNTS = """
SELECT platform, tenant, "user" FROM identity WHERE person = :person ORDER BY used, platform, "user"
"""
_UNLINK = 'DELETE FROM identity WHERE platform = :platform AND tenant = :tenant AND "user" = :user'
_ADOPT = "UPDATE identity SET person = :into WHERE person = :person"
_USED = """
UPDATE identity SET used = :at WHERE platform = :platform AND tenant = :tenant AND "user" = :user AND used < :at
"""
_USER = """
SELECT platform, tenant, "user" FROM identity
WHERE person = :person ORDER BY used DESC, platform DESC, "user" DESC LIMIT 1
"""
_USERS = 'SELECT person, platform, tenant, "user" FROM identity WHERE person IN :people ORDER BY used, platform, "user"'


class Directory:
    def __init__(self, session: Session, records: Records) -> None:
        self._session = session
        self._records = records
        self._people: dict[UserRef, PersonId] = {}
        self._latest: dict[PersonId, UserRef] = {}

    def forget(self) -> None:
        """What was read may have changed."""
        self._people.clear()
        self._latest.clear()

    def person_of(self, user: UserRef) -> PersonId | None:
        if user in self._people:
            return self._people[user]
        found = self._session.row(_PERSON, platform=user.platform, tenant=user.tenant, user=user.user)
        return PersonId(found[0]) if found else None

    def people_of(self, users: Collection[UserRef]) -> Mapping[UserRef, PersonId]:
        if not users:
            return {}
        found = self._session.rows(
            _PEOPLE,
            platforms=sorted({each.platform for each in users}),
            tenants=sorted({each.tenant for each in users}),
            users=sorted({each.user for each in users}),
        )
        known = {UserRef(Platform(platform), tenant, user): PersonId(id) for platform, tenant, user, id in found}
        self._people |= known
        return {user: known[user] for user in users if user in known}

    def link(self, user: UserRef, person: PersonId) -> None:
        self.forget()
        self._session.run(_LINK, platform=user.platform, tenant=user.tenant, user=user.user, person=person)

    def accounts_of(self, person: PersonId) -> Sequence[UserRef]:
        found = self._session.rows(_ACCOUNTS, person=person)
        return [UserRef(Platform(platform), tenant, user) for platform, tenant, user in found]

    def unlink(self, user: UserRef) -> None:
        self.forget()
        self._session.run(_UNLINK, platform=user.platform, tenant=user.tenant, user=user.user)

    def adopt(self, person: PersonId, into: PersonId) -> None:
        self.forget()
        self._session.run(_ADOPT, person=person, into=into)

    def used(self, user: UserRef, at: datetime) -> None:
        row = {"platform": user.platform, "tenant": user.tenant, "user": user.user, "at": text_of(at)}
        self._session.later(_USED, [row])
        if user in self._people:
            self._latest[self._people[user]] = user

    def users_of(self, people: Sequence[PersonId]) -> Mapping[PersonId, UserRef]:
        if len(people) == 1:
            if people[0] in self._latest:
                return {people[0]: self._latest[people[0]]}
            one = self._session.row(_USER, person=people[0])
            return {people[0]: UserRef(Platform(one[0]), one[1], one[2])} if one else {}
        found = self._session.rows(_USERS, people=people)
        return {PersonId(person): UserRef(Platform(platform), tenant, user) for person, platform, tenant, user in found}

    def id_of(self, ref: ChatRef) -> ChatId:
        return _id_of(ref.platform, ref.tenant, ref.chat)

    def chat_of(self, ref: ChatRef, title: str = "") -> Chat:
        id = self.id_of(ref)
        known = self._records.get(Chat, id)
        chat = known or Chat(id, ref)
        if title and title != chat.title:
            chat = replace(chat, title=title)
        if chat != known:
            self._records.save([chat])
        return chat

    def chat(self, id: ChatId) -> Chat | None:
        return self._records.get(Chat, id)


@lru_cache(maxsize=16_384)
def _id_of(platform: Platform, tenant: str, chat: str) -> ChatId:
    return ChatId(derive("chat", platform, tenant, chat))
