# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small AWX: the part of its REST API that awx_setup speaks, with the rules by which AWX refuses what it is sent.

Written from AWX's own serializers, fields and views, never from what awx_setup sends.
"""

from __future__ import annotations

import base64
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jinja2
import jinja2.sandbox
import trustme

TOKEN = "canary-token-of-awx"
USER, PASSWORD = "admin", "canary-password-of-awx"
ENV_NAME = re.compile(r"^[a-zA-Z_]+[a-zA-Z0-9_]*$")
#: awx/main/constants.py, ENV_BLOCKLIST
ENV_BLOCKED = frozenset(
    "VIRTUAL_ENV PATH PYTHONPATH JOB_ID INVENTORY_ID INVENTORY_SOURCE_ID INVENTORY_UPDATE_ID AD_HOC_COMMAND_ID "
    "REST_API_URL REST_API_TOKEN MAX_EVENT_RES CALLBACK_QUEUE CALLBACK_CONNECTION CACHE JOB_CALLBACK_DEBUG "
    "INVENTORY_HOSTVARS AWX_HOST PROJECT_REVISION SUPERVISOR_WEB_CONFIG_PATH".split()
)
FIELD_KEYS = {
    "id": str,
    "label": str,
    "type": str,
    "format": str,
    "choices": list,
    "multiline": bool,
    "secret": bool,
    "help_text": str,
    "default": object,
    "ask_at_runtime": bool,
}
SURVEY_TYPES = {
    "text": str,
    "textarea": str,
    "password": str,
    "multiplechoice": str,
    "multiselect": str,
    "integer": int,
    "float": float,
}
#: What each kind has beside what it is sent, and what it must be sent.
KINDS: dict[str, dict[str, Any]] = {
    "organizations": {},
    "credentials": {},
    "execution_environments": {},
    "credential_types": {"description": "", "inputs": {}, "injectors": {}},
    "projects": {"description": "", "scm_branch": "", "scm_update_on_launch": False, "status": "pending"},
    "inventories": {"description": "", "kind": "", "variables": ""},
    "hosts": {"variables": "", "enabled": True},
    "inventory_sources": {"source_path": "", "overwrite": False, "update_on_launch": False, "credential": None},
    "job_templates": {
        "description": "",
        "job_type": "run",
        "extra_vars": "",
        "diff_mode": False,
        "survey_enabled": False,
        "ask_variables_on_launch": False,
        "job_slice_count": 1,
        "execution_environment": None,
    },
    "workflow_job_templates": {
        "description": "",
        "survey_enabled": False,
        "ask_variables_on_launch": False,
        "allow_simultaneous": False,
        "extra_vars": "",
    },
    "workflow_job_template_nodes": {"unified_job_template": None},
    "workflow_approval_templates": {"description": "", "timeout": 0},
    "schedules": {"description": "", "enabled": True, "extra_data": {}},
}
UNIQUE = {"hosts": ("name", "inventory"), "workflow_job_template_nodes": ("identifier", "workflow_job_template")}


class Refused(Exception):
    """A request that AWX answers with 400; the text is what is wrong with it."""


class Controller:
    """What AWX holds: rows by their kind, surveys, and lists of what belongs to what.

    :param playbooks: those of every project, once AWX has fetched it, which is when it was asked for twice.
    """

    def __init__(self, playbooks: list[str]) -> None:
        self.playbooks = playbooks
        self.rows: dict[int, dict[str, Any]] = {}
        self.surveys: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, list[int]] = {}
        self.writes: list[str] = []
        self.add("organizations", name="Default")
        self.add("credentials", name="Azure")
        self.add("execution_environments", name="Azure ML")

    def add(self, kind: str, /, **members: Any) -> dict[str, Any]:
        """Put a row into the store, with what AWX adds to it."""
        row = {"id": len(self.rows) + 1, "kind_of_row": kind, **KINDS[kind], **members}
        self.rows[row["id"]] = row
        return row

    def one(self, kind: str, name: str) -> dict[str, Any]:
        """The only row of a kind that has this name, or identifier."""
        (row,) = (row for row in self.of(kind) if name in (row.get("name"), row.get("identifier")))
        return row

    def of(self, kind: str) -> list[dict[str, Any]]:
        """All rows of a kind."""
        return [row for row in self.rows.values() if row["kind_of_row"] == kind]

    def row(self, kind: str, number: str) -> dict[str, Any]:
        """One row. :raises KeyError: there is none."""
        row = self.rows[int(number)]
        if row["kind_of_row"] != kind:
            raise KeyError(number)
        return row

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """What AWX answers. :raises Refused: with 400.  :raises KeyError: with 404."""
        kind, *rest = path.strip("/").split("/")
        if method != "GET":
            self.writes.append(f"{method} {path}")
        if not rest and method == "GET":
            found = [row for row in self.of(kind) if all(str(row.get(key)) == word for key, word in query.items())]
            return 200, {"count": len(found), "results": found}
        if not rest:
            wanted = {key: value for key, value in body.items() if key != "id"}
            self.judge(kind, {**KINDS[kind], **wanted})
            unique = UNIQUE.get(kind, ("name", "organization"))
            if any(all(row.get(key) == wanted.get(key) for key in unique) for row in self.of(kind)):
                raise Refused(f"{' and '.join(unique)} already exist")
            return 201, self.add(kind, **wanted)
        row = self.row(kind, rest[0])
        if len(rest) == 1:
            if method == "PATCH":
                self.judge(kind, {**row, **body})
                row.update(body)
            elif kind == "projects":
                # It takes its time.
                row["status"] = {"pending": "running"}.get(row["status"], "successful")
            return 200, row
        return self.below(method, f"{kind}/{rest[0]}", row, rest[1], body)

    def below(self, method: str, owner: str, row: dict[str, Any], word: str, body: Any) -> tuple[int, Any]:
        """What belongs to a row."""
        if word == "survey_spec":
            if method == "GET":
                return 200, self.surveys.get(owner, {})
            judge_survey(body)
            self.surveys[owner] = body
            return 200, {}
        if word == "create_approval_template":
            if not isinstance(body.get("timeout"), int) or not body.get("name"):
                raise Refused("name and timeout (a whole number of seconds) are required")
            made = self.add("workflow_approval_templates", **body)
            row["unified_job_template"] = made["id"]
            return 201, made
        if word not in ("credentials", "success_nodes"):
            raise KeyError(word)
        members = self.lists.setdefault(f"{owner}/{word}", [])
        if method == "GET":
            return 200, {"count": len(members), "results": [self.rows[number] for number in members]}
        self.row("credentials" if word == "credentials" else "workflow_job_template_nodes", body["id"])
        members.append(int(body["id"]))
        return 204, None

    def judge(self, kind: str, row: dict[str, Any]) -> None:
        """:raises Refused: AWX has no such thing."""
        if not row.get("name") and kind not in UNIQUE:
            raise Refused("name: This field is required.")
        found: Callable[[dict[str, Any]], None] | None = getattr(self, f"_judge_{kind}", None)
        if found:
            found(row)

    def _known(self, row: dict[str, Any], key: str, kind: str) -> None:
        if not isinstance(row.get(key), int) or self.rows.get(row[key], {}).get("kind_of_row") != kind:
            raise Refused(f"{key}: {row.get(key)!r} is none of {kind}")

    def _judge_credential_types(self, row: dict[str, Any]) -> None:
        judge_credential_type(row)

    def _judge_projects(self, row: dict[str, Any]) -> None:
        self._known(row, "organization", "organizations")
        if row.get("scm_type") not in ("", "git", "svn", "insights", "archive") or not row.get("scm_url"):
            raise Refused("scm_type, scm_url: not valid")

    def _judge_inventories(self, row: dict[str, Any]) -> None:
        self._known(row, "organization", "organizations")

    def _judge_hosts(self, row: dict[str, Any]) -> None:
        self._known(row, "inventory", "inventories")
        json.loads(row["variables"])

    def _judge_inventory_sources(self, row: dict[str, Any]) -> None:
        self._known(row, "inventory", "inventories")
        self._known(row, "source_project", "projects")
        if row["credential"] is not None:
            self._known(row, "credential", "credentials")
        if row["source"] != "scm":
            raise Refused("source: not valid")

    def _judge_job_templates(self, row: dict[str, Any]) -> None:
        for key, kind in (("organization", "organizations"), ("inventory", "inventories"), ("project", "projects")):
            self._known(row, key, kind)
        if row["execution_environment"] is not None:
            self._known(row, "execution_environment", "execution_environments")
        project = self.rows[row["project"]]
        if project["status"] != "successful" or row.get("playbook") not in self.playbooks:
            raise Refused("playbook: Playbook not found for project.")
        if row["job_type"] not in ("run", "check"):
            raise Refused("job_type: not a valid choice")
        if not isinstance(row["extra_vars"], str) or not isinstance(json.loads(row["extra_vars"] or "{}"), dict):
            raise Refused("extra_vars: must be the text of a mapping")
        if not isinstance(row["job_slice_count"], int) or row["job_slice_count"] < 0:
            raise Refused("job_slice_count: a valid integer is required")

    def _judge_workflow_job_templates(self, row: dict[str, Any]) -> None:
        self._known(row, "organization", "organizations")

    def _judge_workflow_job_template_nodes(self, row: dict[str, Any]) -> None:
        self._known(row, "workflow_job_template", "workflow_job_templates")
        if row["unified_job_template"] is not None:
            self._known(row, "unified_job_template", "job_templates")

    def _judge_schedules(self, row: dict[str, Any]) -> None:
        self._known(row, "unified_job_template", "job_templates")
        judge_rule(row.get("rrule") or "")


def judge_credential_type(row: dict[str, Any]) -> None:
    """CredentialTypeInputField and CredentialTypeInjectorField. :raises Refused:"""
    if row.get("kind") not in ("cloud", "net"):
        raise Refused("kind: must be 'cloud' or 'net'")
    inputs, injectors = row["inputs"], row["injectors"]
    if set(inputs) - {"fields", "required"} or set(injectors) - {"env", "file", "extra_vars"}:
        raise Refused("inputs, injectors: additional properties are not allowed")
    names = [one.get("id") for one in inputs.get("fields", [])]
    if len(set(names)) != len(names):
        raise Refused("inputs: ids must be unique")
    for one in inputs.get("fields", []):
        wrong = [key for key, value in one.items() if not isinstance(value, FIELD_KEYS.get(key, ()))]
        if wrong or not ENV_NAME.match(one.get("id", "")) or one["id"] == "tower" or not one.get("label"):
            raise Refused(f"inputs: {one} is not valid: {wrong}")
        if one.get("type", "string") not in ("string", "boolean"):
            raise Refused(f"inputs: the type of {one['id']} is not valid")
        if one.get("format", "url") not in ("ssh_private_key", "url"):
            raise Refused(f"inputs: the format of {one['id']} is not valid")
    if set(inputs.get("required", [])) - set(names):
        raise Refused("inputs: what is required is no field")
    files = injectors.get("file", {})
    if any(name != "template" and not name.startswith("template.") for name in files):
        raise Refused("injectors: files are template or template.<name>")
    if "template" in files and len(files) > 1:
        raise Refused("injectors: template, or several that have names")
    tower = {
        "filename": {name.partition(".")[2]: "EXAMPLE" for name in files} if "template" not in files else "EXAMPLE"
    }
    values = {**dict.fromkeys(filter(None, names), "EXAMPLE"), "tower": tower}
    for name, text in injectors.get("env", {}).items():
        if name.startswith("ANSIBLE_") or name in ENV_BLOCKED or not ENV_NAME.match(name):
            raise Refused(f"injectors: {name} may not be set")
        if not text.isascii():
            raise Refused(f"injectors: {name} is not ASCII")
    for text in [*files.values(), *injectors.get("env", {}).values(), *injectors.get("extra_vars", {}).values()]:
        render(text, values, jinja2.StrictUndefined)


def render(text: str, values: dict[str, Any], undefined: type[jinja2.Undefined] = jinja2.Undefined) -> str:
    """A template of an injector. :raises Refused: it is none, or names what is not there."""
    try:
        return jinja2.sandbox.ImmutableSandboxedEnvironment(undefined=undefined).from_string(text).render(values)
    except jinja2.TemplateError as error:
        raise Refused(f"injectors: {text}: {error}") from error


def judge_survey(survey: dict[str, Any]) -> None:
    """JobTemplateSurveySpec. :raises Refused:"""
    for key, kind in (("name", str), ("description", str), ("spec", list)):
        if not isinstance(survey.get(key), kind):
            raise Refused(f"Field '{key}' is missing from survey spec, or of another type.")
    if not survey["spec"]:
        raise Refused("'spec' doesn't contain any items.")
    seen: set[str] = set()
    for one in survey["spec"]:
        missing = {"type", "question_name", "variable", "required"} - set(one)
        if (
            missing
            or one["type"] not in SURVEY_TYPES
            or one["variable"] in seen
            or not isinstance(one["required"], bool)
        ):
            raise Refused(f"survey question {one} is not valid; missing: {missing}")
        seen.add(one["variable"])
        kind, default = SURVEY_TYPES[one["type"]], one.get("default", "")
        if default != "" and not isinstance(default, (int, float) if kind is float else kind):
            raise Refused(
                f"default value {default!r} in survey question {one['variable']} expected to be {kind.__name__}"
            )
        if any(not isinstance(one[key], int) for key in ("min", "max") if key in one):
            raise Refused(f"min and max of {one['variable']} must be whole numbers")
        if one["type"] in ("multiplechoice", "multiselect") and not one.get("choices"):
            raise Refused(f"{one['variable']} has no choices")


def judge_rule(rule: str) -> None:
    """SchedulePreviewSerializer.validate_rrule. :raises Refused:"""
    starts = re.findall(r"DTSTART(?:;[^:]+)?:[0-9]+T[0-9]+Z?", rule)
    if len(starts) != 1:
        raise Refused("one valid DTSTART required in rrule")
    if re.search(r"DTSTART:[0-9]+T[0-9]+(?![0-9Z])", rule):
        raise Refused("DTSTART cannot be a naive datetime.")
    rules = re.findall(r"RRULE:([^\s]*)", rule)
    if not rules or any("INTERVAL" not in one for one in rules) or "SECONDLY" in rule:
        raise Refused("INTERVAL required in rrule; SECONDLY is not supported")
    if re.search(r"BYDAY=[0-9]", rule) or re.search(r"COUNT=[0-9]{4}", rule) or ("COUNT" in rule and "UNTIL" in rule):
        raise Refused("rrule not supported")


@contextmanager
def serving(controller: Controller, place: Path) -> Iterator[tuple[str, str]]:
    """Answer for ``controller`` over https, meanwhile: its URL and the file of its certificate authority."""
    place.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(place / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or "null")
            status, content = self._judged(body)
            raw = b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def _judged(self, body: Any) -> tuple[int, Any]:
            if not self._knows_us():
                return 401, {"detail": "Authentication credentials were not provided."}
            url = urlsplit(self.path)
            query = {key: word for key, word in parse_qsl(url.query) if key != "page_size"}
            try:
                # A path without the slash at its end is redirected, and a redirected POST is lost.
                if not url.path.startswith("/api/v2/") or not url.path.endswith("/"):
                    raise KeyError(url.path)
                return controller.answer(self.command, url.path.removeprefix("/api/v2/"), query, body)
            except Refused as refused:
                return 400, {"detail": str(refused)}
            except KeyError:
                return 404, {"detail": "Not found."}

        def _knows_us(self) -> bool:
            basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            return self.headers.get("Authorization") in (f"Bearer {TOKEN}", f"Basic {basic}")

        do_GET = do_POST = do_PATCH = _answer

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_address[1]}", str(place / "ca.pem")
        finally:
            server.shutdown()
            thread.join()
