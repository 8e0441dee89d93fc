"""Price frames of a broker into ticks, beside plain C and the broker's own Python client. Standard library only."""
import json
import os
import re
import subprocess

from measure import Claim, Figure, LeftOut, Section, run, spread_of

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = {
    "packets": "sauda, every field and the depth",
    "ticks": "sauda, frames to ticks",
    "c-fill": "C, the same struct of 64-bit prices",
    "pykiteconnect": "kiteconnect (Python), `_parse_binary`",
}


class Feeds:
    def __init__(self, peers, programs):
        self.peers, self.bench = peers, os.path.join(programs, "SaudaBench")
        self.data = os.path.join(peers, "data")
        if not os.path.exists(os.path.join(self.data, "kite_full.bin")):
            raise LeftOut("there are no generated frames; they need shared/bench beside the checkout")
        with open(os.path.join(self.data, "kite_expected.json")) as file:
            self.expected = json.load(file)["kite_full"]

    def harnesses(self):
        """sauda between the two that its goals name."""
        yield "C, the same struct", [os.path.join(self.peers, "kite_fill"), self.data, "0.2", "5"]
        yield "sauda", [self.bench, "kite-decode", self.data, "5"]
        python = os.path.join(self.peers, "py", "bin", "python")
        yield "kiteconnect", [python, os.path.join(HERE, "kite_parse.py"), self.data, "3"]

    def allocations(self):
        """A packet's, from the difference of two counts, so that what happens once does not count."""
        counter = os.path.join(self.peers, "count_malloc.so")
        if not os.path.exists(counter):
            raise LeftOut("the counter of allocations needs gcc")
        counts = []
        for frames in (2000, 22_000):
            command = [self.bench, "kite-decode", self.data, "1", str(frames)]
            done = subprocess.run(command, env={**os.environ, "LD_PRELOAD": counter}, capture_output=True, text=True)
            found = re.search(r"allocations (\d+)", done.stderr)
            if done.returncode or not found:
                raise LeftOut("the run that counts allocations failed")
            counts.append(int(found[1]))
        return (counts[1] - counts[0]) / (20_000 * 50)


def feed(feeds, options):
    section = Section("Price frames", [
        "Full packets of 184 bytes, 50 a frame, generated. `ticks` goes through the codec as live frames do: instrument"
        " looked up, volume compared, exchange time taken; depth is not read where nobody wants it. `packets` reads"
        " every field and all ten rows of depth into a struct of 64-bit prices, as the C peer does. Packets a second of"
        " CPU time on one core, all alike.",
    ])
    speeds = {}
    for place in range(options.rounds):
        print(f"  full, round {place + 1} of {options.rounds}", flush=True)
        for name, command in feeds.harnesses():
            for line in section.attempt(name, lambda: start(command)) or []:
                said = json.loads(line)
                if said.get("case") == "full":
                    speeds.setdefault(said.get("into", said["peer"]), {})[place] = said["median"]
                elif said.get("check") == "kite_full" and said.get("peer") == "sauda" and place == 0:
                    different = [key for key, value in feeds.expected.items() if said.get(key) != value]
                    found = ", ".join(different) + " differ" if different else "equal"
                    section.add(Claim("sums of every field", found, "equal", not different))
    rows = []
    for key, name in NAMES.items():
        if key in speeds:
            ratios = [spread_of(ratio(speeds, ours, key)) if ours != key else "-" for ours in ("packets", "ticks")]
            rows.append([name, spread_of(list(speeds[key].values())), *ratios])
    section.tables.append(("full packets a second", ["", "packets a second", "packets / it", "ticks / it"], rows))
    section.add(Figure("ticks / C of the same struct", ratio(speeds, "ticks", "c-fill"), "x", (">=", 0.8)))
    section.add(Figure("packets / C of the same struct", ratio(speeds, "packets", "c-fill"), "x", (">=", 0.8)))
    section.add(Figure("ticks / kiteconnect", ratio(speeds, "ticks", "pykiteconnect"), "x", (">=", 1000)))
    counted = section.attempt("allocations", feeds.allocations)
    if counted is not None:
        section.add(Figure("allocations a packet", [counted], "", ("<", 0.001)))
    return section


def start(command):
    if not os.path.exists(command[0]):
        raise LeftOut("it is not installed")
    return [line for line in run(command).out.splitlines() if line.startswith("{")]


def ratio(speeds, ours, theirs):
    """In each round that has both."""
    a, b = speeds.get(ours, {}), speeds.get(theirs, {})
    return [a[place] / b[place] for place in a if b.get(place)]
