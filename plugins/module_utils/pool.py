# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads of a task that can be interrupted: by a cancelled job, or by Ansible's ``timeout``."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from .clock import deaf


@contextmanager
def threads(most: int) -> Iterator[ThreadPoolExecutor]:
    """A pool of at most ``most`` threads. Whoever interrupts the task does not wait for answers that are on their way,
    and what has not begun does not begin.
    """
    pool = ThreadPoolExecutor(max_workers=max(1, most), initializer=deaf)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
