#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_vm_size_info
short_description: Read the sizes of machines that Azure Machine Learning has in a region
version_added: 0.1.0
description:
  - Returns the sizes of virtual machines that computes and deployments can have in a region, with their cores, memory
    and prices.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.reader
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.fields
options:
  resource_group:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  workspace:
    description:
      - Not used by this module. Accepted so that C(module_defaults) can set it for all modules at once.
  location:
    description:
      - The region.
    type: str
    required: true
seealso:
  - module: mlops.azureml.aml_compute
  - module: mlops.azureml.aml_compute_resize
  - name: Sizes in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/virtual-machine-sizes/list
"""

EXAMPLES = r"""
---
- name: Find the sizes with graphics processors
  mlops.azureml.aml_vm_size_info:
    location: westeurope
  register: sizes

- name: Show them
  ansible.builtin.debug:
    msg: "{{ sizes.vm_sizes | selectattr('gpus', 'gt', 0) | map(attribute='name') }}"
"""

RETURN = r"""
---
vm_sizes:
  description:
    - The sizes.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - Always null; a size is no resource.
      type: str
      sample: null
    location:
      description:
        - The region.
      type: str
      sample: westeurope
    name:
      description:
        - The size. REST name C(name).
      type: str
      sample: Standard_DS3_v2
    family:
      description:
        - Its family. REST name C(family).
      type: str
      sample: standardDSv2Family
    vcpus:
      description:
        - Its cores. REST name C(vCPUs).
      type: int
      sample: 4
    gpus:
      description:
        - Its graphics processors. REST name C(gpus).
      type: int
      sample: 0
    memory_gb:
      description:
        - Its memory in GB. REST name C(memoryGB).
      type: float
      sample: 14.0
    os_vhd_size_mb:
      description:
        - The size of the disk of its system in MB. REST name C(osVhdSizeMB).
      type: int
      sample: 1047552
    max_resource_volume_mb:
      description:
        - The size of its temporary disk in MB. REST name C(maxResourceVolumeMB).
      type: int
      sample: 28672
    low_priority_capable:
      description:
        - Whether there is a cheaper one that may be taken away. REST name C(lowPriorityCapable).
      type: bool
      sample: true
    premium_io:
      description:
        - Whether it has fast disks. REST name C(premiumIO).
      type: bool
      sample: true
    supported_compute_types:
      description:
        - What can have this size. REST name C(supportedComputeTypes).
      type: list
      elements: str
      sample:
        - AmlCompute
        - ComputeInstance
    estimated_vm_prices:
      description:
        - What an hour costs. REST name C(estimatedVMPrices).
      type: dict
      sample:
        billingCurrency: USD
        unitOfMeasure: OneHour
        values:
          - retailPrice: 0.24
            osType: Linux
            vmTier: Standard
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.location import VM_SIZE

TASK = read(VM_SIZE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
