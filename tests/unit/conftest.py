# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all unit tests share. Generated inputs are the same in every run: a failure is the code's, never the day's."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("units", derandomize=True, database=None, deadline=None, max_examples=30)
hypothesis.settings.load_profile("units")
