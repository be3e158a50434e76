# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module promises: how it behaves in check mode, with --diff and on a second run."""

from __future__ import annotations


class ModuleDocFragment:
    """The plain fragment is for all modules; ``attributes.manager`` and ``attributes.reader`` add the rest."""

    DOCUMENTATION = r"""
options: {}
requirements:
  - requests >= 2.25
attributes:
  action_group:
    description: Use C(group/mlops.azureml.aml) in C(module_defaults) to set the common options of all modules at once.
    support: full
    membership:
      - mlops.azureml.aml
  async:
    description: Supports being used with C(async). The task then runs as a module and not in Ansible's own process.
    support: full
  platform:
    description: Where the module runs. What it manages is in Azure.
    support: full
    platforms: posix
notes:
  - Runs in Ansible's own process where that gives the same result, else as a module. The variable C(aml_execution) with
    C(auto), C(in_process) or C(module), or the environment variable E(AML_EXECUTION), decides otherwise.
  - A failure returns C(msg) in one line, C(error) with the service's C(code) and C(target), C(status), C(request_id),
    C(correlation_id), C(resource_id), C(attempts), C(elapsed) in seconds, and C(outcome), which is V(none) when nothing
    was written, V(partial) when a write was accepted, and V(unknown) when its answer was lost.
"""

    MANAGER = r"""
options: {}
attributes:
  check_mode:
    description: Reads, and predicts what would change without changing it. Fails where the real run would refuse.
    support: full
  diff_mode:
    description: Returns the declared options before and after, without secrets.
    support: full
  idempotent:
    description: A second run changes nothing. Only what the task names is compared, as the service compares it.
    support: full
notes:
  - An option that is omitted or null leaves things alone, a value is made so, and an empty one (C(""), C([]) or C({}))
    clears.
  - After a write the module reads the resource back and fails when something declared did not take.
"""

    READER = r"""
options: {}
attributes:
  check_mode:
    description: Only reads, so check mode makes no difference.
    support: full
  diff_mode:
    description: Changes nothing, so there is nothing to show.
    support: N/A
  idempotent:
    description: Changes nothing.
    support: full
"""
