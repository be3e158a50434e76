#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_compute_info
short_description: Read the computes of an Azure Machine Learning workspace
version_added: 0.1.0
description:
  - Returns one compute of a workspace, or lists them all, of any type.
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
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace to look in.
    required: true
  name:
    description:
      - The name of the compute to read. When omitted, they are listed.
    type: str
  nodes:
    description:
      - Whether to read the nodes of each cluster too, with one request more for each.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_compute
"""

EXAMPLES = r"""
---
- name: Read one compute
  mlops.azureml.aml_compute_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster

- name: List the computes of a workspace
  mlops.azureml.aml_compute_info:
    resource_group: rg-ml
    workspace: ml-prod

- name: Read a cluster and its nodes
  mlops.azureml.aml_compute_info:
    resource_group: rg-ml
    workspace: ml-prod
    name: cpu-cluster
    nodes: true
  register: found

- name: Show how many nodes there are
  ansible.builtin.debug:
    msg: "{{ found.computes[0].nodes | length }} nodes"
"""

RETURN = r"""
---
computes:
  description:
    - The computes found. Each has the names and forms of the options of M(mlops.azureml.aml_compute). It has the
      members of its own type.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description:
        - The resource id of the compute.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLe\
        arningServices/workspaces/ml-prod/computes/cpu-cluster"
    resource_group:
      description:
        - The resource group of the workspace.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    name:
      description:
        - The name of the compute.
      type: str
      sample: cpu-cluster
    type:
      description:
        - See O(mlops.azureml.aml_compute#module:type).
      type: str
      sample: AmlCompute
    location:
      description:
        - See O(mlops.azureml.aml_compute#module:location).
      type: str
      sample: westeurope
    compute_location:
      description:
        - See O(mlops.azureml.aml_compute#module:compute_location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(mlops.azureml.aml_compute#module:identity).
      type: dict
      sample:
        type: SystemAssigned
    identity_principal_id:
      description:
        - The principal of the system-assigned identity, to grant roles to. REST name C(identity.principalId).
      type: str
      sample: 057a668d-6185-5788-b89c-cc194c7a0607
    identity_tenant_id:
      description:
        - The directory of that principal. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    sku:
      description:
        - See O(mlops.azureml.aml_compute#module:sku).
      type: str
      sample: null
    tags:
      description:
        - See O(mlops.azureml.aml_compute#module:tags).
      type: dict
      sample:
        team: churn
    description:
      description:
        - See O(mlops.azureml.aml_compute#module:description).
      type: str
      sample: Copies
    disable_local_auth:
      description:
        - See O(mlops.azureml.aml_compute#module:disable_local_auth).
      type: bool
      sample: false
    vm_size:
      description:
        - See O(mlops.azureml.aml_compute#module:vm_size).
      type: str
      sample: STANDARD_DS3_V2
    subnet:
      description:
        - See O(mlops.azureml.aml_compute#module:subnet).
      type: str
      sample: null
    enable_node_public_ip:
      description:
        - See O(mlops.azureml.aml_compute#module:enable_node_public_ip).
      type: bool
      sample: true
    os_type:
      description:
        - See O(mlops.azureml.aml_compute#module:os_type).
      type: str
      sample: Linux
    vm_priority:
      description:
        - See O(mlops.azureml.aml_compute#module:vm_priority).
      type: str
      sample: Dedicated
    virtual_machine_image:
      description:
        - See O(mlops.azureml.aml_compute#module:virtual_machine_image).
      type: str
      sample: null
    isolated_network:
      description:
        - See O(mlops.azureml.aml_compute#module:isolated_network).
      type: bool
      sample: false
    scale:
      description:
        - See O(mlops.azureml.aml_compute#module:scale).
      type: dict
      sample:
        min_nodes: 0
        max_nodes: 4
        idle_time_before_scale_down: PT15M
    admin:
      description:
        - See O(mlops.azureml.aml_compute#module:admin). Only the C(user_name) is shown.
      type: dict
      sample:
        user_name: azureuser
    property_bag:
      description:
        - See O(mlops.azureml.aml_compute#module:property_bag).
      type: dict
      sample: {}
    remote_login_port_public_access:
      description:
        - See O(mlops.azureml.aml_compute#module:remote_login_port_public_access).
      type: str
      sample: Enabled
    application_sharing_policy:
      description:
        - See O(mlops.azureml.aml_compute#module:application_sharing_policy).
      type: str
      sample: Shared
    ssh:
      description:
        - See O(mlops.azureml.aml_compute#module:ssh).
      type: dict
      sample:
        public_access: Disabled
        admin_public_key: null
    ssh_user_name:
      description:
        - Who logs in over SSH. REST name C(properties.properties.sshSettings.adminUserName).
      type: str
      sample: azureuser
    ssh_port:
      description:
        - The SSH port. REST name C(properties.properties.sshSettings.sshPort).
      type: int
      sample: 4000
    authorization_type:
      description:
        - See O(mlops.azureml.aml_compute#module:authorization_type).
      type: str
      sample: personal
    enable_sso:
      description:
        - See O(mlops.azureml.aml_compute#module:enable_sso).
      type: bool
      sample: true
    assigned_user:
      description:
        - See O(mlops.azureml.aml_compute#module:assigned_user).
      type: dict
      sample: null
    idle_time_before_shutdown:
      description:
        - See O(mlops.azureml.aml_compute#module:idle_time_before_shutdown).
      type: str
      sample: PT1H
    schedules:
      description:
        - See O(mlops.azureml.aml_compute#module:schedules).
      type: list
      elements: dict
      sample:
        - action: Stop
          status: Enabled
          trigger_type: Cron
          recurrence: null
          cron:
            start_time: null
            time_zone: W. Europe Standard Time
            expression: 0 18 * * 1-5
    setup_scripts:
      description:
        - See O(mlops.azureml.aml_compute#module:setup_scripts).
      type: dict
      sample: null
    custom_services:
      description:
        - See O(mlops.azureml.aml_compute#module:custom_services).
      type: list
      elements: dict
      sample: []
    state_of_instance:
      description:
        - What the instance is doing, such as V(Running). Instances only. REST name C(properties.properties.state).
      type: str
      sample: Running
    applications:
      description:
        - The applications on the instance, with their URLs. Instances only. REST name
          C(properties.properties.applications).
      type: list
      elements: dict
      sample:
        - displayName: Jupyter
          endpointUri: https://ci-churn.westeurope.instances.azureml.ms/tree/
    connectivity_endpoints:
      description:
        - The IP addresses of the instance. Instances only. REST name C(properties.properties.connectivityEndpoints).
      type: dict
      sample:
        privateIpAddress: 10.0.0.4
        publicIpAddress: 203.0.113.10
    last_operation:
      description:
        - The operation before, with its C(operationName) and C(operationStatus). Instances only. REST name
          C(properties.properties.lastOperation).
      type: dict
      sample:
        operationName: Create
        operationStatus: Succeeded
        operationTime: '2026-11-24T00:47:39.7859680+00:00'
        operationTrigger: User
    created_by:
      description:
        - Who created the instance. Instances only. REST name C(properties.properties.createdBy).
      type: dict
      sample:
        userId: 002d7990-ffb6-56bd-95f0-a0cfcc6478c0
        userOrgId: 11111111-1111-1111-1111-111111111111
    os_image:
      description:
        - The version of the instance's image and whether it is the newest. Instances only. REST name
          C(properties.properties.osImageMetadata).
      type: dict
      sample:
        currentImageVersion: 25.11.01
        isLatestOsImageVersion: true
        latestImageVersion: 25.11.01
    containers:
      description:
        - The containers on the instance. Instances only. REST name C(properties.properties.containers).
      type: list
      elements: dict
      sample: null
    data_disks:
      description:
        - The disks of the instance. Instances only. REST name C(properties.properties.dataDisks).
      type: list
      elements: dict
      sample: null
    data_mounts:
      description:
        - What the instance has mounted. Instances only. REST name C(properties.properties.dataMounts).
      type: list
      elements: dict
      sample: null
    versions:
      description:
        - The version of the runtime on the instance. Instances only. REST name C(properties.properties.versions).
      type: dict
      sample:
        runtime: 3.0.03000.0001
    agent_count:
      description:
        - See O(mlops.azureml.aml_compute#module:agent_count).
      type: int
      sample: 3
    agent_vm_size:
      description:
        - See O(mlops.azureml.aml_compute#module:agent_vm_size).
      type: str
      sample: Standard_D3_v2
    cluster_fqdn:
      description:
        - See O(mlops.azureml.aml_compute#module:cluster_fqdn).
      type: str
      sample: null
    cluster_purpose:
      description:
        - See O(mlops.azureml.aml_compute#module:cluster_purpose).
      type: str
      sample: DevTest
    ssl:
      description:
        - See O(mlops.azureml.aml_compute#module:ssl).
      type: dict
      sample: null
    networking:
      description:
        - See O(mlops.azureml.aml_compute#module:networking).
      type: dict
      sample: null
    load_balancer_type:
      description:
        - See O(mlops.azureml.aml_compute#module:load_balancer_type).
      type: str
      sample: PublicIp
    load_balancer_subnet:
      description:
        - See O(mlops.azureml.aml_compute#module:load_balancer_subnet).
      type: str
      sample: null
    system_services:
      description:
        - The services that run on it. AKS only. REST name C(properties.properties.systemServices).
      type: list
      elements: dict
      sample: []
    namespace:
      description:
        - See O(mlops.azureml.aml_compute#module:namespace).
      type: str
      sample: ml
    default_instance_type:
      description:
        - See O(mlops.azureml.aml_compute#module:default_instance_type).
      type: str
      sample: small
    instance_types:
      description:
        - See O(mlops.azureml.aml_compute#module:instance_types).
      type: dict
      sample:
        small:
          resources:
            requests:
              cpu: "1"
              memory: "4Gi"
    vc_name:
      description:
        - See O(mlops.azureml.aml_compute#module:vc_name).
      type: str
      sample: null
    extension_principal_id:
      description:
        - See O(mlops.azureml.aml_compute#module:extension_principal_id).
      type: str
      sample: null
    extension_release_train:
      description:
        - See O(mlops.azureml.aml_compute#module:extension_release_train).
      type: str
      sample: null
    address:
      description:
        - See O(mlops.azureml.aml_compute#module:address).
      type: str
      sample: "10.0.0.4"
    administrator_account:
      description:
        - See O(mlops.azureml.aml_compute#module:administrator_account).
      type: dict
      sample: null
    virtual_machine_size:
      description:
        - See O(mlops.azureml.aml_compute#module:virtual_machine_size).
      type: str
      sample: Standard_D2_v2
    notebook_server_port:
      description:
        - See O(mlops.azureml.aml_compute#module:notebook_server_port).
      type: int
      sample: null
    is_notebook_instance:
      description:
        - See O(mlops.azureml.aml_compute#module:is_notebook_instance).
      type: bool
      sample: false
    workspace_url:
      description:
        - See O(mlops.azureml.aml_compute#module:workspace_url).
      type: str
      sample: https://adb-1.azuredatabricks.net
    data_lake_store_account_name:
      description:
        - See O(mlops.azureml.aml_compute#module:data_lake_store_account_name).
      type: str
      sample: lake
    synapse_subscription_id:
      description:
        - See O(mlops.azureml.aml_compute#module:synapse_subscription_id).
      type: str
      sample: 00000000-0000-0000-0000-000000000001
    synapse_resource_group:
      description:
        - See O(mlops.azureml.aml_compute#module:synapse_resource_group).
      type: str
      sample: rg-ml
    synapse_workspace:
      description:
        - See O(mlops.azureml.aml_compute#module:synapse_workspace).
      type: str
      sample: synapse
    pool_name:
      description:
        - See O(mlops.azureml.aml_compute#module:pool_name).
      type: str
      sample: pool
    spark_version:
      description:
        - See O(mlops.azureml.aml_compute#module:spark_version).
      type: str
      sample: "3.4"
    node_count:
      description:
        - See O(mlops.azureml.aml_compute#module:node_count).
      type: int
      sample: null
    node_size:
      description:
        - See O(mlops.azureml.aml_compute#module:node_size).
      type: str
      sample: null
    node_size_family:
      description:
        - See O(mlops.azureml.aml_compute#module:node_size_family).
      type: str
      sample: null
    auto_scale:
      description:
        - See O(mlops.azureml.aml_compute#module:auto_scale).
      type: dict
      sample:
        enabled: true
        min_nodes: 3
        max_nodes: 9
    auto_pause:
      description:
        - See O(mlops.azureml.aml_compute#module:auto_pause).
      type: dict
      sample: null
    allocation_state:
      description:
        - Whether the cluster is changing its number of nodes (V(Resizing)) or not (V(Steady)). Clusters only. REST
          name C(properties.properties.allocationState).
      type: str
      sample: Steady
    allocation_state_transition_time:
      description:
        - Since when. Clusters only. REST name C(properties.properties.allocationStateTransitionTime).
      type: str
      sample: '2026-11-24T00:47:39.1784240+00:00'
    current_nodes:
      description:
        - How many nodes it has. Clusters only. REST name C(properties.properties.currentNodeCount).
      type: int
      sample: 0
    target_nodes:
      description:
        - How many it is about to have. Clusters only. REST name C(properties.properties.targetNodeCount).
      type: int
      sample: 0
    node_states:
      description:
        - How many nodes are in which state. Clusters only. REST name C(properties.properties.nodeStateCounts).
      type: dict
      sample:
        idleNodeCount: 0
        leavingNodeCount: 0
        preemptedNodeCount: 0
        preparingNodeCount: 0
        runningNodeCount: 0
        unusableNodeCount: 0
    errors:
      description:
        - What went wrong on the nodes, in the service's own shape. REST name C(properties.properties.errors).
      type: list
      elements: dict
      sample: []
    provisioning_state:
      description:
        - How far the service is, such as V(Succeeded). REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
    provisioning_errors:
      description:
        - What went wrong while it was made, in the service's own shape. REST name C(properties.provisioningErrors).
      type: list
      elements: dict
      sample: null
    attached:
      description:
        - Whether it was attached and not made by the workspace. REST name C(properties.isAttachedCompute).
      type: bool
      sample: false
    resource_id:
      description:
        - The resource id of what was attached. REST name C(properties.resourceId).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.Container\
        Service/managedClusters/k8s"
    created_on:
      description:
        - When it was created. REST name C(properties.createdOn).
      type: str
      sample: '2026-11-24T00:47:39.1784290+00:00'
    modified_on:
      description:
        - When it was changed. REST name C(properties.modifiedOn).
      type: str
      sample: '2026-11-24T00:47:39.1784290+00:00'
    nodes:
      description:
        - The nodes of the cluster. Only with O(nodes=true).
      type: list
      elements: dict
      sample:
        - node_id: tvmps_5f2c
          node_state: idle
          run_id: null
          port: 50000
          public_ip_address: 203.0.113.11
          private_ip_address: 10.0.0.5
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import read, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE

TASK = read(COMPUTE)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
