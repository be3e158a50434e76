# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One task's connection: from options and environment to clients for both planes. The only place that reads the
environment.
"""

from __future__ import annotations

import os
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from . import clouds, errors, ids, redact
from .address import fill_checked
from .arm import Arm
from .auth.cache import Cache
from .auth.credential import Ask
from .auth.options import AUTH_OPTIONS, ENVIRONMENT
from .auth.select import select
from .auth.settings import Settings, resolve
from .clock import Clock, Deadline
from .clouds import AZURE_CLOUDS, Cloud
from .data_plane import Regional, discover
from .exchange import Exchange
from .folder import Turns, base_of
from .pace import Pace
from .schema import ML_API_VERSION, Resource
from .scope import WORKSPACE
from .transport import Transport, fetch
from .wire import Wire

#: Tells the user one line about a long wait.
Report = Callable[[str], None]
SECONDS_BETWEEN_REPORTS = 10.0
# How many requests of uploads are under way in one task: each holds a block of a file in memory.
SENDERS = 4
UNCHECKED = "validate_certs is false: whoever stands in the way can read the token and change what is managed"
# All the public authorities together have a quarter of a MiB.
LARGEST_AUTHORITIES = 16 * 1024 * 1024


@dataclass
class Session:
    """What the engine works with while one task runs.

    :param accepted: True once the service accepted a write; a failure is then reported as changed (reliability R5).
    :param warnings: shown with the result.
    :param met: secrets that the service gave while the task ran, such as an endpoint's key: shown nowhere.
    :param known: secrets that the task was given.
    :param turns: what only one may write to at a time.
    :param sending: whoever uploads a block holds one of these.   :param begun: how many requests were begun so far.
    """

    arm: Arm
    deadline: Deadline
    report: Report
    warnings: list[str] = field(default_factory=list)
    accepted: bool = False
    met: list[str] = field(default_factory=list, repr=False)
    known: tuple[str, ...] = field(default=(), repr=False)
    turns: Turns = field(default_factory=Turns)
    sending: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(SENDERS))
    begun: Callable[[], int] = int

    def plane(self, resource: Resource, params: Mapping[str, Any]) -> Arm:
        """The client for the plane that the resource lives on."""
        return self.regional(params, resource.page_token) if resource.plane == "regional" else self.arm

    def regional(self, params: Mapping[str, Any], page_token: str = "$continuationToken") -> Regional:
        """The client for the workspace's regional server, found by discovery."""
        workspace = fill_checked(WORKSPACE.path, params, {})
        return Regional(self.arm, discover(self.arm, workspace, ML_API_VERSION), page_token)

    def log_in(self) -> None:
        """Get the token that all requests to ARM carry. :raises AuthError: when there is none."""
        self.arm.transport.token(self.arm.audience)

    def close(self) -> None:
        """Close the connections."""
        self.arm.transport.close()


def settings_of(params: Mapping[str, Any]) -> Settings:
    """The connection settings of a task. :raises InputError: when they contradict each other; nothing is sent."""
    return resolve(params, os.environ, os.path.expanduser("~"))


def secrets_of_environment() -> list[str]:
    """What the variables hold that stand for secret options, looked at or not."""
    names = [name for option, entry in AUTH_OPTIONS.items() if entry.get("no_log") for name in ENVIRONMENT[option]]
    return [os.environ[name] for name in names if os.environ.get(name)]


def connect(settings: Settings, seconds: float, clock: Clock, report: Report) -> Session:
    """Open a session. Sends nothing but the question for a custom cloud's metadata document.

    :raises InputError: bad settings.  :raises AuthError: no credentials at all.  :raises TransportError: no
        metadata document.
    """
    deadline = Deadline.after(clock, seconds)
    exchange = Exchange(wire(settings), deadline)
    warnings = [] if settings.validate_certs else [UNCHECKED]
    cache = cache_of(settings, deadline, warnings)
    cloud = cloud_of(settings, exchange, cache)
    credential = select(settings, cloud, clock)
    ledger = cache.ledger(credential, f"{cloud.arm} {settings.subscription_id}") if cache else None
    transport = Transport(credential, cloud, exchange, cache, Pace(ledger))
    turns = cache.turns() if cache else Turns()
    told = seldom(report, clock)
    return Session(Arm(transport), deadline, told, warnings, turns=turns, begun=lambda: exchange.begun)


def seldom(report: Report, clock: Clock) -> Report:
    """``report`` with the lines left out that would follow one, or the beginning, within
    :data:`SECONDS_BETWEEN_REPORTS`, whichever thread they come from.
    """
    lock = threading.Lock()
    told = clock.now()

    def tell(line: str) -> None:
        nonlocal told
        with lock:
            now = clock.now()
            if now - told < SECONDS_BETWEEN_REPORTS:
                return
            told = now
        # It quotes states of the service, and goes to the terminal as it is.
        report(redact.line(line))

    return tell


def wire(settings: Settings) -> Wire:
    """How to reach the network. :raises InputError: when the CA file cannot be read."""
    verify: Any = settings.validate_certs
    if settings.ca_path and settings.validate_certs:
        if not os.path.isdir(settings.ca_path):
            _check_authorities(settings.ca_path)
        verify = settings.ca_path
    proxies = {"https": settings.proxy, "http": settings.proxy} if settings.proxy else {}
    return Wire(verify, proxies, settings.no_proxy or "")


def _check_authorities(path: str) -> None:
    """:raises InputError: when the file cannot be read, or holds no certificate."""
    from . import files

    try:
        text = files.read(path, LARGEST_AUTHORITIES)
    except (OSError, ValueError) as error:
        raise errors.InputError("ca_path", files.problem(path, error)) from error
    if len(text) > LARGEST_AUTHORITIES:
        raise errors.InputError("ca_path", f"{path} is too large for a file of certificates")
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ValueError) as error:
        raise errors.InputError("ca_path", f"{path} holds no certificates in PEM form") from error


def cache_of(settings: Settings, deadline: Deadline, warnings: list[str] | None = None) -> Cache | None:
    """Where tokens outlive this task; None when that is not wanted or there is no place for it.

    :param warnings: gets a line when what is there cannot be trusted.
    """
    machine = settings.machine
    base = base_of(machine.get("XDG_RUNTIME_DIR"), machine.get("XDG_CACHE_HOME"), settings.home)
    verify = (settings.ca_path or "") if settings.validate_certs else "unchecked"
    return Cache(base, deadline, verify, warnings) if base and settings.token_cache else None


def cloud_of(settings: Settings, exchange: Exchange, cache: Cache | None = None) -> Cloud:
    """The named cloud, or the one that a metadata endpoint describes (design section 6)."""
    named = settings.cloud_environment or "AzureCloud"
    known = {name.lower(): cloud for name, cloud in AZURE_CLOUDS.items()}
    if named.lower() in known:
        return known[named.lower()]
    url = clouds.metadata_url(named)

    def document() -> Any:
        answer = fetch(exchange, Ask("GET", url))
        if answer.status != 200:
            raise errors.InputError(
                "cloud_environment",
                f"{clouds.origin_of(url)} answered {answer.status} to the question for its metadata",
            )
        # Only what describes a cloud is worth keeping.
        clouds.custom_cloud(url, answer.data)
        return answer.data

    return clouds.custom_cloud(url, cache.document(url, document) if cache else document())


def subscription(settings: Settings, clock: Clock) -> str | None:
    """The subscription id, checked; None where there is none.

    :raises InputError: when it is not a GUID.
    :raises AuthError: when there are no credentials either: with nothing set at all, that is what to say first.
    """
    found = settings.subscription_id
    if not found:
        select(settings, AZURE_CLOUDS["AzureCloud"], clock)
    elif not ids.is_guid(found):
        raise errors.InputError(
            "subscription_id",
            f"{found[:60]!r} is not a subscription id, which looks like 00000000-0000-0000-0000-000000000001",
        )
    return found
