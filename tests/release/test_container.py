"""The container file and the Kubernetes manifest, judged by others' tools, and by ours."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import ses_tui
from ses_tui.cli.options import build_whole_parser
from ses_tui.settings.load import load_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
CONTAINERFILE = DEPLOY / "Containerfile"
MANIFEST = DEPLOY / "kubernetes" / "ses-tui.yaml"


def resources() -> dict[str, dict[str, Any]]:
    """By kind."""
    return {document["kind"]: document for document in yaml.safe_load_all(MANIFEST.read_text())}


def pod() -> Any:
    return resources()["Deployment"]["spec"]["template"]["spec"]


def judged(tool: str, *arguments: str) -> None:
    """The tool has nothing to say."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which(tool, path=places)
    if program is None:
        pytest.skip(f"there is no {tool} here")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_hadolint_has_nothing_to_say() -> None:
    judged("hadolint", str(CONTAINERFILE))


def test_kubernetes_takes_the_manifest() -> None:
    judged("kubernetes-validate", "--strict", str(MANIFEST))


def test_the_container_has_no_rights_and_a_read_only_root() -> None:
    (container,) = pod()["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert f"USER {pod()['securityContext']['runAsUser']}:" in CONTAINERFILE.read_text()


def test_what_is_written_has_a_volume() -> None:
    (container,) = pod()["containers"]
    writable = {each["mountPath"] for each in container["volumeMounts"] if not each.get("readOnly")}
    assert writable == {"/var/lib/ses-tui", "/tmp"}
    assert {each["name"] for each in container["volumeMounts"]} == {each["name"] for each in pod()["volumes"]}


def test_probes_ask_the_port_that_watch_listens_on() -> None:
    (container,) = pod()["containers"]
    options = build_whole_parser().parse_args(container["args"])
    assert options.listen == ("0.0.0.0", 9839)
    (port,) = container["ports"]
    assert port["containerPort"] == 9839
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"] == {"path": "/metrics", "port": port["name"]}


def test_its_configuration_is_one_of_ours_and_its_secret_is_mounted(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(resources()["ConfigMap"]["data"]["config.toml"])
    (pager,) = load_settings(path, {}).notify.webhooks
    mounts = [each["mountPath"] for each in pod()["containers"][0]["volumeMounts"]]
    assert str(Path(pager.key_file).parent) in mounts


def test_the_version_is_that_of_the_source() -> None:
    said = re.findall(r"ses-tui:(\d+\.\d+\.\d+)", CONTAINERFILE.read_text() + MANIFEST.read_text())
    assert set(said) == {ses_tui.__version__}
