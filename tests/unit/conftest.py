# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all unit tests share. Generated inputs are the same in every run: a failure is the code's, never the day's."""

from __future__ import annotations

import hypothesis
import pytest

hypothesis.settings.register_profile("units", derandomize=True, database=None, deadline=None, max_examples=30)
hypothesis.settings.load_profile("units")


@pytest.fixture(scope="session", autouse=True)
def _no_home(tmp_path_factory):
    """For what the larger fixtures do: a developer's own tokens and credentials are neither read nor written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for variable in ("XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            patch.delenv(variable, raising=False)
        yield


@pytest.fixture(autouse=True)
def _home(tmp_path_factory, monkeypatch):
    """A home for each test: none finds the tokens of another."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
