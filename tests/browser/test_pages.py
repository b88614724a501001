"""What a person with a browser meets: a mouse, a keyboard, a phone, a dark room, a printer, a screen reader, no scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import HOSTILE

NAMES = ["index", "a", "sahyani-snack-plant-flood-delay", "fundy-orbital-first-launch"]
SPUN = "sahyani-snack-plant-flood-delay"
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
CARD = "(element) => getComputedStyle(element, '::after').display !== 'none' && getComputedStyle(element, '::after').content"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(opened, name, scheme, width):
    page = opened(name, width=width, scheme=scheme)
    page.evaluate(OPEN_ALL)
    found = Axe().run(page, options={"resultTypes": ["passes", "violations", "incomplete"]}).response
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found["violations"]] == []
    contrast = [each for each in found["passes"] if each["id"] == "color-contrast"]
    assert len(contrast[0]["nodes"]) > 20
    undecided = [node for each in found["incomplete"] if each["id"] == "color-contrast" for node in each["nodes"]]
    assert len(undecided) < len(contrast[0]["nodes"]) / 4


def test_source_is_text_to_the_character_and_runs_nothing(opened):
    page = opened("a")
    assert page.evaluate("[...document.querySelectorAll('.raw')].map((cell) => cell.textContent).join('')") == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("[document.images.length, document.scripts.length]") == [0, 1]


@pytest.mark.parametrize("name", ["a", "index"])
def test_the_page_forbids_whatever_it_does_not_bring(browser, pages, name):
    page = browser.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    refused = """(made) => new Promise((done) => {
        document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
        const element = document.createElement(made);
        if (made === "script" || made === "style") element.textContent = "1"; else element.src = "http://example.invalid/";
        document.body.append(element);
    })"""
    assert [page.evaluate(refused, made) for made in ("img", "script", "style", "iframe")] == [
        "img-src",
        "script-src-elem",
        "style-src-elem",
        "frame-src",
    ]
    page.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_scrolling_sideways(opened, name, width):
    page = opened(name, width=width)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_columns_stand_side_by_side_and_stacked(opened):
    first = ".row:not(.same):not(.left-out):not(.heads .row)"
    for width, side_by_side in ((1280, True), (390, False)):
        row = opened(SPUN, width=width).locator(first).first
        raw, text = row.locator(".raw").bounding_box(), row.locator(".text").bounding_box()
        assert (raw["y"] == text["y"]) is side_by_side
        assert (raw["x"] == text["x"]) is not side_by_side


def test_tab_walks_through_every_place_and_shows_why(opened):
    page = opened("a")
    stops = page.locator(".columns a:not([tabindex])").count()
    assert stops > 4
    page.locator("#show-aside").focus()
    for nth in range(stops):
        page.keyboard.press("Tab")
        place = page.locator(":focus")
        assert place.get_attribute("data-why") in place.evaluate(CARD).replace('\\"', '"').replace("\\a ", "\n")
        assert place.evaluate("(each) => each.closest('.raw') !== null"), nth
        assert place.evaluate("(each) => getComputedStyle(each).outlineStyle") != "none"
        for entry in place.get_attribute("aria-describedby").split():
            assert page.locator(f"#{entry} .why").count() == 1
    page.keyboard.press("Escape")
    assert place.evaluate(CARD) is False
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').matches('.list li')")


def test_keys_walk_from_doubt_to_doubt(opened):
    page = opened(SPUN)
    doubts = page.eval_on_selector_all(".doubts a", "(all) => all.map((each) => each.hash.slice(1))")
    for key, expected in (("n", 0), ("n", 1), ("p", 0), ("p", -1)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == doubts[expected]
    page.get_by_role("button", name="Next doubt").click()
    assert page.evaluate("document.activeElement.id") == doubts[0]
    page.get_by_label("keys n, p").uncheck()
    page.keyboard.press("n")
    assert page.get_by_role("status").inner_text() == f"doubt 1 of {len(doubts)}"


def test_card_stays_on_the_screen(opened):
    for width in (1280, 390):
        page = opened(SPUN, width=width)
        for nth in range(0, 60, 7):
            place = page.locator(".raw a").nth(nth)
            place.hover()
            assert place.evaluate(CARD)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_restored_column_says_the_reasons_of_its_entries(opened):
    place = opened(SPUN).locator(".text ins a").first
    place.hover()
    assert "confidence" in place.get_attribute("data-why")


def test_works_without_scripts(opened):
    page = opened(SPUN, scripts=False)
    place = page.locator(".raw a.figure").first
    place.hover()
    colour = "background-color"
    before = place.evaluate(f"(each) => getComputedStyle(each)['{colour}']")
    page.locator("#show-figure").uncheck()
    assert place.evaluate(f"(each) => getComputedStyle(each)['{colour}']") != before
    page.locator(".doubts a").first.click()
    assert page.locator(":target").count() == 1


def test_dark_is_dark(opened):
    light, dark = (
        opened(SPUN, scheme=scheme).evaluate("getComputedStyle(document.body)['background-color'].match(/\\d+/g).map(Number)")
        for scheme in ("light", "dark")
    )
    assert min(light) > 200
    assert max(dark) < 60


def test_print_leaves_the_tools_out(opened):
    page = opened(SPUN)
    page.emulate_media(media="print")
    assert not page.locator(".walk").is_visible()
    assert not page.locator(".filter").is_visible()
    assert page.locator(".row .raw").first.is_visible()


def test_index_leads_to_the_place(opened, pages):
    page = opened("index")
    href = page.locator(".conflict li a").first.get_attribute("href")
    name, _, place = href.partition("#")
    assert (pages / name).is_file()
    assert f'id="{place}"' in (pages / name).read_text(encoding="utf-8")
