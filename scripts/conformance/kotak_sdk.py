"""Drives the official Python client of Kotak Neo, unmodified, against `sauda practice`.

Its environment is what `sauda practice kotak-neo --print-env` prints. Every line is a check; ends with 1 when one fails.
Nothing here knows how the server is made: it compares what the client returns with what the market must do. Comments
name sections of the protocol where the server could have chosen otherwise.
"""

import importlib.metadata
import os
import re
import time
import traceback

from neo_api_client import NeoAPI
from neo_api_client.utils import neo_utility

import kotak_orders
import kotak_sockets
from kotak_kit import (BASE, MOBILE, SECRETS, STRANGERS, UCC, attempt, check, claims, control, hush, now,
                       one_time_password, pause, refused, same, say, tally)

# Where the client looks for everything before the login tells it (appendix).
neo_utility.SESSION_PROD_BASE_URL = neo_utility.PROD_BASE_URL = BASE
neo_utility.CONFIG_SERVICE_URL_PROD = f"{BASE}/5config/config"


def keep(answer):
    """The tokens and ids of a login are not to be seen."""
    data = answer.get("data") or {}
    SECRETS.update(data[key] for key in ("token", "sid", "rid") if data.get(key))
    return data


def open_account():
    """Both steps, with a one-time password that was not used yet."""
    account = NeoAPI(consumer_key=os.environ["KOTAK_NEO_ACCESS_TOKEN"], environment="prod")
    for _ in range(3):
        view = keep(account.totp_login(mobile_number=MOBILE, ucc=UCC, totp=one_time_password(now())))
        if view:
            break
        # A code works once (1.2): the next comes within 30 seconds.
        pause(30)
    data = keep(account.totp_validate(mpin=os.environ["KOTAK_NEO_MPIN"]))
    return account, view, data


def sign_in():
    account = NeoAPI(consumer_key=os.environ["KOTAK_NEO_ACCESS_TOKEN"], environment="prod")
    check("nothing goes without the second step", "2fa" in str(account.order_report()))
    code = one_time_password(now())
    wrong = "000000" if code != "000000" else "111111"
    refused("a wrong code", account.totp_login(mobile_number=MOBILE, ucc=UCC, totp=wrong), 401)
    stranger = NeoAPI(consumer_key="not-the-token", environment="prod")
    answer = stranger.totp_login(mobile_number=MOBILE, ucc=UCC, totp=code)
    check(f"a wrong access token: {answer}", not keep(answer))
    view = keep(account.totp_login(mobile_number=MOBILE, ucc=UCC, totp=one_time_password(now())))
    check("the first step", view.get("kType") == "View" and view["status"] == "success" and view["ucc"] == UCC)
    mpin = os.environ["KOTAK_NEO_MPIN"]
    refused("a wrong MPIN", account.totp_validate(mpin="000000" if mpin != "000000" else "111111"), 401)
    trade = keep(account.totp_validate(mpin=mpin))
    check("the second step", trade.get("kType") == "Trade" and trade["token"] != view["token"])
    same("everything else is there", trade.get("baseUrl"), BASE)
    left = claims(trade["token"])["exp"] - now()
    check(f"the token dies at midnight at the latest (1.7): {left} s", 0 < left <= 86_400)
    same("who asks", account.whatsmyip().get("stCode"), 1000)
    account, view, trade = open_account()
    check("a second login", trade.get("kType") == "Trade")
    feed = account.configuration.sfeed_websocket_url or account.configuration.feed_url
    orders = account.configuration.order_feed_url or account.configuration.rt_url
    check("the feeds are told", feed and orders and feed.startswith(BASE) and orders.startswith(BASE))
    return account


def shares(account):
    """Tokens by trading symbol from the scrip files (section 6)."""
    paths = account.scrip_master()["filesPaths"]
    check("files of the segments", any("nse_cm" in path for path in paths) and any("nse_fo" in path for path in paths))
    path = account.scrip_master(exchange_segment="nse_cm")
    check("the file of one segment", isinstance(path, str) and "nse_cm" in path)
    found = {}
    for symbol in ("INFY", "SBIN", "M&M"):
        rows = account.search_scrip(exchange_segment="nse_cm", symbol=symbol)
        check(f"rows of {symbol}", isinstance(rows, list) and rows)
        for row in rows if isinstance(rows, list) else []:
            found[row["pTrdSymbol"].strip()] = row
    check("known tokens", str(found["INFY-EQ"]["pSymbol"]) == "1594" and str(found["SBIN-EQ"]["pSymbol"]) == "3045")
    row = found["INFY-EQ"]
    check("lot and tick in paise", row["lLotSize"] == 1 and row["dTickSize"] in (1, 5, 10))
    answer = account.search_scrip(exchange_segment="nse_cm", symbol="nobody-has-this")
    check("nothing found", "No data found" in str(answer))
    return {symbol: str(row["pSymbol"]) for symbol, row in found.items()}, row["dTickSize"] / 100


def quotes(account, infy):
    pause()
    wanted = [{"exchange_segment": "nse_cm", "instrument_token": infy},
              {"exchange_segment": "nse_cm", "instrument_token": "Nifty 50"}]
    rows = account.quotes(instrument_tokens=wanted, quote_type="all")
    rows = {row["exchange_token"]: row for row in rows} if isinstance(rows, list) else {}
    check("a share and an index (3.8)", set(rows) == {infy, "Nifty 50"})
    row = rows.get(infy)
    check("everything is a text", row and all(isinstance(row[key], str) for key in ("ltp", "change", "lstup_time")))
    same("its name", row["display_symbol"], "INFY-EQ")
    day = {key: float(value) for key, value in row["ohlc"].items()}
    check("low, last and high", day["low"] <= float(row["ltp"]) <= day["high"])
    check("change since the close before", abs(float(row["change"]) - (float(row["ltp"]) - day["close"])) < 0.006)
    bids, offers = ([float(level["price"]) for level in row["depth"][side]] for side in ("buy", "sell"))
    check("five bids below five offers", len(bids) == len(offers) == 5 and bids[0] < offers[0])
    check("a time of today", abs(int(row["lstup_time"]) - now()) < 600)
    pause()
    last = account.quotes(instrument_tokens=wanted[:1], quote_type="ltp")
    check("the last price alone", isinstance(last, list) and float(last[0]["ltp"]) > 0 and "ohlc" not in last[0])
    pause()
    refused("a token that is none", account.quotes(
        instrument_tokens=[{"exchange_segment": "nse_cm", "instrument_token": "98765432"}], quote_type="ltp"), 1009)
    pause(1.05)
    # A second of the practice clock is one of ours for a moment, so that a slow machine is as hasty as a fast one.
    # Enough for two seconds, as the burst may begin anywhere in one.
    control("clock", rate=1)
    answers = [account.quotes(instrument_tokens=wanted[:1], quote_type="ltp") for _ in range(24)]
    control("clock", rate=int(kotak_orders.RATE))
    late = [answer for answer in answers if isinstance(answer, dict)]
    check("a burst is refused (1.9)", len(late) >= 2)
    for answer in late[:1]:
        refused("as too many", answer, 429)
    pause(1.05)
    return day["close"]


def candles(account, infy):
    today = time.strftime("%Y-%m-%d", time.gmtime(now() + 19_800))
    start = time.strftime("%Y-%m-%d", time.gmtime(now() - 30 * 86_400))
    days = account.historical_data(f"nse_cm|{infy}", "D", start, today)
    rows = (days.get("data") or {}).get("candles", [])
    check(f"days of India: {rows[:1]}", len(rows) > 15 and all(re.match(r"2026-\d\d-\d\dT00:00:00\+0530", row[0]) for row in rows))
    check("they hold together", all(row[3] <= min(row[1], row[4]) and max(row[1], row[4]) <= row[2] for row in rows))
    pause()
    minutes = account.historical_data(f"nse_cm|{infy}", "1min", today, today)
    rows = (minutes.get("data") or {}).get("candles", [])
    check(f"minutes of today: {rows[:1]}", rows and rows[0][0] == f"{today}T09:15:00+0530")
    pause()


def goodbye(account):
    """The token dies; what the account has lives on (2.2)."""
    control("faults", fault="token-death@now")
    pause(1.05)
    answer = account.order_report()
    check(f"the token died: {answer}", isinstance(answer, dict) and answer.get("data") is None
          and "900901" in str(answer) or "1003" in str(answer) or "100022" in str(answer))
    account, _, trade = open_account()
    check("a new login", trade.get("kType") == "Trade")
    rows = account.order_report().get("data") or []
    check(f"the orders live on: {len(rows)}", len(rows) > 5)
    return account


def main():
    start = time.monotonic()
    hush()
    try:
        account = sign_in()
        tokens, tick = shares(account)
        close = quotes(account, tokens["INFY-EQ"])
        attempt("candles", candles, account, tokens["INFY-EQ"])
        desk = kotak_orders.Desk(account, tokens["INFY-EQ"], tokens["SBIN-EQ"], close, tick)
        kotak_orders.run(desk)
        kotak_sockets.run(desk)
        desk.account = attempt("goodbye", goodbye, account) or account
        attempt("after the market", kotak_orders.after_market, desk)
    except Exception:
        check(f"the run itself: {traceback.format_exc()}", False)
    check(f"nothing but this machine was asked: {STRANGERS}", not STRANGERS)
    passed, failed = tally()
    version = importlib.metadata.version("kotakneoapi")
    say(f"kotakneoapi {version} against sauda practice, {time.monotonic() - start:.1f} s")
    say(f"{passed} passed, {failed} failed")
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
