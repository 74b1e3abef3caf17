"""What stands in the account of what the library's users put around endpoints, as JSON: the SDK clients of the project do not reach it."""

import json
import os

from .service_model import call, call_all, serve_at

REGION = os.environ["AWS_REGION"]


def ask(service: str, operation: str, **parameters) -> dict:
    return call(service, REGION, operation, **parameters)


def ask_all(service: str, operation: str) -> dict:
    return call_all(service, REGION, operation)


def main() -> None:
    serve_at(os.environ["AWS_ENDPOINT_URL"])
    functions = ask_all("lambda", "list_functions")["Functions"]
    pipelines = [entry["name"] for entry in ask_all("codepipeline", "list_pipelines")["pipelines"]]
    found = {
        "roles": [role["RoleName"] for role in ask_all("iam", "list_roles")["Roles"]],
        "topics": [topic["TopicArn"] for topic in ask_all("sns", "list_topics")["Topics"]],
        "logGroups": [group["logGroupName"] for group in ask_all("logs", "describe_log_groups")["logGroups"]],
        "buckets": [bucket["Name"] for bucket in ask_all("s3", "list_buckets")["Buckets"]],
        "projects": ask_all("codebuild", "list_projects")["projects"],
        "functions": [
            {
                "name": function["FunctionName"],
                "environment": function.get("Environment", {}).get("Variables", {}),
                "url": ask("lambda", "get_function_url_config", FunctionName=function["FunctionName"])["InvokeMode"],
            }
            for function in functions
        ],
        "pipelines": [
            {"name": name, "stages": [stage["name"] for stage in ask("codepipeline", "get_pipeline", name=name)["pipeline"]["stages"]]}
            for name in pipelines
        ],
    }
    print(json.dumps({key: sorted(value, key=str) for key, value in found.items()}))


main()
