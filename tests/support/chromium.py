# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium for tests of the page."""

import json
import shutil
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains

ARGUMENTS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage""".split()


class Chromium:
    """The browser; what is not of our page is left to `driver`."""

    def __init__(self):
        self._profile = tempfile.mkdtemp(prefix="cel-chromium-")
        options = Options()
        for argument in ARGUMENTS + ["--user-data-dir=" + self._profile]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = Service(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(service=service, options=options)
        self.driver.set_script_timeout(300)

    def quit(self):
        self.driver.quit()
        shutil.rmtree(self._profile, ignore_errors=True)

    def reset(self):
        """As a person's browser is at first: wide, light, with JavaScript, its logs read."""
        self.size(1280, 900)
        self.media()
        self.javascript(True)
        self.driver.get("about:blank")
        self.complaints()
        self.requests()

    def open(self, path):
        self.driver.get(path.as_uri())

    def size(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )

    def media(self, scheme="light", media=""):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )

    def javascript(self, on):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def keys(self, *keys):
        """Presses keys as a person does: they go to whatever has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def one(self, selector):
        return self.driver.find_element("css selector", selector)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def shows(self, element):
        """Whether it is there to see; WebDriver's own answer does not know of closed <details>."""
        return self.run("return arguments[0].checkVisibility()", element)

    def complaints(self):
        """The console's errors and warnings, among them what the content security policy forbade."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """The addresses that were asked for since the last look, but for those that hold the data."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in urls if not url.startswith(("data:", "about:"))]
