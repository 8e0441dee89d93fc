#!/usr/bin/env bash
# Feeds the adapters' codecs and readers with what libFuzzer makes up, starting from good inputs. Ends with 1 when it
# finds something; the input is then kept in Fuzz/FailCases, which every later run begins with.
#
#   scripts/fuzz.sh [SECONDS] [PROGRAM...]       60 for each program unless given
#   scripts/fuzz.sh --runs COUNT [PROGRAM...]    so many inputs for each
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "usage: scripts/fuzz.sh [SECONDS | --runs COUNT] [TickerFuzz | DhanFuzz | KotakNeoFuzz ...]" >&2
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
(($#)) || programs=(TickerFuzz DhanFuzz KotakNeoFuzz)
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

for program in "${programs[@]}"; do
    echo "== $program"
    corpus=.build/fuzz/corpus/$program
    kept=Fuzz/FailCases/$program
    mkdir -p "$corpus" "$kept"
    "$built/$program" "$kind=$number" -max_len=2048 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$kept/" "$corpus" ".build/fuzz/seeds/$program" "$kept"
done
