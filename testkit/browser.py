"""A real browser for pages: Debian's Chromium, driven through its own driver, with nothing of it going to a network."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
DESKTOP, PHONE = (1280, 900), (375, 800)


def why_none() -> str:
    """Why no browser can be had here; empty where one can."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    missing += [module for module in ("selenium", "axe_core_python") if find_spec(module) is None]
    return f"no browser here: {', '.join(missing)} isn't installed" if missing else ""


class Browser:
    """One browser with one window."""

    def __init__(self, driver: Any):
        self.driver = driver

    def visit(self, page: Path, *, size: tuple[int, int] = DESKTOP, dark: bool = False) -> None:
        """Open a file in a window of a size, in light or in dark."""
        width, height = size
        phone = width < 600
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone},
        )
        self.driver.get_log("browser"), self.driver.get_log("performance")
        self.driver.get(page.resolve().as_uri())

    def run(self, script: str) -> Any:
        """What a script returns on the page."""
        return self.driver.execute_script(script)

    def scripts(self, on: bool) -> None:
        """Whether pages that are opened from now on may run scripts."""
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def messages(self) -> list[str]:
        """What stands on the console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for beside the page's own."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        own = self.driver.current_url.partition("#")[0]
        # The browser's own pictures in fields, such as that of a calendar, stand in `data:` and ask for nothing.
        return [address for address in sent if address.partition("#")[0] != own and not address.startswith("data:")]

    def overflow(self) -> int:
        """By how much the page is wider than its window, in pixels."""
        return int(self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        wanted = {"preferCSSPageSize": True, "printBackground": False}
        return base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", wanted)["data"])

    def pages(self) -> int:
        """On how many sheets the page is printed."""
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", self.pdf()))

    def picture(self) -> bytes:
        """The whole page as PNG."""
        wanted = {"captureBeyondViewport": True, "format": "png"}
        return base64.b64decode(self.driver.execute_cdp_cmd("Page.captureScreenshot", wanted)["data"])

    def named(self, role: str) -> list[str]:
        """The names of all that has a role for who listens to the page, in their order."""
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        found = [n for n in nodes if not n.get("ignored") and n.get("role", {}).get("value") == role]
        return [str(n.get("name", {}).get("value", "")) for n in found]

    def faults(self, *rules: str) -> list[str]:
        """What axe-core finds wrong that is serious or worse, by all of its rules or by some: the rule and a place."""
        import axe_core_python

        script = Path(axe_core_python.__file__ or "").with_name("axe.min.js").read_text(encoding="utf-8")
        self.run(script + "; window.axe = axe;")
        wanted = {"runOnly": rules} if rules else {}
        found = self.driver.execute_async_script("axe.run(document, arguments[0]).then(arguments[1])", wanted)
        wrong = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary']}" for each in wrong
        ]

    def fill(self, question: str, part: str, value: str) -> None:
        """Tick a box of a form, or type into a field of it, as somebody would."""
        place = f"fieldset[data-id='{question}'] [data-part='{part}']"
        ticked = part in ("pick", "yes", "no", "more", "dk")
        (field,) = self.driver.find_elements("css selector", f"{place}[value='{value}']" if ticked else place)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
        if ticked:
            field.click()
        else:
            field.send_keys(value)

    def downloads_to(self, folder: Path) -> None:
        """Where what is saved goes."""
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own, which has nobody's files; it ends with the block."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
