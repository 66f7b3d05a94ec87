"""Private words at rest: a data key for each person, wrapped by a master key that is kept outside the database.

Destroying a person's data key makes their private words unreadable everywhere, in backups too.
"""

import os
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.kernel.ids import PersonId
from storage import masterkey
from storage.errors import KeyProblem, StorageError
from storage.masterkey import MasterKey
from storage.session import Session

_VERSION: Final = "1"
_NONCE: Final = 12
_CURRENT = "SELECT id, wrapped FROM person_key WHERE person = :person AND wrapped <> '' ORDER BY id LIMIT 1"
_BY_ID = "SELECT wrapped FROM person_key WHERE id = :id"
_ADD = "INSERT INTO person_key (id, person, wrapped) VALUES (:id, :person, :wrapped)"
_DESTROY = "UPDATE person_key SET wrapped = '' WHERE person = :person"
_ANY = "SELECT wrapped FROM person_key WHERE wrapped <> '' LIMIT 1"


KEPT: Final = 10_000
"""Data keys in memory: 2.5 kB each."""
LASTS: Final = 60.0
"""Seconds after which another process's erasure is noticed here at the latest."""


class KeyCache:
    """The data keys this process has unwrapped last. `shared`: other processes may destroy keys meanwhile."""

    def __init__(self, shared: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self._shared = shared
        self._clock = clock
        self._keys: OrderedDict[str, tuple[PersonId, AESGCM, float]] = OrderedDict()
        self._current: dict[PersonId, str] = {}

    def key(self, id: str) -> AESGCM | None:
        found = self._keys.get(id)
        return found[1] if found and (not self._shared or self._clock() < found[2]) else None

    def current(self, person: PersonId) -> tuple[str, AESGCM] | None:
        """For sealing: nothing where somebody else may just have destroyed it, and the words with it."""
        id = None if self._shared else self._current.get(person)
        key = self.key(id) if id else None
        return (id, key) if id and key else None

    def add(self, person: PersonId, id: str, key: AESGCM) -> None:
        self._keys[id] = (person, key, self._clock() + LASTS)
        if len(self._keys) > KEPT:
            gone, (owner, *_) = self._keys.popitem(last=False)
            if self._current.get(owner) == gone:
                self._current.pop(owner, None)

    def add_current(self, person: PersonId, id: str, key: AESGCM) -> None:
        self.add(person, id, key)
        self._current[person] = id

    def drop(self, person: PersonId) -> None:
        """Every key of theirs, rarely: all are looked through."""
        self._current.pop(person, None)
        for id in [id for id, (owner, *_) in list(self._keys.items()) if owner == person]:
            self._keys.pop(id, None)


class Keys:
    """Seals and unseals inside one session. A key made here is shared only once its row is committed."""

    def __init__(self, session: Session, master: MasterKey, cache: KeyCache) -> None:
        self._session = session
        self._master = master
        self._cache = cache
        self._fresh: dict[PersonId, tuple[str, AESGCM]] = {}
        self._erased: set[PersonId] = set()

    def seal(self, owner: PersonId, text: str) -> str:
        """The text as nobody can read it without the owner's key: version, key id, then nonce and ciphertext."""
        id, key = self._current(owner)
        nonce = os.urandom(_NONCE)
        return f"{_VERSION}.{id}.{_encoded(nonce + key.encrypt(nonce, text.encode(), _context(owner, id)))}"

    def unseal(self, owner: PersonId, sealed: str) -> str:
        """The text again; empty once the key is destroyed. Words sealed for somebody else do not open."""
        version, id, body = sealed.split(".")
        if version != _VERSION:
            raise StorageError(f"private words of version {version} cannot be read by this program; update it")
        key = self._by_id(owner, id)
        if key is None:
            return ""
        raw = urlsafe_b64decode(body)
        try:
            return key.decrypt(raw[:_NONCE], raw[_NONCE:], _context(owner, id)).decode()
        except InvalidTag:
            raise StorageError(f"private words under key {id} were changed or moved, and cannot be read") from None

    def erase(self, person: PersonId) -> None:
        """Destroy the person's key. What they write privately from now on gets a new one."""
        self._session.run(_DESTROY, person=person)
        self._fresh.pop(person, None)
        self._erased.add(person)

    def committed(self) -> None:
        """Share what is now in the database."""
        for person, (id, key) in self._fresh.items():
            self._cache.add_current(person, id, key)
        self.undone()

    def undone(self) -> None:
        """The transaction is over; what it made is no longer ours to use."""
        for person in self._erased:
            self._cache.drop(person)
        self._erased.clear()
        self._fresh.clear()

    def partly_undone(self) -> None:
        """Keys made in this transaction may be gone again; those destroyed stay out of use until its end."""
        self._fresh.clear()

    def _current(self, owner: PersonId) -> tuple[str, AESGCM]:
        known = self._fresh.get(owner) or (None if owner in self._erased else self._cache.current(owner))
        if known:
            return known
        found = self._session.row(_CURRENT, person=owner)
        if found:
            id = found[0]
            key = self._cache.key(id) or AESGCM(self._master.unwrap(found[1]))
        else:
            id, raw = secrets.token_hex(8), AESGCM.generate_key(256)
            self._session.run(_ADD, id=id, person=owner, wrapped=self._master.wrap(raw))
            key = AESGCM(raw)
        self._fresh[owner] = (id, key)
        return self._fresh[owner]

    def _by_id(self, owner: PersonId, id: str) -> AESGCM | None:
        fresh = self._fresh.get(owner)
        if fresh and fresh[0] == id:
            return fresh[1]
        known = None if owner in self._erased else self._cache.key(id)
        if known:
            return known
        found = self._session.row(_BY_ID, id=id)
        if found is None:
            raise KeyProblem(f"the key {id} of some private words is not in the database; restore its backup")
        if not found[0]:
            return None
        key = AESGCM(self._master.unwrap(found[0]))
        if owner not in self._erased:
            self._cache.add(owner, id, key)
        return key


def master_for(session: Session, file: Path) -> MasterKey:
    """The master key in the file, sure to be the one this database was written with; made for a new database."""
    found = session.row(_ANY)
    if found is None and not file.exists():
        return masterkey.create(file)
    master = masterkey.load(file)
    if found:
        master.unwrap(found[0])
    return master


def _context(owner: PersonId, id: str) -> bytes:
    return f"{_VERSION}|{id}|{owner}".encode()


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode()
