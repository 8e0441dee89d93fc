"""Drives the official Python client of Dhan, unmodified, against `sauda practice`.

Its environment is what `sauda practice dhan --print-env` prints. Every line is a check; ends with 1 when one fails.
Nothing here knows how the server is made: it compares what the client returns with what the market must do. Comments
name sections of the protocol where the server could have chosen otherwise.
"""

import importlib.metadata
import os
import re
import tempfile
import time
import traceback
import urllib.parse

from dhanhq import DhanContext, DhanHTTP, DhanLogin, FullDepth, MarketFeed, Security, dhanhq

import dhan_orders
import dhan_sockets
from dhan_kit import (BASE, CLIENT, SECRETS, SOCKET, STRANGERS, Browser, attempt, browse, check, claims, control, good,
                      hush, now, one_time_password, pause, raises, refused, say, tally, website_token)

DhanHTTP.API_BASE_URL = DhanLogin.API_BASE_URL = f"{BASE}/v2"
DhanLogin.AUTH_BASE_URL = BASE
MarketFeed.market_feed_wss = SOCKET
FullDepth.depth_20_feed_wss = f"{SOCKET}/twentydepth"
FullDepth.depth_200_feed_wss = f"{SOCKET}/twohundreddepth"
Security.COMPACT_CSV_URL = f"{BASE}/api-data/api-scrip-master.csv"
Security.DETAILED_CSV_URL = f"{BASE}/api-data/api-scrip-master-detailed.csv"


def open_account(token):
    SECRETS.add(token)
    context = DhanContext(CLIENT, token)
    return context, dhanhq(context)


def sign_in():
    """Every way to a token; each token kills the one before (1.3, 1.4)."""
    login, first = DhanLogin(CLIENT), os.environ["DHAN_ACCESS_TOKEN"]
    profile = login.user_profile(first)
    check("profile", profile["dhanClientId"] == CLIENT and profile["dataPlan"] == "Active")
    check("until when", re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", profile["tokenValidity"]))
    head, body = claims(first)
    check("a token of the website", head["alg"] == "HS512" and body["tokenConsumerType"] == "SELF"
          and body["dhanClientId"] == CLIENT)
    renewed = login.renew_token(first)
    SECRETS.add(renewed["accessToken"])
    left = claims(renewed["accessToken"])[1]["exp"] - now()
    check(f"renewed for a day: {left} s", 86_000 < left <= 86_400 and renewed["accessToken"] != first)
    raises("the renewed token killed the first", lambda: login.user_profile(first), "DH-901")
    check("the renewed one works", login.user_profile(renewed["accessToken"])["dhanClientId"] == CLIENT)

    secret, pin = os.environ["DHAN_TOTP_SECRET"], os.environ["DHAN_PIN"]

    def generate(pin):
        """The status of a refusal is not known (1.4): the client raises or hands the body over."""
        try:
            answer = login.generate_token(pin, one_time_password(secret, now()))
        except Exception as error:
            return {"message": str(error)}
        SECRETS.add(answer.get("accessToken") or "-")
        return answer

    wrong = generate("000000" if pin != "000000" else "111111")
    check("a wrong PIN", "accessToken" not in wrong and "Invalid" in wrong["message"])
    made = generate(pin)
    token = made.get("accessToken")
    check("PIN and one-time password", token and made["dhanClientId"] == CLIENT
          and made["expiryTime"][:10] > time.strftime("%Y-%m-%d", time.gmtime(now())))
    raises("it killed the renewed one", lambda: login.user_profile(renewed["accessToken"]), "DH-901")
    again = generate(pin)
    check("one in two minutes", "accessToken" not in again and "2 minutes" in again["message"])
    if token:
        check("a token of the API cannot be told from a person's by the profile",
              login.user_profile(token)["dhanClientId"] == CLIENT)
        check("but says so", claims(token)[1]["tokenConsumerType"] == "APP")
        raises("and cannot be renewed", lambda: login.renew_token(token))

    app = os.environ["DHAN_APP_ID"], os.environ["DHAN_APP_SECRET"]
    raises("consent for a wrong secret", lambda: login.generate_login_session(app[0], "wrong"))
    consent = login.generate_login_session(*app)
    page = Browser.pages[-1] if Browser.pages else ""
    check("the page that the client opens", consent and page == f"{BASE}/login/consentApp-login?consentAppId={consent}")
    place = urllib.parse.urlparse(browse(page))
    ticket = urllib.parse.parse_qs(place.query).get("tokenId", [""])[0]
    raises("a token id that is none", lambda: login.consume_token_id("nonsense", *app))
    token = login.consume_token_id(ticket, *app).get("accessToken") if ticket else None
    check("the consent's token", token and login.user_profile(SECRETS.add(token) or token)["dhanClientId"] == CLIENT)
    if ticket:
        raises("a token id works once", lambda: login.consume_token_id(ticket, *app))

    token = website_token()
    addresses = login.get_ip(token)
    check("addresses", addresses["status"] == "success")
    saved = good("an address is set", login.set_ip(token, "203.0.113.7", "PRIMARY"), {})
    check("as the broker says it", saved.get("status") == "SUCCESS")
    check("it is told", login.get_ip(token)["data"].get("primaryIP") == "203.0.113.7")
    return token


def shares(account):
    """Instruments by symbol from the master files (6.1, 6.2)."""
    with tempfile.TemporaryDirectory() as folder:
        compact = account.fetch_security_list("compact", f"{folder}/compact.csv")
        detailed = account.fetch_security_list("detailed", f"{folder}/detailed.csv")
    check("sixteen columns", compact is not None and len(compact.columns) == 16)
    check("32 columns and an empty one", detailed is not None and len(detailed.columns) == 33)
    equity = compact[(compact.SEM_SEGMENT == "E") & (compact.SEM_EXM_EXCH_ID == "NSE")]
    ids = {row.SEM_TRADING_SYMBOL: str(row.SEM_SMST_SECURITY_ID) for row in equity.itertuples()}
    check("known ids", ids.get("INFY") == "1594" and ids.get("SBIN") == "3045" and "M&M" in ids)
    index = compact[compact.SEM_SEGMENT == "I"]
    check("NIFTY is 13", "13" in {str(id) for id in index.SEM_SMST_SECURITY_ID})
    check("so is a share: ids are unique in a segment only", "13" in ids.values())
    row = equity[equity.SEM_TRADING_SYMBOL == "INFY"].iloc[0]
    check("ticks in paise", row.SEM_TICK_SIZE in (1, 5, 10) and row.SEM_LOT_UNITS == 1)
    more = detailed[(detailed.SEGMENT == "E") & (detailed.UNDERLYING_SYMBOL == "INFY")].iloc[0]
    check("the detailed file agrees", str(more.SECURITY_ID) == "1594" and more.TICK_SIZE == row.SEM_TICK_SIZE)
    return ids, row.SEM_TICK_SIZE / 100


def quotes(account, infy):
    pause()
    last = good("ltp", account.ticker_data({"NSE_EQ": [int(infy), 999_999], "IDX_I": [13]}), {})
    rows = last.get("data", {}).get("NSE_EQ", {})
    check("an unknown id is left out (T9)", set(rows) == {infy} and rows[infy]["last_price"] > 0)
    check("the index has the same number as a share", last["data"]["IDX_I"]["13"]["last_price"] > 0)
    pause()
    day = good("ohlc", account.ohlc_data({"NSE_EQ": [int(infy)]}), {})["data"]["NSE_EQ"][infy]["ohlc"]
    pause()
    quote = good("quote", account.quote_data({"NSE_EQ": [int(infy), 3045], "BSE_EQ": [1]}), {})["data"]["NSE_EQ"]
    row = quote[infy]
    check("the same day", row["ohlc"]["open"] == day["open"] and row["ohlc"]["close"] == day["close"])
    check("low, last and high", row["ohlc"]["low"] <= row["last_price"] <= row["ohlc"]["high"])
    depth = row["depth"]
    check("five bids and offers", [len(depth[side]) for side in ("buy", "sell")] == [5, 5])
    check("bids below offers", depth["buy"][0]["price"] < depth["sell"][0]["price"])
    check("change since the close", abs(row["net_change"] - (row["last_price"] - day["close"])) < 0.006)
    check("a time in India", re.fullmatch(r"\d\d/\d\d/2026 \d\d:\d\d:\d\d", row["last_trade_time"]))
    # A second of the practice clock is one of ours for a moment, so that a slow machine is as hasty as a fast one.
    control("clock", rate=1)
    answers = [account.ticker_data({"NSE_EQ": [int(infy)]}) for _ in range(5)]
    control("clock", rate=int(dhan_orders.RATE))
    check("a burst of quotes is refused", sum(answer["status"] == "failure" for answer in answers) >= 2)
    pause()
    return day["close"]


def candles(account, infy, close):
    today = time.strftime("%Y-%m-%d", time.gmtime(now() + 19_800))
    start = time.strftime("%Y-%m-%d", time.gmtime(now() - 30 * 86_400))
    days = good("days", account.historical_daily_data(infy, "NSE_EQ", "EQUITY", start, today), {})
    dates = [str(account.convert_to_date_time(moment)) for moment in days.get("timestamp", [])]
    check(f"daily bars start at midnight in India: {dates[-2:]}", len(dates) > 15 and all(len(day) == 10 for day in dates))
    check("the last day is left out (2.16)", dates and dates[-1] < today and days["close"][-1] == close)
    check("arrays of one length", {len(days[name]) for name in ("open", "high", "low", "close", "volume")} == {len(dates)})
    minutes = good("minutes", account.intraday_minute_data(infy, "NSE_EQ", "EQUITY", today, today, 1), {})
    first = str(account.convert_to_date_time(minutes["timestamp"][0])) if minutes.get("timestamp") else ""
    check(f"the first minute: {first}", first.endswith("09:15:00+05:30"))
    for interval in (5, 15, 25, 60):
        pause(0.25)
        data = good(f"bars of {interval} minutes",
                    account.intraday_minute_data(infy, "NSE_EQ", "EQUITY", start, today, interval, oi=True), {})
        check(f"bars of {interval} minutes hold together", data.get("timestamp") and all(
            low <= end <= high for low, end, high in zip(data["low"], data["close"], data["high"])))
        steps = {b - a for a, b in zip(data["timestamp"], data["timestamp"][1:])}
        check(f"they are {interval} minutes apart", min(steps, default=interval * 60) == interval * 60)
    pause(0.25)
    old = time.strftime("%Y-%m-%d", time.gmtime(now() - 120 * 86_400))
    refused("more than 90 days", account.intraday_minute_data(infy, "NSE_EQ", "EQUITY", old, today), {"DH-905", "DH-907"})
    pause(0.25)
    refused("an interval that is none", account.intraday_minute_data(infy, "NSE_EQ", "EQUITY", today, today, 7),
            {"DH-905"})


def options(account):
    pause(3.1)
    expiries = good("expiries", account.expiry_list(13, "IDX_I"), {}).get("data", [])
    check("days in their order", expiries == sorted(expiries) and all(len(day) == 10 for day in expiries))
    for day in expiries[:1]:
        pause(3.1)
        chain = good("the chain", account.option_chain(13, "IDX_I", day), {})["data"]
        strikes = [float(strike) for strike in chain["oc"]]
        check("strikes around the index", min(strikes) < chain["last_price"] < max(strikes))
        leg = next(iter(chain["oc"].values()))["ce"]
        check("a leg", leg["last_price"] >= 0 and {"delta", "theta", "gamma", "vega"} <= set(leg["greeks"]))
    pause(3.1)
    answer = account.option_chain(13, "IDX_I", "2020-01-01")
    check("an expiry that is none", answer["status"] == "failure")


def goodbye(account):
    """The token dies; what the account has lives on."""
    control("faults", fault="token-death@now")
    pause()
    answer = account.get_order_list()
    remarks = answer["remarks"] or {}
    check(f"the token died: {answer}", remarks.get("error_code") == "DH-901"
          or (remarks.get("error_code") == "DH-906" and "Invalid Token" in remarks.get("error_message", "")))
    _, account = open_account(website_token())
    check("the orders live on", len(good("orders of the new token", account.get_order_list(), [])) > 20)


def main():
    start = time.monotonic()
    hush()
    try:
        context, account = open_account(sign_in())
        ids, tick = shares(account)
        close = quotes(account, ids["INFY"])
        attempt("candles", candles, account, ids["INFY"], close)
        attempt("options", options, account)
        desk = dhan_orders.Desk(account, ids["INFY"], ids["SBIN"], close, tick)
        dhan_orders.run(desk)
        context = dhan_sockets.run(context, desk, open_account)
        account = desk.account
        attempt("after the market", dhan_orders.after_market, desk)
        attempt("goodbye", goodbye, account)
    except Exception:
        check(f"the run itself: {traceback.format_exc()}", False)
    check(f"nothing but this machine was asked: {STRANGERS}", not STRANGERS)
    passed, failed = tally()
    version = importlib.metadata.version("dhanhq")
    say(f"dhanhq {version} against sauda practice, {time.monotonic() - start:.1f} s")
    say(f"{passed} passed, {failed} failed")
    # The client's threads do not end by themselves.
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
