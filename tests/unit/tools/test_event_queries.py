# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``extensions/audit/event_query.yml`` has a query for each module that manages something."""

from __future__ import annotations

import event_queries


def test_the_file_is_what_the_collection_makes() -> None:
    made = "python3 tests/tools/event_queries.py writes it anew"
    assert event_queries.TARGET.read_text(encoding="utf-8") == event_queries.made(), made


def test_what_is_left_out_is_there() -> None:
    names = {path.stem for path in (event_queries.ROOT / "plugins" / "modules").glob("aml_*.py")}
    assert set(event_queries.NOTHING_MANAGED) | set(event_queries.OWN) <= names
