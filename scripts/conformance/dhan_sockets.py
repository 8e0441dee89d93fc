"""Price feed, depth and order updates through the official Dhan client (protocol sections 3 and 4)."""

import re
import threading
import time

from dhanhq import DhanContext, DhanLogin, FullDepth, MarketFeed, OrderUpdate

from dhan_kit import CLIENT, RATE, SECRETS, SOCKET, attempt, check, control, good, pause, printed, until

NSE, INDEX = MarketFeed.NSE, MarketFeed.IDX
TICKER, QUOTE, FULL = MarketFeed.Ticker, MarketFeed.Quote, MarketFeed.Full


class Feed:
    """What one feed has said so far, by kind, segment and id."""

    def __init__(self, context, wanted):
        self.lock, self.said = threading.Lock(), {}
        self.connects = self.errors = self.ends = 0
        self.feed = MarketFeed(context, wanted, on_connect=self.connected, on_message=self.take,
                               on_close=self.ended, on_error=self.failed)
        self.thread = self.feed.start()

    def connected(self, feed):
        self.connects += 1

    def take(self, feed, packet):
        if isinstance(packet, dict):
            with self.lock:
                self.said.setdefault((packet["type"], packet["exchange_segment"], packet["security_id"]), []).append(packet)

    def failed(self, feed, error):
        self.errors += 1

    def ended(self, feed):
        self.ends += 1
        # Otherwise the client comes back and knocks out the next one.
        feed._running = False

    def of(self, kind, segment, security):
        with self.lock:
            return list(self.said.get((kind, segment, int(security)), []))

    def forget(self):
        with self.lock:
            self.said.clear()


def number(text):
    return float(text)


def same_levels(packet, quote):
    """The client's texts of two decimals, and the numbers of a REST quote."""
    for place, level in enumerate(packet["depth"]):
        for ours, side in (("bid", "buy"), ("ask", "sell")):
            other = quote["depth"][side][place]
            if (level[f"{ours}_quantity"], level[f"{ours}_orders"], number(level[f"{ours}_price"])) != (
                    other["quantity"], other["orders"], other["price"]):
                return False
    return True


def match(desk, feed, kind, security):
    """A packet and a REST quote of the same moment: the day's volume and the last trade's second are the same."""
    def look():
        pause()
        rows = desk.account.quote_data({"NSE_EQ": [int(security)]})["data"]
        quote = rows["data"]["NSE_EQ"][str(security)] if rows else None
        for packet in reversed(feed.of(kind, NSE, security)):
            if quote and packet["volume"] == quote["volume"] and packet["LTT"] == quote["last_trade_time"][-8:]:
                return packet, quote
        return None

    return until(f"a packet and a quote of the same moment, {kind}", look, 30) or (None, None)


def prices(context, desk):
    wanted = [(INDEX, "13", TICKER), (NSE, "13", TICKER), (NSE, desk.infy, FULL), (NSE, desk.sbin, QUOTE),
              (NSE, desk.sbin, TICKER)]
    feed = Feed(context, wanted)
    control("clock", rate=4)
    kinds = [("Ticker Data", INDEX, "13"), ("Ticker Data", NSE, "13"), ("Full Data", NSE, desk.infy),
             ("Quote Data", NSE, desk.sbin), ("Ticker Data", NSE, desk.sbin)]
    for key in kinds:
        check(f"packets {key}", until(f"packets {key}", lambda: len(feed.of(*key)) >= 3))
    index, share = feed.of(*kinds[0])[-1], feed.of(*kinds[1])[-1]
    check("an index and a share of one number", index["LTP"] != share["LTP"])
    closes = feed.of("Previous Close", INDEX, "13")
    pause()
    day = desk.account.ohlc_data({"IDX_I": [13]})["data"]["data"]["IDX_I"]["13"]
    check("the index's close before, once (3.2)", len(closes) == 1
          and abs(number(closes[0]["prev_close"]) - day["ohlc"]["close"]) < 0.011)
    for kind, security in (("Full Data", desk.infy), ("Quote Data", desk.sbin)):
        packet, quote = match(desk, feed, kind, security)
        if not packet:
            continue
        pairs = [("LTP", "last_price"), ("avg_price", "average_price")]
        check(f"{kind}: prices {packet['LTP']}, {packet['avg_price']}", all(
            # The client writes two decimals of a float, which is off by half its step itself (3.6).
            abs(number(packet[ours]) - quote[other]) <= 0.005 + quote[other] * 2 ** -24 for ours, other in pairs))
        check(f"{kind}: the day", all(number(packet[name]) == quote["ohlc"][name]
                                      for name in ("open", "close", "high", "low")))
        check(f"{kind}: quantities", packet["LTQ"] == min(quote["last_quantity"], 65_535)
              and packet["total_buy_quantity"] == quote["buy_quantity"]
              and packet["total_sell_quantity"] == quote["sell_quantity"])
        if kind == "Full Data":
            check("five levels of both sides", same_levels(packet, quote))
    volumes = [packet["volume"] for packet in feed.of("Full Data", NSE, desk.infy)]
    check("volume grows", volumes == sorted(volumes) and volumes[-1] > volumes[0])
    clock = time.strftime("%H:%M", time.gmtime(control("clock")["microseconds"] / 1e6 + 19_800))
    times = [packet["LTT"] for packet in feed.of("Full Data", NSE, desk.infy)]
    check(f"times read as UTC are India's (3.5): {times[-1]} at {clock}", times == sorted(times)
          and abs(minutes(times[-1]) - minutes(clock)) <= 1)

    feed.feed.unsubscribe_symbols([(NSE, desk.sbin, QUOTE)])
    pause(4)
    feed.forget()
    until("the other mode of the same share goes on", lambda: len(feed.of("Ticker Data", NSE, desk.sbin)) >= 3)
    check("a mode that is not wanted any more", not feed.of("Quote Data", NSE, desk.sbin))
    feed.feed.subscribe_symbols([(NSE, desk.sbin, FULL)])
    check("another mode", until("another mode", lambda: feed.of("Full Data", NSE, desk.sbin)))
    return feed


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:5])


def coming_back(feed, desk):
    control("clock", rate=int(RATE))
    feed.forget()
    control("faults", fault="cut@now")
    check("the client comes back", until("the client comes back", lambda: feed.connects == 2))
    for key in [("Ticker Data", INDEX, "13"), ("Full Data", NSE, desk.infy), ("Full Data", NSE, desk.sbin)]:
        check(f"{key} again after the cut", until(f"{key} again", lambda: len(feed.of(*key)) >= 2))
    check("one reconnect was enough", feed.connects == 2)


def six(context, feed, desk):
    """The sixth connection ends the oldest (3.1)."""
    more = [Feed(context, [(NSE, desk.infy, TICKER)]) for _ in range(5)]
    check("all come in", until("all come in", lambda: all(one.connects for one in more)))
    check("the oldest is told", until("the oldest is told", lambda: feed.ends == 1)
          and printed("Disconnected: No. of active websocket connections exceeded"))
    check("the others go on", until("the others go on", lambda: all(
        len(one.of("Ticker Data", NSE, desk.infy)) >= 2 for one in more)) and not any(one.ends for one in more))
    for one in more[1:]:
        one.feed.on_close = None
        # `{"RequestCode":12}`, then a binary header of the first version, which nobody reads (section 5).
        one.feed.close_connection()
    check("the goodbyes are taken", printed("Connection closed!"))
    return more[0]


def depth(context, desk):
    def levels(lines):
        text = [re.findall(r"price:([\d.]+), quantity:(\d+), no_of_orders:(\d+)", line) for line in lines]
        return [[tuple(map(float, part)) for part in line] for line in text]

    for rows, wanted in ((20, [(1, desk.infy), (1, desk.sbin)]), (200, [(1, desk.infy)])):
        ladder, seen = FullDepth(context, wanted, rows), []
        ladder.on_ticks = seen.append
        ladder.run_forever()
        ends = time.monotonic() + 15
        while len({one["security_id"] for one in seen}) < len(wanted) and time.monotonic() < ends:
            ladder.get_data()
        check(f"{rows} levels of all that is wanted", {one["security_id"] for one in seen} == {int(id) for _, id in wanted})
        for one in seen[:2]:
            book = levels(one["depth"])
            check(f"{rows} levels: {len(book)} rows", len(book) == 20 if rows == 20 else 20 < len(book) <= 200)
            bids, asks = [line[0][0] for line in book], [line[1][0] for line in book]
            check("best first, bids below offers", bids == sorted(bids, reverse=True) and asks == sorted(asks)
                  and bids[0] < asks[0])
            check("with quantities and orders", all(line[0][1] > 0 and line[0][2] > 0 for line in book))
        pause()
        quote = desk.account.quote_data({"NSE_EQ": [int(desk.infy)]})["data"]["data"]["NSE_EQ"][desk.infy]
        first = levels(next(one for one in seen if one["security_id"] == int(desk.infy))["depth"])[0][0][0]
        check("near the quote's", abs(first - quote["depth"]["buy"][0]["price"]) < quote["last_price"] * 0.02)
        ladder.close_connection()


class Updates:
    def __init__(self, context):
        self.said = []
        self.client = OrderUpdate(context)
        self.client.order_feed_wss = SOCKET
        self.client.on_update = self.said.append
        self.thread = threading.Thread(target=self.client.connect_to_dhan_websocket_sync, daemon=True)
        self.thread.start()

    def of(self, order):
        return [one["Data"] for one in list(self.said) if one["Data"].get("orderNo") == order]


def updates(context, desk):
    stranger = Updates(DhanContext(CLIENT, "not-a-token"))
    check("a wrong token is cut off", until("a wrong token is cut off", lambda: not stranger.thread.is_alive())
          and printed("Error in connect_to_dhan_websocket") and not stranger.said)
    told = Updates(context)
    # The log-in is not answered (4.1): orders until one is told.
    first = until("the first update", lambda: next(
        (order for order in [desk.place(tag="sdk-hello")["data"]["orderId"]] if until_told(told, order)), None))
    desk.cancel(first)
    order = desk.placed("one to be told of", quantity=3, tag="sdk-told")
    desk.reaches(order, "PENDING")
    good("a change", desk.account.modify_order(order, "LIMIT", "NA", 4, desk.low + 1, 0, 0, "DAY"))
    until("the change", lambda: desk.row(order).get("quantity") == 4)
    desk.cancel(order)
    steps = until("all of it is told", lambda: (rows := told.of(order)) and rows[-1]["status"] == "Cancelled" and rows) or [{}]
    names = [step.get("status") for step in steps]
    check(f"step by step, in title case (4.4): {names}", names[0] in ("Transit", "Pending") and "Pending" in names
          and set(names) <= {"Transit", "Pending", "Modified", "Cancelled"})
    one = steps[0]
    check("who and what", one["clientId"] == CLIENT and one["securityId"] == desk.infy and one["exchange"] == "NSE"
          and one["segment"] == "E" and one["txnType"] == "B" and one["product"] == "C" and one["orderType"] == "LMT"
          and one["validity"] == "DAY" and one["source"] == "P" and one["correlationId"] == "sdk-told")
    check("the changed quantity", any(step["quantity"] == 4 and step["price"] == desk.low + 1 for step in steps))
    market = desk.placed("a fill to be told of", quantity=2, kind="MARKET")
    row = desk.reaches(market, "TRADED")
    last = until("the fill is told", lambda: next(
        (step for step in told.of(market) if step["status"] == "Traded"), None)) or {}
    check("cumulative (4.5)", last.get("tradedQty") == 2 and last["remainingQuantity"] == 0 and last["quantity"] == 2
          and abs(last["avgTradedPrice"] - row["averageTradedPrice"]) < 0.006)
    until("sold again", lambda: desk.place("SELL", 2, "MARKET")["status"] == "success")
    control("faults", fault="cut@now")
    check("a cut ends it: it does not come back", until("a cut ends it", lambda: not told.thread.is_alive()))
    missed = desk.placed("one that nobody hears of")
    desk.cancel(missed)
    again = Updates(context)
    heard = until("told again", lambda: next(
        (order for order in [desk.place(tag="sdk-again")["data"]["orderId"]] if until_told(again, order)), None))
    desk.cancel(heard)
    check("nothing is told afterwards (4.2)", not again.of(missed))
    return again


def until_told(updates, order):
    ends = time.monotonic() + 0.5
    while time.monotonic() < ends:
        if updates.of(order):
            return True
        time.sleep(0.02)
    return False


def replaced(context, feed, told, open_account, desk):
    """A new token kills the old one and everything that stands on it (1.3)."""
    token = DhanLogin(CLIENT).renew_token(context.get_access_token())["accessToken"]
    SECRETS.add(token)
    check("the feed is told", until("the feed is told", lambda: feed.ends == 1)
          and printed("Disconnected: Access Token is expired"))
    check("the order updates end", until("the order updates end", lambda: not told.thread.is_alive()))
    context, desk.account = open_account(token)
    good("the new one works", desk.account.get_fund_limits())
    return context


def run(context, desk, open_account):
    feed = attempt("prices", prices, context, desk)
    attempt("coming back", coming_back, feed, desk)
    feed = attempt("six connections", six, context, feed, desk)
    attempt("depth", depth, context, desk)
    told = attempt("order updates", updates, context, desk)
    # A cut on the way ended the feed's connection, too: it has come back by itself.
    check("the feed lives", feed and until("the feed lives", lambda: feed.connects >= 2))
    return attempt("a new token", replaced, context, feed, told, open_account, desk) or context
