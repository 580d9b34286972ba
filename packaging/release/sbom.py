#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the released files are made of, as SPDX 2.3 JSON (spdx.github.io/spdx-spec/v2.3).

    sbom.py VERSION FOLDER FILE

The libraries and their versions are those that packaging/musl-sources.sh and packaging/musl.sh pin; headers
and the host's libraries are this machine's packages. Each file in FOLDER is listed with its digest.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
# Debian's packages that programs are compiled with: headers alone, and what is linked into cel for hosts.
INSTALLED = {"nlohmann-json3-dev": "MIT", "libfmt-dev": "MIT", "libcli11-dev": "BSD-3-Clause",
             "libutf8proc-dev": "MIT", "libzstd-dev": "BSD-3-Clause", "liblzma-dev": "0BSD",
             "zlib1g-dev": "Zlib"}
LICENCES = {"zlib": "Zlib", "xz-utils": "0BSD", "libzstd": "BSD-3-Clause", "libarchive": "BSD-2-Clause",
            "libffi": "MIT"}


def main():
    version, folder, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    parts = [_package(*part) for part in _parts()]
    product = _package("container-exception-logger", version, "Apache-2.0")
    files = [_file(path) for path in sorted(folder.iterdir())]
    related = [("SPDXRef-DOCUMENT", "DESCRIBES", product["SPDXID"])]
    related += [(product["SPDXID"], "CONTAINS", each["SPDXID"]) for each in files]
    related += [(product["SPDXID"], "STATIC_LINK", each["SPDXID"]) for each in parts]
    made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    digests = "".join(each["checksums"][0]["checksumValue"] for each in files)
    name = "container-exception-logger-" + version
    out.write_text(json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": "urn:%s:%s" % (name, hashlib.sha256(digests.encode()).hexdigest()),
        "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: " + name]},
        "packages": [product, *parts], "files": files,
        "relationships": [dict(zip(("spdxElementId", "relationshipType", "relatedSpdxElement"), each))
                          for each in related],
    }, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _parts():
    """(name, version, licence) of all that is linked."""
    sources = (HERE / "musl-sources.sh").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z]\S*) (\S+) [0-9a-f]{64}$", sources, re.MULTILINE):
        yield name, version, LICENCES[name]
    zig = re.search(r"^ziglang==(\S+) ", (HERE / "musl.sh").read_text(encoding="utf-8"), re.MULTILINE)
    yield "ziglang", zig.group(1), "MIT AND Apache-2.0 WITH LLVM-exception"
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\\n", *INSTALLED],
                           stdout=subprocess.PIPE, check=True).stdout.decode()
    for name, version in sorted(line.split() for line in asked.splitlines()):
        yield name, version, INSTALLED[name]


def _package(name, version, licence):
    return {"SPDXID": "SPDXRef-Package-" + name, "name": name, "versionInfo": version,
            "licenseConcluded": licence, "licenseDeclared": licence, "copyrightText": "NOASSERTION",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False}


def _file(path):
    content = path.read_bytes()
    return {"SPDXID": "SPDXRef-File-" + re.sub(r"[^\w.-]", "-", path.name).replace("_", "-"),
            "fileName": "./" + path.name, "licenseConcluded": "NOASSERTION", "copyrightText": "NOASSERTION",
            "checksums": [{"algorithm": kind.upper(), "checksumValue": hashlib.new(kind, content).hexdigest()}
                          for kind in ("sha1", "sha256")]}


if __name__ == "__main__":
    main()
