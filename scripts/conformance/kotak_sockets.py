"""Price feed and order feed through the official Kotak Neo client (protocol sections 8 and 9)."""

import asyncio
import contextlib
import time

from neo_api_client.websocket.feed import SFeedWebSocket, WsToken
from neo_api_client.websocket.feed.exceptions import AuthenticationError

from kotak_kit import RATE, attempt, check, control, pause, same

NSE = "nse_cm"


class Ear:
    """What one of the client's sockets has said so far."""

    def __init__(self, socket):
        self.socket, self.said, self.connects, self.ends = socket, [], 0, 0
        socket.on_message = self.said.append
        socket.on_connect = self.connected
        socket.on_disconnect = self.ended

    def connected(self):
        self.connects += 1

    def ended(self):
        self.ends += 1

    async def until(self, what, test, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = test()
            if value:
                return value
            await asyncio.sleep(0.02)
        check(f"{what}: did not happen in {seconds} s", False)
        return None

    def of(self, kind, token=None, level=None):
        return [one for one in list(self.said) if one.type == kind and token in (None, getattr(one, "instrument_token", None))
                and level in (None, getattr(one, "level", None))]


async def prices(desk):
    stranger = SFeedWebSocket(user="NOBODY", auth="not-a-session", url=desk.account.create_websocket().url)
    try:
        await stranger.connect()
        check("a wrong session comes in", False)
    except AuthenticationError:
        check("a wrong session is refused", True)
    feed = Ear(desk.account.create_websocket(reconnect_delay=1))
    await feed.socket.connect()
    same("prices of NSE in paise, of currencies finer", [feed.socket.dividers.get(key) for key in (1, 3)], [100, 10_000_000])
    infy, sbin = WsToken(NSE, desk.infy), WsToken(NSE, desk.sbin)
    await feed.socket.subscribe_scrips([infy, sbin])
    await feed.socket.subscribe_scrips_lite([sbin])
    await feed.socket.subscribe_depth([infy])
    await feed.socket.subscribe_full_depth([sbin])
    await feed.socket.subscribe_index([WsToken(NSE, "Nifty 50")])
    await feed.socket.subscribe_exchange()
    same("symbols by key", feed.socket.trading_symbols.get(f"{NSE}|{desk.infy}"), "INFY-EQ")
    for what, look in [
        ("touch lines", lambda: len(feed.of("scrip", desk.infy, 4)) >= 3),
        ("mini lines", lambda: len(feed.of("scrip_lite", desk.sbin)) >= 3),
        ("depths", lambda: len(feed.of("scrip", desk.infy, 8)) >= 3),
        ("full depths", lambda: len(feed.of("scrip", desk.sbin, 16)) >= 3),
        ("the index", lambda: len(feed.of("index")) >= 3),
        ("the market is open", lambda: any(one.status_code == 1 for one in feed.of("market_status"))),
    ]:
        check(what, await feed.until(what, look))
    line = feed.of("scrip", desk.infy, 4)[-1]
    check("one bid, one offer", len(line.buy) == len(line.sell) == 1 and line.buy[0].price < line.sell[0].price)
    check("its own symbol", line.trading_symbol == "INFY-EQ" and line.precision == 2 and line.market_lot == 1)
    check("low, last, high", line.low_price <= line.last_traded_price <= line.high_price)
    check("the change", abs(line.net_change - (line.last_traded_price - line.close_price)) < 0.006
          and abs(line.net_change_percent - line.net_change / line.close_price * 100) < 0.006)
    check("the turnover", abs(line.total_traded_value - line.average_trade_price * line.volume_traded_today)
          < line.volume_traded_today * 0.006)
    depth, full = feed.of("scrip", desk.infy, 8)[-1], feed.of("scrip", desk.sbin, 16)[-1]
    check("five rows a side, more in full", len(depth.buy) == len(depth.sell) == 5 and len(full.buy) > 5)
    check("best first", [row.price for row in depth.buy] == sorted((row.price for row in depth.buy), reverse=True)
          and [row.price for row in depth.sell] == sorted(row.price for row in depth.sell))
    mini = feed.of("scrip_lite", desk.sbin)[-1]
    check("a mini line", mini.last_traded_price > 0 and abs(mini.net_change - mini.last_traded_price + mini.close_price) < 0.006)
    index = feed.of("index")[-1]
    check("the index by name", index.name == "Nifty 50" and index.instrument_token.isdigit() and index.multiplier == 1
          and index.low_price <= index.last_traded_price <= index.high_price)
    volumes = [one.volume_traded_today for one in feed.of("scrip", desk.infy, 4)]
    check("volume grows", volumes == sorted(volumes))
    times = [one.last_trade_time for one in feed.of("scrip", desk.infy, 4)]
    moment = control("clock")["microseconds"] / 1e6
    check("times since 1970", times == sorted(times) and abs(times[-1] - moment) < 120)
    await meets(desk, feed)
    before = len(feed.of("scrip_lite"))
    await feed.socket.unsubscribe_scrips_lite([sbin])
    await asyncio.sleep(4 / RATE)
    gone = len(feed.of("scrip_lite"))
    await asyncio.sleep(6 / RATE)
    check(f"what is not wanted any more: {before}, {gone}", len(feed.of("scrip_lite")) == gone)
    return feed


async def meets(desk, feed):
    """A packet and a REST quote of the same moment: the day's volume is the same."""
    control("clock", rate=4)

    def look():
        time.sleep(0.05)
        rows = desk.account.quotes([{"exchange_segment": NSE, "instrument_token": desk.infy}], "all")
        quote = rows[0] if isinstance(rows, list) else None
        for packet in reversed(feed.of("scrip", desk.infy, 8)):
            if quote and packet.volume_traded_today == int(quote["last_volume"]):
                return packet, quote
        return None

    packet, quote = await feed.until("a packet and a quote of the same moment", look, 30) or (None, None)
    control("clock", rate=int(RATE))
    if not packet:
        return
    check("the same prices", abs(packet.last_traded_price - float(quote["ltp"])) < 0.006
          and abs(packet.average_trade_price - float(quote["avg_cost"])) < 0.006)
    day = {key: float(value) for key, value in quote["ohlc"].items()}
    same("the same day", [packet.open_price, packet.high_price, packet.low_price, packet.close_price],
         [day["open"], day["high"], day["low"], day["close"]])
    same("the same bids", [(row.price, row.quantity, row.orders) for row in packet.buy],
         [(float(row["price"]), int(row["quantity"]), int(row["orders"])) for row in quote["depth"]["buy"]])


async def coming_back(feed, desk):
    feed.said.clear()
    control("faults", fault="cut@now")
    check("the client comes back", await feed.until("the client comes back", lambda: feed.connects == 2, 20))
    for what, look in [
        ("touch lines again", lambda: len(feed.of("scrip", desk.infy, 4)) >= 2),
        ("depths again", lambda: len(feed.of("scrip", desk.infy, 8)) >= 2),
        ("the index again", lambda: len(feed.of("index")) >= 2),
    ]:
        check(what, await feed.until(what, look))
    same("one reconnect was enough", feed.connects, 2)


async def orders(desk):
    ear = Ear(desk.account.create_order_feed(reconnect_delay=1))
    await ear.socket.connect()
    calls = asyncio.get_running_loop()

    async def call(function, *arguments, **more):
        return await calls.run_in_executor(None, lambda: function(*arguments, **more))

    def told(order):
        return [one.data for one in list(ear.said) if getattr(one, "type", "") == "order" and one.data.order_id == order]

    check("what is known comes first (9.4)", await ear.until(
        "the replay", lambda: sum(getattr(one, "type", "") == "order" for one in list(ear.said)) >= 3))
    ear.said.clear()
    order = await call(desk.placed, "one to be told of", quantity=3, tag="sdk-told")
    await ear.until("it is open", lambda: any(one.order_status == "open" for one in told(order)))
    states = [one.order_status for one in told(order)]
    same("state by state", states, ["put order req received", "validation pending", "open pending", "open"])
    one = told(order)[-1]
    check("who and what", one.quantity == 3 and one.unfilled_size == 3 and one.trading_symbol == "INFY-EQ"
          and one.token == desk.infy and one.transaction_type == "B" and one.product == "CNC"
          and one.exchange_segment == NSE)
    stamps = [one.update_receive_time for one in told(order)]
    check("no two messages at one time", len(set(stamps)) == len(stamps))
    await call(desk.cancel, order)
    check("the end", await ear.until("the end", lambda: told(order)[-1].order_status == "cancelled"))
    fill = await call(desk.placed, "a fill to be told of", quantity=2, kind="MKT")
    last = await ear.until("the fill", lambda: next(
        (one for one in told(fill) if one.order_status == "complete"), None))
    check("filled", last and last.filled_quantity == 2 and last.unfilled_size == 0 and float(last.average_price) > 0)
    position = await ear.until("its position", lambda: next(
        (one.data for one in reversed(ear.said) if getattr(one, "type", "") == "position"), None))
    check("a position in texts", position and position.symbol == "INFY" and int(position.filled_buy_quantity) >= 2)
    control("faults", fault="cut@now")
    check("the client comes back", await ear.until("the client comes back", lambda: ear.connects == 2, 20))
    missed = await ear.until("told again", lambda: len(told(fill)) and told(fill)[-1].order_status == "complete")
    check("told again what it knows", missed)
    sold = await call(desk.placed, "sold again", "S", 2, "MKT")
    check("the other feed goes on", await ear.until("the sale", lambda: any(
        one.order_status == "complete" for one in told(sold))))
    odd = [one for one in ear.said if getattr(one, "type", "") not in ("order", "position")]
    same("nothing else is shown", odd, [])
    return ear


async def replaced(feed, ear):
    """A dead session ends both feeds, and the old token does not bring them back (trap 5)."""
    feed.socket.max_reconnect_attempts = ear.socket.max_reconnect_attempts = 0
    control("faults", fault="token-death@now")
    # A refusal right before the end is read by the client, which then does not tell of the end.
    for what, one in (("the price feed ends", feed), ("the order feed ends", ear)):
        check(what, await one.until(what, lambda one=one: not one.socket.is_connected))


async def everything(desk):
    feed = await part("prices", prices, desk)
    if feed:
        await part("coming back", coming_back, feed, desk)
    ear = await part("orders", orders, desk)
    if feed and ear:
        await part("a dead session", replaced, feed, ear)
    for one in (feed, ear):
        if one:
            with contextlib.suppress(Exception):
                await one.socket.close()


async def part(what, call, *arguments):
    try:
        return await call(*arguments)
    except Exception as error:
        check(f"{what} broke off: {error!r}", False)
        return None


def run(desk):
    attempt("sockets", asyncio.run, everything(desk))
    pause()
