"""Orders, super and forever orders, portfolio and money through the official Dhan client (protocol section 2)."""

import collections
import re

from dhan_kit import CLIENT, RATE, attempt, check, control, good, pause, refused, until

DONE = {"TRADED", "REJECTED", "CANCELLED", "EXPIRED", "CLOSED"}
BAD_INPUT = {"DH-905", "RS-9005"}


class Desk:
    """One account's calls, with the waiting that orders need."""

    def __init__(self, account, infy, sbin, close, tick):
        self.account, self.infy, self.sbin, self.tick = account, infy, sbin, tick
        # Far enough that the day does not reach them, near enough for the day's price band.
        self.low, self.high, self.close = float(round(close * 0.93)), float(round(close * 1.07)), close

    def place(self, side="BUY", quantity=1, kind="LIMIT", price=None, **more):
        """A place_order of INFY for delivery unless said otherwise; the client's answer."""
        pause(0.15)
        fields = dict(security_id=self.infy, exchange_segment="NSE_EQ", product_type="CNC")
        fields.update(more)
        if price is None:
            price = 0 if kind in ("MARKET", "STOP_LOSS_MARKET") else self.low
        return self.account.place_order(transaction_type=side, quantity=quantity, order_type=kind, price=price, **fields)

    def placed(self, what, *arguments, **more):
        """The id of an order that was taken."""
        data = good(what, self.place(*arguments, **more), {})
        check(f"{what}: an id in digits, on its way", re.fullmatch(r"\d{8,20}", data.get("orderId", ""))
              and data["orderStatus"] == "TRANSIT")
        return data.get("orderId", "0")

    def row(self, order_id):
        """As an array with one order (T6)."""
        pause(0.15)
        data = self.account.get_order_by_id(order_id)["data"]
        return data[0] if isinstance(data, list) and data else {}

    def reaches(self, order_id, *statuses):
        def look():
            row = self.row(order_id)
            return row if row.get("orderStatus") in statuses else None

        row = until(f"order {order_id} is {statuses}", look)
        check(f"order {order_id} is {statuses}", row)
        return row or collections.defaultdict(lambda: None)

    def cancel(self, order_id):
        good("cancelling", self.account.cancel_order(order_id))
        return self.reaches(order_id, "CANCELLED")

    def last(self):
        pause()
        return self.account.ticker_data({"NSE_EQ": [int(self.infy)]})["data"]["data"]["NSE_EQ"][self.infy]["last_price"]

    def snap(self, price):
        return round(round(price / self.tick) * self.tick, 2)

    def held(self):
        """Of each symbol and product, from the positions alone."""
        pause(0.2)
        rows = self.account.get_positions()["data"] or []
        return {(row["tradingSymbol"], row["productType"]): row["netQty"] for row in rows}


def portfolio(desk):
    rows = good("holdings", desk.account.get_holdings(), [])
    held = {row["tradingSymbol"]: row for row in rows}
    check("holdings", held["INFY"]["totalQty"] == 100 and held["INFY"]["securityId"] == desk.infy
          and held["INFY"]["isin"].startswith("INE") and held["INFY"]["avgCostPrice"] > 0)
    check("no positions yet", good("positions", desk.account.get_positions(), [1]) == [])
    check("no orders yet", good("orders", desk.account.get_order_list(), [1]) == [])
    check("no trades yet", good("trades", desk.account.get_trade_book(), [1]) == [])
    funds = good("funds", desk.account.get_fund_limits(), {})
    check("funds, spelled as they are (T27)", funds.get("availabelBalance") == 1_000_000
          and funds["dhanClientId"] == CLIENT and funds["utilizedAmount"] == 0 and "receiveableAmount" in funds)
    margin = good("margin", desk.account.margin_calculator(desk.infy, "NSE_EQ", "BUY", 10, "CNC", desk.low), {})
    check("a delivery costs what it costs", abs(margin.get("totalMargin", 0) - 10 * desk.low) < 1)
    check("leverage is a text", isinstance(margin.get("leverage"), str))
    leg = dict(exchangeSegment="NSE_EQ", transactionType="BUY", quantity=10, productType="CNC", securityId=desk.infy,
               price=desk.low, triggerPrice=0)
    good("margin of several", desk.account.margin_calculator_multi([leg, dict(leg, quantity=5)]))


def resting(desk):
    order = desk.placed("a resting order", quantity=2, tag="sdk-1")
    row = desk.reaches(order, "PENDING")
    check("what was asked", row["price"] == desk.low and row["quantity"] == 2 and row["remainingQuantity"] == 2
          and row["filledQty"] == 0 and row["correlationId"] == "sdk-1" and row["tradingSymbol"] == "INFY")
    check("nothing is said with marks (T7)", row["legName"] == "NA" and row["drvExpiryDate"] == "0001-01-01"
          and row["omsErrorCode"] == "0" and row["algoId"] == "0" and row["exchangeOrderId"] != "0")
    check("times of India", re.fullmatch(r"2026-03-20 09:\d\d:\d\d", row["createTime"] or ""))
    mine = good("by its own id", desk.account.get_order_by_correlationID("sdk-1"))
    mine = mine if isinstance(mine, list) else [mine]
    check("the same order", [row["orderId"] for row in mine] == [order])
    answer = desk.account.get_order_by_correlationID("sdk-none")
    check("an own id that nobody has (2.6)", answer["data"] == [] or answer["remarks"]["error_code"] in BAD_INPUT)
    check("the list has it", order in {row["orderId"] for row in good("orders", desk.account.get_order_list(), [])})
    good("a change", desk.account.modify_order(order, "LIMIT", "ENTRY_LEG", 3, desk.low + 1, 0, 0, "DAY"))
    row = until("the change", lambda: (row := desk.row(order)).get("price") == desk.low + 1 and row)
    check("quantity is the whole (T13)", row and row["quantity"] == 3 and row["remainingQuantity"] == 3)
    row = desk.cancel(order)
    check("nothing remains", row["remainingQuantity"] == 0 and row["filledQty"] == 0)
    refused("cancelled twice", desk.account.cancel_order(order), {"DH-906"})
    refused("changed when it is over", desk.account.modify_order(order, "LIMIT", "NA", 3, desk.low, 0, 0, "DAY"),
            {"DH-906"})
    plain = desk.placed("without an own id")
    check("then the own id is NA (T7)", desk.reaches(plain, "PENDING")["correlationId"] == "NA")
    for change in range(25):
        pause(0.15)
        desk.account.modify_order(plain, "LIMIT", "NA", 1, desk.low + change % 2, 0, 0, "DAY")
    pause()
    refused("the 26th change", desk.account.modify_order(plain, "LIMIT", "NA", 1, desk.low, 0, 0, "DAY"),
            {"DH-905", "DH-906"})
    desk.cancel(plain)


def filling(desk):
    before = desk.account.get_fund_limits()["data"]["availabelBalance"]
    market = desk.placed("at the market", quantity=5, kind="MARKET", tag="sdk-mkt")
    row = desk.reaches(market, "TRADED")
    check("all of it", row["filledQty"] == 5 and row["remainingQuantity"] == 0 and row["averageTradedPrice"] > 0)
    check("protected or not, it is a market order's (2.7)", row["orderType"] in ("MARKET", "LIMIT"))
    trades = good("its trades", desk.account.get_trade_book(market), [])
    check("they add up", sum(trade["tradedQuantity"] for trade in trades) == 5)
    mean = sum(trade["tradedQuantity"] * trade["tradedPrice"] for trade in trades) / 5
    check("at the order's price", abs(mean - (row["averageTradedPrice"] or 0)) < 0.006)
    check("a trade has no own id (T29)", "correlationId" not in trades[0] and trades[0]["drvOptionType"] == "NA")
    book = good("all trades, behind a slash", desk.account.get_trade_book(), [])
    check("the same", {trade["orderId"] for trade in book} == {market})
    rows = good("positions", desk.account.get_positions(), [])
    check("one position", len(rows) == 1 and rows[0]["netQty"] == 5 and rows[0]["positionType"] == "LONG"
          and abs(rows[0]["buyAvg"] - mean) < 0.006 and rows[0]["productType"] == "CNC" and rows[0]["dayBuyQty"] == 5)
    after = desk.account.get_fund_limits()["data"]["availabelBalance"]
    check(f"the money: {before} to {after}", 5 * mean - 1 < before - after < 5 * mean * 1.01)

    stop = desk.placed("a stop", "SELL", 5, "STOP_LOSS", desk.low, trigger_price=desk.low + 1)
    row = desk.reaches(stop, "PENDING")
    check("it waits with its trigger", row["triggerPrice"] == desk.low + 1 and row["orderType"] == "STOP_LOSS")
    desk.cancel(stop)
    immediate = desk.placed("at once or not at all", quantity=5, validity="IOC")
    row = desk.reaches(immediate, "EXPIRED", "CANCELLED")
    check("nothing of it was done", row["filledQty"] == 0)
    shown = desk.placed("half of it shown", quantity=10, disclosed_quantity=5)
    check("the shown part", desk.reaches(shown, "PENDING")["disclosedQuantity"] == 5)
    desk.cancel(shown)

    day = desk.placed("for the day", quantity=3, kind="MARKET", security_id=desk.sbin, product_type="INTRADAY")
    desk.reaches(day, "TRADED")
    good("to delivery", desk.account.convert_position("INTRADAY", "NSE_EQ", "LONG", desk.sbin, 2, "CNC"))
    held = desk.held()
    check(f"converted: {held}", held.get(("SBIN", "CNC")) == 2 and held.get(("SBIN", "INTRADAY")) == 1)
    refused("more than there is", desk.account.convert_position("INTRADAY", "NSE_EQ", "LONG", desk.sbin, 50, "CNC"),
            {"DH-905", "DH-906"})


def slicing(desk):
    pause(0.2)
    data = good("a sliced order", desk.account.place_slice_order(
        desk.infy, "NSE_EQ", "BUY", 4, "LIMIT", "CNC", desk.low, tag="sdk-slice"), [])
    children = data if isinstance(data, list) else [data]
    check("an array of children (T6)", isinstance(data, list) and children and all("orderId" in row for row in children))
    for row in children:
        desk.reaches(row["orderId"], "PENDING")
    found = desk.account.get_order_by_correlationID("sdk-slice")["data"]
    found = found if isinstance(found, list) else [found]
    check("all by one own id", {row["orderId"] for row in found} == {row["orderId"] for row in children}
          and sum(row["quantity"] for row in found) == 4)
    for row in children:
        desk.cancel(row["orderId"])


def refusals(desk):
    """What the broker does not take (T11: it never says which field)."""
    refused("a trigger behind the price", desk.place("SELL", 1, "STOP_LOSS", desk.low + 1, trigger_price=desk.low),
            {"DH-905", "DH-906"})
    refused("off the tick", desk.place(price=desk.low + desk.tick / 5), BAD_INPUT)
    refused("no quantity", desk.place(quantity=0), BAD_INPUT)
    refused("a negative price", desk.place(price=-desk.low), BAD_INPUT)
    refused("a price that is no number", desk.place(price=float("nan")), BAD_INPUT)
    refused("a price without end", desk.place(price=float("inf")), BAD_INPUT)
    refused("a limit without a price", desk.place(price=0), BAD_INPUT)
    refused("an id that is none", desk.place(security_id="98765432"), BAD_INPUT)
    refused("a segment that is none", desk.place(exchange_segment="NSE_XX"), BAD_INPUT)
    refused("a share on margin of derivatives", desk.place(product_type="MARGIN"), BAD_INPUT)
    refused("an own id with other letters", desk.place(tag="no/slash"), BAD_INPUT)
    refused("an own id that is too long", desk.place(tag="x" * 31), BAD_INPUT)
    answer = desk.account.get_order_by_id("999999999999")
    check("an order that is none (2.6)", answer["data"] == [] or answer["remarks"]["error_code"] in BAD_INPUT)
    answer = desk.place(quantity=90_000)
    if answer["status"] == "success":
        row = desk.reaches(answer["data"]["orderId"], "REJECTED")
        check("too little money, and why", row["omsErrorDescription"] and row["omsErrorCode"] != "0")
    else:
        refused("too little money", answer, {"DH-905", "DH-906"})
    # A burst in one of our seconds or on the border of two, enough for both.
    pause()
    control("clock", rate=1)
    answers = [desk.account.place_order(desk.infy, "NSE_EQ", "BUY", 1, "LIMIT", "CNC", desk.low) for _ in range(24)]
    control("clock", rate=int(RATE))
    late = [answer for answer in answers if answer["status"] == "failure"]
    check("a burst of orders is refused", len(late) >= 2)
    for answer in late[:1]:
        refused("as too many", answer, {"DH-904"})
    pause()
    for answer in answers:
        if answer["status"] == "success":
            desk.cancel(answer["data"]["orderId"])


def supers(desk):
    """Entry, target and stop in one (2.9)."""
    last = desk.last()
    above, below = desk.snap(last * 1.05), desk.snap(last * 0.95)

    def listed(order):
        pause(0.2)
        rows = desk.account.get_super_order_list()["data"] or []
        return next((row for row in rows if row["orderId"] == order), None)

    def legs(row):
        return {leg["legName"]: leg for leg in row["legDetails"]}

    waiting = good("one that waits", desk.account.place_super_order(
        desk.infy, "NSE_EQ", "BUY", 1, "LIMIT", "CNC", desk.low, above, desk.low - 5, 1.0, "sdk-super"), {})["orderId"]
    row = until("it waits", lambda: (row := listed(waiting)) and row["orderStatus"] == "PENDING" and row)
    check("its legs", row and row["legName"] == "ENTRY_LEG" and set(legs(row)) == {"TARGET_LEG", "STOP_LOSS_LEG"}
          and legs(row)["TARGET_LEG"]["price"] == above and legs(row)["STOP_LOSS_LEG"]["trailingJump"] == 1.0)
    good("the entry changed", desk.account.modify_super_order(
        waiting, "LIMIT", "ENTRY_LEG", 2, desk.low + 1, above, desk.low - 5, 1.0))
    row = until("the change", lambda: (row := listed(waiting)) and row["price"] == desk.low + 1 and row)
    check("the quantity too", row and row["quantity"] == 2)
    good("all of it cancelled", desk.account.cancel_super_order(waiting, "ENTRY_LEG"))
    row = until("it is over", lambda: (row := listed(waiting)) and row["orderStatus"] == "CANCELLED" and row)
    check("its legs with it", row and {leg["orderStatus"] for leg in row["legDetails"]} == {"CANCELLED"})

    before = desk.held().get(("INFY", "CNC"), 0)
    order = good("one that is bought", desk.account.place_super_order(
        desk.infy, "NSE_EQ", "BUY", 2, "LIMIT", "CNC", desk.snap(last * 1.01), above, below, 0), {})["orderId"]
    row = until("its entry", lambda: (row := listed(order)) and row["orderStatus"] == "TRADED" and row)
    check("its exits wait", row and {leg["orderStatus"] for leg in row["legDetails"]} == {"PENDING"})
    # The next price reaches one of the two.
    last = desk.last()
    good("the target nearer", desk.account.modify_super_order(
        order, "LIMIT", "TARGET_LEG", targetPrice=desk.snap(last + desk.tick)))
    good("the stop nearer", desk.account.modify_super_order(
        order, "LIMIT", "STOP_LOSS_LEG", stopLossPrice=desk.snap(last - desk.tick)))
    row = until("one exit fires and the whole is closed",
                lambda: (row := listed(order)) and row["orderStatus"] == "CLOSED" and row, 30)
    states = sorted(leg["orderStatus"] for leg in row["legDetails"]) if row else []
    check(f"one exit only: {states}", len(states) == 2 and len({"TRIGGERED", "TRADED"} & set(states)) == 1
          and "CANCELLED" in states)
    until("nothing of it is left", lambda: desk.held().get(("INFY", "CNC"), 0) == before)


def forevers(desk):
    """Orders that wait for days (2.10)."""
    def listed():
        pause(0.2)
        return good("forever orders", desk.account.get_forever(), [])

    def rows(order):
        return [row for row in listed() if row["orderId"] == order]

    last = desk.last()
    low, high = desk.snap(last * 0.8), desk.snap(last * 1.2)
    single = good("a single one", desk.account.place_forever(
        desk.infy, "NSE_EQ", "BUY", "CNC", "LIMIT", 1, low, low, tag="sdk-gtt"), {})["orderId"]
    row = until("it waits", lambda: next((row for row in rows(single) if row["orderStatus"] == "CONFIRM"), None)) or {}
    check("the kind stands for the order type", row.get("orderType") == "SINGLE" and row["triggerPrice"] == low)
    good("a change of it", desk.account.modify_forever(
        single, "SINGLE", "LIMIT", row.get("legName"), 2, low - 1, low - 1, 0, "DAY"))
    until("the change", lambda: any(row["triggerPrice"] == low - 1 and row["quantity"] == 2 for row in rows(single)))
    both = good("one of two legs", desk.account.place_forever(
        desk.infy, "NSE_EQ", "SELL", "CNC", "LIMIT", 1, high, high, "OCO",
        price1=low, trigger_Price1=low, quantity1=1), {})["orderId"]
    pair = until("both wait", lambda: len(found := rows(both)) == 2 and found) or []
    check("one row a leg", {row["legName"] for row in pair} == {"TARGET_LEG", "STOP_LOSS_LEG"}
          and {row["orderType"] for row in pair} == {"OCO"} and {row["triggerPrice"] for row in pair} == {low, high})

    # Two that the next price reaches: one tick away on either side.
    last, before = desk.last(), {row["orderId"] for row in desk.account.get_order_list()["data"]}
    near = [good("a near one", desk.account.place_forever(
        desk.infy, "NSE_EQ", "BUY", "CNC", "LIMIT", 1, desk.snap(last * 1.01), desk.snap(last + step)), {})["orderId"]
            for step in (-desk.tick, desk.tick)]
    fired = until("one of them fires", lambda: next(
        (row for row in listed() if row["orderId"] in near and row["orderStatus"] == "TRADED"), None), 30)
    if fired:
        new = [row for row in desk.account.get_order_list()["data"] if row["orderId"] not in before]
        check("what fired is an order of the day", any(row["orderStatus"] == "TRADED" and row["quantity"] == 1
                                                       for row in new))
    for order in [single, both, *near]:
        if any(row["orderStatus"] == "CONFIRM" for row in rows(order)):
            pause(0.2)
            desk.account.cancel_forever(order)
    pause()
    check("none waits any more", not any(row["orderStatus"] == "CONFIRM" for row in listed()))


def faults(desk):
    """In doubt, the own id finds the order, once (2.6)."""
    def count(tag):
        pause(0.3)
        answer = desk.account.get_order_by_correlationID(tag)
        data = answer["data"] if answer["status"] == "success" else []
        return len(data) if isinstance(data, list) else 1

    for fault, there in [("error-before", 0), ("error-after", 1), ("lost-answer", 1)]:
        control("faults", fault=f"{fault}@now")
        check(f"{fault}: a failure", desk.place(tag=f"sdk-{fault}")["status"] == "failure")
        check(f"{fault}: {there} order is there", count(f"sdk-{fault}") == there)
    control("faults", fault="page@now/20")
    check("a page for an answer", desk.account.get_fund_limits()["status"] == "failure")
    pause(20.1)
    control("faults", fault="slow-body@now/20")
    good("a slow body", desk.account.get_fund_limits())
    pause(20.1)


def leaving(desk):
    """Everything is sold and cancelled at once, and trading switched off (2.12, 2.14)."""
    answer = good("out of everything", desk.account.exit_all_positions(), {})
    check("as the broker says it", answer.get("status") == "SUCCESS")
    until("nothing is held", lambda: (held := desk.held()) and not any(held.values()))
    rows = until("nothing waits", lambda: (pause(0.3), all(
        row["orderStatus"] in DONE for row in desk.account.get_order_list()["data"]))[1])
    check("no order waits", rows)
    closed = desk.account.get_positions()["data"]
    check("closed positions stay in the list", closed and {row["positionType"] for row in closed} == {"CLOSED"})
    good("the kill switch", desk.account.kill_switch("activate"))
    check("it is on", good("its state", desk.account.status_kill_switch(), {}).get("killSwitchStatus") == "ACTIVATE")
    check("no order is taken", desk.place()["status"] == "failure")
    good("off again", desk.account.kill_switch("deactivate"))
    check("it is off", good("its state", desk.account.status_kill_switch(), {}).get("killSwitchStatus") == "DEACTIVATE")


def statements(desk):
    check("trades of days before", isinstance(good("them", desk.account.get_trade_history("2026-01-01", "2026-03-20", 0)),
                                              list))
    check("past the end (2.8)", good("them", desk.account.get_trade_history("2026-01-01", "2026-03-20", 99), [1]) == [])
    rows = good("the ledger", desk.account.ledger_report("2026-03-01", "2026-03-20"), [])
    check("is an array of texts (T6)", isinstance(rows, list) and len(rows) >= 2
          and all(isinstance(row["runbal"], str) for row in rows))


def run(desk):
    for part in (portfolio, resting, filling, slicing, refusals, supers, forevers, faults, leaving, statements):
        attempt(part.__name__, part, desk)


def after_market(desk):
    control("clock", to="16:05:00")
    pause(0.3)
    refused("an order when the market is closed", desk.place(), {"DH-906"}, "Market is Closed")
    order = good("for the next opening", desk.place(after_market_order=True, amo_time="OPEN", tag="sdk-amo"), {})["orderId"]
    row = desk.reaches(order, "PENDING")
    check("it waits at the broker", row["afterMarketOrder"] is True and row["exchangeOrderId"] == "0"
          and row["exchangeTime"] == "0001-01-01 00:00:00")
    good("a change of it", desk.account.modify_order(order, "LIMIT", "NA", 1, desk.low + 1, 0, 0, "DAY"))
    until("the change", lambda: desk.row(order).get("price") == desk.low + 1)
    desk.cancel(order)
    left = [row["orderStatus"] for row in desk.account.get_order_list()["data"] if row["orderStatus"] not in DONE]
    check(f"nothing is left open after the close: {left}", left == [])
    # What the client was told and what the exchange has.
    told, real = collections.Counter(), collections.Counter()
    for row in desk.account.get_holdings()["data"]:
        told[row["tradingSymbol"]] += row["totalQty"]
    for (symbol, _), quantity in desk.held().items():
        told[symbol] += quantity
    books = control("books")
    for row in books["positions"]:
        real[row["symbol"]] += row["quantity"]
    check(f"positions and holdings {dict(told)} are the exchange's {dict(real)}", +told == +real)
    funds = desk.account.get_fund_limits()["data"]
    check("so is the money", abs(funds["availabelBalance"] - float(books["available"])) < 0.01)
