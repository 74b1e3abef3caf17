"""SageMaker's endpoints and inference components, as Describe shows them, with the refusals that matter here.

moto keeps a few fields of a configuration, has a list of instance types of its own, and knows neither UpdateEndpoint nor
inference components. All that is asked for is kept here in the words of the request, in moto's own backend. Enumerations need
no list: requests are checked against the service model before.

Sources of the refusals: the developer guide on updating a variant that scales
(https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html), the API reference, and messages that users met,
which are named where they are used. What takes minutes at Amazon is done at once.
"""

import json

from moto.applicationautoscaling.models import applicationautoscaling_backends
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.sagemaker import urls
from moto.sagemaker.exceptions import ResourceInUseException, ValidationError
from moto.sagemaker.models import FakeEndpoint, FakeEndpointConfig, Model, sagemaker_backends
from moto.sagemaker.responses import SageMakerResponse

DIMENSION = {"variant": "sagemaker:variant:DesiredInstanceCount", "component": "sagemaker:inference-component:DesiredCopyCount"}


def install() -> None:
    urls.url_paths["{0}/$"] = Endpoints.dispatch


class WholeModel(Model):
    def __init__(self, account_id: str, region_name: str, request: dict):
        super().__init__(
            account_id,
            region_name,
            request["ModelName"],
            request.get("ExecutionRoleArn"),
            request.get("PrimaryContainer"),
            request.get("VpcConfig"),
            request.get("Containers", []),
            request.get("Tags", []),
        )
        self.request = request

    @property
    def response_object(self) -> dict:
        return {**self.request, "ModelArn": self.arn, "CreationTime": self.creation_time}


class Configuration(FakeEndpointConfig):
    def __init__(self, account_id: str, region_name: str, request: dict):
        self.request = request
        name, variants = request["EndpointConfigName"], request["ProductionVariants"]
        super().__init__(account_id, region_name, name, variants, {}, {}, request.get("Tags", []), request.get("KmsKeyId"))

    def validate_production_variants(self, production_variants: list) -> None:
        """Without moto's list of instance types: the service model has the whole one."""

    @property
    def variants(self) -> list[dict]:
        return [*self.request["ProductionVariants"], *self.request.get("ShadowProductionVariants", [])]

    @property
    def response_object(self) -> dict:
        return {**self.request, "EndpointConfigArn": self.endpoint_config_arn, "CreationTime": self.creation_time}


class Endpoint(FakeEndpoint):
    """Counts are kept by the name of the variant: they are what scaling changes and an update may retain."""

    def __init__(self, account_id: str, region_name: str, request: dict, config: Configuration):
        name = request["EndpointName"]
        variants = config.production_variants
        super().__init__(account_id, region_name, name, config.endpoint_config_name, variants, {}, request.get("Tags", []))
        self.config = config
        self.deployment = request.get("DeploymentConfig")
        self.counts = {variant["VariantName"]: variant.get("InitialInstanceCount") for variant in config.variants}
        self.weights = {variant["VariantName"]: variant.get("InitialVariantWeight", 1) for variant in config.variants}

    def move_to(self, config: Configuration, request: dict) -> None:
        retained = request.get("RetainAllVariantProperties", False)
        excluded = {entry["VariantPropertyType"] for entry in request.get("ExcludeRetainedVariantProperties", [])}
        counts = {variant["VariantName"]: variant.get("InitialInstanceCount") for variant in config.variants}
        weights = {variant["VariantName"]: variant.get("InitialVariantWeight", 1) for variant in config.variants}
        if retained and "DesiredInstanceCount" not in excluded:
            counts |= {name: count for name, count in self.counts.items() if name in counts}
        if retained and "DesiredWeight" not in excluded:
            weights |= {name: weight for name, weight in self.weights.items() if name in weights}
        self.config, self.counts, self.weights = config, counts, weights
        self.endpoint_config_name = config.endpoint_config_name
        if not request.get("RetainDeploymentConfig", False):
            self.deployment = request.get("DeploymentConfig")
        self.last_modified_time = utcnow()

    @property
    def response_object(self) -> dict:
        def summary(variant: dict) -> dict:
            name = variant["VariantName"]
            shown = ("ManagedInstanceScaling", "RoutingConfig")
            return {
                "VariantName": name,
                "CurrentInstanceCount": self.counts[name],
                "DesiredInstanceCount": self.counts[name],
                "CurrentWeight": self.weights[name],
                "DesiredWeight": self.weights[name],
                **{key: variant[key] for key in shown if key in variant},
            }

        shadows = self.config.request.get("ShadowProductionVariants", [])
        return {
            "EndpointName": self.endpoint_name,
            "EndpointArn": self.arn,
            "EndpointConfigName": self.endpoint_config_name,
            "EndpointStatus": self.endpoint_status,
            "CreationTime": self.creation_time,
            "LastModifiedTime": self.last_modified_time,
            "ProductionVariants": [summary(variant) for variant in self.config.request["ProductionVariants"]],
            **({"ShadowProductionVariants": [summary(variant) for variant in shadows]} if shadows else {}),
            **({"LastDeploymentConfig": self.deployment} if self.deployment else {}),
        }


class Component:
    def __init__(self, arn: str, request: dict):
        self.arn = arn
        self.request = request
        self.created = self.modified = utcnow()
        self.copies = request.get("RuntimeConfig", {}).get("CopyCount", 1)

    @property
    def base(self) -> str | None:
        return self.request.get("Specification", {}).get("BaseInferenceComponentName")

    def describe(self, endpoint: Endpoint) -> dict:
        specification = dict(self.request.get("Specification", {}))
        if "Container" in specification:
            container = specification["Container"]
            image = {"DeployedImage": {"SpecifiedImage": container["Image"]}} if "Image" in container else {}
            specification["Container"] = {**image, **{key: value for key, value in container.items() if key != "Image"}}
        shown = ("InferenceComponentName", "EndpointName", "VariantName", "Specifications")
        return {
            **{key: value for key, value in self.request.items() if key in shown},
            "InferenceComponentArn": self.arn,
            "EndpointArn": endpoint.arn,
            "InferenceComponentStatus": "InService",
            "CreationTime": self.created,
            "LastModifiedTime": self.modified,
            **({"Specification": specification} if specification else {}),
            **({} if self.base else {"RuntimeConfig": {"DesiredCopyCount": self.copies, "CurrentCopyCount": self.copies}}),
        }


class Endpoints(SageMakerResponse):
    @property
    def _request(self) -> dict:
        return json.loads(self.body)

    @property
    def _components(self) -> dict[str, Component]:
        # In moto's backend, so that it comes and goes with that.
        return self.sagemaker_backend.__dict__.setdefault("inference_components", {})

    # -- models

    def create_model(self) -> ActionResult:
        request = self._request
        if request["ModelName"] in self.sagemaker_backend._models:
            raise ValidationError(f"Cannot create already existing model {request['ModelName']}")
        model = WholeModel(self.current_account, self.region, request)
        self.sagemaker_backend._models[request["ModelName"]] = model
        return ActionResult({"ModelArn": model.arn})

    # -- configurations

    def create_endpoint_config(self) -> ActionResult:
        request = self._request
        name = request["EndpointConfigName"]
        if name in self.sagemaker_backend.endpoint_configs:
            raise ValidationError(f"Cannot create already existing endpoint configuration {name}")
        for variant in [*request["ProductionVariants"], *request.get("ShadowProductionVariants", [])]:
            self._check_variant(variant, request)
        config = Configuration(self.current_account, self.region, request)
        self.sagemaker_backend.endpoint_configs[name] = config
        return ActionResult({"EndpointConfigArn": config.endpoint_config_arn})

    def _check_variant(self, variant: dict, request: dict) -> None:
        model = variant.get("ModelName")
        managed = variant.get("ManagedInstanceScaling", {}).get("Status") == "ENABLED"
        if model is not None and model not in self.sagemaker_backend._models:
            raise ValidationError(f"Could not find model \"{model}\".")
        if model is not None and managed:
            # As met in hashicorp/terraform-provider-aws#45926.
            raise ValidationError("ManagedInstanceScaling is only supported for inference component endpoints")
        if model is None and "ExecutionRoleArn" not in request:
            raise ValidationError("ExecutionRoleArn is required for inference component endpoints")
        if "ServerlessConfig" not in variant and ("InstanceType" in variant) == ("InstancePools" in variant):
            raise ValidationError(f"Variant {variant['VariantName']} needs an InstanceType or InstancePools")

    def delete_endpoint_config(self) -> ActionResult:
        name = self._request["EndpointConfigName"]
        users = [e.endpoint_name for e in self.sagemaker_backend.endpoints.values() if e.endpoint_config_name == name]
        if users:
            # SageMaker lets it happen; its API reference says that one must not.
            raise ResourceInUseException(f"Endpoint configuration {name} is in use by {users}")
        return super().delete_endpoint_config()

    # -- endpoints

    def create_endpoint(self) -> ActionResult:
        request = self._request
        name = request["EndpointName"]
        if name in self.sagemaker_backend.endpoints:
            arn = FakeEndpoint.arn_formatter(name, self.current_account, self.region)
            raise ValidationError(f"Cannot create already existing endpoint \"{arn}\".")
        endpoint = Endpoint(self.current_account, self.region, request, self._configuration(request["EndpointConfigName"]))
        self.sagemaker_backend.endpoints[name] = endpoint
        return ActionResult({"EndpointArn": endpoint.arn})

    def update_endpoint(self) -> ActionResult:
        request = self._request
        endpoint, config = self._endpoint(request["EndpointName"]), self._configuration(request["EndpointConfigName"])
        before = {variant["VariantName"]: variant for variant in endpoint.config.variants}
        after = {variant["VariantName"]: variant for variant in config.variants}
        for name, variant in before.items():
            if not self._scales(DIMENSION["variant"], f"endpoint/{endpoint.endpoint_name}/variant/{name}"):
                continue
            if name not in after:
                raise ValidationError(f"The variant {name} is registered as a scalable target: deregister it before you remove it")
            if hardware(variant) != hardware(after[name]):
                raise ValidationError(
                    f"The variant {name} is registered as a scalable target: deregister it before you change its instance type "
                    f"from {hardware(variant)} to {hardware(after[name])}"
                )
        for component in self._of(endpoint):
            if component.request.get("VariantName") not in (None, *after):
                raise ValidationError(f"Inference component {component.request['InferenceComponentName']} runs on a variant that goes")
        endpoint.move_to(config, request)
        return ActionResult({"EndpointArn": endpoint.arn})

    def update_endpoint_weights_and_capacities(self) -> ActionResult:
        request = self._request
        endpoint = self._endpoint(request["EndpointName"])
        for wanted in request["DesiredWeightsAndCapacities"]:
            name = wanted["VariantName"]
            if name not in endpoint.counts:
                raise ValidationError(f"The variant name(s) \"{name}\" is/are not present within endpoint configuration.")
            endpoint.counts[name] = wanted.get("DesiredInstanceCount", endpoint.counts[name])
            endpoint.weights[name] = wanted.get("DesiredWeight", endpoint.weights[name])
        return ActionResult({"EndpointArn": endpoint.arn})

    def delete_endpoint(self) -> ActionResult:
        endpoint = self._endpoint(self._request["EndpointName"])
        if self._of(endpoint):
            # As met in gruntwork-io/cloud-nuke#1142.
            raise ValidationError(
                "Cannot delete endpoint with inference component associated. Please delete inference component and try it again."
            )
        # Whoever deletes an endpoint needs the right to deregister: SageMaker does it with it.
        autoscaling = applicationautoscaling_backends[self.current_account][self.region]
        for name in endpoint.counts:
            resource_id = f"endpoint/{endpoint.endpoint_name}/variant/{name}"
            if self._scales(DIMENSION["variant"], resource_id):
                autoscaling.deregister_scalable_target("sagemaker", resource_id, DIMENSION["variant"])
        del self.sagemaker_backend.endpoints[endpoint.endpoint_name]
        return EmptyResult()

    # -- inference components

    def create_inference_component(self) -> ActionResult:
        request = self._request
        name = request["InferenceComponentName"]
        # SageMaker writes the name in lower case in the ARN.
        arn = f"arn:aws:sagemaker:{self.region}:{self.current_account}:inference-component/{name.lower()}"
        if name in self._components:
            raise ValidationError(f"Cannot create already existing inference component \"{arn}\".")
        component = Component(arn, request)
        endpoint = self._endpoint(request["EndpointName"])
        if component.base is not None:
            self._component(component.base)
            if "ComputeResourceRequirements" in request["Specification"]:
                raise ValidationError("An adapter takes no compute resources of its own")
        else:
            self._check_place(request, endpoint)
            if component.copies < 1:
                # As met in stdapi-ai/stdapi.ai#43.
                raise ValidationError("Inference components copy count an integer larger than 0")
        self._check_models(request)
        self._components[name] = component
        return ActionResult({"InferenceComponentArn": arn})

    def _check_place(self, request: dict, endpoint: Endpoint) -> None:
        variant = next((v for v in endpoint.config.variants if v["VariantName"] == request.get("VariantName")), None)
        if variant is None:
            raise ValidationError(f"Endpoint {endpoint.endpoint_name} has no variant {request.get('VariantName')}")
        if "ModelName" in variant:
            # As met in pulumi/pulumi-aws#4940.
            raise ValidationError(
                "Inference Components are not supported in this Endpoint. Please make sure this endpoint can deploy inference component."
            )

    def _check_models(self, request: dict) -> None:
        for specification in [request.get("Specification", {}), *request.get("Specifications", [])]:
            model = specification.get("ModelName")
            if model is not None and model not in self.sagemaker_backend._models:
                raise ValidationError(f"Could not find model \"{model}\".")

    def describe_inference_component(self) -> ActionResult:
        component = self._component(self._request["InferenceComponentName"])
        return ActionResult(component.describe(self._endpoint(component.request["EndpointName"])))

    def list_inference_components(self) -> ActionResult:
        found = []
        for name, component in self._components.items():
            described = component.describe(self._endpoint(component.request["EndpointName"]))
            detail = ("Specification", "Specifications", "RuntimeConfig")
            found.append({key: value for key, value in described.items() if key not in detail})
        return ActionResult({"InferenceComponents": found})

    def update_inference_component(self) -> ActionResult:
        request = self._request
        component = self._component(request["InferenceComponentName"])
        self._check_models(request)
        component.request = {**component.request, **{key: value for key, value in request.items() if key != "RuntimeConfig"}}
        component.copies = request.get("RuntimeConfig", {}).get("CopyCount", component.copies)
        component.modified = utcnow()
        return ActionResult({"InferenceComponentArn": component.arn})

    def update_inference_component_runtime_config(self) -> ActionResult:
        request = self._request
        component = self._component(request["InferenceComponentName"])
        component.copies = request["DesiredRuntimeConfig"]["CopyCount"]
        return ActionResult({"InferenceComponentArn": component.arn})

    def delete_inference_component(self) -> ActionResult:
        name = self._request["InferenceComponentName"]
        self._component(name)
        adapters = [key for key, component in self._components.items() if component.base == name]
        if adapters:
            # Not documented: whoever deletes the base first at least does not know what becomes of its adapters.
            raise ValidationError(f"Inference component {name} has adapters: {adapters}")
        autoscaling = applicationautoscaling_backends[self.current_account][self.region]
        if self._scales(DIMENSION["component"], f"inference-component/{name}"):
            autoscaling.deregister_scalable_target("sagemaker", f"inference-component/{name}", DIMENSION["component"])
        del self._components[name]
        return EmptyResult()

    # -- what is there

    def _configuration(self, name: str) -> Configuration:
        if name not in self.sagemaker_backend.endpoint_configs:
            arn = FakeEndpointConfig.arn_formatter(name, self.current_account, self.region)
            raise ValidationError(f"Could not find endpoint configuration \"{arn}\".")
        return self.sagemaker_backend.endpoint_configs[name]

    def _endpoint(self, name: str) -> Endpoint:
        if name not in self.sagemaker_backend.endpoints:
            arn = FakeEndpoint.arn_formatter(name, self.current_account, self.region)
            raise ValidationError(f"Could not find endpoint \"{arn}\".")
        return self.sagemaker_backend.endpoints[name]

    def _component(self, name: str) -> Component:
        if name not in self._components:
            raise ValidationError(f"Could not find inference component \"{name}\".")
        return self._components[name]

    def _of(self, endpoint: Endpoint) -> list[Component]:
        return [component for component in self._components.values() if component.request["EndpointName"] == endpoint.endpoint_name]

    def _scales(self, dimension: str, resource_id: str) -> bool:
        return applicationautoscaling_backends[self.current_account][self.region]._scalable_target_exists(resource_id, dimension)


def hardware(variant: dict) -> list[str]:
    return [variant["InstanceType"]] if "InstanceType" in variant else [pool["InstanceType"] for pool in variant.get("InstancePools", [])]


class Scaled:
    """What a scalable target scales, for Application Auto Scaling."""

    def __init__(self, account_id: str, region: str, resource_id: str):
        self.backend = sagemaker_backends[account_id][region]
        self.parts = resource_id.split("/")

    @property
    def dimension(self) -> str:
        return DIMENSION["variant" if self.parts[0] == "endpoint" else "component"]

    @property
    def count(self) -> int | None:
        """None where there is no such thing."""
        if self.parts[0] == "endpoint" and len(self.parts) == 4:
            endpoint = self.backend.endpoints.get(self.parts[1])
            return None if endpoint is None else endpoint.counts.get(self.parts[3])
        component = self.backend.__dict__.get("inference_components", {}).get(self.parts[-1])
        return None if component is None or component.base is not None else component.copies

    def set(self, count: int) -> None:
        if self.parts[0] == "endpoint":
            self.backend.endpoints[self.parts[1]].counts[self.parts[3]] = count
        else:
            self.backend.__dict__["inference_components"][self.parts[-1]].copies = count
