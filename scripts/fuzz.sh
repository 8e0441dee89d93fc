#!/usr/bin/env bash
# Feeds the adapters' codecs and readers with what libFuzzer makes up, starting from good inputs. Ends with 1 when it
# finds something; the input is then kept in Fuzz/FailCases, which every later run begins with.
#
#   scripts/fuzz.sh [SECONDS] [PROGRAM...]       60 for each program unless given
#   scripts/fuzz.sh --runs COUNT [PROGRAM...]    so many inputs for each
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "usage: scripts/fuzz.sh [SECONDS | --runs COUNT] [TickerFuzz | DhanFuzz | KotakNeoFuzz | UpstoxFuzz ...]" >&2
    exit 2
}
number=60 kind=-max_total_time
if [[ ${1:-} == --runs ]]; then
    kind=-runs number=${2:-}
    shift $(($# > 1 ? 2 : 1))
elif [[ ${1:-} =~ ^[0-9] ]]; then
    number=$1
    shift
fi
[[ $number =~ ^[1-9][0-9]*$ ]] || usage
programs=("$@")
(($#)) || programs=(TickerFuzz DhanFuzz KotakNeoFuzz UpstoxFuzz)
for program in "${programs[@]}"; do
    [[ -d Fuzz/Sources/$program && $program == *Fuzz ]] || usage
done

swift build --package-path Fuzz --scratch-path .build/fuzz -c release
built=$(swift build --package-path Fuzz --scratch-path .build/fuzz -c release --show-bin-path)

seeds() { # PROGRAM: where its seeds go
    folder=.build/fuzz/seeds/$1
    mkdir -p "$folder"
}
bytes() { sed 's/[[:space:]]//g; s/../\\x&/g' <<<"$1" | xargs -0 printf '%b' | head -c -1; }
seed() { bytes "$2" >"$folder/$1"; }                                           # NAME HEX
text() { { bytes "$2"; printf '%s' "$3"; } >"$folder/$1"; }                    # NAME CHOICE TEXT
sized() { # HEX...: each message with its length before it
    local hex
    for hex in "$@"; do printf '%04x%s' $((${#hex} / 2)) "$hex"; done
}
ascii() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
big() { printf '%08x' $(($1 & 0xffffffff)); }

# Kite's ticker: a frame of each kind and an order message.
seeds TickerFuzz
quote=00063a0100024ec30000000700024dc40023cace0001646200015abd000249f000024fcc0002497300024bee
index=0003e909002567230025896a00253b4500256250002577c2ffffef61
seed ltp 0001000800063a0100024ec3
seed quote "0001002c$quote"
seed index "0001001c$index"
seed index-full "00010020${index}69bcc2bc"
seed full "000100b8${quote}69bcc2bb00000000000000000000000069bcc2bc$(printf '0000006400024ebe00030000%.0s' {1..10})"
seed mixed "0003000800063a0100024ec3001c${index}0008000001030c8c3ff8"
text order '' '{"type":"order","data":{"order_id":"1","variety":"regular","status":"OPEN","exchange":"NSE","tradingsymbol":"S408065","order_type":"LIMIT","transaction_type":"BUY","validity":"DAY","product":"CNC","quantity":10,"price":1.5,"average_price":0,"filled_quantity":0}}'

# Dhan: packets of each code, an order message in both spellings, rows of each answer and of both instrument lists.
seeds DhanFuzz
ticker=02100001350500009a41cd444533296a
quote=04320001350500009a41cd440c004533296ad7fbcc4401d6440039650c00050e0c000060cc44cdeccb44cd1cce4400c8cb44
later=${quote/01d64400/05d64400}
full=08a200020c890000cd4c18434b004533296af6a81543ec48130315ba2100ea511e0023fd1b00a93a1c00cef9190000002043$(
    )9a1925439ad92b4333330c43$(printf '14050000cf030000040003009a191843cd4c1843%.0s' {1..5})
seed ticker "00$(sized $ticker)"
seed quotes "00$(sized $quote $later)"
seed full "00$(sized "$full")"
seed mixed "00$(sized "${ticker}06100000${ticker:8:8}cd77b64600000000050c00020c89000023fd1b0000080001000000000102" 320a0000000000002503)"
order='"exchange":"NSE","segment":"E","securityId":"1333","clientId":"1100000001","orderNo":"1","product":"C","txnType":"B","orderType":"LMT","validity":"DAY","discQuantity":0,"quantity":10,"tradedQty":5,"price":1600.5,"triggerPrice":0,"avgTradedPrice":1600.25,"lastUpdatedTime":"2026-06-10 09:49:57","reasonDescription":"CONFIRMED","status":"Part-Traded","correlationId":"SD1"'
text update 01 "{\"Data\":{$order},\"Type\":\"order_alert\"}"
text update-pascal 01 "{\"Data\":{\"OrderNo\":\"2\",\"Status\":\"REJECTED\",${order/5,/0,}},\"Type\":\"order_alert\"}"
row='"dhanClientId":"1100000001","orderId":"1","correlationId":"SD1","orderStatus":"PART_TRADED","transactionType":"BUY","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"LIMIT","validity":"DAY","tradingSymbol":"HDFCBANK","securityId":"1333","quantity":10,"disclosedQuantity":0,"price":1600.5,"triggerPrice":0.0,"updateTime":"2026-06-10 09:49:57","exchangeTime":"0001-01-01 00:00:00","omsErrorCode":"0","omsErrorDescription":"","averageTradedPrice":1600.25,"filledQty":5'
text book 02 "[{$row}]"
text trades 02 "[{$row,\"exchangeTradeId\":\"7\",\"tradedQuantity\":5,\"tradedPrice\":1600.25}]"
text positions 02 "[{$row,\"netQty\":-5,\"buyAvg\":1600.25,\"sellAvg\":1601.0,\"exchange\":\"ALL\",\"availableQty\":5,\"avgCostPrice\":1588.4}]"
text funds 02 '{"dhanClientId":"1100000001","availabelBalance":98440.5,"totalMargin":9899.5,"brokerage":20.0,"tokenValidity":"11/06/2026 09:23"}'
text quote-answer 02 '{"data":{"NSE_EQ":{"1333":{"last_price":1642.05,"last_trade_time":"10/06/2026 09:49:57","ohlc":{"open":1635.0,"close":1631.4,"high":1648.9,"low":1630.25}}},"IDX_I":{"13":{"last_price":23355.9}}},"status":"success"}'
text candles 02 '{"open":[1687.0],"high":[1687.0],"low":[1651.25],"close":[1664.9],"volume":[1.7454579E7],"timestamp":[1.7810646E9]}'
text chain 02 '{"data":{"last_price":23482.150390625,"oc":{"23450.000000":{"ce":{"greeks":{"delta":0.6,"theta":-15.1,"gamma":0.001,"vega":10.8},"implied_volatility":10.9,"last_price":165.1,"oi":1818375,"previous_close_price":311.8,"top_ask_price":166.85,"top_ask_quantity":75,"top_bid_price":165,"top_bid_quantity":1050,"volume":51595500}}}},"status":"success"}'
text forever 02 '[{"orderId":"51","orderStatus":"CONFIRM","transactionType":"SELL","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"SINGLE","tradingSymbol":"HDFCBANK","securityId":"1333","quantity":10,"price":1500.0,"triggerPrice":1505.0,"legName":"ENTRY_LEG","createTime":"2026-06-10 09:30:00"}]'
legs='{"orderId":"1","legName":"STOP_LOSS_LEG","transactionType":"SELL","totalQuatity":10,"triggeredQuantity":0,"price":1590.0,"orderStatus":"PENDING","trailingJump":1.0},{"orderId":"1","legName":"TARGET_LEG","transactionType":"SELL","triggeredQuantity":0,"price":1680.0,"orderStatus":"PENDING","trailingJump":0.0}'
text super 02 "[{$row,\"legName\":\"ENTRY_LEG\",\"legDetails\":[$legs]}]"
text own-calls 02 '{"dhanClientId":"1100000001","killSwitchStatus":"DEACTIVATE","primaryIP":"203.0.113.10","secondaryIP":"","modifyDatePrimary":"2026-06-01","status":"SUCCESS","orderId":"51","total_margin":"25000.50","totalMargin":9899.5}'
text refusal 02 '{"errorType":"Order_Error","errorCode":"DH-906","errorMessage":"Invalid Token"}'
text refusal-data 02 '{"data":{"805":"Too many requests."},"status":"failed"}'
text detailed 03 $'NSE,E,1333,EQUITY,HDFCBANK,ES,EQ,1.0,,,,5.0000,0\nNSE,D,35084,OPTIDX,NIFTY,OP,NA,65.0,2026-09-29,29150.00000,CE,5.0000,1756\n'
text compact 03 $'NSE,D,58072,FUTIDX,NIFTY-Aug2026-FUT,FUT,NA,65.0,2026-08-25 14:30:00,-0.01000,XX,10.0000\nNSE,I,13,INDEX,NIFTY,INDEX,X,1.0,0001-01-01,,XX,0.0500\n'

# Kotak Neo: snapshots and updates of each kind of topic, packets of the newer feed, an order message, answers, rows.
seeds KotakNeoFuzz
framed() { printf '%04x%s' $((${#1} / 2)) "$1"; }
snapshot() { # NUMBER TOPIC VALUES: with a name, 32 bits a value
    framed "53$(big "$1")$(printf '%02x' ${#2})$(ascii "$2")$(printf '%02x' $((${#3} / 8)))${3}013403$(ascii 285)"
}
update() { framed "55$(big "$1")$(printf '%02x' $((${#2} / 8)))$2"; }
message() { framed "06${2:-}0001$1"; } # PACKET [NUMBER]
none=80000000
scrip=$none$none$(big 1789011000)$(big 1789011000)$(big 5120345)$(big 141230)$(printf "$none%.0s" {6..22})$(big 1)$(big 2)
index=$none$none$(big 2534060)$(big 2523000)$(big 1789011000)$none$none$none$(big 1)$(big 2)
depth=$none$none$(printf '000227b9%.0s' {2..11})$(printf '00000028%.0s' {12..31})$(big 1)$(big 2)
moved=$none$none$none$none$(big 5120351)$(big 141235)
share=$(snapshot 7 'sf|nse_cm|2885' "$scrip")
seed scrip "00$(sized "$(message "$share")" "$(message "$(update 7 "$moved")")")"
seed index "00$(sized "$(message "$(snapshot 9 'if|nse_cm|Nifty 50' "$index")")" "$(message "$(update 9 $none$none$(big 2534100))")")"
seed depth "01$(sized "$(message "$(snapshot 3 'dp|nse_cm|2885' "$depth")" 00000001)" "$(message "$(update 3 $none$none$(big 141240))" 00000002)")"
seed replies "02$(sized 000601010100014b 000604010100014b "$(message "$share")" 000605010100014e)"
picture=b000281c0104000100450b0000b0390c00000000005cb70a000000000059214e00000000003824a26a000000003924a26a00$(
    )00000c24020020240200bc280200cc220200ae2702000c000000000000006e260200000000000100000001000000000041$(
    )0000000000000000c047f1a6ff64428e030000ee5a020052ed0100707402007db30100010000000201000000280000000000$(
    )0000a9270200030000004b00000000000000b327020004000000
mini=3600281c0101000100450b00003824a26a00000000ae2702000c00000020240200$(printf '0%.0s' {1..24})0100000002010000
seed sfeed "03$(sized "$picture" "$picture" "$mini")"
text accepted 04 '{"message_code":1117,"exchanges":{"nse_cm":{"value":1,"divider":100}}}'
text connected 04 '{"ak":"nk","type":"cn","task":"cn","msg":"Authentication Failed"}'
row='"nOrdNo":"26","ordSt":"complete","avgPrc":"1410.00","qty":1,"fldQty":1,"trnsTp":"B","prcTp":"L","prc":"1410.00","trgPrc":"0.00","prod":"CNC","exSeg":"nse_cm","trdSym":"RELIANCE-EQ","vldt":"DAY","rejRsn":"--","GuiOrdId":"sauda000001","ordDtTm":"10-Sep-2026 09:17:40","updRecvTm":1789012060501000005'
text order 04 "{\"type\":\"order\",\"data\":{$row}}"
text answer 05 "{\"stat\":\"Ok\",\"stCode\":200,\"data\":[{$row,\"flId\":\"5\",\"flDt\":\"10-Sep-2026\",\"flTm\":\"09:17:40\"}]}"
text quote 05 '[{"exchange_token":"2885","display_symbol":"RELIANCE-EQ","exchange":"nse_cm","lstup_time":"1789011000","ltp":"1410.30","ohlc":{"open":"1400.0","high":"1412.5","low":"1399.0","close":"1398.2"}}]'
text candles 05 '{"status":"success","data":{"candles":[["2026-09-10T09:15:00+0530",1400.5,1401,1399.05,1400,120,0]]}}'
text login 05 '{"data":{"token":"a.b.c","sid":"s","kType":"Trade","ucc":"ABC12","baseUrl":"https://e21.kotaksecurities.com"},"ordMrgn":"15.5","rmsVldtd":"OK"}'
text refusal 05 '{"stat":"Not_Ok","emsg":"No Data","stCode":5203}'
text rows 06 $'8075,EQ,nse_cm,DALBHARAT,DALBHARAT-EQ,,10,1,-1,2,-1,46141\n26000,,nse_cm,NIFTY,NIFTY,,-1,1,-1,2,-1,0\n35006,XX,nse_fo,NIFTY,NIFTY26SEPFUT,XX,10,65,1475159400,2,-1,1800\n'

# Upstox: messages of each kind, an order message, answers, lists.
seeds UpstoxFuzz
seed full "00$(sized 080112c3010a134e53455f45517c494e4530303041303130323012ab0112a6010aa3010a1b099a99999999594a4010c8e1c8daa134180a216666666666264a4012780a16080a113333333333534a401807219a99999999594a400a16081411cdcccccccc4c4a40181e210000000000604a400a160819116666666666464a401828216666666666664a400a160801110000000000404a40180221cdcccccccc6c4a400a160803119a99999999394a401804213333333333734a4029ae47e17a144e4a4030b960200118dce1c8daa134)"
seed index "00$(sized 0801122c0a124e53455f494e4445587c4e696674792035301216121412120a100933333333236dd84010c8e1c8daa13418dce1c8daa134)"
seed first-level "00$(sized 0801124b0a0c4e53455f464f7c3930313032123b1a390a12090000000000405e4010c8e1c8daa13418411217084111cdcccccccc3c5e40188201213333333333435e40208a05290000000000e0854018dce1c8daa134)"
seed last "00$(sized 122b0a134e53455f45517c494e4530303041303130323012140a12099a99999999594a4010c8e1c8daa134180a18dce1c8daa134)"
text update 01 '{"update_type":"order","user_id":"AB1234","userId":"AB1234","instrument_key":"NSE_EQ|INE000A01020","exchange":"NSE","product":"D","price":52.65,"quantity":10,"status":"open","guid":null,"tag":"SD1","instrument_token":"NSE_EQ|INE000A01020","placed_by":"AB1234","trading_symbol":"SAMPLE-EQ","order_type":"LIMIT","validity":"DAY","trigger_price":0.0,"disclosed_quantity":0,"transaction_type":"BUY","average_price":52.6,"filled_quantity":5,"pending_quantity":5,"status_message":"","status_message_raw":null,"exchange_order_id":"1100000012345678","parent_order_id":null,"order_id":"261127000000001","variety":"SIMPLE","order_timestamp":"2026-11-27 10:15:00","exchange_timestamp":"2026-11-27 10:15:01","is_amo":false,"order_request_id":"1","order_ref_id":"r-1"}'
text book 02 '{"status":"success","data":[{"exchange":"NSE","product":"D","price":52.65,"quantity":10,"status":"open","guid":null,"tag":"SD1","instrument_token":"NSE_EQ|INE000A01020","placed_by":"AB1234","trading_symbol":"SAMPLE","tradingsymbol":"SAMPLE","order_type":"LIMIT","validity":"DAY","trigger_price":0.0,"disclosed_quantity":0,"transaction_type":"BUY","average_price":52.6,"filled_quantity":5,"pending_quantity":5,"status_message":null,"status_message_raw":null,"exchange_order_id":"1100000012345678","parent_order_id":null,"order_id":"261127000000001","variety":"SIMPLE","order_timestamp":"2026-11-27 10:15:00","exchange_timestamp":"2026-11-27 10:15:01","is_amo":false,"order_request_id":"1","order_ref_id":"r-1"}]}'
text trades 02 '{"status":"success","data":[{"exchange":"NSE","product":"D","trading_symbol":"SAMPLE","instrument_token":"NSE_EQ|INE000A01020","order_type":"LIMIT","transaction_type":"BUY","quantity":5,"exchange_order_id":"1100000012345678","order_id":"261127000000001","exchange_timestamp":"2026-11-27 10:15:01","average_price":52.6,"trade_id":"50123","order_ref_id":"r-1","order_timestamp":"2026-11-27 10:15:00"}]}'
text positions 02 '{"status":"success","data":[{"exchange":"NFO","multiplier":1.0,"product":"D","instrument_token":"NSE_FO|90102","average_price":null,"quantity":-65,"trading_symbol":"NIFTY 25000 CE 31 DEC 26","buy_price":0.0,"sell_price":120.5}]}'
text holdings 02 '{"status":"success","data":[{"isin":"INE000A01020","product":"D","quantity":12,"t1_quantity":2,"trading_symbol":"SAMPLE","instrument_token":"NSE_EQ|INE000A01020","average_price":49.875,"exchange":"NSE"}]}'
text funds 02 '{"status":"success","data":{"equity":{"used_margin":0.8,"available_margin":15507.46},"commodity":{"available_margin":0}}}'
text quotes 02 '{"status":"success","data":{"NSE_EQ:SAMPLE":{"ohlc":{"open":52.0,"high":53.4,"low":51.9,"close":52.7},"timestamp":"2026-11-27T10:15:02.123+05:30","instrument_token":"NSE_EQ|INE000A01020","symbol":"SAMPLE","last_price":52.70000076293945,"volume":12345,"net_change":0.4,"last_trade_time":"1795754701000"}}}'
text candles 02 '{"status":"success","data":{"candles":[["2026-11-26T09:16:00+05:30",52.1,52.3,52.0,52.2,900,0],["2026-11-26T09:15:00+05:30",52.0,52.2,51.9,52.1,1500,0]]}}'
text margin 02 '{"status":"success","data":{"margins":[{"span_margin":0,"exposure_margin":0,"equity_margin":526.5,"net_buy_premium":0,"additional_margin":0,"total_margin":526.5,"tender_margin":0}],"required_margin":526.5,"final_margin":526.5}}'
text charges 02 '{"status":"success","data":{"charges":{"total":12.34,"brokerage":5.0,"taxes":{"gst":1.1,"stt":2.2,"stamp_duty":0.3},"other_charges":{"transaction":3.0,"clearing":0.5,"ipft":0.04,"sebi_turnover":0.2}}}}'
text chain 02 '{"status":"success","data":[{"expiry":"2026-12-31","strike_price":25000.0,"underlying_key":"NSE_INDEX|Nifty 50","underlying_spot_price":25012.55,"call_options":{"instrument_key":"NSE_FO|90102","market_data":{"ltp":121.0,"close_price":118.2,"volume":70000000,"oi":900000.0,"bid_price":120.95,"bid_qty":65,"ask_price":121.05,"ask_qty":130},"option_greeks":{"vega":12.5,"theta":-9.1,"gamma":0.001,"delta":0.52,"iv":11.4}},"put_options":null}]}'
text addresses 02 '{"status":"success","data":{"user_id":"AB1234","primary_ip":"203.0.113.10","secondary_ip":null,"primary_ip_updated_at":"2026-11-20 09:00:00","secondary_ip_updated_at":null}}'
text place 02 '{"status":"success","data":{"authorized_redirect_uri":"wss://wsfeeder-api.upstox.com/market-data-feeder/v3/upstox-developer-api/feeds?requestId=1&code=aB-3"}}'
text token 02 '{"email":"a@example.com","broker":"UPSTOX","user_id":"AB1234","is_active":true,"access_token":"new.demo.token","extended_token":"never.demo.token"}'
text accepted 02 '{"status":"success","data":{"order_ids":["1","2"]}}'
text changed 02 '{"status":"success","data":{"order_id":"1"}}'
text refusal 02 '{"status":"error","errors":[{"error_code":"UDAPI1052","message":"x"}]}'
text list 03 '[{"segment":"NSE_EQ","name":"SAMPLE LTD","exchange":"NSE","isin":"INE000A01020","instrument_type":"EQ","instrument_key":"NSE_EQ|INE000A01020","lot_size":1,"freeze_quantity":100000.0,"exchange_token":"90001","tick_size":5.0,"trading_symbol":"SAMPLE","security_type":"NORMAL","cas_eligible":true},{"segment":"NSE_INDEX","name":"Nifty 50","exchange":"NSE","instrument_type":"INDEX","instrument_key":"NSE_INDEX|Nifty 50","exchange_token":"26000","trading_symbol":"NIFTY"},{"weekly":false,"segment":"NSE_FO","name":"NIFTY","exchange":"NSE","expiry":1798741799000,"instrument_type":"CE","asset_symbol":"NIFTY","underlying_symbol":"NIFTY","instrument_key":"NSE_FO|90102","lot_size":65,"freeze_quantity":1800.0,"exchange_token":"90102","minimum_lot":65,"underlying_key":"NSE_INDEX|Nifty 50","tick_size":5.0,"underlying_type":"INDEX","trading_symbol":"NIFTY 25000 CE 31 DEC 26","strike_price":25000.0,"qty_multiplier":1.0}]'
seed packed 031f8b08000000000000ff5d4f410ac23010fc8ae45c642378d05bc11e042d4abd898458d71adaa6da6cc156fdbb1b952aee6d66676667b737e1302bd192988a388954b41681b0ba44c649b85c2da2c16233630eafe949db0cdf3a268c3396c13c8e0020040923f0ac7554373e50517bf6ea57e20f9d63dbdfbaffb98b8a94331ddb64208e356287ead2684b86d824c1cf10be65145539fa16135e480e2093e69f84b11752ad0fc666cab5e5be2afa9fc463f70408a6c31bfa000000

for program in "${programs[@]}"; do
    echo "== $program"
    corpus=.build/fuzz/corpus/$program
    kept=Fuzz/FailCases/$program
    mkdir -p "$corpus" "$kept"
    "$built/$program" "$kind=$number" -max_len=2048 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$kept/" "$corpus" ".build/fuzz/seeds/$program" "$kept"
done
