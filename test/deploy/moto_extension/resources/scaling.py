"""Scalable targets and their policies."""

from .handler import Handler, without

SERVICE = "application-autoscaling"
TARGET = ("ResourceId", "ScalableDimension", "ServiceNamespace")


class ScalableTarget(Handler):
    def create(self, context, properties):
        self._register(context, properties)
        self._schedule(context, properties, {})
        return "|".join(properties[key] for key in TARGET), {}

    def update(self, context, physical_id, properties, before):
        self._register(context, properties)
        self._schedule(context, properties, before)

    def delete(self, context, physical_id, properties):
        context.call(SERVICE, "deregister_scalable_target", **{key: properties[key] for key in TARGET})

    def _register(self, context, properties):
        context.call(SERVICE, "register_scalable_target", **without(properties, "ScheduledActions"))

    def _schedule(self, context, properties, before):
        target = {key: properties[key] for key in TARGET}
        new, old = ({action["ScheduledActionName"]: action for action in each.get("ScheduledActions", [])} for each in (properties, before))
        for name in old:
            if name not in new:
                context.call(SERVICE, "delete_scheduled_action", ScheduledActionName=name, **target)
        for name, action in new.items():
            if action != old.get(name):
                context.call(SERVICE, "put_scheduled_action", **action, **target)


class ScalingPolicy(Handler):
    def create(self, context, properties):
        arn = self._put(context, properties)
        return arn, {"Arn": arn}

    def update(self, context, physical_id, properties, before):
        self._put(context, properties)

    def delete(self, context, physical_id, properties):
        context.call(SERVICE, "delete_scaling_policy", PolicyName=properties["PolicyName"], **self._target(properties))

    def _target(self, properties):
        if "ScalingTargetId" in properties:
            return dict(zip(TARGET, properties["ScalingTargetId"].split("|"), strict=True))
        return {key: properties[key] for key in TARGET}

    def _put(self, context, properties):
        policy = without(properties, "ScalingTargetId", *TARGET)
        return context.call(SERVICE, "put_scaling_policy", **policy, **self._target(properties))["PolicyARN"]


SCALING = {
    "AWS::ApplicationAutoScaling::ScalableTarget": ScalableTarget(),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ScalingPolicy(),
}
