"""Lists in pages, as AWS gives them out. moto gives some of them whole, and loses its place in others on the third page."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from .sagemaker import Endpoints

# The answer, the list in it, what limits it, and what a page has where nobody says: as the services' API references have it.
LISTS = (
    (CloudWatchResponse, "describe_alarms", "MetricAlarms", "MaxRecords", 50),
    (ApplicationAutoScalingResponse, "describe_scalable_targets", "ScalableTargets", "MaxResults", 50),
    (ApplicationAutoScalingResponse, "describe_scaling_policies", "ScalingPolicies", "MaxResults", 10),
    (ApplicationAutoScalingResponse, "describe_scheduled_actions", "ScheduledActions", "MaxResults", 50),
    (Endpoints, "list_models", "Models", "MaxResults", 10),
    (Endpoints, "list_endpoint_configs", "EndpointConfigs", "MaxResults", 10),
    (Endpoints, "list_endpoints", "Endpoints", "MaxResults", 10),
    (Endpoints, "list_inference_components", "InferenceComponents", "MaxResults", 10),
)

EVERYTHING = 1_000_000


def install() -> None:
    for responses, operation, name, limit, usual in LISTS:
        setattr(responses, operation, in_pages(getattr(responses, operation), name, limit, usual))


def in_pages(whole, name: str, limit: str, usual: int):
    def answer(self):
        start, size = int(self._get_param("NextToken") or 0), self._get_int_param(limit, usual)
        asked = self._get_param
        without_page = {"NextToken": None, limit: EVERYTHING}
        self._get_param = lambda key, *default: without_page[key] if key in without_page else asked(key, *default)
        found = whole(self)
        is_text = isinstance(found, str)
        result = json.loads(found) if is_text else found.result
        end = start + size
        page = {key: value for key, value in result.items() if key != "NextToken"} | {name: result[name][start:end]}
        if end < len(result[name]):
            page["NextToken"] = str(end)
        return json.dumps(page) if is_text else ActionResult(page)

    return answer
