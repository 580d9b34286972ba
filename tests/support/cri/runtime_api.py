# SPDX-License-Identifier: Apache-2.0
"""A client of the Container Runtime Interface, made of the .proto file that Kubernetes publishes as a Go
module. It runs in the environment of requirements.txt:

    python runtime_api.py FOLDER SOCKET

Each line on stdin is a call, {"call": name, "request": message}, answered by a line on stdout,
{"answer": message} or {"error": text}. The generated modules are kept in FOLDER.
"""

import json
import os
import subprocess
import sys
import sysconfig

MODULE = "k8s.io/cri-api@v0.35.4"
PROTO = "pkg/apis/runtime/v1/api.proto"


def generate(folder):
    """Writes the Python modules of the interface into the folder, unless they are there."""
    if os.path.exists(os.path.join(folder, "api_pb2_grpc.py")):
        return
    os.makedirs(folder, exist_ok=True)
    go = os.path.join(sysconfig.get_path("scripts"), "go")
    environment = dict(os.environ, GOTOOLCHAIN="local", GOFLAGS="-modcacherw",
                       GOMODCACHE=os.path.join(folder, "modules"))
    found = subprocess.run([go, "mod", "download", "-json", MODULE], cwd=folder, env=environment,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    proto = os.path.join(json.loads(found.stdout)["Dir"], PROTO)
    from grpc_tools import protoc
    status = protoc.main(["protoc", "-I" + os.path.dirname(proto), "--python_out=" + folder,
                          "--grpc_python_out=" + folder, proto])
    if status:
        raise RuntimeError("protoc ended with status %d" % status)


def serve(folder, socket):
    """Answers the calls on stdin until its end."""
    generate(folder)
    sys.path.insert(0, folder)
    import api_pb2
    import api_pb2_grpc
    import grpc
    from google.protobuf import json_format

    channel = grpc.insecure_channel("unix://" + socket)
    stubs = api_pb2_grpc.RuntimeServiceStub(channel), api_pb2_grpc.ImageServiceStub(channel)
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["call"]
        stub = stubs[0] if hasattr(stubs[0], name) else stubs[1]
        request = json_format.ParseDict(asked["request"], getattr(api_pb2, name + "Request")())
        try:
            answer = getattr(stub, name)(request, timeout=60, wait_for_ready=True)
            said = {"answer": json_format.MessageToDict(answer, preserving_proto_field_name=True)}
        except grpc.RpcError as error:
            said = {"error": error.details()}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    serve(*sys.argv[1:])
