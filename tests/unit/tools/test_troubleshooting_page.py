# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``docs/troubleshooting.md`` says what the code says."""

from __future__ import annotations

import pytest
import troubleshooting

from ansible_collections.mlops.azureml.plugins.module_utils.remedies.service import BY_STATUS
from ansible_collections.mlops.azureml.plugins.module_utils.remedies.table import REMEDIES


def test_the_page_is_made_from_the_table() -> None:
    made = "python3 tests/tools/troubleshooting.py writes it anew"
    assert troubleshooting.TARGET.read_text(encoding="utf-8") == troubleshooting.made(), made


@pytest.mark.parametrize("row", [*REMEDIES.values(), *BY_STATUS.values()], ids=lambda row: row[1][:40])
def test_a_row_can_be_read(row: tuple[str, str]) -> None:
    cause, remedy = row
    assert cause[0].isupper() and cause.endswith(".") and "|" not in cause + remedy
    assert remedy[0].islower() and not remedy.endswith(".") and len(remedy) <= 120
