"""What deploy/ ships for replicas: compose and Kubernetes say the same, are locked down, and name only what exists."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import cli
from bot.kernel.options import did_you_mean
from bot.settings import Settings, load
from storage import masterkey

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
IMAGES_OWN_NUMBER = 10001
UNCOMMENTED = re.compile(r"(?m)^( *)#(?=[\w-])")


def loaded(file: Path, everything: bool = False) -> Any:
    """A file of one document; `everything`: with the lines in force that an operator with a platform takes in."""
    text = file.read_text()
    return yaml.safe_load(UNCOMMENTED.sub(r"\1", text) if everything else text)


@pytest.fixture(params=[False, True], ids=["as shipped", "with a platform"])
def compose(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    found: Mapping[str, Any] = loaded(DEPLOY / "compose.yaml", everything=request.param)
    return found


def manifests() -> Iterator[Mapping[str, Any]]:
    for file in sorted(KUBERNETES.rglob("*.yaml")):
        yield from (each for each in yaml.safe_load_all(file.read_text()) if each)


def of_kind(kind: str) -> list[Mapping[str, Any]]:
    return [each for each in manifests() if each["kind"] == kind]


def pods() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Everything that runs in the cluster: its name and the specification of its pod."""
    for each in manifests():
        spec = each.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if template:
            yield each["metadata"]["name"], template["spec"]


def settings() -> Settings:
    return load(DEPLOY / "hepai.replicas.toml", {})


def test_replicas_play_no_games_share_a_key_and_are_reached_from_outside_their_container() -> None:
    found = settings()
    assert found.playground.enabled is False
    assert found.web.host == "0.0.0.0"
    assert found.web.metrics is not None
    assert found.keys.file.is_absolute()
    assert found.platforms == {}


def test_kubernetes_and_compose_begin_with_the_same_settings() -> None:
    assert (KUBERNETES / "hepai/hepai.toml").read_text() == (DEPLOY / "hepai.replicas.toml").read_text()


def test_every_container_of_compose_is_locked_down(compose: Mapping[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["ulimits"]["core"] == 0, name
        assert {"mem_limit", "cpus", "pids_limit", "logging"} <= set(service), name
        assert int(service["stop_grace_period"].removesuffix("s")) >= 20, name
        assert all("noexec,nosuid,nodev" in each for each in service["tmpfs"]), name
    assert {name for name, each in compose["services"].items() if "ports" in each} == {"proxy"}
    assert {name for name, each in compose["services"].items() if "cap_add" in each} == {"proxy"}


def test_the_database_meets_the_replicas_only_and_the_proxy_not_the_database(compose: Mapping[str, Any]) -> None:
    networks = {name: set(each["networks"]) for name, each in compose["services"].items()}
    for one, other in (("database", "app"), ("proxy", "app")):
        [shared] = networks[one] & networks[other]
        assert compose["networks"][shared] == {"internal": True}
    assert not networks["database"] & networks["proxy"]


def test_the_proxy_knows_every_replica(compose: Mapping[str, Any]) -> None:
    app, proxy = compose["services"]["app"], compose["services"]["proxy"]
    names = [f"{compose['name']}-app-{number}" for number in range(1, app["deploy"]["replicas"] + 1)]
    assert len(names) == 3
    assert proxy["environment"]["HEPAI_UPSTREAMS"].split() == [f"{each}:{settings().web.port}" for each in names]
    used = set(re.findall(r"\{\$(HEPAI_\w+)", (DEPLOY / "Caddyfile").read_text()))
    assert used == set(proxy["environment"])


def test_what_compose_mounts_is_declared_and_kept_out_of_git(compose: Mapping[str, Any]) -> None:
    for kind in ("secrets", "configs"):
        named = [each for service in compose["services"].values() for each in service.get(kind, [])]
        mounted = {each if isinstance(each, str) else each["source"] for each in named}
        assert mounted == set(compose[kind]), kind
    for name, entry in compose["secrets"].items():
        assert entry == {"file": f"./secrets/{name}"}
    assert settings().keys.file == Path("/run/secrets/master_key")
    ignored = subprocess.run(["git", "check-ignore", "-q", "deploy/secrets/master_key"], cwd=ROOT, check=False)
    assert ignored.returncode == 0


def test_every_variable_is_known_and_names_a_file_that_is_mounted(compose: Mapping[str, Any]) -> None:
    app = compose["services"]["app"]
    known = re.findall(r"(?m)^# (HEPAI_\w+)=", (DEPLOY / "hepai.env.example").read_text())
    [pod] = [spec for name, spec in pods() if name == "hepai"]
    in_kubernetes = {each["name"]: each["value"] for each in pod["containers"][0]["env"]}
    assert in_kubernetes.items() <= app["environment"].items()
    for name, place in app["environment"].items():
        assert name in known, f"{name}{did_you_mean(name, known)}"
        assert place.removeprefix("/run/secrets/") in app["secrets"]


def test_every_pod_is_what_the_restricted_profile_asks_for_and_more() -> None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""
    found = dict(pods())
    assert {"hepai", "postgres"} <= set(found)
    for name, pod in found.items():
        assert pod["automountServiceAccountToken"] is False, name
        who = pod["securityContext"]
        assert who["runAsNonRoot"] is True, name
        assert who["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod), name
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            context = container["securityContext"]
            assert context["allowPrivilegeEscalation"] is False, container["name"]
            assert context["readOnlyRootFilesystem"] is True, container["name"]
            assert context["capabilities"] == {"drop": ["ALL"]}, container["name"]
            assert container["resources"]["limits"]["memory"], container["name"]
            if container["image"] == "hepai":
                assert (who["runAsUser"], who["fsGroup"]) == (IMAGES_OWN_NUMBER, IMAGES_OWN_NUMBER), name


def test_the_probes_ask_what_the_bot_answers() -> None:
    [pod] = [spec for name, spec in pods() if name == "hepai"]
    [bot] = pod["containers"]
    ports = {each["name"]: each["containerPort"] for each in bot["ports"]}
    metrics = settings().web.metrics
    assert metrics is not None
    assert ports == {"http": settings().web.port, "metrics": metrics[1]}
    asked = {each: bot[f"{each}Probe"]["httpGet"]["path"] for each in ("startup", "liveness", "readiness")}
    assert asked == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
    assert pod["terminationGracePeriodSeconds"] == 30


def test_whatever_selects_pods_finds_some() -> None:
    [deployment] = of_kind("Deployment")
    assert deployment["spec"]["replicas"] == 3
    own = deployment["spec"]["template"]["metadata"]["labels"].items()
    [budget] = of_kind("PodDisruptionBudget")
    selectors = [budget["spec"]["selector"]["matchLabels"], deployment["spec"]["selector"]["matchLabels"]]
    selectors += [each["spec"]["selector"] for each in of_kind("Service") if each["metadata"]["name"] != "postgres"]
    spread = deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]
    selectors += [each["labelSelector"]["matchLabels"] for each in spread]
    assert all(selector.items() <= own for selector in selectors)
    kustomized = loaded(KUBERNETES / "hepai/kustomization.yaml")["labels"]
    policies = {each["metadata"]["name"]: each["spec"]["podSelector"] for each in of_kind("NetworkPolicy")}
    assert policies["hepai"]["matchLabels"] == kustomized[0]["pairs"]
    assert kustomized[0]["includeTemplates"] is True
    assert policies["nothing"] == {}


def test_a_kustomization_takes_every_manifest_but_the_examples() -> None:
    for folder in (KUBERNETES / "hepai", KUBERNETES / "trying"):
        taken = {each for each in loaded(folder / "kustomization.yaml")["resources"] if each.endswith(".yaml")}
        there = {each.name for each in folder.glob("*.yaml")} - {"kustomization.yaml"}
        assert taken == {each for each in there if not each.endswith(".example.yaml")}


def test_the_ingress_publishes_what_the_proxy_publishes() -> None:
    [ingress] = of_kind("Ingress")
    paths = [each["path"] for each in ingress["spec"]["rules"][0]["http"]["paths"]]
    published = re.search(r"@published path (.+)", (DEPLOY / "Caddyfile").read_text())
    assert published
    assert sorted(paths) == sorted(each.removesuffix("*") for each in published[1].split())


def test_the_secret_shows_its_keys_and_no_value() -> None:
    secret = loaded(KUBERNETES / "hepai/secret.example.yaml", everything=True)
    shown = {**secret["stringData"], **secret["data"]}
    assert set(shown) == {"storage_url", "master_key", "feishu_app_secret"}
    assert set(shown.values()) == {""}


def test_the_key_that_the_readme_makes_is_a_master_key(tmp_path: Path) -> None:
    line = re.search(r"(?m)^(head -c .+) >secrets/master_key$", (DEPLOY / "README.md").read_text())
    assert line
    key = tmp_path / "master_key"
    key.write_bytes(subprocess.run(["bash", "-c", line[1]], check=True, capture_output=True).stdout)
    key.chmod(0o400)
    assert masterkey.load(key).wrap(b"data key")


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl is a convenience, not a dependency")
@pytest.mark.parametrize("folder", ["hepai", "trying"])
def test_kustomize_makes_manifests_of_it(folder: str) -> None:
    made = subprocess.run(["kubectl", "kustomize", KUBERNETES / folder], check=True, capture_output=True).stdout
    kinds = [each["kind"] for each in yaml.safe_load_all(made)]
    assert {"Deployment", "ConfigMap", "NetworkPolicy", "PodDisruptionBudget"} <= set(kinds)


def test_the_nightly_job_says_what_the_command_line_knows() -> None:
    [pod] = [spec for name, spec in pods() if name == "hepai-backup"]
    command = pod["containers"][0]["command"]
    assert command[:3] == ["python", "-m", "bot"]
    told = cli._parser().parse_args(command[3:])
    assert (told.module, told.keep_days) == ("backing_up", 35)
    mounts = {each["mountPath"] for each in pod["containers"][0]["volumeMounts"]}
    assert str(told.place.parent) in mounts
