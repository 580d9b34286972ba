#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an image of several architectures as an OCI layout in a tar file, as podman, skopeo and containerd
load it (github.com/opencontainers/image-spec: image-layout, image-index, manifest, config).

    oci.py --tag TAG --entrypoint WORD [--command WORDS] [--user UID:GID] [--owned NAME] FOLDER FILE

FOLDER has a folder for each architecture, named as Go names it: the image's root. All is root's but
`--owned`, which is the user's. The same files give the same bytes; times are those of SOURCE_DATE_EPOCH.
"""

import argparse
import datetime
import gzip
import hashlib
import io
import json
import os
import pathlib
import tarfile

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def main():
    parser = argparse.ArgumentParser()
    for name in ("--tag", "--entrypoint", "--command", "--user", "--owned"):
        parser.add_argument(name, default="")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("file", type=pathlib.Path)
    asked = parser.parse_args()
    blobs = {}
    manifests = [_image(asked, root, blobs) for root in sorted(asked.folder.iterdir())]
    listed = _add(blobs, "application/vnd.oci.image.index.v1+json", _json(
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": manifests}))
    listed["annotations"] = {"org.opencontainers.image.ref.name": asked.tag}
    with tarfile.open(asked.file, "w", format=tarfile.GNU_FORMAT) as tar:
        _put(tar, "oci-layout", b'{"imageLayoutVersion": "1.0.0"}')
        _put(tar, "index.json", _json({"schemaVersion": 2, "manifests": [listed]}))
        for digest in sorted(blobs):
            _put(tar, "blobs/sha256/" + digest, blobs[digest])


def _image(asked, root, blobs):
    """Adds one architecture's image to `blobs`: the descriptor of its manifest."""
    layer = _layer(asked, root)
    compressed = _add(blobs, "application/vnd.oci.image.layer.v1.tar+gzip", gzip.compress(layer, 9, mtime=0))
    platform = {"architecture": root.name, "os": "linux"}
    started = {"Entrypoint": [asked.entrypoint], "Cmd": asked.command.split(), "User": asked.user}
    config = _add(blobs, "application/vnd.oci.image.config.v1+json", _json({
        **platform,
        "created": datetime.datetime.fromtimestamp(_epoch(), datetime.timezone.utc).isoformat(),
        "config": {name: value for name, value in started.items() if value},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
        "history": [],
    }))
    manifest = _add(blobs, MANIFEST, _json(
        {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [compressed]}))
    return {**manifest, "platform": platform}


def _layer(asked, root):
    """The root's files as a tar file."""
    owner, _, group = (asked.user or "0:0").partition(":")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            entry = tar.gettarinfo(path, name)
            entry.uname = entry.gname = ""
            entry.uid, entry.gid = (int(owner), int(group)) if name == asked.owned else (0, 0)
            entry.mtime = _epoch()
            with open(path, "rb") if entry.isreg() else io.BytesIO() as content:
                tar.addfile(entry, content)
    return packed.getvalue()


def _add(blobs, media_type, content):
    digest = hashlib.sha256(content).hexdigest()
    blobs[digest] = content
    return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(content)}


def _put(tar, name, content):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime = len(content), _epoch()
    tar.addfile(entry, io.BytesIO(content))


def _json(value):
    return json.dumps(value, sort_keys=True).encode()


def _epoch():
    return int(os.environ["SOURCE_DATE_EPOCH"])


if __name__ == "__main__":
    main()
