# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""azure-ai-ml's MLClient doing what a task does: ``python ml_client.py sync|create NAME...``.

Where the cloud is stands in the environment, under the names that the emulator's own tests use.
"""

from __future__ import annotations

import os
import sys

from azure.ai.ml import MLClient
from azure.ai.ml.entities import AmlCompute
from azure.identity import ClientSecretCredential


def main(kind: str, names: list[str]) -> None:
    """Read every compute, or create all of them and wait for all."""
    url = os.environ["BENCH_URL"]
    credential = ClientSecretCredential(
        os.environ["AZURE_TENANT"],
        os.environ["AZURE_CLIENT_ID"],
        os.environ["AZURE_SECRET"],
        authority=url,
        disable_instance_discovery=True,
    )
    client = MLClient(
        credential,
        os.environ["AZURE_SUBSCRIPTION_ID"],
        os.environ["BENCH_GROUP"],
        os.environ["BENCH_WORKSPACE"],
        enable_telemetry=False,
        show_progress=False,
    )
    if kind == "sync":
        for name in names:
            client.compute.get(name)
        return
    size, nodes = os.environ["BENCH_SIZE"], int(os.environ["BENCH_NODES"])
    # Begun one after the other, waited for together: the best that a script can do with this client.
    begun = [
        client.compute.begin_create_or_update(AmlCompute(name=name, size=size, min_instances=0, max_instances=nodes))
        for name in names
    ]
    for poller in begun:
        poller.result()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
