"""Secrets do not show themselves."""

from bot.kernel.secret import Secret, StorageUrl


def test_a_url_without_a_password_is_shown_whole() -> None:
    assert str(StorageUrl("sqlite:///var/data/hepai.db")) == "sqlite:///var/data/hepai.db"
    assert str(StorageUrl("postgresql://ada@db/hepai")) == "postgresql://ada@db/hepai"


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret("hunter2")
    assert (str(secret), repr(secret), f"{secret}") == ("***", "Secret('***')", "***")
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2")
    assert secret != Secret("other")
