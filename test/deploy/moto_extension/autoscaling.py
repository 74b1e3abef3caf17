"""Application Auto Scaling for variants and inference components.

moto does not know the copies of components, keeps policies when their target goes, gives a policy another ARN when it changes,
and makes no alarms for SageMaker.
"""

from uuid import uuid4

from moto.applicationautoscaling import models, responses
from moto.applicationautoscaling.exceptions import AWSValidationException
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, FakeApplicationAutoscalingPolicy
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.cloudwatch.models import cloudwatch_backends
from moto.core.exceptions import JsonRESTError

from .sagemaker import DIMENSION, Scaled

# https://docs.aws.amazon.com/autoscaling/application/userguide/monitoring-cloudwatch.html: metric, and whether every ten seconds
PREDEFINED = {
    "SageMakerVariantInvocationsPerInstance": ("variant", "InvocationsPerInstance", False),
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": ("variant", "ConcurrentRequestsPerModel", True),
    "SageMakerInferenceComponentInvocationsPerCopy": ("component", "InvocationsPerCopy", False),
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution": ("component", "ConcurrentRequestsPerCopy", True),
}

_register = ApplicationAutoscalingBackend.register_scalable_target
_deregister = ApplicationAutoscalingBackend.deregister_scalable_target
_put_policy = ApplicationAutoscalingBackend.put_scaling_policy
_describe_policies = ApplicationAutoscalingBackend.describe_scaling_policies


class ObjectNotFound(JsonRESTError):
    def __init__(self, message: str):
        super().__init__("ObjectNotFoundException", message)


def install() -> None:
    ApplicationAutoscalingBackend.register_scalable_target = register
    ApplicationAutoscalingBackend.deregister_scalable_target = deregister
    ApplicationAutoscalingBackend.put_scaling_policy = put_policy
    ApplicationAutoscalingBackend.describe_scaling_policies = describe_policies
    FakeApplicationAutoscalingPolicy.create_alarms = create_alarms
    FakeApplicationAutoscalingPolicy.delete_alarms = delete_alarms
    # Dimensions are an enumeration of the service model, against which requests are checked before.
    ApplicationAutoScalingResponse._validate_params = lambda self: None
    models._target_params_are_valid = lambda namespace, r_id, dimension: True
    responses._build_target = build_target(responses._build_target)


def register(self, namespace, r_id, dimension, min_capacity, max_capacity, role_arn, suspended_state):
    scaled = Scaled(self.account_id, self.region_name, r_id)
    if scaled.count is None or scaled.dimension != dimension:
        raise AWSValidationException(f"There is nothing to scale in {dimension}: {r_id} does not exist")
    known = self.targets.get(dimension, {}).get(r_id)
    least = min_capacity if min_capacity is not None else getattr(known, "min_capacity", None)
    most = max_capacity if max_capacity is not None else getattr(known, "max_capacity", None)
    if least is None or most is None:
        raise AWSValidationException("Minimum and maximum capacity are required to register a scalable target")
    if least > most:
        raise AWSValidationException("Maximum capacity cannot be less than minimum capacity")
    target = _register(self, namespace, r_id, dimension, min_capacity, max_capacity, role_arn, suspended_state)
    # https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html: inside the new bounds at once
    scaled.set(min(max(scaled.count, least), most))
    return target


def deregister(self, namespace, r_id, dimension):
    if not self._scalable_target_exists(r_id, dimension):
        raise ObjectNotFound(
            f"No scalable target found for service namespace: {namespace}, resource ID: {r_id}, scalable dimension: {dimension}"
        )
    for policy in [*self.policies.values()]:
        if (policy.resource_id, policy.scalable_dimension) == (r_id, dimension):
            self.delete_scaling_policy(policy.policy_name, namespace, r_id, dimension)
    for action in [*self.scheduled_actions]:
        if (action.resource_id, action.scalable_dimension) == (r_id, dimension):
            self.delete_scheduled_action(namespace, action.scheduled_action_name, r_id, dimension)
    _deregister(self, namespace, r_id, dimension)


def put_policy(self, policy_name, service_namespace, resource_id, scalable_dimension, policy_body, policy_type):
    if not self._scalable_target_exists(resource_id, scalable_dimension):
        raise ObjectNotFound(f"No scalable target registered for namespace: {service_namespace}, resource ID: {resource_id}")
    metric = (policy_body or {}).get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
    if metric is not None and (metric not in PREDEFINED or DIMENSION[PREDEFINED[metric][0]] != scalable_dimension):
        raise AWSValidationException(f"Predefined metric {metric} is not for {scalable_dimension}")
    others = [
        (policy._policy_body or {}).get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
        for policy in self.policies.values()
        if (policy.resource_id, policy.scalable_dimension) == (resource_id, scalable_dimension) and policy.policy_name != policy_name
    ]
    if metric is not None and metric in others:
        raise AWSValidationException(f"Only one TargetTrackingScaling policy for a given metric specification is allowed: {metric}")
    key = FakeApplicationAutoscalingPolicy.formulate_key(service_namespace, resource_id, scalable_dimension, policy_name)
    before = self.policies.get(key)
    if before is not None and before.policy_type == "TargetTrackingScaling":
        before.delete_alarms(self.account_id, self.region_name)
    policy = _put_policy(self, policy_name, service_namespace, resource_id, scalable_dimension, policy_body, policy_type)
    if before is not None:
        # A policy that changes stays the same policy: alarms that trigger it by its ARN go on doing so.
        policy.delete_alarms(self.account_id, self.region_name)
        policy.policy_arn, policy.creation_time, policy.alarms = before.policy_arn, before.creation_time, []
        policy.create_alarms()
    return policy


def describe_policies(self, service_namespace, resource_id, scalable_dimension, max_results, next_token):
    """moto takes a resource id for part of another one."""
    token, policies = _describe_policies(self, service_namespace, resource_id, scalable_dimension, max_results, next_token)
    # The alarms that have a step policy as their action are among its alarms.
    for policy in policies:
        if policy.policy_type == "StepScaling":
            alarms = cloudwatch_backends[self.account_id][self.region_name].alarms.values()
            policy.alarms = [alarm for alarm in alarms if policy.policy_arn in (alarm.alarm_actions or [])]
    return token, [policy for policy in policies if resource_id is None or policy.resource_id == resource_id]


def create_alarms(self) -> None:
    """As Application Auto Scaling makes its own; lib/simulation/assumptions says what of them is not documented."""
    specification = (self.target_tracking_scaling_policy_configuration or {}).get("PredefinedMetricSpecification")
    if specification is None:
        return
    kind, metric, fast = PREDEFINED[specification["PredefinedMetricType"]]
    target = self.target_tracking_scaling_policy_configuration["TargetValue"]
    parts = self.resource_id.split("/")
    dimensions = {"EndpointName": parts[1], "VariantName": parts[3]} if kind == "variant" else {"InferenceComponentName": parts[1]}
    period, out, back = (10, 3, 90) if fast else (60, 3, 15)
    sides = [("AlarmHigh", "GreaterThanThreshold", target, out)]
    if not self.target_tracking_scaling_policy_configuration.get("DisableScaleIn", False):
        sides.append(("AlarmLow", "LessThanThreshold", 0.9 * target, back))
    backend = cloudwatch_backends[self.account_id][self.region_name]
    for side, operator, threshold, periods in sides:
        self.alarms.append(
            backend.put_metric_alarm(
                name=f"TargetTracking-{self.resource_id}-{side}-{uuid4()}",
                namespace="AWS/SageMaker",
                metric_name=metric,
                metric_data_queries=[],
                comparison_operator=operator,
                evaluation_periods=periods,
                period=period,
                threshold=threshold,
                statistic="Average",
                description=f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {self.policy_arn}.",
                dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
                alarm_actions=[self.policy_arn],
            )
        )


def delete_alarms(self, account_id, region_name) -> None:
    """Its own alarms go with a policy; one that somebody made for a step policy loses that action and stays.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html
    """
    backend = cloudwatch_backends[account_id][region_name]
    if self.policy_type == "TargetTrackingScaling":
        backend.delete_alarms([alarm.name for alarm in self.alarms])
        return
    for alarm in backend.alarms.values():
        alarm.alarm_actions = [action for action in alarm.alarm_actions or [] if action != self.policy_arn]


def build_target(moto_s):
    def build(target):
        answer = moto_s(target)
        answer["SuspendedState"] = target.suspended_state or {
            name: False for name in ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
        }
        return answer

    return build
