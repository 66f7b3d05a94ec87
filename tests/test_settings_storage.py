"""Where the database is, and how its password is kept out of sight."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load


def with_url(tmp_path: Path, url: str) -> Settings:
    file = tmp_path / "hepai.toml"
    file.write_text(f'[storage]\nurl = "{url}"')
    return load(file, {})


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "hepai.db", "postgres://x/y", "postgresql://"]
)
def test_a_database_of_another_kind_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match=r'\[storage\] url must be "sqlite:///path'):
        with_url(tmp_path, url)


def test_a_refused_url_is_not_repeated_with_its_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as from_file:
        with_url(tmp_path, "mysql://ada:hunter2@db/hepai")
    with pytest.raises(SettingsError) as from_environment:
        load(None, {"HEPAI_STORAGE_URL": "mysql://ada:hunter2@db/hepai"})
    assert "HEPAI_STORAGE_URL" in str(from_environment.value)
    assert "hunter2" not in str(from_file.value) + str(from_environment.value)


def test_the_environment_gives_the_database_directly_or_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "hepai.toml"
    file.write_text('[storage]\nurl = "sqlite:///a.db"\n[web]\nport = 1')
    direct = load(file, {"HEPAI_STORAGE_URL": "postgresql://ada:x@db/hepai"})
    assert direct.storage.url.reveal() == "postgresql://ada:x@db/hepai"
    assert direct.web.port == 1
    secret = tmp_path / "url"
    secret.write_text("postgresql://ada:y@db/hepai\n")
    by_file = load(file, {"HEPAI_STORAGE_URL_FILE": str(secret)})
    assert by_file.storage.url.reveal() == "postgresql://ada:y@db/hepai"


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"HEPAI_STORAGE_URL": "sqlite:///a", "HEPAI_STORAGE_URL_FILE": "/b"}, "both set"),
        ({"HEPAI_STORAGE_URL": ""}, "HEPAI_STORAGE_URL is set but empty"),
        ({"HEPAI_STORAGE_URL_FILE": "/nowhere/url"}, "HEPAI_STORAGE_URL_FILE: /nowhere/url cannot be read"),
        ({"HEPAI_SETTINGS": " "}, "HEPAI_SETTINGS is set but empty"),
        ({"HEPAI_STORGE_URL": "sqlite:///a"}, 'did you mean "HEPAI_STORAGE_URL"?'),
    ],
)
def test_a_wrong_variable_is_named(env: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(None, env)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:hunter2@db:5432/hepai",
        "postgresql://ada:hunter2@x@hunter2@db/hepai",
        "postgresql://ada:hunter2/hunter2@db/hepai",
        "postgresql://db/hepai?user=ada&password=hunter2&sslmode=require",
        "postgresql://:hunter2@db/hepai",
    ],
)
def test_no_way_of_showing_settings_shows_the_password(tmp_path: Path, url: str) -> None:
    settings = with_url(tmp_path, url)
    shown = [repr(settings), str(settings), f"{settings.storage.url}", f"{settings.storage.url!r}"]
    assert [text for text in shown if "hunter2" in text or "***" not in text] == []
    assert "db" in str(settings.storage.url)
    assert settings.storage.url.reveal() == url
