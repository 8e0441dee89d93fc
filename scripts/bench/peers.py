"""The peers' harnesses in ../shared/bench, run beside ours in rounds. Standard library only.

Each prints JSON lines: {"item", "case", "peer", "median", ...} with a speed and {"check", "peer", ...} with the result.
Rounds are interleaved and a ratio is taken inside a round, so that a machine whose speed drifts drifts for all.
"""
import json
import os

from measure import Claim, Figure, LeftOut, Section, number, run, spread_of

# What a peer is called on the page, in the order of its rows.
NAMES = {
    "sauda": "sauda, engine and exchange",
    "c-events": "C, event loop",
    "c": "C, arrays",
    "numpy": "numpy + scipy, by hand",
    "vectorbt-rust": "vectorbt-rust `from_signals` (approximate)",
    "vectorbt-signals": "vectorbt `from_signals`, numba (approximate)",
    "vectorbt": "vectorbt `from_order_func`, numba",
    "backtesting.py": "backtesting.py, a loop over symbols",
    "nautilus": "nautilus_trader",
    "backtrader": "backtrader",
}
VECTORBT = ["vectorbt-rust", "vectorbt-signals", "vectorbt"]


class Harness:
    def __init__(self, name, command, slow=False):
        self.name, self.command, self.slow = name, command, slow


class Rounds:
    """What the harnesses said of one case: by peer, the speed of each round, the result, and the peak memory."""

    def __init__(self):
        self.speeds, self.checks, self.megabytes = {}, {}, {}

    def play(self, harness, place):
        done = run(harness.command)
        for line in done.out.splitlines():
            said = json.loads(line) if line.startswith("{") else {}
            peer = said.get("peer")
            if "item" in said:
                self.speeds.setdefault(peer, {})[place] = said["median"]
                self.megabytes[peer] = max(self.megabytes.get(peer, 0), done.megabytes)
                print(f"    {peer:<18} {number(said['median']):>8} bars/s", flush=True)
            elif "check" in said:
                self.checks[peer] = said

    def ratios(self, peers):
        """sauda over the fastest of `peers`, in each round that has both."""
        theirs = [self.speeds.get(peer, {}) for peer in peers]
        for place, ours in self.speeds.get("sauda", {}).items():
            if fastest := max(speeds.get(place, 0) for speeds in theirs):
                yield ours / fastest

    def rows(self, expected):
        for peer in (peer for peer in NAMES if peer in self.speeds):
            speeds = list(self.speeds[peer].values())
            ratios = list(self.ratios([peer])) if peer != "sauda" else []
            yield [
                NAMES[peer],
                spread_of(speeds),
                spread_of(ratios) if ratios else "-",
                str(len(speeds)),
                f"{self.megabytes[peer]:.0f}",
                compare(self.checks.get(peer, {}), expected),
            ]


def compare(check, expected):
    """How a result differs from the reference, over the figures that the peer gives."""
    common = [key for key in expected if key in check]
    if not common:
        return "no result"
    different = [key for key in common if check[key] != expected[key]]
    if not different:
        return "equal"
    if "trades" in different:
        return f"{check['trades']:,} trades for {expected['trades']:,}"
    words = {key: key.replace("_paise", "").replace("_", " ") for key in different}
    unit = {key: " paise" if key.endswith("_paise") else "" for key in different}
    return "trades equal; " + ", ".join(f"{words[key]} {check[key] - expected[key]:+,}{unit[key]}" for key in different)


class Bench:
    """Where the harnesses, their data and the two Python environments are."""

    def __init__(self, shared, peers, programs):
        self.scripts = os.path.join(shared, "bench", "backtest")
        self.peers, self.programs = peers, programs
        if not os.path.exists(os.path.join(self.scripts, "expected.json")):
            raise LeftOut("there is no shared/bench with the peers beside the checkout")
        with open(os.path.join(self.scripts, "expected.json")) as file:
            self.expected = json.load(file)

    def data(self, case):
        return os.path.join(self.peers, "data", f"{case}.bin")

    def harnesses(self, case, quick):
        """sauda between the two it is compared with most closely."""
        mode, data = ("sweep" if case == "sweep" else "run"), self.data(case)
        ours, c = os.path.join(self.programs, "SaudaBench"), os.path.join(self.peers, "bt_c")
        if case == "sweep":
            yield Harness("C", [c, mode, data, "5"])
            yield Harness("sauda", [ours, "sweep", data, "3", str(os.cpu_count())])
        else:
            yield Harness("C", [c, mode, data, "5", case])
            yield Harness("sauda", [ours, data, "5", case])
        yield self.python("vectorbt-rust", "bt_vectorbt.py", mode, data, case, variant="rust")
        yield self.python("numpy", "bt_numpy.py", mode, data, case)
        if quick:
            return
        yield self.python("vectorbt-signals", "bt_vectorbt.py", mode, data, case, variant="signals")
        if case == "sweep":
            return
        yield self.python("vectorbt", "bt_vectorbt.py", mode, data, case, variant="orders")
        yield self.python("backtesting.py", "bt_backtesting.py", mode, data, case, slow=True)
        nautilus = [os.path.join(self.peers, "pyn", "bin", "python"), os.path.join(self.scripts, "bt_nautilus.py")]
        yield Harness("nautilus_trader", [*nautilus, data, case], slow=True)
        yield self.python("backtrader", "bt_backtrader.py", mode, data, case, slow=True)

    def python(self, name, script, mode, data, case, variant=None, slow=False):
        command = [os.path.join(self.peers, "py", "bin", "python"), os.path.join(self.scripts, script), mode, data]
        command += ["1"] if case == "sweep" or slow else ["3"]
        command += [] if case == "sweep" else [case]
        return Harness(name, (["env", f"VBT={variant}"] if variant else []) + command, slow)

    def play(self, section, case, caption, options):
        rounds = Rounds()
        for place in range(options.rounds):
            print(f"  {case}, round {place + 1} of {options.rounds}", flush=True)
            for harness in self.harnesses(case, options.quick):
                if harness.slow and place >= options.slow_rounds:
                    continue
                section.attempt(f"{harness.name}, {case}", lambda: self.start(harness, rounds, place))
        head = ["peer", "bars a second", "sauda / peer", "rounds", "peak MB", "result"]
        section.tables.append((caption, head, list(rounds.rows(self.expected[case]))))
        return rounds

    def start(self, harness, rounds, place):
        for program in harness.command:
            if program.startswith(self.peers) and not os.path.exists(program):
                raise LeftOut("it is not installed")
        rounds.play(harness, place)


def add_result(section, rounds, expected, what):
    if "sauda" not in rounds.checks:
        return
    found = compare(rounds.checks["sauda"], expected)
    section.add(Claim(f"results, {what}", found, "equal", found == "equal"))


def strategy(bench, options):
    """STRATEGY.md's strategy on daily and on minute bars."""
    section = Section("The benchmark strategy", [
        "RSI(10) under 30 above EMA(200), bought at the next open, sold at a one-bar limit on EMA(9)"
        " (`STRATEGY.md` of the peers' folder), from bars in memory to the result. sauda runs it as an ordinary"
        " `Strategy` through the real engine and the practice exchange, every order an object with its life cycle.",
        "`from_signals` takes one price a bar and skips entries on bars that also reach the exit: other trades.",
    ])
    captions = {"daily": "500 symbols x 2,500 daily bars", "minute": "1 symbol x 1,000,000 minute bars"}
    for case, caption in captions.items():
        rounds = bench.play(section, case, caption, options)
        add_result(section, rounds, bench.expected[case], case)
        for name, peers, bound in (
            ("C event loop", ["c-events"], 1 / 8),
            ("vectorbt's fastest", VECTORBT, 2),
            ("nautilus_trader", ["nautilus"], 200),
            ("backtrader", ["backtrader"], 500),
        ):
            section.add(Figure(f"sauda / {name}, {case}", rounds.ratios(peers), "x", (">=", bound)))
    return section


def sweep(bench, options):
    """The 1,000 combinations of STRATEGY.md."""
    section = Section("The sweep", [
        "1,000 combinations of RSI threshold, trend EMA and exit EMA over 50 symbols x 2,500 bars: 125 million bar"
        f" visits. sauda runs whole backtests, on all {os.cpu_count()} cores; the peers run as their harness calls"
        " them, in one process. C and numpy compute an indicator once for all combinations that share it.",
    ])
    rounds = bench.play(section, "sweep", "1,000 combinations x 50 symbols x 2,500 bars", options)
    add_result(section, rounds, bench.expected["sweep"], "sweep")
    speeds = rounds.speeds.get("sauda", {}).values()
    section.add(Figure("the whole sweep", [125e6 / speed for speed in speeds], "s", ("<", 8)))
    section.add(Figure("sauda / vectorbt's fastest, sweep", rounds.ratios(VECTORBT), "x", (">=", 2)))
    return section
