# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain requests to the emulator, as the document that the project implements sends them: a token, then ARM calls."""

from __future__ import annotations

import time
from typing import Any

import requests
from emulator_process import CLIENT, SECRET, SUBSCRIPTION, TENANT, Emulator

# The versions with which the tests make parents and neighbours.
API_VERSIONS = {
    "resourcegroups": "2021-04-01",
    "microsoft.storage": "2023-05-01",
    "microsoft.keyvault": "2023-07-01",
    "microsoft.insights": "2020-02-02",
    "microsoft.operationalinsights": "2020-08-01",
    "microsoft.containerregistry": "2023-07-01",
    "microsoft.managedidentity": "2023-01-31",
    "microsoft.machinelearningservices": "2024-10-01",
}
REGISTERED = (
    "Microsoft.Storage",
    "Microsoft.KeyVault",
    "Microsoft.Insights",
    "Microsoft.OperationalInsights",
    "Microsoft.ContainerRegistry",
    "Microsoft.ManagedIdentity",
    "Microsoft.MachineLearningServices",
)
TERMINAL = frozenset(("succeeded", "failed", "canceled"))
PATIENCE_SECONDS = 20
Body = dict[str, Any]


class Wire:
    """A caller with a token. ``virtual``: the emulator's clock is moved, instead of waited for."""

    def __init__(self, emulator: Emulator, virtual: bool = False) -> None:
        self.emulator = emulator
        self.virtual = virtual
        self.session = requests.Session()
        self.session.verify = emulator.ca_file
        self.session.trust_env = False
        self.log_in()

    def log_in(self) -> None:
        """Get a new token."""
        self.session.headers["Authorization"] = "Bearer " + self.token()

    def token(self, resource: str = "https://management.azure.com/") -> str:
        """Return an access token, got the way the seed document prints it (v1, contract 1.1)."""
        form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "resource": resource}
        answer = self.session.post(f"{self.emulator.url}/{TENANT}/oauth2/token", data=form, timeout=10)
        answer.raise_for_status()
        return answer.json()["access_token"]

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """Send one request; ``path`` may be a whole URL. A query member 'api_version' becomes api-version."""
        url = path if path.startswith("https://") else self.emulator.url + path
        parameters = {name.replace("api_version", "api-version"): _text(value) for name, value in query.items()}
        return self.session.request(method, url, json=body, params=parameters, timeout=30)

    def control(self, method: str, name: str, body: Any = None) -> Any:
        """Call the emulator's control interface. Raises requests.HTTPError."""
        answer = self.session.request(method, f"{self.emulator.url}/_emulator/{name}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def advance(self, seconds: float) -> None:
        """Let time pass: the virtual clock moves, or this process sleeps."""
        if self.virtual:
            self.control("POST", "clock", {"advance": seconds})
        else:
            time.sleep(seconds)

    def follow(self, start: requests.Response) -> requests.Response:
        """Follow an operation to its end and return the answer that ended it; the start when it runs no longer.

        Raises AssertionError when the operation fails or does not end.
        """
        status_url, location = start.headers.get("Azure-AsyncOperation"), start.headers.get("Location")
        url = status_url or (location if start.status_code == 202 else None)
        if url is None:
            return start
        waited = 0.0
        while waited < PATIENCE_SECONDS:
            poll = self.send("GET", url)
            assert poll.status_code in (200, 201, 202, 204), f"poll of {url}: {poll.status_code} {poll.text}"
            if _ended(poll, bool(status_url)):
                return poll
            self.advance(0.2)
            waited += 0.2
        raise AssertionError(f"the operation of {start.request.method} {start.request.url} does not end")

    def make(self, resource_id: str, body: Body, api_version: str = "") -> Body:
        """PUT a resource, wait for it and return it. Raises AssertionError when the emulator refuses."""
        version = api_version or API_VERSIONS[namespace_of(resource_id)]
        answer = self.send("PUT", resource_id, body, api_version=version)
        assert answer.status_code in (200, 201, 202), f"PUT {resource_id}: {answer.status_code} {answer.text}"
        self.follow(answer)
        return self.settled(resource_id, version)

    def settled(self, resource_id: str, api_version: str) -> Body:
        """GET a resource until its provisioningState is final; a vault tells only there (recorded 2.9)."""
        waited = 0.0
        while True:
            answer = self.send("GET", resource_id, api_version=api_version)
            assert answer.status_code == 200, f"GET {resource_id}: {answer.status_code} {answer.text}"
            state = (answer.json().get("properties") or {}).get("provisioningState")
            if state is None or str(state).lower() in TERMINAL or waited >= PATIENCE_SECONDS:
                return answer.json()
            self.advance(0.2)
            waited += 0.2

    def ended(self, job_id: str, api_version: str) -> str:
        """GET a job until it is over and return its status; what a job does is no operation that can be followed."""
        waited = 0.0
        while True:
            answer = self.send("GET", job_id, api_version=api_version)
            assert answer.status_code == 200, f"GET {job_id}: {answer.status_code} {answer.text}"
            status = answer.json()["properties"]["status"]
            if status in ("Completed", "Failed", "Canceled") or waited >= PATIENCE_SECONDS:
                return status
            self.advance(0.2)
            waited += 0.2

    def register_all(self) -> None:
        """Register every provider that the tests use, as a subscription's owner would."""
        for namespace in REGISTERED:
            path = f"/subscriptions/{SUBSCRIPTION}/providers/{namespace}"
            answer = self.send("POST", path + "/register", api_version="2021-04-01")
            assert answer.status_code == 200, f"register {namespace}: {answer.status_code} {answer.text}"
        waited = 0.0
        while waited < PATIENCE_SECONDS:
            paths = [f"/subscriptions/{SUBSCRIPTION}/providers/{namespace}" for namespace in REGISTERED]
            states = [self.send("GET", path, api_version="2021-04-01").json() for path in paths]
            if all(state["registrationState"] == "Registered" for state in states):
                return
            self.advance(0.2)
            waited += 0.2
        raise AssertionError("the providers do not become Registered")


def namespace_of(resource_id: str) -> str:
    """Return the lower-case provider namespace of a resource id; 'resourcegroups' for a group."""
    segments = resource_id.lower().strip("/").split("/")
    return segments[segments.index("providers") + 1] if "providers" in segments else "resourcegroups"


def _text(value: Any) -> Any:
    # requests would print a Python bool; Azure's clients print JSON's.
    return str(value).lower() if isinstance(value, bool) else value


def _ended(poll: requests.Response, has_status: bool) -> bool:
    if not has_status:
        return poll.status_code != 202
    status = str(poll.json()["status"]).lower()
    assert status not in ("failed", "canceled"), f"the operation ended badly: {poll.text}"
    return status in TERMINAL
