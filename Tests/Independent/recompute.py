#!/usr/bin/env python3
"""Recomputes every trade of `sauda backtest ema9-sell` from the rules, and compares with the result.

How to run it (scripts/recompute.sh does both steps), from an empty directory, so that no config.yaml sets limits:

    sauda backtest ema9-sell --data DATA_DIR --from 2015-01-01 --format json > result.json
    recompute.py result.json DATA_DIR [--symbols A,B] [--trades N]

--symbols: those of the run, if it had fewer than all. --trades: of how many trades the arithmetic is shown, the first
and the last among them (default 3). Ends with 0 when everything agrees, with 1 when something differs, with 2 when it
could not look. Python 3.9 or newer, its standard library only.

Written from the rules (IND-1 W, IND-2 R and S, IND-3, SEL-1..SEL-4, SEL-11, BUY-5, PAP-4, DEC-14, DEC-19, DEC-21; ticks
and charges by date), it shares no line with the Swift sources. Prices and money are integers in 1/10,000 rupee,
indicators are doubles of rupees, charges are exact fractions rounded half up to the paisa per part and fill.

Compared: each trade's symbol, quantity, charges, profit, entry and exit (time, price, reason); the open trades; each
part of the charges; cash and shares of every evening; the signals not traded, for the four reasons the rules have.

Where the rules leave room this follows the simulator:
- at one open the after-market buys fill in the order of symbols, each from the cash not set aside for the others;
- RSI10 is looked at before the limit, at the first look too: where both sell, the reason is "EMA9 or RSI50";
- a share dearer than 100,000 is not bought (BUY-5 would buy one);
- before 2024-10 the exchange fee and its periods are the stand-ins of charges.csv, and today's stamp duty, STT and GST
  hold from the beginning.
Runs with minute files, --positions, --high-first or --latency are other runs: they are not recomputed here.
"""
import argparse
import csv
import gzip
import json
import math
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

RUPEE = 10_000
PARTS = ["brokerage", "securities transaction tax", "exchange fee", "investor protection fund", "SEBI fee",
         "stamp duty", "GST"]
REASONS = ["already-held", "dearer-than-capital", "ema9-below-entry", "insufficient-funds"]
TICKS = [  # from that day: (below rupees, tick in rupees); "up to 1,000" is below 1,000.0001
    (date(2025, 4, 15), [(250, .01), (1000.0001, .05), (5000.0001, .1), (10000.0001, .5), (20000.0001, 1), (9e9, 5)]),
    (date(2024, 6, 10), [(250, .01), (9e9, .05)]),
    (date.min, [(9e9, .05)])]


def raw(rupees):
    return round(float(rupees) * RUPEE)


def text(amount):
    return f"{amount / RUPEE:.2f}" if amount % 100 == 0 else f"{amount / RUPEE:.4f}"


def target_price(ema9, day):
    """SEL-2, DEC-14: to 1/10,000 rupee, then up to the tick of the day and of the unrounded price."""
    exact = raw(ema9)
    ladder = next(rows for start, rows in TICKS if day >= start)
    tick = raw(next(tick for below, tick in ladder if exact < raw(below)))
    return -(-exact // tick) * tick


def charges(value, day, buys, intraday):
    """The parts of one fill's charges: plan paper, market facts 8."""
    def paisa(amount):
        return math.floor(Fraction(amount) / 100 + Fraction(1, 2)) * 100

    def share(percent):
        return paisa(value * Fraction(percent) / 100)

    brokerage = min(paisa(20 * RUPEE), share("0.03")) if intraday else 0
    tax = share("0.1") if not intraday else 0 if buys else share("0.025")
    fee = share(next(percent for start, percent in [  # 306.99 and 297 rupees per crore; the older ones as in charges.csv
        (date(2026, 3, 1), "0.0030699"), (date(2024, 10, 1), "0.00297"), (date(2023, 4, 1), "0.00335"),
        (date(2021, 1, 1), "0.00345"), (date.min, "0.00325")] if day >= start))
    fund, sebi = share("0.0000001" if day >= date(2026, 3, 1) else "0.0001"), share("0.0001")
    stamp = share("0.003" if intraday else "0.015") if buys else 0
    return [brokerage, tax, fee, fund, sebi, stamp, paisa(Fraction(18, 100) * (brokerage + fee + fund + sebi))]


class Indicators:
    """RSI10 (variant W), EMA9 (R) and EMA200 (S) over the closes fed so far, in rupees."""

    def __init__(self):
        self.closes, self.gain, self.loss, self.ema9, self.ema200 = [], 0.0, 0.0, None, None

    def averages(self, close):
        change = close - self.closes[-1] if self.closes else 0.0
        return 0.1 * max(change, 0.0) + 0.9 * self.gain, 0.1 * max(-change, 0.0) + 0.9 * self.loss

    def feed(self, close):
        self.gain, self.loss = self.averages(close)
        self.closes.append(close)
        self.ema9 = close if self.ema9 is None else 0.2 * close + 0.8 * self.ema9
        if len(self.closes) == 200:
            self.ema200 = math.fsum(self.closes) / 200
        elif self.ema200 is not None:
            self.ema200 = 2 / 201 * close + 199 / 201 * self.ema200

    def rsi(self, price=None):
        """RSI10, with `price` as if it were today's close; undefined (and no comparison true) without a change."""
        gain, loss = (self.gain, self.loss) if price is None else self.averages(price)
        return 100 * gain / (gain + loss) if gain + loss > 0 else math.nan


def exit_of(trade, bar, known, day, guarded):
    """One day of one position: adds the sale to `trade` and returns whether there was one."""
    opening, high, low, close = bar  # DEC-21: the nearer extreme first; on a tie the low when close >= open
    down, up = opening - low, high - opening
    low_first = down < up or (down == up and close >= opening)
    points = [opening, low, high, close] if low_first else [opening, high, low, close]
    limit, before, trace = None, opening, []

    def sold(point, price, reason):
        trade.update(exit_day=day, exit_point=point, exit_price=price, exit_reason=reason, trace=trace)
        return True

    for point, price in enumerate(points):
        if limit is not None and before < limit <= price:
            return sold(point, limit, "EMA9_TARGET")  # travelled through
        before = price
        if point == 3:
            return False  # the close ends the day: nobody looks, the order lapses
        # The first look at this price. Those of the minutes that follow see the same price and change nothing.
        rsi = known.rsi(price / RUPEE)
        if rsi > 50:  # SEL-11
            trace.append(f"RSI10 with {text(price)} = {rsi:.4f} > 50: sell at the market")
            return sold(point, price, "EMA9 or RSI50")
        if len(known.closes) < 9:
            continue  # IND-3
        ema9 = 0.2 * price / RUPEE + 0.8 * known.ema9
        if limit is None and ema9 < 0.95 * trade["entry_price"] / RUPEE:  # SEL-1
            guarded.add((trade["symbol"], day))
            continue
        target = target_price(ema9, day)
        if limit is None or target < limit:  # SEL-1, SEL-4
            limit = target
            trace.append(f"EMA9 0.2 x {text(price)} + 0.8 x {known.ema9:.4f} = {ema9:.4f}: sell at {text(limit)}")
            if limit <= price:
                return sold(point, price, "EMA9_TARGET")


def simulate(bars, times_of, first, last, capital):
    """Plays all days: closed trades, open trades, {day: (cash, shares)}, charge parts, signals not traded."""
    known, closes, held, waiting = {symbol: Indicators() for symbol in bars}, {}, {}, []
    trades, evenings, skipped, guarded, cash = [], {}, Counter(), set(), capital
    for day in sorted({day for rows in bars.values() for day in rows if first - timedelta(days=800) <= day <= last}):
        today, times = {symbol: rows[day] for symbol, rows in bars.items() if day in rows}, times_of(day)
        reserved = sum(need for *_, need in waiting)
        for symbol, quantity, signal, need in waiting:  # the after-market orders meet the open in the order they were placed, or lapse
            reserved -= need
            if symbol not in today:
                continue
            price = today[symbol][0]
            bought = charges(price * quantity, day, True, False)
            if price * quantity + sum(bought) > cash - reserved:
                skipped["insufficient-funds"] += 1
                continue
            cash -= price * quantity + sum(bought)
            held[symbol] = {"symbol": symbol, "quantity": quantity, "entry_day": day, "entry_time": times[0],
                            "entry_price": price, "bought": bought, "sold": [0] * len(PARTS), "signal": signal}
        waiting = []
        for symbol, trade in [pair for pair in held.items() if pair[0] in today]:
            if not exit_of(trade, today[symbol], known[symbol], day, guarded):
                continue
            value, intraday = trade["exit_price"] * trade["quantity"], trade["entry_day"] == day
            trade["exit_time"], trade["sold"] = times[trade["exit_point"]], charges(value, day, False, intraday)
            if intraday:  # charged as a delivery this morning, and turns out not to be one
                cash += sum(trade["bought"])
                trade["bought"] = charges(trade["entry_price"] * trade["quantity"], day, True, True)
                cash -= sum(trade["bought"])
            cash += value - sum(trade["sold"])
            trades.append(held.pop(symbol))
        for symbol, bar in today.items():
            closes[symbol] = bar[3]
            known[symbol].feed(bar[3] / RUPEE)
        if day < first:
            continue
        evenings[day] = cash, sum(closes[symbol] * trade["quantity"] for symbol, trade in held.items())
        # The plain entry (DEC-19): the lowest RSI first, while the cash lasts (PAP-4).
        free = cash
        for rsi, symbol in sorted((known[symbol].rsi(), symbol) for symbol in today if known[symbol].rsi() < 30):
            ema200, close = known[symbol].ema200, closes[symbol]
            if ema200 is None or close / RUPEE <= ema200:
                continue
            quantity = 100_000 * RUPEE // close
            need = quantity * close + sum(charges(quantity * close, day, True, False))
            if symbol in held:
                skipped["already-held"] += 1
            elif quantity == 0:
                skipped["dearer-than-capital"] += 1
            elif need > free:
                skipped["insufficient-funds"] += 1
            else:
                free -= need
                waiting.append((symbol, quantity, (day, rsi, close, ema200), need))
    for trade in held.values():
        trade["mark_price"] = closes[trade["symbol"]]
    for trade in trades + list(held.values()):
        trade["charges"] = sum(trade["bought"]) + sum(trade["sold"])
        worth = trade.get("exit_price", trade.get("mark_price"))
        trade["profit"] = (worth - trade["entry_price"]) * trade["quantity"] - trade["charges"]
    fills = [trade[leg] for trade in trades + list(held.values()) for leg in ("bought", "sold")]
    parts = [sum(fill[index] for fill in fills) for index in range(len(PARTS))]
    skipped["ema9-below-entry"] = len(guarded)
    return trades, list(held.values()), evenings, parts, skipped


def load(directory, symbols):
    """{symbol: {day: (open, high, low, close)}} of SYMBOL.csv and SYMBOL.csv.gz."""
    bars = {}
    for file in sorted(Path(directory).glob("*.csv*")):
        symbol = file.name.removesuffix(".gz").removesuffix(".csv")
        if not symbols or symbol in symbols:
            with (gzip.open if file.suffix == ".gz" else open)(file, "rt", newline="") as lines:
                bars[symbol] = {date.fromisoformat(row[0]): tuple(map(raw, row[1:5]))
                                for row in csv.reader(lines) if row[0] != "date"}
    return bars


def timetable(file):
    """Times of a day's four points: open, a third and two thirds of the trading time, a microsecond before the close."""
    special = {}
    for row in csv.DictReader(open(file, newline="")) if Path(file).exists() else []:
        day = date.fromisoformat(row["date"])
        special.setdefault(day, []).append((time.fromisoformat(row["open"]), time.fromisoformat(row["close"])))

    def times(day):
        hours = [[datetime.combine(day, at) for at in pair] for pair in special.get(day, [(time(9, 15), time(15, 30))])]
        start, pause = hours[0][0], hours[-1][0] - hours[0][1] if len(hours) == 2 else timedelta()
        end = hours[-1][1] - pause
        points = start, start + (end - start) / 3, start + (end - start) * 2 / 3, end - timedelta(microseconds=1)
        points = [point + pause if pause and point >= hours[0][1] else point for point in points]
        return [point.isoformat() + "+05:30" for point in points]
    return times


def show(trade):
    """Prints one trade's arithmetic."""
    day, rsi, close, ema200 = trade["signal"]
    quantity, entry, exit_price = trade["quantity"], trade["entry_price"], trade["exit_price"]

    def leg(verb, when, price, parts):
        listed = ", ".join(f"{name} {text(part)}" for name, part in zip(PARTS, parts))
        print(f"  {when[:19]} {verb} {quantity} x {text(price)} = {text(quantity * price)}")
        print(f"    {listed}: {text(sum(parts))}")

    print(f"\n{trade['symbol']}\n  {day} evening: RSI10 {rsi:.4f} < 30, close {text(close)} > EMA200 {ema200:.4f}; "
          f"quantity floor(100000 / {text(close)}) = {quantity}")
    leg("bought", trade["entry_time"], entry, trade["bought"])
    for line in trade["trace"]:
        print(f"  {trade['exit_day']} {line}")
    leg(f"sold ({trade['exit_reason']})", trade["exit_time"], exit_price, trade["sold"])
    print(f"  profit {quantity} x ({text(exit_price)} - {text(entry)}) - {text(trade['charges'])} = "
          f"{text(trade['profit'])}")


def compare(kind, ours, theirs):
    """Prints every difference between two lists of trades; returns how many trades differ."""
    differing, theirs = 0, {(trade["symbol"], trade["entry_time"]): trade for trade in theirs}
    amounts = {"entry_price", "exit_price", "mark_price", "charges", "profit"}
    for trade in ours:
        wrong, other = [], theirs.pop((trade["symbol"], trade["entry_time"]), None)
        for field in ["quantity", "exit_time", "exit_reason", *sorted(amounts)] if other else []:
            expected, got = trade.get(field), other.get(field)
            if expected != (raw(got) if field in amounts and got is not None else got):
                wrong.append(f"{field}: expected {text(expected) if field in amounts else expected}, got {got}")
        if wrong or not other:
            differing += 1
            missing = f"not in the result; expected {trade['quantity']} at {text(trade['entry_price'])}"
            print(f"DIFFERS: {kind} {trade['symbol']} of {trade['entry_time']}: {'; '.join(wrong) or missing}")
    for symbol, start in theirs:
        print(f"DIFFERS: {kind} {symbol} of {start}: in the result, but the rules do not make it")
    return differing + len(theirs)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("result")
    options.add_argument("data")
    options.add_argument("--symbols", default="")
    options.add_argument("--trades", type=int, default=3)
    options = options.parse_args()
    with open(options.result) as file:
        result = json.load(file)
    bars = load(options.data, set(filter(None, options.symbols.split(","))))
    if not bars or result["title"] not in {f"ema9-sell on {len(bars)} symbol{s}" for s in ("", "s")}:
        print(f"recompute: '{result['title']}' is not of these {len(bars)} symbols; see --symbols", file=sys.stderr)
        return 2
    trades, still_open, evenings, parts, skipped = simulate(
        bars, timetable(Path(options.data).parent / "nse-special-sessions.csv"),
        date.fromisoformat(result["start_day"]) + timedelta(days=1), date.fromisoformat(result["end_day"]),
        raw(result["start_equity"]))
    steps = max(min(options.trades, len(trades)) - 1, 1)
    for index in sorted({i * (len(trades) - 1) // steps for i in range(min(options.trades, len(trades)))}):
        show(trades[index])
    print()
    differ = compare("trade", trades, result["trades"])
    others = compare("open trade", still_open, result["open_trades"])

    charged = {row["name"]: raw(row["amount"]) for row in result["charges"]}
    not_traded = {row["reason"]: row["count"] for row in result["skipped"]}
    curve = {p["day"]: (raw(p["equity"]) - raw(p["invested"]), raw(p["invested"])) for p in result["equity_curve"][1:]}
    # A name, what is expected, what the result has.
    checks = [(f"charges, {name}", part, charged.get(name)) for name, part in zip(PARTS, parts)]
    checks += [("charges, all", sum(parts), raw(result["total_charges"]))]
    checks += [(f"not traded, {name}", skipped[name], not_traded.pop(name, 0)) for name in REASONS]
    ours = {str(day): pair for day, pair in evenings.items()}
    checks += [(f"cash and shares of {day}", ours.get(day), curve.get(day)) for day in sorted({*ours, *curve})]
    wrong = [check for check in checks if check[1] != check[2]]
    for name, expected, got in wrong[:15]:
        print(f"DIFFERS: {name}: expected {expected}, got {got} (money in 1/10,000 rupee)")
    others += len(wrong)
    if not_traded:
        print(f"not judged, as no rule here speaks of them: {not_traded}")
    print(f"{len(still_open)} open trades, {len(ours)} evenings, {len(PARTS)} parts of charges and "
          f"{sum(skipped.values())} signals not traded recomputed, {others} differ")
    print(f"{len(trades)} trades recomputed, {differ} differ")
    return 1 if differ or others or not trades else 0


if __name__ == "__main__":
    sys.exit(main())
