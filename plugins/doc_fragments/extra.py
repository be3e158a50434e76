# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option for what no other option reaches."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside the ``extra_properties`` of every type whose body has ``properties``."""

    DOCUMENTATION = r"""
options:
  extra_properties:
    description:
      - Members of the REST body's C(properties), in the service's own spelling, merged over what the other options say.
      - For properties that this module does not know. Only the keys given are compared.
    type: dict
"""
