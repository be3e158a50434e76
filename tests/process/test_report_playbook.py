# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``ansible-playbook mlops.azureml.report`` as somebody runs it: what it prints, what it writes, and what not."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from cloud import GROUP, WORKSPACE, Cloud
from playing import TIMEOUT_SECONDS, own

WANTED = [{"type": "compute", "name": "cpu", "compute_type": "AmlCompute", "vm_size": "Standard_DS3_v2"}]

KEY = "Y2FuYXJ5LW9mLWEta2V5LW9mLXRoZS1yb2xl"
LAKE = {
    "type": "datastore",
    "datastore_type": "AzureBlob",
    "account_name": "account",
    "container_name": "c",
    "credentials": {"type": "AccountKey", "account_key": KEY},
}


def report(place: Path, cloud: Cloud, *words: str, **variables: object) -> tuple[int, str]:
    """The exit status of the playbook and all that it printed."""
    home = place / "home"
    home.mkdir(parents=True, exist_ok=True)
    given = {"report_resource_group": GROUP, "report_workspace": WORKSPACE, **variables}
    done = subprocess.run(
        ["ansible-playbook", "mlops.azureml.report", "-e", json.dumps(given), *words],
        cwd=place,
        env={**os.environ, **own(home), **cloud.emulator.variables(), "PWD": str(place)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


def test_it_writes_and_says_where(cloud: Cloud, tmp_path: Path) -> None:
    wanted = [{**WANTED[0], "scale": {"max_nodes": 2}}]
    # Below where it was started, and not below where the playbook is.
    dest, formats = "out/", ["html", "json", "junit"]
    status, printed = report(tmp_path, cloud, report_dest=dest, report_formats=formats, report_resources=wanted)
    assert status == 0 and "1 of 1 resources are not as declared" in printed, printed
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ws1.html", "ws1.json", "ws1.junit.xml"]
    assert json.loads((tmp_path / "out" / "ws1.json").read_text())["summary"]["actions"] == {"create": 1}
    assert f"{tmp_path}/out/ws1.html" in printed and not cloud.writes()
    status, printed = report(tmp_path, cloud, report_dest=dest, report_formats=formats, report_resources=wanted)
    assert status == 0 and "changed=0" in printed, printed


def test_several_workspaces_have_a_file_each(cloud: Cloud, tmp_path: Path) -> None:
    other = {"resource_group": GROUP, "workspace": "nowhere", "dest": f"{tmp_path}/out/other.html"}
    here = {"resource_group": GROUP, "workspace": WORKSPACE, "resources": [{**LAKE, "name": "training"}]}
    status, printed = report(tmp_path, cloud, "-vvv", report_workspaces=[other, here], report_dest=f"{tmp_path}/out")
    assert status != 0 and "there is no workspace nowhere" in printed, printed
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{WORKSPACE}.html"] and not cloud.writes()
    # What is secret in the resources of one is not shown as an item of a loop.
    assert KEY not in printed and KEY not in (tmp_path / "out" / f"{WORKSPACE}.html").read_text()


def test_two_workspaces_do_not_share_a_file(cloud: Cloud, tmp_path: Path) -> None:
    here = {"resource_group": GROUP, "workspace": WORKSPACE}
    status, printed = report(tmp_path, cloud, report_workspaces=[here, {**here, "resource_group": "rg-other"}])
    assert status != 0 and "report_workspaces: two reports would come into one place" in printed, printed
    assert not cloud.requests()


def test_in_check_mode_it_writes_nothing(cloud: Cloud, tmp_path: Path) -> None:
    status, printed = report(tmp_path, cloud, "--check", report_dest=f"{tmp_path}/r.html")
    assert status == 0 and "changed=1" in printed and "nothing was declared to compare with" in printed, printed
    assert not (tmp_path / "r.html").exists() and not cloud.writes()
