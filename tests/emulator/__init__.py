# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A wire-compatible Azure Machine Learning in one process: login, ARM, regional planes. See docs/emulator.md."""

from __future__ import annotations

from .server import Emulator

__all__ = ["Emulator"]
