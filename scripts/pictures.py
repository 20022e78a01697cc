"""Take a picture of an HTML file as a reader's mail program or browser would show it.

Usage: python scripts/pictures.py PAGE.html OUT.png [--width 700] [--height 1200] [--dark] [--scale 1]

Needs the extra *browser* and a Chromium that is already installed; downloads nothing.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import FloatRect, sync_playwright

_FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def take(
    page: Path, picture: Path, *, width: int, height: int | None, dark: bool, scale: float
) -> tuple[int, int]:
    """Write *picture*; return the width and height of the page. Requests to anywhere are refused."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        sys.exit("no Chromium is installed: install the system package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, chromium_sandbox=False, args=list(_FLAGS)
        )
        view = browser.new_page(
            viewport={"width": width, "height": 800},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
        )
        view.route(
            "**/*", lambda route: route.continue_() if _own(route.request.url) else route.abort()
        )
        view.goto(page.resolve().as_uri())
        size = view.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        shown = min(size[1], height or size[1])
        clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": shown}
        view.screenshot(path=str(picture), full_page=True, clip=clip)
        browser.close()
    return size[0], size[1]


def _own(url: str) -> bool:
    return url.startswith(("file:", "data:"))


def main() -> None:
    """Read the arguments, take the picture, say its size and whether the page scrolls sideways."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--width", type=int, default=700)
    parser.add_argument(
        "--height", type=int, help="cut the picture off here; all of it if not given"
    )
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1)
    given = parser.parse_args()
    width, height = take(
        given.page,
        given.picture,
        width=given.width,
        height=given.height,
        dark=given.dark,
        scale=given.scale,
    )
    size = given.picture.stat().st_size
    print(f"{given.picture}: {width}x{height} CSS pixels, {size / 1000:.0f} kB")
    if width > given.width:
        sys.exit(f"the page is {width - given.width} pixels wider than the window")


if __name__ == "__main__":
    main()
