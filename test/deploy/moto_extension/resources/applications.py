"""What stands around endpoints: buckets, parameters, functions, and a pipeline."""

import json

from .handler import Handler


class Bucket(Handler):
    def create(self, context, properties):
        name = properties.get("BucketName") or context.name(63, lower=True)
        context.call("s3", "create_bucket", Bucket=name)
        self._configure(context, name, properties)
        domain = f"{name}.s3.{context.region}.amazonaws.com"
        return name, {"Arn": f"arn:aws:s3:::{name}", "RegionalDomainName": domain, "DomainName": f"{name}.s3.amazonaws.com"}

    def update(self, context, physical_id, properties, before):
        self._configure(context, physical_id, properties)

    def delete(self, context, physical_id, properties):
        context.call("s3", "delete_bucket", Bucket=physical_id)

    def _configure(self, context, name, properties):
        if "PublicAccessBlockConfiguration" in properties:
            block = properties["PublicAccessBlockConfiguration"]
            context.call("s3", "put_public_access_block", Bucket=name, PublicAccessBlockConfiguration=block)
        if "VersioningConfiguration" in properties:
            context.call("s3", "put_bucket_versioning", Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"])
        if "BucketEncryption" in properties:
            rules = [
                {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}
                for rule in properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
            ]
            context.call("s3", "put_bucket_encryption", Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})


class BucketPolicy(Handler):
    def create(self, context, properties):
        self._put(context, properties)
        return properties["Bucket"], {}

    def update(self, context, physical_id, properties, before):
        self._put(context, properties)

    def delete(self, context, physical_id, properties):
        context.call("s3", "delete_bucket_policy", Bucket=properties["Bucket"])

    def _put(self, context, properties):
        context.call("s3", "put_bucket_policy", Bucket=properties["Bucket"], Policy=json.dumps(properties["PolicyDocument"]))


class Repository(Handler):
    def create(self, context, properties):
        name = properties.get("RepositoryName") or context.name(256, lower=True)
        mutability = properties.get("ImageTagMutability", "MUTABLE")
        answer = context.call("ecr", "create_repository", repositoryName=name, imageTagMutability=mutability)["repository"]
        return name, {"Arn": answer["repositoryArn"], "RepositoryUri": answer["repositoryUri"]}

    def delete(self, context, physical_id, properties):
        context.call("ecr", "delete_repository", repositoryName=physical_id)


class Parameter(Handler):
    def create(self, context, properties):
        name = properties.get("Name") or context.name(255)
        self._put(context, name, properties)
        return name, {"Type": properties["Type"], "Value": properties["Value"]}

    def update(self, context, physical_id, properties, before):
        self._put(context, physical_id, properties)
        return {"Value": properties["Value"]}

    def delete(self, context, physical_id, properties):
        context.call("ssm", "delete_parameter", Name=physical_id)

    def _put(self, context, name, properties):
        context.call("ssm", "put_parameter", Name=name, Type=properties["Type"], Value=properties["Value"], Overwrite=True)


class Function(Handler):
    def create(self, context, properties):
        name = properties.get("FunctionName") or context.name(64)
        answer = context.call("lambda", "create_function", **{**properties, "FunctionName": name, "Tags": None})
        return name, {"Arn": answer["FunctionArn"]}

    def update(self, context, physical_id, properties, before):
        if properties["Code"] != before["Code"]:
            context.call("lambda", "update_function_code", FunctionName=physical_id, **properties["Code"])
        rest = {key: value for key, value in properties.items() if key not in ("Code", "FunctionName", "Tags")}
        context.call("lambda", "update_function_configuration", FunctionName=physical_id, **rest)

    def delete(self, context, physical_id, properties):
        context.call("lambda", "delete_function", FunctionName=physical_id)


class Url(Handler):
    """A function's URL. `Ref` is the ARN of the function."""

    def create(self, context, properties):
        arn = properties["TargetFunctionArn"]
        rest = {key: properties[key] for key in ("AuthType", "Cors", "InvokeMode", "Qualifier") if key in properties}
        answer = context.call("lambda", "create_function_url_config", FunctionName=arn, **rest)
        return arn, {"FunctionArn": arn, "FunctionUrl": answer["FunctionUrl"]}

    def delete(self, context, physical_id, properties):
        context.call("lambda", "delete_function_url_config", FunctionName=physical_id)


def in_camel_case(value):
    """CloudFormation's names of what these two services call the same with a small letter in front."""
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: in_camel_case(item) for key, item in value.items()}
    return [in_camel_case(item) for item in value] if isinstance(value, list) else value


class Project(Handler):
    def create(self, context, properties):
        name = properties.get("Name") or context.name(150)
        answer = context.call("codebuild", "create_project", **{**self._request(properties), "name": name})["project"]
        return name, {"Arn": answer["arn"]}

    def delete(self, context, physical_id, properties):
        context.call("codebuild", "delete_project", name=physical_id)

    def _request(self, properties):
        request = in_camel_case(properties)
        request["source"]["buildspec"] = request["source"].pop("buildSpec", None)
        return request


class Pipeline(Handler):
    def create(self, context, properties):
        name = properties.get("Name") or context.name(100)
        context.call("codepipeline", "create_pipeline", pipeline=self._pipeline(name, properties))
        return name, {"Version": "1", "Arn": f"arn:aws:codepipeline:{context.region}:{context.account}:{name}"}

    def update(self, context, physical_id, properties, before):
        context.call("codepipeline", "update_pipeline", pipeline=self._pipeline(physical_id, properties))

    def delete(self, context, physical_id, properties):
        context.call("codepipeline", "delete_pipeline", name=physical_id)

    def _pipeline(self, name, properties):
        pipeline = in_camel_case({key: value for key, value in properties.items() if key not in ("RestartExecutionOnUpdate", "Tags")})
        for stage, given in zip(pipeline["stages"], properties["Stages"]):
            for action, its in zip(stage["actions"], given["Actions"]):
                # Names inside a configuration are the provider's own.
                if "Configuration" in its:
                    action["configuration"] = {
                        key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in its["Configuration"].items()
                    }
        return {**pipeline, "name": name, "version": 1}


class Metadata(Handler):
    """What the command line adds to every template, and nothing comes of."""

    def create(self, context, properties):
        return context.name(128), {}

    def update(self, context, physical_id, properties, before):
        pass

    def delete(self, context, physical_id, properties):
        pass


APPLICATIONS = {
    "AWS::CDK::Metadata": Metadata(),
    "AWS::S3::Bucket": Bucket(),
    "AWS::S3::BucketPolicy": BucketPolicy(),
    "AWS::ECR::Repository": Repository(),
    "AWS::SSM::Parameter": Parameter(),
    "AWS::Lambda::Function": Function(),
    "AWS::Lambda::Url": Url(),
    "AWS::CodeBuild::Project": Project(),
    "AWS::CodePipeline::Pipeline": Pipeline(),
}
