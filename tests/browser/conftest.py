"""Pages in a real browser. `pytest` alone does not collect these: `.ci/browser` does, and they fail where there is no Chromium."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from pipeline.engine.paging import write_pages
from pipeline.write.layout import pretty
from tests.write.pages.made import made

ROOT = Path(__file__).parents[2]
HOSTILE = "\r\n\r\n".join([
    'A <script>window.hacked = 1</script><img src="http://example.invalid/x.png" onerror="window.hacked = 2"> wood & its trees',
    "שלום עולם. Acme sold 12 vans in May 2021. مرحبا بالعالم 👩‍🚀",
    "x" * 4_000,
    "Share on Facebook",
    "\u202eAcme\u202c ends\there.",
])  # fmt: skip


def chromium():
    """Return the browser to use, from UNSPUN_CHROMIUM or the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("UNSPUN_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: install one (apt-get install chromium), or set UNSPUN_CHROMIUM to where it is"
    return found


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Write the pages of three sample articles and of a hostile one, with the corpus report."""
    folder = tmp_path_factory.mktemp("records")
    for name in ("sahyani-nashik-2023", "sahyani-snack-plant-flood-delay", "fundy-orbital-first-launch", "_corpus"):
        shutil.copy(ROOT / "outputs" / f"{name}.json", folder)
    start = HOSTILE.index("Acme")
    spans = [(start, start + 12), (start + 5, start + 17), (start + 10, start + 29)]
    (folder / "a.json").write_bytes(pretty(made(HOSTILE, spans)))
    out = tmp_path_factory.mktemp("pages")
    write_pages(folder, out, None)
    return out


@pytest.fixture
def opened(browser, pages):
    """Give a function that opens a page in a window of its own, which fails the test on any error in the page or request for more."""
    contexts = []
    wrong = []

    def opening(name, *, width=1280, scheme="light", scripts=True):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        url = (pages / f"{name}.html").as_uri()
        page.on("request", lambda request: None if request.url.split("#")[0] == url else wrong.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.goto(url)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert wrong == []
