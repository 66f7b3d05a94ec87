"""What deploy/ ships: settings that load, scripts that parse, containers that are locked down."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from adapters.feishu.callback import PATH as FEISHU
from adapters.feishu.decode import KNOWN
from adapters.slack import keeping, limits, views
from adapters.wecom import form, intake
from bot.kernel import options
from bot.kernel.secret import Secret
from bot.settings import SECTIONS, Settings, load

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
PLATFORMS = ("feishu", "dingtalk", "wecom", "slack")
PAGES = {name: DEPLOY / "platforms" / f"{name}.md" for name in (*PLATFORMS, "unverified")}
MANIFEST = DEPLOY / "platforms/slack-manifest.yaml"
OF_A_PLATFORM = re.compile(rf"HEPAI_({'|'.join(PLATFORMS).upper()})_(\w+)_FILE")
SCRIPTS = [*sorted(DEPLOY.glob("*.sh")), ROOT / "tests/setup_browser.sh", ROOT / ".ci/run"]


def directives(name: str) -> str:
    """The file without its comments."""
    return re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / name).read_text())


def settings_of(platform: str) -> Any:
    """The module that says what an adapter can be told."""
    return import_module(f"adapters.{platform}.settings")


def secrets_of(platform: str) -> set[str]:
    """The keys for which the example of the environment has a variable."""
    found = OF_A_PLATFORM.findall((DEPLOY / "hepai.env.example").read_text())
    return {key.lower() for name, key in found if name.lower() == platform}


@pytest.fixture
def connected(tmp_path: Path) -> Mapping[str, Mapping[str, object]]:
    """Every platform's table, as it is loaded once all lines of the examples are in force."""
    file = tmp_path / "hepai.toml"
    file.write_text(re.sub(r"(?m)^#(?=[a-z[])", "", (DEPLOY / "hepai.example.toml").read_text()))
    samples = {"bot_token": "xoxb-1", "app_token": "xapp-1", "encoding_aes_key": "ab" * 21 + "c"}
    env = {}
    for name, key in [(each, secret) for each in PLATFORMS for secret in secrets_of(each)]:
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / key).write_text(samples.get(key.removeprefix("old_"), "0123456789abcdefghijklmn") + "\n")
        env[f"HEPAI_{name}_{key}_FILE".upper()] = str(tmp_path / name / key)
    return load(file, env).platforms


def both_languages(name: str) -> tuple[str, str]:
    """The Chinese and the English part of a platform's page."""
    chinese, mark, english = PAGES[name].read_text().partition("\n# English\n")
    assert mark
    return chinese, english


def test_the_example_settings_load_and_are_the_defaults() -> None:
    example = DEPLOY / "hepai.example.toml"
    assert replace(load(example, {}), file=None) == Settings()


def test_the_example_settings_name_every_key() -> None:
    shown = tomllib.loads((DEPLOY / "hepai.example.toml").read_text())
    assert {name: set(table) for name, table in shown.items()} == {
        name: {entry.name for entry in fields(cls)} for name, cls in SECTIONS.items()
    }


def test_the_container_can_be_reached_from_outside_itself() -> None:
    settings = load(DEPLOY / "hepai.container.toml", {})
    assert settings.web.host == "0.0.0.0"
    assert settings.playground.allow_remote is True
    published = f"127.0.0.1:{settings.web.port}:{settings.web.port}"
    assert f"docker run --publish {published} " in (DEPLOY / "README.md").read_text()
    assert f"http://127.0.0.1:{settings.web.port}/healthz" in directives("Dockerfile")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_parses_and_can_be_started(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    assert script.stat().st_mode & 0o111 == 0o111
    assert script.read_text().startswith("#!/usr/bin/env bash\n")


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is a convenience, not a dependency")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_has_nothing_to_be_warned_of(script: Path) -> None:
    subprocess.run(["shellcheck", script], check=True)


def test_the_image_runs_as_nobody_and_installs_by_hash() -> None:
    dockerfile = directives("Dockerfile")
    assert re.findall(r"(?m)^USER (.+)$", dockerfile) == ["10001:10001"]
    assert "--require-hashes --only-binary :all:" in dockerfile
    assert "\nHEALTHCHECK " in dockerfile
    assert not re.search(r"(?i)password|secret|token|_KEY", dockerfile)


def test_what_the_image_copies_is_let_through_and_nothing_else() -> None:
    let_through = set(re.findall(r"(?m)^!(.+)$", (ROOT / ".dockerignore").read_text()))
    copied = {
        source
        for line in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", directives("Dockerfile"))
        for source in line.split()
    }
    assert copied == let_through
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"


def test_the_service_is_hardened() -> None:
    unit = directives("hepai.service").splitlines()
    for rule in (
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "StateDirectoryMode=0700",
        "LimitCORE=0",
        "TimeoutStopSec=30",
    ):
        assert rule in unit


def test_the_environment_example_names_only_variables_that_are_known() -> None:
    known = {"HEPAI_SETTINGS", "HEPAI_STORAGE_URL_FILE", "HEPAI_STORAGE_URL", "HEPAI_DEBUG"}
    text = (DEPLOY / "hepai.env.example").read_text()
    named = set(re.findall(r"(?m)^# (HEPAI_\w+)=", text))
    assert {each for each in named if not OF_A_PLATFORM.fullmatch(each)} == known
    assert not re.findall(r"(?m)^[^#\n]", text)


def test_the_proxy_publishes_neither_the_playground_nor_the_health() -> None:
    proxied = re.search(r"@published path (.+)", directives("Caddyfile"))
    assert proxied
    published = proxied[1].split()
    assert published == ["/callback/*", "/hook/*", "/d/*", "/slack/events", "/wecom/*"]
    slack = settings_of("slack").Settings.path
    for path in (FEISHU, "/callback/dingtalk/unguessable/robot", intake.PATH, form.PATH, slack):
        assert any(fnmatch(path, pattern) for pattern in published), path


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_key_of_a_platform_is_in_one_of_the_examples(
    platform: str, connected: Mapping[str, Mapping[str, object]]
) -> None:
    kinds = get_type_hints(settings_of(platform).Settings)
    assert set(connected[platform]) == set(kinds)
    assert secrets_of(platform) >= {key for key, kind in kinds.items() if kind is Secret}
    shown = re.sub(r"(?m)^#(?=[a-z[])", "", (DEPLOY / "hepai.example.toml").read_text())
    assert secrets_of(platform).isdisjoint(tomllib.loads(shown)["platforms"][platform])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_example_of_a_platform_is_read_and_shows_its_defaults(
    platform: str, connected: Mapping[str, Mapping[str, object]]
) -> None:
    module = settings_of(platform)
    found = options.section(module.Settings, module.SECTION, connected[platform])
    assert module.read(connected[platform])
    for each in fields(module.Settings):
        default = each.default if each.default_factory is MISSING else each.default_factory()
        # What is needed, or empty by default, is shown with an example.
        if each.name not in secrets_of(platform) and default not in (MISSING, "", 0):
            assert getattr(found, each.name) == default, each.name


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_page_tells_every_key_in_both_languages(platform: str) -> None:
    for text in both_languages(platform):
        told = set(re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"(?m)^\| ([^|]+) \|", text))))
        assert {each.name for each in fields(settings_of(platform).Settings)} - told == set()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_page_says_the_same_in_both_languages(platform: str) -> None:
    chinese, english = both_languages(platform)
    assert re.findall("[\u4e00-\u9fff]{4}", chinese)
    assert re.findall("(?:[a-z]+ ){5}", english)
    for same in (r"(?m)^    .+$", r"`[^`\n]+`", r"\b\d{4,}\b"):
        assert sorted(set(re.findall(same, chinese))) == sorted(set(re.findall(same, english)))
    for block in (r"(?m)^## ", r"(?m)^\d+\. ", r"(?m)^\| "):
        assert len(re.findall(block, chinese)) == len(re.findall(block, english))


def test_the_feishu_page_subscribes_what_the_adapter_understands() -> None:
    for text in both_languages("feishu"):
        assert {name for name in KNOWN if f"`{name}`" not in text} == set()


def test_every_switch_of_the_unverified_exists() -> None:
    chinese, english = both_languages("unverified")
    named = [re.findall(r"`\[(\w+)\] (\w+)`", text) for text in (chinese, english)]
    assert named[0] == named[1] != []
    for platform, key in named[0]:
        assert key in get_type_hints(settings_of(platform).Settings)


def test_the_slack_manifest_is_plain_yaml() -> None:
    """Keys, lists, and scalars that need no quotes or have them: what every reader of YAML takes for the same."""
    scalar = r"""(?:"[^"]*"|[^\s"'&*!|>%@`#:{}\[\],-][^:#]*)"""
    depth = 0
    for line in directives("platforms/slack-manifest.yaml").splitlines():
        found = re.fullmatch(rf"((?:  )*)(- )?(?:[a-z_]+:(?: {scalar})?|[a-z:._]+)", line)
        assert found, line
        indent = len(found[1]) // 2
        assert indent <= depth + 1, line
        depth = indent + bool(found[2])


def test_the_slack_manifest_asks_for_what_the_adapter_uses_and_for_nothing_else() -> None:
    def listed(name: str) -> list[str]:
        block = re.search(rf"(?m)^( *){name}:\n((?:\1  - .+\n)+)", MANIFEST.read_text())
        assert block
        return re.findall(r"- (.+)", block[2])

    assert sorted(listed("bot")) == sorted({*limits.SCOPES, "users.profile:read"})
    of_intake = {"message", "app_mention", "tokens_revoked", "app_uninstalled"}
    # Told to everybody about anybody; of the bot itself channel_left and group_left tell.
    known = set(keeping._LANES) - {"member_left_channel"}
    assert {name.partition(".")[0] for name in listed("bot_events")} == known | of_intake
    text = MANIFEST.read_text()
    # https://docs.slack.dev/reference/app-manifest
    assert re.search(r"(?m)^    display_name: [a-z0-9._-]{1,80}$", text)
    assert all(len(name) <= 24 for name in re.findall(r"(?m)^    - name: (.+)", text))
    assert settings_of("slack").Settings.command in re.findall(r"(?m)- command: (\S+)", text)
    assert all(each.startswith(views.KUDOS) for each in re.findall(r"callback_id: (\S+)", text))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_sec_080_a_lock_pins_with_hashes_and_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(--(index|extra|find|trusted)|/|\.|-e )", text)
    pins = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert len(pins) > 20
    assert [pin for pin in pins if not re.match(r"[a-z0-9.-]+==[^ ]+( ;.*)? \\\n +--hash=sha256:", pin)] == []


def test_what_is_tested_is_what_runs() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"(?m)^([a-z0-9.-]+==[^ ]+)", (ROOT / lock).read_text()))

    assert pins("requirements.lock") < pins("requirements-dev.lock")
