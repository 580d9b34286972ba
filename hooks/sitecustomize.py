# SPDX-License-Identifier: Apache-2.0
"""Starts the exception hook, then the `sitecustomize` that this one shadows, as Python would have done by
itself."""
try:
    import container_exception_logger as _package
    _package.install()
except Exception:
    pass


def _next():
    """Runs the module of this name further along sys.path; without one, there is none, as if we were not
    here."""
    import sys
    here, name = __file__.rpartition("/")[0], __name__
    places = [place.rstrip("/") for place in sys.path]
    rest = sys.path[places.index(here) + 1:] if here in places else []
    if str is bytes:
        import imp
        found = imp.find_module(name, rest)
        del sys.modules[name]
        imp.load_module(name, *found)
        return
    spec = sys.modules["_frozen_importlib_external"].PathFinder.find_spec(name, rest)
    if spec is None or spec.loader is None:
        raise ImportError("No module named %r" % name, name=name)
    sys.modules["_frozen_importlib"]._load(spec)


if __name__ in ("sitecustomize", "usercustomize"):
    _next()
