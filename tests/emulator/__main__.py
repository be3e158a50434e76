# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m tests.emulator: run the emulator by hand."""

from __future__ import annotations

import argparse
import sys

from .directory import SUBSCRIPTION, TENANT, Directory, Principal
from .server import Emulator


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(prog="python -m tests.emulator", description=__doc__)
    made.add_argument("--host", default="127.0.0.1", help="address to listen on")
    made.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a host name that the certificate holds as well, such as management.azure.com; may be repeated",
    )
    made.add_argument("--port", type=int, default=8443, help="https port; 0 takes a free one")
    made.add_argument(
        "--http-port",
        type=int,
        default=None,
        help="plain http port of the managed identity endpoints; 0 takes a free one",
    )
    made.add_argument("--ca-file", help="where the certificate authority is written (PEM)")
    made.add_argument("--state", metavar="FILE", help="SQLite file that keeps state and trust over a restart")
    made.add_argument(
        "--ready-file", metavar="PATH", help="JSON with url, http_url, ca_file and pid, written when listening"
    )
    made.add_argument(
        "--clock",
        choices=("real", "virtual"),
        default="real",
        help="virtual: operations end when the clock is advanced",
    )
    made.add_argument("--operation-seconds", type=float, default=0.2, metavar="N", help="how long operations run")
    made.add_argument("--latency-ms", type=float, default=0.0, metavar="N", help="added to every answer")
    made.add_argument("--throttle", action="store_true", help="answer 429 from ARM's token buckets")
    made.add_argument("--strict-audience", action="store_true", help="the regional plane refuses tokens for ARM")
    made.add_argument(
        "--retry-after",
        type=int,
        nargs="?",
        const=1,
        default=None,
        metavar="SECONDS",
        help="add Retry-After to operations, which the service does not send",
    )
    made.add_argument(
        "--blob-endpoint",
        default="",
        metavar="URL",
        help="where blobs are, with {account} in it; a path of the emulator's own where it is left out",
    )
    made.add_argument(
        "--registered",
        action="append",
        default=[],
        metavar="NAMESPACE",
        help="a provider that is registered from the start; '*' for all; may be repeated",
    )
    made.add_argument("--tenant", default=TENANT)
    made.add_argument("--subscription", action="append", default=[], help="the subscription; may be repeated")
    made.add_argument(
        "--client-id", action="append", default=[], help="one more application; pair with --client-secret"
    )
    made.add_argument("--client-secret", action="append", default=[])
    return made


def directory_of(options: argparse.Namespace) -> Directory:
    """Return the directory that the options describe; ValueError when ids and secrets do not pair up."""
    if len(options.client_id) != len(options.client_secret):
        raise ValueError("--client-id and --client-secret come in pairs")
    subscriptions = dict.fromkeys(options.subscription or [SUBSCRIPTION], "Emulator subscription")
    directory = Directory(tenant=options.tenant, subscriptions=subscriptions)
    for client_id, secret in zip(options.client_id, options.client_secret, strict=True):
        directory.principals[client_id] = Principal(client_id, secret)
    return directory


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted; 2 for a wrong option, 1 when a port is taken."""
    options = parser().parse_args(arguments)
    try:
        directory = directory_of(options)
    except ValueError as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 2
    emulator = Emulator(
        host=options.host,
        names=options.name,
        port=options.port,
        http_port=options.http_port,
        state_file=options.state,
        ca_file=options.ca_file,
        clock=options.clock,
        directory=directory,
        operation_seconds=options.operation_seconds,
        latency_ms=options.latency_ms,
        throttle=options.throttle,
        strict_audience=options.strict_audience,
        retry_after=options.retry_after,
        registered=options.registered,
        blob_endpoint=options.blob_endpoint,
    )
    try:
        emulator.start()
    except OSError as exc:
        print(f"error: cannot listen on {options.host}:{options.port}: {exc}", file=sys.stderr)
        return 1
    emulator.heed_signals()
    if options.ready_file:
        emulator.write_ready_file(options.ready_file)
    print(f"emulator ready: {emulator.url} ca={emulator.ca_file} {emulator.http_url}".rstrip(), flush=True)
    emulator.wait()
    emulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
