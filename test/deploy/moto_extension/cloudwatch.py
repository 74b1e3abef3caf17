"""What CloudWatch refuses of alarms, and moto does not."""

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend

_put = CloudWatchBackend.put_metric_alarm


def install() -> None:
    CloudWatchBackend.put_metric_alarm = put_metric_alarm


def put_metric_alarm(self, *arguments, **alarm):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
    period, periods, datapoints = alarm.get("period"), alarm.get("evaluation_periods"), alarm.get("datapoints_to_alarm")
    if period is not None and period not in (10, 20, 30) and period % 60 != 0:
        raise ValidationError(f"Metric periods must be 10, 20, 30 or a multiple of 60 seconds, not {period}")
    if period is not None and period * periods > (86_400 if period < 3600 else 604_800):
        raise ValidationError("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)")
    if datapoints is not None and datapoints > periods:
        raise ValidationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    if alarm.get("treat_missing_data") not in (None, "breaching", "notBreaching", "ignore", "missing"):
        raise ValidationError(f"TreatMissingData is {alarm['treat_missing_data']}")
    return _put(self, *arguments, **alarm)
