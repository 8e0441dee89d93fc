"""Whole commands of a release build: files in, result out. Standard library only."""
import ctypes
import json
import mmap
import os
import re
import shutil

from measure import Figure, LeftOut, Section, run


class Commands:
    def __init__(self, shared, peers, programs, home):
        self.real = os.path.abspath(os.path.join(shared, "data", "nse-daily"))
        self.peers, self.home = peers, home
        self.sauda, self.bench = os.path.join(programs, "sauda"), os.path.join(programs, "SaudaBench")

    def prices(self):
        if not os.path.isdir(self.real):
            raise LeftOut("there is no shared/data/nse-daily beside the checkout")
        return self.real

    def speed(self, *arguments):
        """The figure of one line of SaudaBench."""
        for line in run([self.bench, *arguments]).out.splitlines():
            if line.startswith("{") and "item" in (said := json.loads(line)):
                return said
        raise LeftOut("SaudaBench printed no figure")


def full(commands, options):
    """AMOBuy and EMA9Sell together, without the study of SCO-2."""
    section = Section("Both strategies", [
        "`amo-buy` and `ema9-sell` in one account with live rules, without the study of SCO-2, on the 500 x 2,500"
        " generated bars, from bars in memory to the result; bars a second of CPU time on one core.",
    ])
    data = os.path.join(commands.peers, "data", "daily.bin")
    for name, positions, goal in (
        ("both strategies, as they come", [], (">=", 1e6)),
        ("both strategies, up to 500 positions", ["500"], None),
    ):
        said = repeat(section, options.rounds, name, lambda: commands.speed("both", data, "1", *positions))
        if said:
            section.how.append(f"{name.capitalize()}: {said[0]['trades']:,} trades.")
        section.add(Figure(name, [line["median"] for line in said], "bars/s", goal))
    return section


def repeat(section, rounds, name, measure):
    """What `measure` gave in each round that could be measured."""
    return [value for value in (section.attempt(name, measure) for _ in range(rounds)) if value is not None]


def real(commands, options):
    """Ten years of the real symbols with the study, cold files to HTML."""
    section = Section("Ten years of real prices, files to report", [
        "`sauda backtest amo-buy ema9-sell --data DIR --from 2015-01-01 --to 2024-12-31 --report FILE.html`, 250"
        " symbols, with the study of SCO-2 for each candidate.",
    ])
    page = os.path.join(commands.home, "real.html")
    command = [commands.sauda, "backtest", "amo-buy", "ema9-sell", "--from", "2015-01-01", "--to", "2024-12-31"]
    warm = []

    def once():
        files = [entry.path for entry in os.scandir(commands.prices()) if entry.is_file()]
        warm.append(drop_from_cache(files))
        return run([*command, "--data", commands.real, "--report", page], cwd=commands.home)

    runs = repeat(section, options.rounds, "the backtest", once)
    if not runs:
        return section
    state = f"partly warm: {max(warm) / 1e6:.1f} MB of them stayed" if max(warm) else "cold: nothing of them stayed"
    section.how.append(f"The files are dropped from the page cache before each run; they were {state} in memory.")
    section.add(Figure("files to report, wall time", [run.seconds for run in runs], "s", ("<", 15)))
    section.add(Figure("files to report, CPU time", [run.cpu for run in runs], "s"))
    section.add(Figure("files to report, peak memory", [run.megabytes for run in runs], "MB"))
    section.add(Figure("its report", [os.path.getsize(page) / 1e6], "MB", ("<", 5)))
    return section


def drop_from_cache(files):
    """Asks the kernel to forget the files' pages; returns the bytes of them that it still holds."""
    held, page = 0, mmap.PAGESIZE
    libc = ctypes.CDLL(None, use_errno=True)
    for path in files:
        with open(path, "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            size = os.fstat(file.fileno()).st_size
            if not size:
                continue
            with mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ | mmap.PROT_WRITE, flags=mmap.MAP_PRIVATE) as view:
                pages = (size + page - 1) // page
                flags = (ctypes.c_ubyte * pages)()
                start = ctypes.c_char.from_buffer(view)
                libc.mincore(ctypes.c_void_p(ctypes.addressof(start)), ctypes.c_size_t(size), flags)
                del start
                held += page * sum(flag & 1 for flag in flags)
    return held


def small(commands, options):
    """The figures of the first issue: reading, start-up, memory, journal."""
    section = Section("Reading, starting, a paper day", [
        "EMA9Sell: `sauda backtest ema9-sell --data DIR --from 2011-01-01`, 250 symbols, warm files. Price files:"
        " gzip CSV of the same symbols, rows a second of CPU time on one core. Help: `sauda --help` from start to exit."
        " Paper day: `sauda run --speed max` on `config.yaml`, a generated day with three positions.",
    ])
    def paper_day():
        home = os.path.join(commands.home, "day")
        shutil.rmtree(home, ignore_errors=True)
        command = [commands.sauda, "run", "-c", os.path.abspath("config.yaml"), "--day", "2026-04-15"]
        return run([*command, "--speed", "max", "--home", home], cwd=commands.home)

    def ema9():
        command = [commands.sauda, "backtest", "ema9-sell", "--from", "2011-01-01", "--data", commands.prices()]
        return run(command, cwd=commands.home)

    runs = repeat(section, options.rounds, "EMA9Sell", ema9)
    section.add(Figure("EMA9Sell, files to result", [run.seconds for run in runs], "s", ("<", 5)))
    section.add(Figure("EMA9Sell, peak memory", [run.megabytes for run in runs], "MB", ("<", 400)))
    said = repeat(section, options.rounds, "price files", lambda: commands.speed("files", commands.prices(), "1"))
    section.add(Figure("price files", [line["median"] for line in said], "rows/s", (">=", 2e6)))
    runs = repeat(section, options.rounds * 7, "help", lambda: run([commands.sauda, "--help"]))
    section.add(Figure("help", [run.seconds * 1000 for run in runs], "ms", ("<", 50)))
    runs = repeat(section, options.rounds, "paper day", paper_day)
    section.add(Figure("paper day, wall time", [run.seconds for run in runs], "s", ("<", 120)))
    section.add(Figure("paper day, peak memory", [run.megabytes for run in runs], "MB", ("<", 100)))
    told = [found[1] for found in (re.search(r"([0-9.]+) bytes a tick", run.out) for run in runs) if found]
    section.add(Figure("paper day, journal a tick", told, "bytes", ("<", 40)))
    if runs and not told:
        section.left_out.append("journal, bytes a tick: the summary of the run does not name them")
    return section
