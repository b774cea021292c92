"""The manifests of docs/kubernetes: valid for Kubernetes, tight, and about the service that this is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from worker.cli import parser
from worker.settings import TABLE, read_settings

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "kubernetes"
#: The oldest and the newest Kubernetes that they are held against.
VERSIONS = ("1.28.0", "1.37.0")
PYTHON = ROOT / ".tools" / "python" / "bin" / "python"
VALIDATE = """
import sys, json, kubernetes_validate
for manifest in json.load(sys.stdin):
    kubernetes_validate.validate(manifest, sys.argv[1], strict=True)
    print(manifest["kind"])
"""


def manifests() -> list[dict[str, Any]]:
    kustomization = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
    files = kustomization["resources"]
    assert {file.name for file in FOLDER.glob("*.yaml")} == {*files, "kustomization.yaml"}
    return [each for file in files for each in yaml.safe_load_all((FOLDER / file).read_text(encoding="utf-8"))]


MANIFESTS = manifests()
WORKLOADS = [each for each in MANIFESTS if each["kind"] in {"Deployment", "StatefulSet"}]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_is_valid(version: str) -> None:
    if not PYTHON.exists():
        pytest.skip("needs kubernetes-validate: make tools")
    line = [str(PYTHON), "-c", VALIDATE, version]

    done = subprocess.run(line, input=json.dumps(MANIFESTS), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == [each["kind"] for each in MANIFESTS]
    wrong = [{**MANIFESTS[0], "dta": {}}]
    assert subprocess.run(line, input=json.dumps(wrong), capture_output=True, text=True, check=False).returncode == 1


def test_kubectl_renders_them() -> None:
    if shutil.which("kubectl") is None:
        pytest.skip("needs kubectl")
    done = subprocess.run(["kubectl", "kustomize", str(FOLDER)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    made = list(yaml.safe_load_all(done.stdout))
    assert sorted(each["kind"] for each in made) == sorted(each["kind"] for each in MANIFESTS)
    assert {each["metadata"]["namespace"] for each in made} == {"rasid"}


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload["metadata"]["name"])
def test_pods_may_do_little(workload: dict[str, Any]) -> None:
    pod = workload["spec"]["template"]["spec"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "memory" in container["resources"]["limits"]
        assert container.keys() & {"livenessProbe", "readinessProbe"}
        for variable in container["env"]:
            secret = variable["name"] in {"REDIS_URL", "REDISCLI_AUTH", "RASID_FLOWER_LOGIN"}
            assert ("valueFrom" in variable) == secret, variable["name"]


def test_they_name_commands_settings_and_probes_that_exist() -> None:
    settings, commands = {setting.name for setting in TABLE}, []
    for workload in WORKLOADS:
        (container,) = workload["spec"]["template"]["spec"]["containers"]
        if container["image"].startswith("redis:"):
            continue
        assert parser().parse_args(container["args"]).do
        assert {variable["name"] for variable in container["env"]} <= settings
        probe = container.get("livenessProbe")
        assert probe is None or probe["exec"]["command"][-1] == container["args"][-1]
        commands.append(container["args"])
    assert [["worker", role] for role in ("poll", "process", "ner")] == [each for each in commands if "worker" in each]
    (config,) = (each for each in MANIFESTS if each["kind"] == "ConfigMap")
    assert config["data"].keys() <= settings
    read_settings({**config["data"], "REDIS_URL": "redis://:p@rasid-redis:6379/0"})


def test_names_hang_together() -> None:
    """Services and policies select pods, ports have names, volumes are there, and the page tells of every secret key."""
    pods = [each["spec"]["template"] for each in WORKLOADS]
    for service in (each for each in MANIFESTS if each["kind"] == "Service"):
        chosen = [pod for pod in pods if service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()]
        assert len(chosen) == 1, service["metadata"]["name"]
        ports = {port["name"] for port in chosen[0]["spec"]["containers"][0]["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    for workload in WORKLOADS:
        assert workload["spec"]["selector"]["matchLabels"] == workload["spec"]["template"]["metadata"]["labels"]
        pod, claims = workload["spec"]["template"]["spec"], workload["spec"].get("volumeClaimTemplates", [])
        volumes = {each["name"] for each in pod["volumes"]} | {each["metadata"]["name"] for each in claims}
        assert {each["name"] for each in pod["containers"][0]["volumeMounts"]} == volumes
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"--from-literal=([a-z-]+)", told)) == set(secrets(MANIFESTS))


def secrets(value: Any) -> Iterator[str]:
    """Keys of the secret that are asked for."""
    if isinstance(value, dict):
        if "secretKeyRef" in value:
            yield value["secretKeyRef"]["key"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from secrets(each)
