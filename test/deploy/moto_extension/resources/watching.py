"""Alarms, dashboards, logs and topics."""

import json

from .handler import Handler


class Alarm(Handler):
    def create(self, context, properties):
        name = properties.get("AlarmName") or context.name(255)
        self._put(context, name, properties)
        return name, {"Arn": f"arn:aws:cloudwatch:{context.region}:{context.account}:alarm:{name}"}

    def update(self, context, physical_id, properties, before):
        self._put(context, physical_id, properties)

    def delete(self, context, physical_id, properties):
        context.call("cloudwatch", "delete_alarms", AlarmNames=[physical_id])

    def _put(self, context, name, properties):
        # Without anything that triggers it for itself, an alarm takes what it does from all of its properties.
        context.call("cloudwatch", "put_metric_alarm", **{**properties, "AlarmName": name})


class Dashboard(Handler):
    def create(self, context, properties):
        name = properties.get("DashboardName") or context.name(255)
        self._put(context, name, properties)
        return name, {}

    def update(self, context, physical_id, properties, before):
        self._put(context, physical_id, properties)

    def delete(self, context, physical_id, properties):
        context.call("cloudwatch", "delete_dashboards", DashboardNames=[physical_id])

    def _put(self, context, name, properties):
        json.loads(properties["DashboardBody"])
        context.call("cloudwatch", "put_dashboard", DashboardName=name, DashboardBody=properties["DashboardBody"])


class LogGroup(Handler):
    def create(self, context, properties):
        name = properties.get("LogGroupName") or context.name(255)
        context.call("logs", "create_log_group", logGroupName=name)
        self._retain(context, name, properties)
        return name, {"Arn": f"arn:aws:logs:{context.region}:{context.account}:log-group:{name}:*"}

    def update(self, context, physical_id, properties, before):
        self._retain(context, physical_id, properties)

    def delete(self, context, physical_id, properties):
        context.call("logs", "delete_log_group", logGroupName=physical_id)

    def _retain(self, context, name, properties):
        if "RetentionInDays" in properties:
            context.call("logs", "put_retention_policy", logGroupName=name, retentionInDays=properties["RetentionInDays"])


class Topic(Handler):
    def create(self, context, properties):
        name = properties.get("TopicName") or context.name(256)
        arn = context.call("sns", "create_topic", Name=name)["TopicArn"]
        return arn, {"TopicArn": arn, "TopicName": name}

    def delete(self, context, physical_id, properties):
        context.call("sns", "delete_topic", TopicArn=physical_id)


class TopicPolicy(Handler):
    def create(self, context, properties):
        self._put(context, properties)
        return context.name(64), {}

    def update(self, context, physical_id, properties, before):
        self._put(context, properties)

    def delete(self, context, physical_id, properties):
        """A topic keeps its last policy here until it goes itself: moto has no default to give back."""

    def _put(self, context, properties):
        document = json.dumps(properties["PolicyDocument"])
        for topic in properties["Topics"]:
            context.call("sns", "set_topic_attributes", TopicArn=topic, AttributeName="Policy", AttributeValue=document)


class Subscription(Handler):
    def create(self, context, properties):
        arn = context.call("sns", "subscribe", **properties, ReturnSubscriptionArn=True)["SubscriptionArn"]
        return arn, {"Arn": arn}

    def delete(self, context, physical_id, properties):
        context.call("sns", "unsubscribe", SubscriptionArn=physical_id)


WATCHING = {
    "AWS::CloudWatch::Alarm": Alarm(),
    "AWS::CloudWatch::Dashboard": Dashboard(),
    "AWS::Logs::LogGroup": LogGroup(),
    "AWS::SNS::Topic": Topic(),
    "AWS::SNS::TopicPolicy": TopicPolicy(),
    "AWS::SNS::Subscription": Subscription(),
}
