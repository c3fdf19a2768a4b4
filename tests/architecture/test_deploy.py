"""The files for servers say nothing secret and keep keys out of logs."""

from __future__ import annotations

from pathlib import Path
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from cxmaturity.web.routes import routes

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
NGINX = (DEPLOY / "nginx.conf").read_text()


def test_every_address_that_opens_something_stays_out_of_the_proxys_log() -> None:
    unlogged = re.search(r"~\^/\((.+)\)/ 0;", NGINX)
    assert unlogged is not None
    opening = {route.path.split("/")[1] for route in routes if "{" in route.path} - {"calendar"}
    assert opening == set(unlogged[1].split("|"))


def test_the_log_holds_no_query() -> None:
    (form,) = re.findall(r"log_format \w+ '(.+)';", NGINX)
    assert not {"$request ", "$request_uri", "$args", "$http_referer"} & set(re.findall(r"\$\w+ ?", form))


def test_secrets_have_no_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    named = set(re.findall(r"\$\{(\w+)", text))
    needed = set(re.findall(r"\$\{(\w+):\?", text))
    assert named - needed == {"CXMATURITY_COMPANY"}
    example = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / ".env.example").read_text(), re.MULTILINE))
    assert example == dict.fromkeys(named, "")


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert {name for name, service in COMPOSE["services"].items() if "ports" in service} == {"nginx"}


def test_every_replica_is_asked_by_the_proxy() -> None:
    replicas = {name for name in COMPOSE["services"] if name.startswith("app")}
    assert set(re.findall(r"server (\w+):8501", NGINX)) == replicas


def test_a_container_starts_the_launcher_and_prints_no_key() -> None:
    started = (DEPLOY / "Dockerfile").read_text().rpartition("CMD ")[2]
    assert started.startswith('["streamlit", "run", "app.py"')


def test_the_proxys_settings_are_understood_by_nginx(tmp_path: Path) -> None:
    nginx = shutil.which("nginx")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("nginx is not installed (Debian: the package 'nginx-light')")
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout privkey.pem -out fullchain.pem"
    )
    subprocess.run(["openssl", *words.split()], cwd=tmp_path, check=True, capture_output=True)
    told = NGINX.replace("/etc/nginx/tls", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    told = re.sub(r"app\d:8501", "127.0.0.1:8501", told, count=1)
    told = re.sub(r"app\d:8501", "127.0.0.1:8502", told)
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\n{told}")
    command = [nginx, "-t", "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
