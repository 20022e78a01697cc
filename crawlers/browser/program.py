"""Which browser there is on this machine, and how it is started."""

import os
import shutil
from pathlib import Path
from typing import Any

from schemas.errors import NotConfiguredError

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_REMEDY = (
    "Install Chromium (Debian and Ubuntu: apt-get install chromium) and what drives it (make "
    "browser), or set crawl.browser to the program's path"
)
# Nothing but the page itself may use the network, and that through the proxy: no look-ups, no
# updates, no QUIC or WebRTC beside it; loopback is no exception to the proxy.
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--no-first-run",
    "--no-pings",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
)
# Contexts bring a proxy of their own; what is outside of them gets nowhere.
_NOWHERE = "http://127.0.0.1:9"


def find_browser(named: str = "") -> Path:
    """Return the browser program: *named*, or the system's Chromium.

    Raises NotConfiguredError where there is none, or the library that drives it is missing.
    """
    try:
        import playwright  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise NotConfiguredError("the library that drives a browser is not installed",
                                 remedy=_REMEDY) from error  # fmt: skip
    for name in (named,) if named else _NAMES:
        if found := shutil.which(name):
            return Path(found)
    raise NotConfiguredError(f"there is no browser {named or 'on this machine'}", remedy=_REMEDY)


def launch_options(program: Path, *, sandbox: bool) -> dict[str, Any]:
    """Return what Playwright's ``launch`` is given. As root Chromium cannot have its *sandbox*."""
    return {
        "executable_path": str(program),
        "chromium_sandbox": sandbox and os.geteuid() != 0,
        "args": list(_FLAGS),
        "proxy": {"server": _NOWHERE},
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
