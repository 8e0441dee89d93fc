"""Orders, books, positions and money through the official Kotak Neo client (protocol section 3)."""

import re

from kotak_kit import RATE, attempt, check, control, pause, refused, same, until

DONE = {"complete", "rejected", "cancelled", "cancelled after market order"}


class Desk:
    """One account's calls, with the waiting that orders need."""

    def __init__(self, account, infy, sbin, close, tick):
        self.account, self.infy, self.sbin, self.tick = account, infy, sbin, tick
        # Far enough that the day does not reach them, near enough for the day's price band.
        self.low, self.high, self.close = float(round(close * 0.93)), float(round(close * 1.07)), close

    def place(self, side="B", quantity=1, kind="L", price=None, **more):
        """A delivery order of INFY unless said otherwise; the client's answer."""
        pause()
        if price is None:
            price = 0 if kind == "MKT" else self.low
        fields = dict(exchange_segment="nse_cm", product="CNC", validity="DAY", trading_symbol="INFY-EQ")
        fields.update(more)
        return self.account.place_order(price=f"{price:.2f}" if price else "0", order_type=kind, quantity=str(quantity),
                                        transaction_type=side, **fields)

    def placed(self, what, *arguments, **more):
        answer = self.place(*arguments, **more)
        right = answer.get("stat") == "Ok" and answer.get("stCode") == 200 and re.fullmatch(r"\d{15}", answer["nOrdNo"])
        check(what if right else f"{what}: {answer}", right)
        return answer.get("nOrdNo", "0")

    def rows(self, answer):
        """An empty book comes as an error 5203 (2.2)."""
        return answer.get("data") or [] if isinstance(answer, dict) else []

    def row(self, order):
        pause()
        rows = self.rows(self.account.order_report(order_id=order))
        return rows[0] if rows else {}

    def reaches(self, order, *statuses):
        row = until(f"order {order} is {statuses}", lambda: (row := self.row(order)).get("ordSt") in statuses and row)
        check(f"order {order} is {statuses}", row)
        return row or {}

    def cancel(self, order, amo="NO"):
        pause()
        answer = self.account.cancel_order(order_id=order, amo=amo)
        check(f"cancelling {order}: {answer}", answer.get("stat") == "Ok")
        return self.reaches(order, "cancelled", "cancelled after market order")

    def last(self, token=None):
        pause()
        rows = self.account.quotes([{"exchange_segment": "nse_cm", "instrument_token": token or self.infy}], "ltp")
        return float(rows[0]["ltp"])

    def held(self):
        """Of each symbol and product, from the positions alone."""
        pause()
        rows = self.rows(self.account.positions())
        return {(row["trdSym"], row["prod"]): int(row["flBuyQty"]) + int(row["cfBuyQty"]) - int(row["flSellQty"])
                - int(row["cfSellQty"]) for row in rows}

    def tagged(self, tag):
        pause()
        return [row for row in self.rows(self.account.order_report()) if row["GuiOrdId"] == tag]


def portfolio(desk):
    held = {row["symbol"]: row for row in desk.rows(desk.account.holdings())}
    check(f"holdings: {list(held)}", held["INFY"]["quantity"] == 100 and held["INFY"]["exchangeIdentifier"] == desk.infy
          and held["INFY"]["averagePrice"] > 0)
    pause()
    refused("no orders yet", desk.account.order_report(), 5203)
    pause()
    refused("no trades yet", desk.account.trade_report(), 5203)
    pause()
    refused("no positions yet", desk.account.positions(), 5203)
    pause()
    limits = desk.account.limits()
    check(f"limits: {limits.get('Net')}", limits.get("stCode") == 200 and round(float(limits["Net"])) == 1_000_000)
    pause()
    margin = desk.account.margin_required(exchange_segment="nse_cm", price=f"{desk.low:.2f}", order_type="L", product="CNC",
                                          quantity="10", instrument_token=desk.infy, transaction_type="B")
    check(f"a delivery costs what it costs: {margin}", "10" in str(margin) and margin["data"].get("stCode") == 200)


def resting(desk):
    order = desk.placed("a resting order", quantity=2, tag="sdk-1")
    row = desk.reaches(order, "open")
    check("what was asked", float(row["prc"]) == desk.low and row["qty"] == 2 and row["unFldSz"] == 2
          and row["fldQty"] == 0 and row["GuiOrdId"] == "sdk-1" and row["trdSym"] == "INFY-EQ" and row["tok"] == desk.infy)
    check("times of India", re.fullmatch(r"20-Mar-2026 09:\d\d:\d\d", row["ordEntTm"]))
    pause()
    history = desk.account.order_history(order_id=order)["data"]
    states = [state["ordSt"] for state in history.get("data", [])]
    same("newest first (3.6)", states, ["open", "open pending", "validation pending", "put order req received"])
    pause()
    answer = desk.account.modify_order(order_id=order, price=f"{desk.low + 1:.2f}", order_type="L", quantity="3",
                                       validity="DAY")
    check(f"a change: {answer}", answer.get("stat") == "Ok")
    row = until("the change", lambda: float((row := desk.row(order)).get("prc", 0)) == desk.low + 1 and row) or {}
    check("quantity is the whole", row.get("qty") == 3 and row["unFldSz"] == 3)
    row = desk.cancel(order)
    check("nothing remains", row.get("cnlQty") == 3 and row["unFldSz"] == 0)
    pause()
    answer = desk.account.cancel_order(order_id=order)
    check(f"cancelled twice: {answer}", answer.get("stat") != "Ok" and answer.get("stCode") != 200)
    answer = desk.place(tag="sdk-1")
    refused("a tag of today again (2.2)", answer, 32)


def filling(desk):
    order = desk.placed("a market order", quantity=5, kind="MKT", tag="sdk-fill")
    row = desk.reaches(order, "complete")
    check("MKT becomes L (3.9)", row.get("prcTp") == "L" and row["fldQty"] == 5 and float(row["avgPrc"]) > 0)
    pause()
    trades = [row for row in desk.rows(desk.account.trade_report()) if row["nOrdNo"] == order]
    check("its trades", sum(trade["fldQty"] for trade in trades) == 5 and all(trade["tok"] == "" for trade in trades))
    same("held", desk.held().get(("INFY-EQ", "CNC")), 5)
    day = desk.placed("another share within the day", quantity=3, kind="MKT", trading_symbol="SBIN-EQ", product="MIS")
    desk.reaches(day, "complete")
    same("held for the day", desk.held().get(("SBIN-EQ", "MIS")), 3)
    sold = desk.placed("sold again", "S", 3, "MKT", trading_symbol="SBIN-EQ", product="MIS")
    desk.reaches(sold, "complete")
    same("closed positions stay", desk.held().get(("SBIN-EQ", "MIS")), 0)
    stop = desk.placed("a stop", "S", 1, "SL", desk.low, trigger_price=f"{desk.low + 1:.2f}")
    row = desk.reaches(stop, "trigger pending")
    check("it waits with its trigger", float(row.get("trgPrc", 0)) == desk.low + 1)
    desk.cancel(stop)
    at_once = desk.placed("at once or not at all", validity="IOC")
    row = desk.reaches(at_once, "cancelled")
    same("nothing of it was done", row.get("fldQty"), 0)


def refusals(desk):
    """Some are refused at once, some after an Ok that says nothing (trap 10)."""
    def ends(what, answer):
        if answer.get("stat") == "Ok":
            row = desk.reaches(answer["nOrdNo"], "rejected")
            check(f"{what}: with a reason", row.get("rejRsn", "--") != "--")
        else:
            check(f"{what}: with a code: {answer}", answer.get("stCode", 200) != 200)

    ends("too little money", desk.place(quantity=90_000))
    ends("off the tick", desk.place(price=desk.low + desk.tick / 2))
    ends("a symbol that is none", desk.place(trading_symbol="NOBODY-EQ"))
    ends("more than is held", desk.place("S", 5000, price=desk.high))


def faults(desk):
    """In doubt, the tag finds the order, once."""
    for fault, there in [("error-before", 0), ("error-after", 1), ("lost-answer", 1)]:
        control("faults", fault=f"{fault}@now")
        try:
            answer = desk.place(tag=f"sdk-{fault}")
        except Exception as error:
            answer = {"Error": error}
        check(f"{fault}: no Ok: {answer}", answer.get("stat") != "Ok")
        pause(0.3)
        same(f"{fault}: so many orders are there", len(desk.tagged(f"sdk-{fault}")), there)
    control("faults", fault="slow-body@now/20")
    same("a slow body", desk.account.limits().get("stCode"), 200)
    pause(20.1)


def run(desk):
    for part in (portfolio, resting, filling, refusals, faults):
        attempt(part.__name__, part, desk)


def after_market(desk):
    control("clock", to="16:05:00")
    pause(0.3)
    order = desk.placed("for the next opening", amo="YES", tag="sdk-amo")
    row = desk.reaches(order, "after market order req received")
    check("it waits at the broker", row.get("ordGenTp") == "AMO" and row["exOrdId"] == "NA")
    pause()
    answer = desk.account.modify_order(order_id=order, price=f"{desk.low + 1:.2f}", order_type="L", quantity="1",
                                       validity="DAY", amo="YES")
    check(f"a change of it: {answer}", answer.get("stat") == "Ok")
    until("the change", lambda: float(desk.row(order).get("prc", 0)) == desk.low + 1)
    # The client names no symbol (appendix).
    desk.cancel(order, amo="YES")
    pause()
    left = [row["ordSt"] for row in desk.rows(desk.account.order_report()) if row["ordSt"] not in DONE]
    same("nothing is left open after the close", left, [])
    # What the client was told and what the exchange has.
    told, real = {}, {}
    for row in desk.rows(desk.account.holdings()):
        told[row["symbol"]] = told.get(row["symbol"], 0) + row["quantity"]
    for (symbol, _), quantity in desk.held().items():
        name = symbol.rsplit("-", 1)[0]
        told[name] = told.get(name, 0) + quantity
    books = control("books")
    for row in books["positions"]:
        real[row["symbol"]] = real.get(row["symbol"], 0) + row["quantity"]
    same("positions and holdings are the exchange's", {k: v for k, v in told.items() if v},
         {k: v for k, v in real.items() if v})
