"""Starts `sauda serve` five times within one practice day and times each. Called by start.sh.

    start.py SAUDA ROWS

The day is begun once, with as many instruments as the practice server has. Then its saved list is filled up to ROWS with
futures of made-up names, and every later start reads that. A start ends with the line that says how many events of the
day were taken up; after it the service trades.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

SYMBOLS = [f"SOAK{number:03}" for number in range(500)]
CONFIG = f"""version: 1
mode: live
home: home
market: {{calendar: built-in, history: {{source: account, account: main}}}}
accounts:
  main:
    broker: zerodha-kite
    credentials: vault:main
    capital: 1000000
    limits: {{order_value: 500000, daily_loss: 250000, orders_per_day: 5000}}
feed: {{account: main}}
universe: [{", ".join(SYMBOLS)}]
strategies:
  ema9-exit: {{use: ema9-sell, account: main}}
alerts: []
"""


def started(sauda, url, folder, word):
    """Seconds from the start of a process until a line with the word, and the line; the process is ended then."""
    begun = time.monotonic()
    service = subprocess.Popen(
        [sauda, "serve", "--practice", url, "--days", "1"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )
    for line in service.stdout:
        if word in line:
            took = time.monotonic() - begun
            # Time to write what it has begun.
            time.sleep(3)
            service.kill()
            service.wait()
            return took, line.strip()
    raise SystemExit(f"start: the service ended with {service.wait()} and did not say '{word}'")


def fill(path, rows):
    lines = path.read_text().splitlines()
    body = lines[1:-1]
    fields = body[0].split("\t")
    for number in range(len(body), rows):
        row = list(fields)
        row[0], row[1], row[2], row[3], row[4] = "1", f"MADEUP{number}", "", "FUT", "2027-01-28"
        row[6], row[10], row[11] = str(50_000_000 + number), str(50_000_000 + number), f"MADEUP{number}27JANFUT"
        body.append("\t".join(row))
    path.write_text("\n".join([lines[0], *body, f"end\t{len(body)}"]) + "\n")
    return len(body)


def main():
    sauda, rows = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        practice = subprocess.Popen(
            [sauda, "practice", "zerodha-kite", "--print-env", "--day", "2026-03-20", "--from", "09:20:00",
             "--symbols", ",".join(SYMBOLS)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        try:
            url = next(line for line in practice.stdout if "SAUDA_PRACTICE_URL=" in line).split("'")[1]
            pathlib.Path(folder, "config.yaml").write_text(CONFIG)
            first, _ = started(sauda, url, folder, "money and shares as the broker has them")
            print(f"the day begun with a list of the broker's: {first:.2f} s")
            (path,) = pathlib.Path(folder, "home/instruments").glob("*/*.list")
            print(f"the saved list has {fill(path, rows):,} rows now")
            times = []
            for _ in range(5):
                took, line = started(sauda, url, folder, "taken up after")
                times.append(took)
                print(f"{took:.2f} s  {line}")
            print(f"start to ready: median {sorted(times)[2]:.2f} s, highest {max(times):.2f} s")
            return 0 if sorted(times)[2] < 1 else 1
        finally:
            practice.terminate()
            practice.wait()


if __name__ == "__main__":
    sys.exit(main())
