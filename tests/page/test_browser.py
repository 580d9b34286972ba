# SPDX-License-Identifier: Apache-2.0
"""The page as a person uses it: by mouse, by keys alone, on a telephone, on paper, without JavaScript."""

import base64
import pathlib

import dying_programs as programs
import pytest
from selenium.webdriver.common.keys import Keys

SHOTS = pathlib.Path(__file__).resolve().parents[2] / "build" / "page"


def visible(tab):
    """The headings of the groups that are shown, from the top."""
    return [each.text for each in tab.all("article h2") if each.is_displayed()]


def article(tab, heading):
    return next(
        each for each in tab.all("article") if heading in each.find_element("css selector", "h2").text
    )


def opened(tab):
    return tab.run(
        "const open = document.querySelectorAll('article > details[open] h2');"
        "return Array.from(open, each => each.textContent)"
    )


def open_all(tab):
    tab.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def background(tab):
    return tab.run("return getComputedStyle(document.body).backgroundColor")


def test_the_newest_error_is_first_and_the_numbers_are_told(tab):
    assert visible(tab)[0] == "PriceError: order 4711: no price"
    assert "15 reports" in tab.one(".numbers").text
    first = tab.all("article")[0]
    assert first.find_element("css selector", ".count").text.startswith("3")
    assert first.find_element("css selector", ".chip").text == "shop/main"


def test_a_click_opens_an_error_with_its_source_and_variables(tab):
    group = article(tab, "PriceError")
    group.find_element("css selector", "summary").click()
    assert opened(tab) == ["PriceError: order 4711: no price"]
    assert [each.text for each in group.find_elements("css selector", ".type")] == [
        "ZeroDivisionError",
        "PriceError",
    ]
    assert group.find_element("css selector", ".failed").text.endswith("price_each(order)")
    variables = group.find_element("css selector", ".locals").text
    assert "customer" in variables and "日本語" in variables
    assert len(group.find_elements("css selector", ".latest tbody tr")) == 3
    group.find_element("css selector", "summary").click()
    assert opened(tab) == []


def test_frames_of_libraries_are_folded(tab):
    group = article(tab, "URLError")
    group.find_element("css selector", "summary").click()
    folded = group.find_element("css selector", ".frames details")
    place = folded.find_element("css selector", ".place")
    assert not tab.shows(place)
    folded.find_element("css selector", "summary").click()
    assert tab.shows(place)


def test_search_looks_at_everything_of_a_report(tab):
    search = tab.one("#search")
    search.send_keys("CUSTOMER price_each")  # a variable and a function, in any case
    assert visible(tab) == ["PriceError: order 4711: no price"]
    assert tab.one("#found").text.startswith("1 of ")
    search.clear()
    search.send_keys("no such thing anywhere")
    assert visible(tab) == []
    assert tab.one("#none").is_displayed()


def test_sorting(tab):
    tab.one("#sort option[value=first]").click()
    assert "PriceError" in visible(tab)[-1]
    tab.one("#sort option[value=count]").click()
    assert "PriceError" in visible(tab)[0]


def test_keys_alone_are_enough(tab):
    tab.keys("/")
    assert tab.run("return document.activeElement.id") == "search"
    tab.keys("imports")
    assert visible(tab) == ["ExceptionGroup: two imports failed (2 sub-exceptions)"]
    tab.keys(Keys.TAB, Keys.TAB, Keys.ENTER)  # past the order, onto the group
    assert opened(tab) == ["ExceptionGroup: two imports failed (2 sub-exceptions)"]
    tab.keys(Keys.SPACE)
    assert opened(tab) == []
    tab.keys("/", Keys.ESCAPE)
    assert len(visible(tab)) == len(tab.all("article"))
    tab.keys("jjk", Keys.ENTER)
    assert opened(tab) == [visible(tab)[0]] or opened(tab) == [visible(tab)[1]]


def test_the_focus_is_seen(tab):
    tab.keys(Keys.TAB)
    for _ in range(6):
        style = tab.run("return getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", tab.run("return document.activeElement.outerHTML.slice(0, 100)")
        tab.keys(Keys.TAB)


def test_light_and_dark_as_the_system_has_it_and_by_the_switch(tab):
    light = background(tab)
    tab.media("dark")
    dark = background(tab)
    assert light != dark
    tab.one("#theme").click()
    assert background(tab) == light
    tab.one("#theme").click()
    assert background(tab) == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 800, 1920])
def test_every_width_is_used_without_scrolling_sideways(tab, width, scheme):
    tab.size(width, 900)
    tab.media(scheme)
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.driver.save_screenshot(str(SHOTS / ("%s-%d.png" % (scheme, width))))
    open_all(tab)
    tab.driver.save_screenshot(str(SHOTS / ("%s-%d-open.png" % (scheme, width))))
    assert tab.run("return document.documentElement.scrollWidth") <= width


def test_without_javascript_everything_but_searching_is_there(tab, page):
    tab.javascript(False)
    tab.open(page)
    assert not tab.one("#controls").is_displayed()
    assert not tab.one("#theme").is_displayed()
    assert not tab.shows(tab.one("article .facts"))
    tab.one("article summary").click()
    assert tab.shows(tab.one("article .facts"))


def test_it_prints(tab):
    open_all(tab)
    tab.media(media="print")
    assert not tab.one("#controls").is_displayed()
    pdf = base64.b64decode(tab.driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF") and len(pdf) > 10_000


def test_what_a_report_says_does_nothing(tab):
    open_all(tab)
    text = tab.run("return document.body.textContent")
    assert "<script>pwned = 1</script>" in text
    assert "\\x1b[31mred" in text and "\\u202egpj.exe" in text
    assert tab.run("return typeof pwned") == "undefined"
    assert tab.run("return document.querySelectorAll('img, iframe, object, script, style, a').length") == 2
    hostile = [
        each for each in tab.all("article") if "hostile" in each.find_element("css selector", ".chip").text
    ]
    assert len(hostile) == len(programs.HOSTILE)


def test_a_hundred_thousand_reports_open_well(chromium, pods):
    line = (
        b'container-exception-logger - {"type":"Python3","executable":"/a.py","reason":"a.py:1:f:E%d: x",'
        b'"backtrace":"b","time":1,"id":"%032x","exceptions":[{"type":"E%d","message":"x","frames":'
        b'[{"file":"/a.py","line":1,"function":"f","locals":{"a":"1"}}]}]}'
    )
    pods.log("storm", [line % (number % 700, number, number % 700) for number in range(100_000)], 1)
    page = pods.report("storm.html")
    assert page.stat().st_size < 15_000_000
    chromium.reset()
    chromium.open(page)
    assert len(chromium.all("article")) == 500
    assert "100000 reports" in chromium.one(".numbers").text
    assert "200 more errors" in chromium.one("main").text
    chromium.one("#search").send_keys("E123:")
    assert len(visible(chromium)) == 1
