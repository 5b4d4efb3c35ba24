"""Takes the screenshots of the documentation from the graph of the sample articles.

python benchmarks/screenshots.py
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import graphkit
from graphkit.explorer import write_page
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.explorer.generate import generate_findings

ROOT = Path(__file__).resolve().parent.parent
DESK, PHONE = (1440, 900), (390, 844)
CLAIM = "#claim=united-arab-emirates&verb=supplies_arms_to&to=rapid-support-forces"
#: name, page, fragment, size, colours
SHOTS = (
    ("explorer", "sample", "", DESK, "light"),
    ("focus", "sample", "#actor=united-states", DESK, "light"),
    ("claim", "sample", CLAIM, DESK, "light"),
    ("pair", "sample", "#pair=cuba&with=united-states", DESK, "light"),
    ("timeline", "sample", "#since=2015-01-01&until=2019-12-31", DESK, "light"),
    ("matrix", "sample", "#view=matrix", DESK, "light"),
    ("map", "sample", "#view=map", DESK, "light"),
    ("table", "sample", "#view=table&sort=newest", DESK, "light"),
    ("dark", "sample", "", DESK, "dark"),
    ("phone", "sample", "", PHONE, "light"),
    ("phone-focus", "sample", "#actor=antonio-guterres", PHONE, "light"),
    ("large", "large", "", DESK, "light"),
)
#: A screenshot may weigh so much, bytes.
MOST = 300_000


def take(browser: Browser, page_file: Path, fragment: str, size: tuple[int, int], colours: str) -> bytes:
    phone = size[0] < 600
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2 if phone else 1,
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
        offline=True,
    )
    page = context.new_page()
    page.goto(page_file.as_uri() + fragment)
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    page.wait_for_timeout(400)
    picture = page.screenshot()
    context.close()
    return picture


def slim(picture: bytes) -> bytes:
    """Packs a picture better, and keeps it below the limit with fewer colours where it must be."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for packed in (image, image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)):
        file = io.BytesIO()
        packed.save(file, "PNG", optimize=True)
        if file.tell() <= MOST:
            break
    return file.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {name: Path(folder) / f"{name}.html" for name in ("sample", "large")}
        knowledge = graphkit.build([ROOT / "data" / "articles"])
        write_page(knowledge.findings, pages["sample"])
        write_page(generate_findings(20_000, articles=5_000), pages["large"], title="5,000 articles (made up)")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        for name, page, fragment, size, colours in SHOTS:
            picture = slim(take(browser, pages[page], fragment, size, colours))
            (ROOT / "docs" / "img" / f"{name}.png").write_bytes(picture)
            print(f"{name}.png {len(picture) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
