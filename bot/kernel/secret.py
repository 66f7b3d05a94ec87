"""Texts that no log, traceback or repr may show."""

import re


class Secret:
    """A text that shows itself only to whoever asks by name."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __str__(self) -> str:
        return "***"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class StorageUrl(Secret):
    """A database URL whose password is never shown."""

    __slots__ = ()

    def __str__(self) -> str:
        # Greedy up to the last "@": an unescaped "@" inside a password must not uncover the rest of it.
        without_login = re.sub(r"(?<=://)([^:/?#@]*):.*@", r"\1:***@", self._text, flags=re.DOTALL)
        return re.sub(r"(?i)(password=)[^&#]*", r"\1***", without_login)
