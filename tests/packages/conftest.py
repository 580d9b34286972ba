# SPDX-License-Identifier: Apache-2.0
import pytest
from released import released, run


@pytest.fixture(scope="session", params=("amd64", "arm64"))
def tarball(request, tmp_path_factory):
    """The architecture, and the folder that its tarball was unpacked to."""
    folder = tmp_path_factory.mktemp("tarball")
    run("tar", "-xzf", released("linux-%s.tar.gz" % request.param), "-C", folder)
    top, = folder.iterdir()
    return request.param, top
