#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_online_deployment
short_description: Manage deployments of an Azure Machine Learning online endpoint
version_added: 0.1.0
description:
  - Creates, changes and deletes a deployment of an online endpoint, which is a model and the machines that answer with
    it.
  - A new deployment gets no requests until the O(mlops.azureml.aml_online_endpoint#module:traffic) of its endpoint
    names it.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.attributes.manager
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
  - mlops.azureml.tags
  - mlops.azureml.identity
  - mlops.azureml.wait
  - mlops.azureml.immutable
  - mlops.azureml.extra
  - mlops.azureml.definition
options:
  resource_group:
    description:
      - The resource group of the workspace.
    required: true
  workspace:
    description:
      - The workspace of the endpoint.
    required: true
  endpoint:
    description:
      - The online endpoint that the deployment belongs to.
      - Required, here or in O(definition).
    type: str
  name:
    description:
      - The name of the deployment, 3 to 32 lower-case letters, digits and V(-).
      - Required, here or in O(definition).
    type: str
  type:
    description:
      - What it runs on. Needed for a new one.
      - Cannot be changed later. REST name C(properties.endpointComputeType).
    type: str
    aliases:
      - endpoint_compute_type
    choices:
      - Managed
      - Kubernetes
  location:
    description:
      - The region. When omitted, a new one takes that of the workspace.
      - Cannot be changed later. REST name C(location).
    type: str
  kind:
    description:
      - A word of the service's own for the kind of resource.
      - REST name C(kind).
    type: str
  model:
    description:
      - The model, as a resource id or as C(azureml:name:version).
      - REST name C(properties.model).
    type: str
  model_mount_path:
    description:
      - Where the files of the model are in the container.
      - REST name C(properties.modelMountPath).
    type: str
  code:
    description:
      - The source files that score.
      - REST name C(properties.codeConfiguration).
    type: dict
    suboptions:
      id:
        description:
          - The code asset, as a resource id.
          - REST name C(properties.codeConfiguration.codeId).
        type: str
      scoring_script:
        description:
          - The file in it to run. Needed with O(code).
          - REST name C(properties.codeConfiguration.scoringScript).
        type: str
  environment_id:
    description:
      - The environment that it runs in, as a resource id or as C(azureml:name:version).
      - REST name C(properties.environmentId).
    type: str
  environment_variables:
    description:
      - Environment variables, as names and values. The service adds some of its own. Those that the task does not name
        are left alone.
      - REST name C(properties.environmentVariables).
    type: dict
  instance_type:
    description:
      - The size of the machines, such as V(Standard_DS3_v2).
      - Cannot be changed later. REST name C(properties.instanceType).
    type: str
  sku:
    description:
      - A plan of the service's own. A new one has V(Default).
      - REST name C(sku.name).
    type: str
  instance_count:
    description:
      - How many machines there are.
      - REST name C(sku.capacity).
    type: int
  app_insights_enabled:
    description:
      - Whether requests are logged to Application Insights.
      - REST name C(properties.appInsightsEnabled).
    type: bool
  egress_public_network_access:
    description:
      - Whether it may reach what is outside of private networks.
      - REST name C(properties.egressPublicNetworkAccess).
    type: str
    choices:
      - Disabled
      - Enabled
  scale_settings:
    description:
      - How the number of instances follows the load. An empty one is V(Default).
      - REST name C(properties.scaleSettings).
    type: dict
    suboptions:
      type:
        description:
          - Whether it stays as it is, or follows the load. Needed with O(scale_settings).
          - REST name C(properties.scaleSettings.scaleType).
        type: str
        choices:
          - Default
          - TargetUtilization
      min_instances:
        description:
          - How many there are at least.
          - Only for O(scale_settings.type=TargetUtilization). REST name C(properties.scaleSettings.minInstances).
        type: int
      max_instances:
        description:
          - How many there are at most.
          - Only for O(scale_settings.type=TargetUtilization). REST name C(properties.scaleSettings.maxInstances).
        type: int
      polling_interval:
        description:
          - How long to wait between two looks at the load.
          - Only for O(scale_settings.type=TargetUtilization). REST name C(properties.scaleSettings.pollingInterval).
        type: str
      target_utilization_percentage:
        description:
          - The load to aim at, in percent.
          - Only for O(scale_settings.type=TargetUtilization). REST name
            C(properties.scaleSettings.targetUtilizationPercentage).
        type: int
  request_settings:
    description:
      - How requests are taken.
      - REST name C(properties.requestSettings).
    type: dict
    suboptions:
      max_concurrent_requests_per_instance:
        description:
          - How many requests an instance works on at once.
          - REST name C(properties.requestSettings.maxConcurrentRequestsPerInstance).
        type: int
      request_timeout:
        description:
          - How long an answer may take, such as V(PT5S) or V(5s).
          - REST name C(properties.requestSettings.requestTimeout).
        type: str
      max_queue_wait:
        description:
          - How long a request may wait for its turn.
          - REST name C(properties.requestSettings.maxQueueWait).
        type: str
  liveness_probe:
    description:
      - How the service finds out whether an instance lives.
      - REST name C(properties.livenessProbe).
    type: dict
    suboptions:
      failure_threshold:
        description:
          - After how many failures in a row it is not.
          - REST name C(properties.livenessProbe.failureThreshold).
        type: int
      success_threshold:
        description:
          - After how many successes in a row it is.
          - REST name C(properties.livenessProbe.successThreshold).
        type: int
      initial_delay:
        description:
          - How long to wait before the first look, such as V(PT10S) or V(10s).
          - REST name C(properties.livenessProbe.initialDelay).
        type: str
      period:
        description:
          - How long to wait between two looks.
          - REST name C(properties.livenessProbe.period).
        type: str
      timeout:
        description:
          - How long an answer may take.
          - REST name C(properties.livenessProbe.timeout).
        type: str
  readiness_probe:
    description:
      - How the service finds out whether an instance is ready.
      - REST name C(properties.readinessProbe).
    type: dict
    suboptions:
      failure_threshold:
        description:
          - After how many failures in a row it is not.
          - REST name C(properties.readinessProbe.failureThreshold).
        type: int
      success_threshold:
        description:
          - After how many successes in a row it is.
          - REST name C(properties.readinessProbe.successThreshold).
        type: int
      initial_delay:
        description:
          - How long to wait before the first look, such as V(PT10S) or V(10s).
          - REST name C(properties.readinessProbe.initialDelay).
        type: str
      period:
        description:
          - How long to wait between two looks.
          - REST name C(properties.readinessProbe.period).
        type: str
      timeout:
        description:
          - How long an answer may take.
          - REST name C(properties.readinessProbe.timeout).
        type: str
  startup_probe:
    description:
      - How the service finds out whether an instance has started.
      - REST name C(properties.startupProbe).
    type: dict
    suboptions:
      failure_threshold:
        description:
          - After how many failures in a row it is not.
          - REST name C(properties.startupProbe.failureThreshold).
        type: int
      success_threshold:
        description:
          - After how many successes in a row it is.
          - REST name C(properties.startupProbe.successThreshold).
        type: int
      initial_delay:
        description:
          - How long to wait before the first look, such as V(PT10S) or V(10s).
          - REST name C(properties.startupProbe.initialDelay).
        type: str
      period:
        description:
          - How long to wait between two looks.
          - REST name C(properties.startupProbe.period).
        type: str
      timeout:
        description:
          - How long an answer may take.
          - REST name C(properties.startupProbe.timeout).
        type: str
  data_collector:
    description:
      - What of the requests and answers is kept, in the service's own shape.
      - Only the members given are compared.
      - REST name C(properties.dataCollector).
    type: dict
  container_resource_requirements:
    description:
      - What a container may use, in the service's own shape.
      - Only the members given are compared.
      - Only for O(type=Kubernetes). REST name C(properties.containerResourceRequirements).
    type: dict
  description:
    description:
      - What the deployment is for.
      - REST name C(properties.description).
    type: str
  properties:
    description:
      - Free properties, as names and values. They are merged like O(tags).
      - REST name C(properties.properties).
    type: dict
  state:
    description:
      - Whether the deployment is to be there.
    type: str
    choices:
      - present
      - absent
    default: present
  force:
    description:
      - Delete it although its endpoint sends requests to it.
    type: bool
    default: false
seealso:
  - module: mlops.azureml.aml_online_deployment_info
  - module: mlops.azureml.aml_online_endpoint
  - name: Online deployments in REST
    description: The service's own reference.
    link: https://learn.microsoft.com/rest/api/azureml/online-deployments
"""

EXAMPLES = r"""
---
- name: Deploy a model
  mlops.azureml.aml_online_deployment:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    name: blue
    type: Managed
    model: azureml:churn:1
    instance_type: Standard_DS3_v2
    instance_count: 1

- name: Send all requests to it
  mlops.azureml.aml_online_endpoint:
    resource_group: rg-ml
    workspace: ml-prod
    name: churn-score
    traffic:
      blue: 100

- name: Take one machine more
  mlops.azureml.aml_online_deployment:
    resource_group: rg-ml
    workspace: ml-prod
    endpoint: churn-score
    name: blue
    instance_count: 2
"""

RETURN = r"""
---
online_deployment:
  description:
    - The deployment after the task. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description:
        - The resource id of the deployment.
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/onlineEndpoints/churn-score/deployments/blue"
    resource_group:
      description:
        - The resource group.
      type: str
      sample: rg-ml
    workspace:
      description:
        - The workspace.
      type: str
      sample: ml-prod
    endpoint:
      description:
        - The endpoint of the deployment.
      type: str
      sample: churn-score
    name:
      description:
        - The name of the deployment.
      type: str
      sample: blue
    type:
      description:
        - See O(type).
      type: str
      sample: Managed
    location:
      description:
        - See O(location).
      type: str
      sample: westeurope
    identity:
      description:
        - See O(identity).
      type: dict
      sample:
        type: SystemAssigned
        user_assigned_identities: []
    identity_principal_id:
      description:
        - The id of the system-assigned identity. REST name C(identity.principalId).
      type: str
      sample: 33333333-3333-3333-3333-333333333333
    identity_tenant_id:
      description:
        - The tenant of the system-assigned identity. REST name C(identity.tenantId).
      type: str
      sample: 11111111-1111-1111-1111-111111111111
    tags:
      description:
        - See O(tags).
      type: dict
      sample: {}
    kind:
      description:
        - See O(kind).
      type: str
      sample: Managed
    model:
      description:
        - See O(model).
      type: str
      sample: "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ml/providers/Microsoft.MachineLear\
        ningServices/workspaces/ml-prod/models/churn/versions/1"
    model_mount_path:
      description:
        - See O(model_mount_path).
      type: str
      sample: null
    code:
      description:
        - See O(code).
      type: dict
      sample: null
    environment_id:
      description:
        - See O(environment_id).
      type: str
      sample: null
    environment_variables:
      description:
        - See O(environment_variables).
      type: dict
      sample: {}
    instance_type:
      description:
        - See O(instance_type).
      type: str
      sample: Standard_DS3_v2
    sku:
      description:
        - See O(sku).
      type: str
      sample: Default
    instance_count:
      description:
        - See O(instance_count).
      type: int
      sample: 1
    app_insights_enabled:
      description:
        - See O(app_insights_enabled).
      type: bool
      sample: false
    egress_public_network_access:
      description:
        - See O(egress_public_network_access).
      type: str
      sample: Enabled
    scale_settings:
      description:
        - See O(scale_settings).
      type: dict
      sample:
        type: Default
    request_settings:
      description:
        - See O(request_settings).
      type: dict
      sample:
        max_concurrent_requests_per_instance: 1
        request_timeout: PT5S
        max_queue_wait: null
    liveness_probe:
      description:
        - See O(liveness_probe).
      type: dict
      sample:
        failure_threshold: 30
        success_threshold: 1
        initial_delay: PT10S
        period: PT10S
        timeout: PT2S
    readiness_probe:
      description:
        - See O(readiness_probe).
      type: dict
      sample:
        failure_threshold: 30
        success_threshold: 1
        initial_delay: PT10S
        period: PT10S
        timeout: PT2S
    startup_probe:
      description:
        - See O(startup_probe).
      type: dict
      sample: null
    data_collector:
      description:
        - See O(data_collector).
      type: dict
      sample: null
    container_resource_requirements:
      description:
        - See O(container_resource_requirements).
      type: dict
      sample:
        containerResourceLimits:
          cpu: '1'
    description:
      description:
        - See O(description).
      type: str
      sample: null
    properties:
      description:
        - See O(properties).
      type: dict
      sample:
        AzureAsyncOperationUri: "https://westeurope.api.azureml.ms/subscriptions/00000000-0000-0000-0000-000000000001\
          /providers/Microsoft.MachineLearningServices/locations/westeurope/mfeOperationsStatus/odidp:f5572f16-1ae1-4\
          415-85be-f3a5c0190d97:d35996b6-c873-46d4-a277-911b73514e83?api-version=2025-12-01&t=0&c=emulator&s=emulator\
          &h=emulator"
    provisioning_state:
      description:
        - How far the service is with it. REST name C(properties.provisioningState).
      type: str
      sample: Succeeded
reasons:
  description:
    - Why something was changed, one line each. Empty when nothing was.
  returned: success
  type: list
  elements: str
  sample:
    - "instance_count: 1 -> 2"
operation_url:
  description:
    - Where the operation that goes on can be asked for its state.
  returned: when O(wait=false) and the operation goes on
  type: str
  sample: "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.MachineL\
    earningServices/locations/westeurope/mfeOperationsStatus/5f2c0d8e-6a43-4b0e-9f3c-2f5b7f3a9d10?api-version=2025-12-0\
    1"
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import manage, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.online_deployment import ONLINE_DEPLOYMENT

TASK = manage(ONLINE_DEPLOYMENT)


def main() -> None:
    run_module(TASK)


if __name__ == "__main__":
    main()
