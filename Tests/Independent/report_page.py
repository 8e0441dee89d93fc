"""Opens reports in a headless Chromium and uses them as a person does: both widths, both themes, keys, filter, print.

    report_page.py PAGE.html ...     checks each; the figures of speed and size are printed
    report_page.py --pictures DIR PAGE.html     also keeps a picture of every view

Ends with 1 when something is wrong. Wants Python 3.9 and a Chromium, nothing else.
"""
import os
import statistics
import sys

from browser import Browser

LARGEST = 5_000_000
SLOWEST = 1000  # milliseconds from opening to the first frame with everything on it
VIEWS = [(1280, False), (1280, True), (390, False), (390, True)]

failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print(f"  wrong: {what}")


def readout(page, chart):
    return page.value(f"document.querySelector('#{chart}-chart .readout')?.textContent ?? ''")


def check_views(browser, url, name, pictures):
    for width, dark in VIEWS:
        page = browser.open(url, width=width, height=844 if width < 600 else 900, dark=dark)
        view = f"{name} at {width} px, {'dark' if dark else 'light'}"
        expect(page.value("document.documentElement.scrollWidth") <= width, f"{view}: wider than the screen")
        back = page.value("getComputedStyle(document.body).backgroundColor")
        bright = sum(int(part) for part in back.strip("rgb()").split(",")[:3]) / 3
        expect((bright < 60) == dark, f"{view}: the background is {back}")
        for found in page.troubles():
            expect(False, f"{view}: {found}")
        if pictures:
            page.picture(os.path.join(pictures, f"{name}-{width}-{'dark' if dark else 'light'}.png"))
        page.close()


def check_speed(browser, url, name, size):
    times = []
    for _ in range(5):
        page = browser.open(url)
        times.append(int(page.value("document.documentElement.dataset.drawn")))
        page.close()
    typical = statistics.median(times)
    print(f"  {size / 1e6:.2f} MB, drawn after {typical:.0f} ms ({min(times)} to {max(times)})")
    expect(typical < SLOWEST, f"{name}: {typical:.0f} ms until it is drawn")
    expect(size < LARGEST, f"{name}: {size} bytes")


def check_names(page, name):
    """Everything that takes the focus has a name, and none of it is lost from sight."""
    lost = page.value("""[...document.querySelectorAll('a, button, select, input, summary, svg[tabindex]')].filter((e) =>
        !(e.getAttribute('aria-label') || e.textContent.trim())).map((e) => e.outerHTML.slice(0, 80))""")
    expect(not lost, f"{name}: without a name: {lost}")
    hidden = page.value("""(() => { const found = []; for (const e of document.querySelectorAll('button, select, svg')) {
        e.focus({focusVisible: true}); if (document.activeElement === e && getComputedStyle(e).outlineStyle === 'none')
        found.push(e.outerHTML.slice(0, 60)); } return found; })()""")
    expect(not hidden, f"{name}: the focus cannot be seen on {hidden[:3]}")


def check_keys(browser, url, name):
    page = browser.open(url)
    page.press("Tab")
    expect(page.value("document.activeElement.className") == "skip", f"{name}: the first Tab is not the way past the top")
    check_names(page, name)
    if page.value("document.querySelector('#equity-chart svg') !== null"):
        page.value("document.querySelector('#equity-chart svg').focus()")
        page.press("End")
        last = readout(page, "equity")
        page.press("ArrowLeft")
        expect(readout(page, "equity") != last, f"{name}: an arrow key reads nothing new")
        expect(readout(page, "drawdown") != "", f"{name}: the drawdown does not follow the cursor")
        page.press("Home")
        first = readout(page, "equity")
        expect(first < last, f"{name}: Home is not the first day: {first}")
    trades = page.value("document.querySelectorAll('#trade-list tbody tr').length")
    if trades:
        check_trades(page, name)
    before = page.value("getComputedStyle(document.body).backgroundColor")
    page.value("document.getElementById('theme').click()")
    expect(page.value("getComputedStyle(document.body).backgroundColor") != before, f"{name}: the theme does not change")
    page.value("localStorage.removeItem('sauda-theme')")
    for found in page.troubles():
        expect(False, f"{name}: {found}")
    page.close()


def check_trades(page, name):
    page.press("/")
    expect(page.value("document.activeElement.id") == "filter", f"{name}: / does not lead to the filter")
    for letter in "zzzz":
        page.press(letter)
    expect(page.value("document.querySelectorAll('#trade-list tbody tr').length") == 0, f"{name}: the filter lets all through")
    page.press("Escape")
    expect(page.value("document.querySelectorAll('#trade-list tbody tr').length") > 0, f"{name}: Escape keeps the filter")
    values = []
    for _ in range(2):
        page.value("[...document.querySelectorAll('#trade-list thead button')].find((b) => b.textContent === 'Profit').click()")
        values.append(page.value("document.querySelector('#trade-list tbody td.profit').textContent"))
        expect(page.value("document.querySelectorAll('#trade-list th[aria-sort]').length") == 1, f"{name}: no order is told")
    many = page.value("document.querySelectorAll('#trade-list tbody tr').length") > 2
    expect(not many or values[0] != values[1], f"{name}: sorting twice does not turn the order")
    page.value("document.querySelector('#trade-list tbody button').click()")
    expect(page.value("document.activeElement.tagName") == "svg", f"{name}: a trade does not lead to its chart")
    seen = readout(page, "price")
    expect("bought" in seen or "sold" in seen, f"{name}: the chart of a trade does not show its fill: {seen}")
    page.press("+")
    page.press("n")
    page.press("Escape")
    page.value("document.documentElement.dataset.theme = 'dark'")
    page.call("Emulation.setEmulatedMedia", media="print")
    expect(page.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)",
           f"{name}: a dark page is not printed on white")
    expect(page.value("getComputedStyle(document.getElementById('trade-controls')).display") == "none",
           f"{name}: controls are printed")
    page.call("Emulation.setEmulatedMedia", media="")
    page.value("delete document.documentElement.dataset.theme")


def main(arguments):
    pictures = None
    if arguments[:1] == ["--pictures"]:
        pictures, arguments = arguments[1], arguments[2:]
        os.makedirs(pictures, exist_ok=True)
    if not arguments:
        sys.exit(__doc__)
    with Browser() as browser:
        for path in arguments:
            url = "file://" + os.path.abspath(path)
            name = os.path.splitext(os.path.basename(path))[0]
            print(name)
            check_views(browser, url, name, pictures)
            check_speed(browser, url, name, os.path.getsize(path))
            check_keys(browser, url, name)
    print("report: " + (f"{len(failures)} wrong" if failures else "all pages as they should be"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
