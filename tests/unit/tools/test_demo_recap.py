# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's figures come from Ansible's own recap, whatever stands above it."""

from __future__ import annotations

import demo

ROW = "localhost  : ok=27  changed={changed}  unreachable={unreachable}  failed={failed}  skipped=1  rescued=0\n"


def recap_of(*rows: str) -> dict[str, int] | None:
    return demo.recap("TASK [one] ****\nchanged: [localhost]\nPLAY RECAP ****\n" + "".join(rows))


def test_the_figures_of_the_recap_are_read() -> None:
    assert recap_of(ROW.format(changed=13, unreachable=0, failed=0)) == {"changed": 13, "failed": 0}


def test_hosts_are_added_up_and_unreachable_counts_as_failed() -> None:
    first, second = ROW.format(changed=2, unreachable=1, failed=0), ROW.format(changed=3, unreachable=0, failed=2)
    assert recap_of(first, second) == {"changed": 5, "failed": 3}


def test_a_row_that_a_task_printed_before_the_recap_does_not_count() -> None:
    printed = ROW.format(changed=99, unreachable=0, failed=0) + "PLAY RECAP ****\n"
    assert demo.recap(printed + ROW.format(changed=1, unreachable=0, failed=0)) == {"changed": 1, "failed": 0}


def test_a_run_that_ended_before_its_recap_has_no_figures() -> None:
    assert demo.recap("ERROR! the playbook could not be found\n") is None
    assert recap_of() is None
