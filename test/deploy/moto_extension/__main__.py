"""Serves until standard input closes: with whoever started this it ends, whatever that one's end is.

The first line on standard output is the port, chosen by the system.
"""

import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from . import autoscaling, cloudformation, cloudwatch, paging, sagemaker, service_model, smaller_faults


class QuietHandler(MotoRequestHandler):
    """Says nothing of requests that went well, or that the test is about."""

    def log_request(self, code="-", size="-"):
        if str(code).startswith("5"):
            super().log_request(code, size)


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    # The bootstrap stack attaches some of Amazon's own policies.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    for extension in (cloudformation, sagemaker, autoscaling, cloudwatch, paging, smaller_faults):
        extension.install()
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, request_handler=QuietHandler)
    service_model.serve_at(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever()


main()
