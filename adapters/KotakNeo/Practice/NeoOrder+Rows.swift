import SaudaBroker
import SaudaCore

// An order as reports have it (sections 3.5 and 3.6). The keys are those of the broker's samples, in their order.

extension NeoOrder {
    /// What every order call is answered with.
    static func answer(_ id: String) -> PracticeJSON { ["stat": "Ok", "nOrdNo": .string(id), "stCode": 200] }

    private var sideWord: PracticeJSON { side == .buy ? "B" : "S" }
    private var validity: PracticeJSON { terms.validity == .ioc ? "IOC" : "DAY" }
    private var reasonText: PracticeJSON { .string(reason.isEmpty ? "--" : reason) }
    private var seconds: Int64 { NeoTime.seconds(updated) }

    /// A row of the order book.
    func row(_ listing: NeoListing, ucc: String) -> PracticeJSON {
        let state = PracticeJSON.string(status.rawValue)
        let expiry = PracticeJSON.string(listing.expiry.map(NeoTime.expiry) ?? "NA")
        return [
            "actId": .string(ucc), "algId": "NA", "algCat": "NA", "algSeqNo": "NA", "avgPrc": NeoNumber.json(average),
            "brdLtQty": NeoNumber.text(listing.lot), "brkClnt": "08081", "cnlQty": .quantity(cancelled), "coPct": 0,
            "defMktProV": "0", "dscQtyPct": "0", "dscQty": .quantity(terms.disclosed), "exUsrInfo": "NA",
            "exCfmTm": .string(exchangeTime.map(NeoTime.stamp) ?? "--"), "exOrdId": .string(exchangeID ?? "NA"),
            "expDt": expiry, "expDtSsb": listing.expiry == nil ? "-" : expiry,
            "exSeg": .string(listing.segment.rawValue), "fldQty": .quantity(filled), "boeSec": .int(seconds),
            "mktProPct": "--", "mktPro": "0", "mfdBy": "NA", "minQty": 0, "mktProFlg": "0", "noMktProFlg": "0",
            "nOrdNo": .string(id), "optTp": .string(listing.optionType.isEmpty ? "- " : listing.optionType),
            "ordAutSt": "NA", "odCrt": "NA", "ordDtTm": .string(NeoTime.stamp(updated)),
            "ordEntTm": .string(NeoTime.stamp(placed)), "ordGenTp": isAfterMarket ? "AMO" : "NA",
            "ordSrc": .string(source), "ordValDt": "NA", "prod": .string(product), "prc": NeoNumber.json(terms.limit),
            "prcTp": .string(type), "qty": .quantity(terms.quantity), "refLmtPrc": 0, "rejRsn": reasonText,
            "rmk": "--", "rptTp": "NA", "reqId": .string("\(changes + 1)"), "series": .string(listing.group),
            "sipInd": "NA", "stat": state, "ordSt": state, "stkPrc": NeoNumber.json(listing.strike),
            "sym": .string(listing.symbol), "symOrdId": "NA", "tckSz": .string(NeoNumber.four(listing.tick)),
            "tok": .string("\(listing.token)"), "trnsTp": sideWord, "trgPrc": NeoNumber.json(terms.trigger),
            "trdSym": .string(listing.tradingSymbol), "unFldSz": .quantity(remaining), "usrId": .string(ucc),
            "uSec": .string("\(seconds)"), "vldt": validity, "classification": "0", "vendorCode": "",
            "genDen": "1", "genNum": "1", "prcNum": "1", "prcDen": "1", "lotSz": NeoNumber.text(listing.lot),
            "multiplier": "1", "precision": "2", "hsUpTm": .string(NeoTime.system(updated)),
            "GuiOrdId": .string(tag), "locId": "111111111111100", "appInstlId": "NA",
            "ordModNo": .string(changes > 0 ? "\(changes)" : ""), "strategyCode": "NA", "updRecvTm": .int(stamp),
            "it": .string(listing.kind.isEmpty ? listing.group : listing.kind),
        ]
    }

    /// A state of the order's history, whose keys differ.
    func stateRow(_ listing: NeoListing) -> PracticeJSON {
        [
            "trdSym": .string(listing.tradingSymbol), "prc": NeoNumber.json(terms.limit),
            "qty": .quantity(terms.quantity), "ordSt": .string(status.rawValue), "trnsTp": sideWord,
            "prcTp": .string(type), "brdLtQty": .quantity(listing.lot), "exch": .string(listing.segment.exchange),
            "exSeg": .string(listing.segment.rawValue),
            "exchTmstp": .string(exchangeTime.map(NeoTime.stamp) ?? "--"),
            "expDt": .string(listing.expiry.map(NeoTime.expiry) ?? "NA"), "tok": .string("\(listing.token)"),
            "nOrdNo": .string(id), "nReqId": .string("\(changes + 1)"), "sym": .string(listing.symbol),
            "avgPrc": NeoNumber.json(average), "algId": "NA", "algCat": "NA", "algSeqNo": "NA",
            "trgPrc": NeoNumber.json(terms.trigger), "dclQty": NeoNumber.text(terms.disclosed),
            "exchOrdId": .string(exchangeID ?? "NA"), "rejRsn": reasonText, "ordDur": validity,
            "prod": .string(product), "rptTp": "NA", "cstFrm": "C", "ordSrc": .string(source),
            "flDtTm": .string(NeoTime.stamp(updated)), "ordGenTp": isAfterMarket ? "AMO" : "--",
            "scripName": .string(listing.symbol), "stkPrc": NeoNumber.json(listing.strike), "legOrdInd": "NA",
            "fldQty": .quantity(filled), "ordUsrMsg": "NA", "mfdBy": "NA", "unFldSz": .quantity(remaining),
            "vendorCode": "", "classification": "0", "prcNum": "1", "series": .string(listing.group), "genNum": "1",
            "prcDen": "1", "genDen": "1", "lotSz": NeoNumber.text(listing.lot), "multiplier": "1", "precision": "2",
            "mktPro": "0.00", "GuiOrdId": .string(tag), "symOrdId": "NA", "locId": "111111111111100",
            "optTp": .string(listing.isOption ? listing.optionType : "XX"), "strategyCode": "NA", "ordValDt": "NA",
            "updRecvTm": .int(stamp), "boeSec": .int(seconds),
            "uSec": .string("\(updated.microseconds / 1000)"),
        ]
    }

    var source: String {
        switch origin {
        case .api: "ADMINCPPAPI_FINTECH001"
        case .app: "ADMINCPPAPI_MOB"
        case .squareOff: "ADMIN"
        }
    }
}

extension NeoTrade {
    /// A row of the trade book: token, price, quantity and time under their usual names are empty.
    func row(_ listing: NeoListing, ucc: String) -> PracticeJSON {
        let seconds = NeoTime.seconds(time)
        return [
            "actId": .string(ucc), "algCat": "NA", "algId": "NA", "avgPrc": NeoNumber.json(price),
            "boeSec": .int(seconds), "brdLtQty": .quantity(listing.lot), "brkClnt": "NA", "cstFrm": "C",
            "exOrdId": .string(order.exchangeID ?? "NA"), "exp": "-",
            "expDt": .string(listing.expiry.map(NeoTime.expiry) ?? "NA"), "exSeg": .string(listing.segment.rawValue),
            "exTm": .string(NeoTime.stamp(order.exchangeTime ?? time)), "fldQty": .quantity(quantity),
            "flDt": .string(NeoTime.date(time.day)), "flId": .string(id), "flLeg": 1, "flTm": .string("\(time.time)"),
            "minQty": 0, "nOrdNo": .string(order.id), "nReqId": "1",
            "optTp": .string(listing.optionType.isEmpty ? "- " : listing.optionType), "ordDur": "NA",
            "ordGenTp": order.isAfterMarket ? "AMO" : "--", "prcTp": .string(order.type),
            "prod": .string(order.product), "rmk": "--", "rptTp": "fill", "series": .string(listing.group),
            "stkPrc": NeoNumber.json(listing.strike), "sym": .string(listing.symbol),
            "trdSym": .string(listing.tradingSymbol), "trnsTp": order.side == .buy ? "B" : "S",
            "usrId": .string(ucc), "genDen": "1", "genNum": "1", "hsUpTm": .string(NeoTime.system(time)),
            "GuiOrdId": .string(order.tag), "locId": "111111111111100", "lotSz": NeoNumber.text(listing.lot),
            "multiplier": "1", "ordSrc": "NA", "prcNum": "1", "prcDen": "1", "strategyCode": "", "precision": "2",
            "tok": "", "updRecvTm": .int(stamp), "uSec": .string("\(seconds)"), "posFlg": "", "prc": "", "qty": 0,
            "tm": "", "it": .string(listing.kind.isEmpty ? listing.group : listing.kind),
        ]
    }
}
