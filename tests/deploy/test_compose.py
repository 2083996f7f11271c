"""compose.yaml, the Containerfile and nginx's configuration say what the script and the application rely on."""

from __future__ import annotations

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from eventstorm.cli import COMMANDS
from tools.stack import compose
from tools.stack.deployment import VALUES, Deployment
from tools.stack.nginx import TEMPLATE

ROOT = Path(__file__).parents[2]
WEB = ("web-a", "web-b")


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return compose.services(VALUES)


def test_the_script_starts_every_service_that_stays(services: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    staying = {name for name, service in services.items() if service["restart"] != "no"}
    assert set(Deployment(tmp_path).processes()) == staying
    assert set(services) - staying == {"migrate"}


def test_the_script_gives_every_process_the_names_that_compose_gives(
    services: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    deployment = Deployment(tmp_path)
    for name in WEB:
        given = deployment.webs[name].environment or {}
        asked = services[name]["environment"]
        assert set(asked) <= set(given)
        here = {"HOST", "PORT", "TRUSTED_PROXIES", "DATABASE_URL", "REDIS_URL"}
        assert {key: given[key] for key in asked if key not in here} == {
            key: value for key, value in asked.items() if key not in here
        }
        assert deployment.webs[name].command[1:] == services[name]["command"][1:]


def test_every_variable_of_a_web_service_is_one_that_the_application_reads(services: dict[str, dict[str, Any]]) -> None:
    read = set(re.findall(r'environ\.get\("(\w+)"', (ROOT / "eventstorm/environment.py").read_text()))
    assert set(services["web-a"]["environment"]) <= read


def test_the_services_run_commands_that_there_are(services: dict[str, dict[str, Any]]) -> None:
    asked = [services[name]["command"] for name in (*WEB, "migrate")]
    asked += [services[name]["healthcheck"]["test"][1:] for name in WEB]
    for command in asked:
        assert command[:3] == ["python", "-m", "eventstorm"]
        assert command[3] in COMMANDS


def test_nginx_s_template_and_its_environment_name_the_same_variables(services: dict[str, dict[str, Any]]) -> None:
    used = set(re.findall(r"\$\{(\w+)\}", TEMPLATE.read_text()))
    given = {name for name in services["nginx"]["environment"] if name.startswith("EVENTSTORM_")}
    assert used == given


def test_only_nginx_is_published_and_the_database_is_on_no_network_with_a_way_out(
    services: dict[str, dict[str, Any]],
) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert {name for name, service in services.items() if "front" in service["networks"]} == {*WEB, "nginx"}


def test_every_service_is_confined(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "build" in service or re.search(r":\d", service["image"]), f"{name} is not pinned"


def test_the_web_services_believe_nginx_s_own_address_alone(services: dict[str, dict[str, Any]]) -> None:
    nginx = services["nginx"]
    for name in WEB:
        assert services[name]["environment"]["TRUSTED_PROXIES"] == nginx["networks"]["front"]["ipv4_address"]
    backends = {nginx["environment"][f"EVENTSTORM_WEB_{letter}"] for letter in "AB"}
    assert backends == {f"{services[name]['networks']['front']['ipv4_address']}:8000" for name in WEB}


@pytest.mark.parametrize("name", ["EVENTSTORM_HOST", "SECRET_KEY", "POSTGRES_PASSWORD"])
def test_what_has_no_safe_default_has_none(name: str) -> None:
    with pytest.raises(compose.NotSet, match=name):
        compose.services({key: value for key, value in VALUES.items() if key != name})
    assert f"\n{name}=" in (ROOT / "deploy/example.env").read_text()


def test_what_the_containerfile_copies_is_there_and_reaches_the_build() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    let_through = [line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")]
    for path in " ".join(copied).split():
        path = path.strip("/")
        assert (ROOT / path).exists()
        assert any(fnmatch(path, pattern) for pattern in let_through), path


def test_every_package_that_the_server_imports_is_in_the_image() -> None:
    copied = (ROOT / "Containerfile").read_text()
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    packages = {path.split("/")[0] for path in tracked.split() if "/" in path}
    left_out = {name for name in packages if f"COPY {name} {name}" not in copied}
    assert left_out <= {"tests", "tools", "bench"}
