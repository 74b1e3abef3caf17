"""Models, endpoint configurations, endpoints and inference components. `Ref` of each is its ARN."""

from .handler import Handler, name_of, retag, without


def tags(context, arn: str, properties: dict, before: dict) -> None:
    retag(context, "sagemaker", arn, properties, before, tag="add_tags", untag="delete_tags")


class Model(Handler):
    def create(self, context, properties):
        name = properties.get("ModelName") or context.name(63)
        arn = context.call("sagemaker", "create_model", **{**properties, "ModelName": name})["ModelArn"]
        return arn, {"ModelName": name, "ModelArn": arn}

    def update(self, context, physical_id, properties, before):
        tags(context, physical_id, properties, before)

    def delete(self, context, physical_id, properties):
        context.call("sagemaker", "delete_model", ModelName=name_of(physical_id))


class EndpointConfig(Handler):
    def create(self, context, properties):
        name = properties.get("EndpointConfigName") or context.name(63)
        arn = context.call("sagemaker", "create_endpoint_config", **{**properties, "EndpointConfigName": name})["EndpointConfigArn"]
        return arn, {"EndpointConfigName": name, "EndpointConfigArn": arn}

    def update(self, context, physical_id, properties, before):
        tags(context, physical_id, properties, before)

    def delete(self, context, physical_id, properties):
        context.call("sagemaker", "delete_endpoint_config", EndpointConfigName=name_of(physical_id))


class Endpoint(Handler):
    OF_UPDATES = ("RetainAllVariantProperties", "ExcludeRetainedVariantProperties", "RetainDeploymentConfig")

    def create(self, context, properties):
        name = properties.get("EndpointName") or context.name(63)
        request = without(properties, *self.OF_UPDATES)
        arn = context.call("sagemaker", "create_endpoint", **{**request, "EndpointName": name})["EndpointArn"]
        return arn, {"EndpointName": name, "EndpointArn": arn}

    def update(self, context, physical_id, properties, before):
        tags(context, physical_id, properties, before)
        request = without(properties, "Tags", "EndpointName")
        if request != without(before, "Tags", "EndpointName"):
            context.call("sagemaker", "update_endpoint", EndpointName=name_of(physical_id), **request)

    def delete(self, context, physical_id, properties):
        context.call("sagemaker", "delete_endpoint", EndpointName=name_of(physical_id))


class InferenceComponent(Handler):
    def create(self, context, properties):
        name = properties.get("InferenceComponentName") or context.name(63)
        request = without(properties, "DeploymentConfig")
        answer = context.call("sagemaker", "create_inference_component", **{**request, "InferenceComponentName": name})
        return answer["InferenceComponentArn"], {"InferenceComponentArn": answer["InferenceComponentArn"]}

    def update(self, context, physical_id, properties, before):
        for moved in ("EndpointName", "VariantName", "InferenceComponentName"):
            if properties.get(moved) != before.get(moved):
                # The registry calls it changeable, and SageMaker has no call for it.
                raise NotImplementedError(f"An inference component cannot be given another {moved}")
        tags(context, physical_id, properties, before)
        request = without(properties, "Tags", "EndpointName", "VariantName", "InferenceComponentName", "RuntimeConfig")
        # Whether CloudFormation sends an unchanged copy count again is not documented: here it does not.
        if properties.get("RuntimeConfig") != before.get("RuntimeConfig"):
            request["RuntimeConfig"] = properties.get("RuntimeConfig")
        context.call("sagemaker", "update_inference_component", InferenceComponentName=properties["InferenceComponentName"], **request)

    def delete(self, context, physical_id, properties):
        # The name in the ARN is in lower case.
        name = properties.get("InferenceComponentName") or name_of(physical_id)
        context.call("sagemaker", "delete_inference_component", InferenceComponentName=name)


SAGEMAKER = {
    "AWS::SageMaker::Model": Model(),
    "AWS::SageMaker::EndpointConfig": EndpointConfig(),
    "AWS::SageMaker::Endpoint": Endpoint(),
    "AWS::SageMaker::InferenceComponent": InferenceComponent(),
}
