"""The master key: 32 random bytes in a file of their own, away from the data and its backups."""

import os
import secrets
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import KeyProblem
from storage.files import sync_folder

_LENGTH: Final = 32
_NONCE: Final = 12
_CONTEXT: Final = b"person key"


class MasterKey:
    """Wraps and unwraps data keys."""

    def __init__(self, raw: bytes, place: str = "the master key") -> None:
        self._cipher = AESGCM(raw)
        self._place = place

    def wrap(self, key: bytes) -> str:
        nonce = os.urandom(_NONCE)
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, key, _CONTEXT)).decode()

    def unwrap(self, wrapped: str) -> bytes:
        raw = urlsafe_b64decode(wrapped)
        try:
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], _CONTEXT)
        except InvalidTag:
            raise KeyProblem(
                f"{self._place}: is not the key this database was written with. Put the right file back."
            ) from None


def load(file: Path) -> MasterKey:
    """The key in the file. Refuses one that others may read, a placeholder, or anything but 32 random bytes."""
    try:
        mode = file.stat().st_mode
        raw = file.read_bytes()
    except OSError as error:
        raise KeyProblem(
            f"{file}: the master key cannot be read ({error.strerror}). Put it back, or give this user the right."
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyProblem(f"{file}: others may read the master key. Run: chmod 400 {file}")
    if len(raw) != _LENGTH or len(set(raw)) < _LENGTH // 3 or raw.isascii():
        raise KeyProblem(
            f"{file}: is no master key, which is {_LENGTH} random bytes. Put the right file back; "
            f"for a new, empty database remove the file and a key is made."
        )
    return MasterKey(raw, str(file))


def create(file: Path) -> MasterKey:
    """A new key in a new file that only its owner may read; the key in the file if another was quicker."""
    raw = _random()
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = _write_new(file, raw)
    except OSError as error:
        raise KeyProblem(
            f"{file}: the master key cannot be written ({error.strerror}). Make its folder writable, or name another."
        ) from None
    return MasterKey(raw, str(file)) if made else load(file)


def _write_new(file: Path, raw: bytes) -> bool:
    """Written beside and linked into place: the name never holds half a key, nor replaces another."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        os.write(descriptor, raw)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, file)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    sync_folder(file.parent)
    return True


def ephemeral() -> MasterKey:
    """A key that lives as long as this process: for databases in memory."""
    return MasterKey(_random())


def refuse_beside_data(file: Path, data: Path) -> None:
    """Whoever takes the data folder or its backup must not get the key with it."""
    if data.resolve() in file.resolve().parents:
        raise KeyProblem(
            f"{file}: the master key lies in the data folder {data}, so a stolen backup would open itself. "
            f"Move it elsewhere and say so in [keys] file."
        )


def _random() -> bytes:
    """Never one that `load` would take for a placeholder."""
    while True:
        raw = os.urandom(_LENGTH)
        if len(set(raw)) >= _LENGTH // 3 and not raw.isascii():
            return raw
