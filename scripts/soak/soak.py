"""Practice days at speed in one process, and what they cost it. Called by soak.sh.

    soak.py SAUDA --days 30 --instruments 500 [--broker ID] [--speed N] [--seed N]

Prints a line a day: resident memory, the heap in use as the process itself counts it, open descriptors, log-ins so far.
Fails when the books of a day differ from the broker's, when there are more log-ins than days, when descriptors grow,
when the heap of the last third of the days lies on average more than 1 % above that of the third before, or when resident
memory does by more than 3 % or ever passes 100 MB.
"""

import argparse
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

QUIET = [
    "08:00-08:49", "08:51-08:54:30", "08:57-08:59:30", "09:07-09:14:30", "09:18-09:29:30", "09:31-15:28",
    "15:36-15:44", "15:47-15:59:30", "16:02-16:04:30", "16:07-17:59:30", "18:02-20:00",
]
CONFIG = """version: 1
mode: live
home: home
market: {{calendar: built-in, history: {{source: account, account: main}}}}
accounts:
  main:
    broker: {broker}
    credentials: vault:main
    held_shares: sell
    capital: 1000000
    limits: {{order_value: 500000, daily_loss: 250000, orders_per_day: 5000}}
feed: {{account: main}}
universe: [{symbols}]
strategies:
  ema9-exit: {{use: ema9-sell, account: main}}
  dip-buyer: {{use: amo-buy, account: main}}
alerts: []
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sauda")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--instruments", type=int, default=500)
    parser.add_argument("--broker", default="zerodha-kite")
    parser.add_argument("--speed", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    symbols = [f"SOAK{number:03}" for number in range(arguments.instruments)]
    with tempfile.TemporaryDirectory() as folder:
        quiet = [part for span in QUIET for part in ("--skip", span)]
        practice = subprocess.Popen(
            [
                arguments.sauda, "practice", arguments.broker, "--print-env", "--day", "2026-03-20", "--from", "08:49:30",
                "--symbols", ",".join(symbols), "--days", str(arguments.days + 1), "--speed", str(arguments.speed),
                "--seed", str(arguments.seed), "--skip-nights",
            ] + quiet,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        try:
            url = next(line for line in practice.stdout if "SAUDA_PRACTICE_URL=" in line).split("'")[1]
            config = CONFIG.format(broker=arguments.broker, symbols=", ".join(symbols))
            pathlib.Path(folder, "config.yaml").write_text(config)
            return watch(arguments, url, folder)
        finally:
            practice.terminate()
            practice.wait()


def watch(arguments, url, folder):
    begun = time.monotonic()
    errors = open(pathlib.Path(folder, "errors.txt"), "w+")
    service = subprocess.Popen(
        [arguments.sauda, "serve", "--practice", url, "--days", str(arguments.days)],
        cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True,
    )
    print("day         resident MB   heap MB  descriptors  log-ins  fills so far", flush=True)
    samples, logins, fills = [], 0, 0
    for line in service.stdout:
        logins += "signed in to" in line
        fills += "  fill    " in line
        found = re.search(r"([\d.]+) MB resident, ([\d.]+) MB of heap in use, (\d+) descriptors", line)
        if not found:
            continue
        day = sorted(pathlib.Path(folder, "home/journal").glob("*.journal"))[-1].stem
        samples.append((float(found[1]), float(found[2]), int(found[3])))
        print(f"{day}  {found[1]:>11}  {found[2]:>8}  {found[3]:>11}  {logins:7}  {fills:12}", flush=True)
    code = service.wait()
    errors.seek(0)
    for line in errors.read().splitlines()[-20:]:
        print(f"  {line}")
    failures = []
    if code != 0 or len(samples) != arguments.days:
        failures.append(f"sauda serve ended with {code} after {len(samples)} of {arguments.days} days")
    if logins > arguments.days:
        failures.append(f"{logins} log-ins on {len(samples)} days")
    third = len(samples) // 3
    if third:
        last, before = samples[-third:], samples[-2 * third:-third]
        for place, name, most in ((0, "resident memory", 0.03), (1, "heap in use", 0.01)):
            growth = sum(s[place] for s in last) / sum(s[place] for s in before) - 1
            highest = max(s[place] for s in samples)
            print(f"{name}: highest {highest} MB, last third {growth:+.2%} on the one before")
            if growth > most:
                failures.append(f"{name} grew by {growth:.2%}")
        if max(s[0] for s in samples) > 100:
            failures.append("resident memory passed 100 MB")
        if max(s[2] for s in last) > max(s[2] for s in before):
            failures.append("open descriptors grew")
    print(f"{len(samples)} days in {time.monotonic() - begun:.0f} s, {logins} log-ins")
    for failure in failures:
        print(f"FAILED: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
