# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login of the Azure CLI: asks ``az`` for a token, so that no package of Microsoft's is needed here."""

from __future__ import annotations

import json
import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Callable

from .. import redact
from ..errors import AuthError, InputError
from . import jwt
from .credential import Fetch, Holder, Token

SECONDS = 30.0
LARGEST_ANSWER = 1024 * 1024
# The files of the CLI's folder that decide whose token it gives, and by which cloud. The first is there after a login.
_STATE = ("azureProfile.json", "clouds.config", "config")
# A word that az cannot take for an option of its own.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")

#: Runs a command for at most so many seconds: (argv, seconds) -> (exit code, output, error output).
#: Raises subprocess.TimeoutExpired and OSError.
Runner = Callable[[Sequence[str], float], tuple[int, str, str]]


def run(argv: Sequence[str], seconds: float) -> tuple[int, str, str]:
    """Run ``argv`` without a shell and without input, and read no more than :data:`LARGEST_ANSWER` of each output.

    ``az`` is a script that starts Python, so the whole group is ended when the time is over, or when it says too much:
    a child that lives on would hold the pipes, and us, for as long as it likes.
    """
    with subprocess.Popen(  # nosec B603 # no shell, and the words are ours
        list(argv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        end = time.monotonic() + seconds
        try:
            out, err = _outputs(process, end)
            if max(len(out), len(err)) > LARGEST_ANSWER:
                os.killpg(process.pid, signal.SIGKILL)
            code = process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        return code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")


def _outputs(process: subprocess.Popen[bytes], end: float) -> tuple[bytes, bytes]:
    """What ``process`` prints, until both outputs are closed, or one has had more than enough.

    :param end: monotonic seconds.   :raises subprocess.TimeoutExpired: when that takes longer.
    """
    found = {pipe: bytearray() for pipe in (process.stdout, process.stderr) if pipe}
    with selectors.DefaultSelector() as selector:
        for pipe in found:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map() and all(len(text) <= LARGEST_ANSWER for text in found.values()):
            left = end - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(process.args, 0.0)
            for key, _events in selector.select(left):
                piece = os.read(key.fd, 65536)
                found[key.fileobj].extend(piece)  # type: ignore[index]
                if not piece:
                    selector.unregister(key.fileobj)
    out, err = (bytes(text) for text in found.values())
    return out, err


@dataclass(frozen=True)
class AzureCli:
    """Asks ``az``, by its path.

    :param tenant: the tenant to log in to.
    :param subscription: chooses the login where no tenant is set; az takes only one of the two.
    :param config_dir: the CLI's folder, '' when there is none.
    """

    az: str
    tenant: str | None = None
    subscription: str | None = None
    config_dir: str = ""
    runner: Runner = field(default=run, repr=False)
    source: str = "cli"

    def token(self, audience: str, fetch: Fetch) -> Token:
        """:raises AuthError: nobody is logged in, or az does not answer within :data:`SECONDS`."""
        argv = [self.az, "account", "get-access-token", "--output", "json"]
        for option, value in (("resource", audience), *self._scope()):
            if not _WORD.fullmatch(value):
                raise InputError(
                    {"resource": "audience", "subscription": "subscription_id"}.get(option, option),
                    f"{value[:60]!r} cannot be passed to az",
                )
            argv += [f"--{option}", value]
        try:
            code, out, err = self.runner(argv, SECONDS)
        except subprocess.TimeoutExpired as error:
            raise _failure(f"az did not answer within {SECONDS:g} s", "AzureCliSilent") from error
        except OSError as error:
            raise _failure(f"az cannot be started ({type(error).__name__})", "AzureCliNotFound") from error
        if max(len(out), len(err)) > LARGEST_ANSWER:
            raise _failure(f"az printed more than {LARGEST_ANSWER >> 20} MiB", "AzureCliSilent")
        if code != 0:
            raise _refused(err)
        found = _object_in(out)
        value = found.get("accessToken")
        ends = _ends(found)
        if not isinstance(value, str) or not value or ends is None:
            raise _failure("az answered without a token", "AzureCliSilent")
        return Token(value=value, expires_on=int(ends), audience=audience)

    def secrets(self) -> tuple[str, ...]:
        """None: the CLI keeps its own."""
        return ()

    def holder(self) -> Holder | None:
        """Whoever is logged in, by the CLI's own files, which ``az login``, ``az logout``, ``az account set`` and
        ``az cloud set`` change; None when nobody is. Asking az takes some 400 ms, more than all the rest of a task.
        """
        state = [_content(os.path.join(self.config_dir, name)) for name in _STATE] if self.config_dir else [b""]
        if not state[0]:
            return None
        whose = (self.source, self.az, self.config_dir, self.tenant or "", self.subscription or "")
        return Holder(whose, b"\0".join(state))

    def _scope(self) -> tuple[tuple[str, str], ...]:
        if self.tenant:
            return (("tenant", self.tenant),)
        return (("subscription", self.subscription),) if self.subscription else ()


def _content(path: str) -> bytes:
    """A file of the CLI; empty when it cannot be read."""
    try:
        with open(path, "rb") as handle:
            return handle.read()
    except OSError:
        return b""


def _object_in(text: str) -> dict[str, Any]:
    """The answer in what az printed: a warning may stand before it, an upgrade notice after it (reliability A11)."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            found, _end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and "accessToken" in found:
            return found
        at = text.find("{", at + 1)
    return {}


def _ends(found: dict[str, Any]) -> float | None:
    """Seconds since the epoch. Only newer versions have ``expires_on``; ``expiresOn`` is local time."""
    ends = jwt.number(found.get("expires_on"))
    if ends is not None:
        return ends
    try:
        return datetime.strptime(str(found.get("expiresOn")).partition(".")[0], "%Y-%m-%d %H:%M:%S").timestamp()
    except (ValueError, OverflowError):
        return jwt.number(jwt.claims(str(found.get("accessToken"))).get("exp"))


def _refused(err: str) -> AuthError:
    lines = [line for line in err.splitlines() if line.strip() and not line.startswith("WARNING")]
    said = redact.line(" ".join(lines[:3]), limit=250) or "no reason given"
    return _failure(f"az gave no token: {said}", "AzureCliFailed")


def _failure(message: str, code: str) -> AuthError:
    return AuthError(f"auth_source cli: {message}", option="auth_source", code=code)
