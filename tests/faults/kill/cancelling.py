# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a job as AWX does, by ansible-runner and a private data directory, and cancels it as soon as a file is there.

``cancelling.py DIRECTORY FILE``. Prints the status that the runner gives the job.
"""

from __future__ import annotations

import os
import sys

import ansible_runner

directory, file = sys.argv[1:]
done = ansible_runner.run(
    private_data_dir=directory, playbook="site.yml", quiet=True, cancel_callback=lambda: os.path.exists(file)
)
print(done.status)
