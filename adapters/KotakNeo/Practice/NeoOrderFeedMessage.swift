package import SaudaBroker

/// What the feed says (section 9.4).
package enum NeoOrderFeedMessage {
    package static let welcome = #"{"ak":"ok","type":"cn","task":"cn","msg":"connected"}"#
    package static let refusal = #"{"ak":"nk","type":"cn","task":"cn","msg":"Authentication Failed"}"#
    package static let complaint =
        #"{"ak":"nk","type":"failed to process request","task":"nk","msg":"invalid request format"}"#
    /// Of a handshake in JSON where it is not taken.
    package static let wrongFormat =
        #"{"ak":"nk","type":"cn","task":"cn","msg":"session message format incorrect"}"#
    /// What means nothing and comes in between.
    package static let strays = [complaint, #"{"type":"hb"}"#, "heartbeat", welcome]

    /// - Parameter row: of the order book.
    package static func order(_ row: PracticeJSON) -> PracticeJSON {
        let keys = [
            "nOrdNo", "exOrdId", "ordSt", "avgPrc", "qty", "fldQty", "unFldSz", "cnlQty", "trnsTp", "prcTp", "prc",
            "trgPrc", "prod", "exSeg", "sym", "trdSym", "tok", "vldt", "rejRsn", "GuiOrdId", "ordDtTm", "exCfmTm",
            "hsUpTm", "boeSec", "updRecvTm",
        ]
        return ["type": "order", "data": pick(keys, row)]
    }

    /// No more than that something has happened.
    package static func thinOrder(_ row: PracticeJSON) -> PracticeJSON {
        ["type": "order", "data": pick(["ordSt", "nOrdNo", "ordValDt", "strategyCode", "hsUpTm"], row)]
    }

    /// - Parameter row: of the positions.
    package static func position(_ row: PracticeJSON) -> PracticeJSON {
        let keys = [
            "actId", "sym", "trdSym", "tok", "exSeg", "prod", "flBuyQty", "flSellQty", "cfBuyQty", "cfSellQty",
            "buyAmt", "sellAmt", "posFlg", "sqrFlg", "lotSz", "multiplier", "precision", "prcNum", "prcDen", "genNum",
            "genDen", "hsUpTm", "updRecvTm",
        ]
        return ["type": "position", "data": pick(keys, row)]
    }

    private static func pick(_ keys: [String], _ row: PracticeJSON) -> PracticeJSON {
        guard case .object(let pairs) = row else { return [:] }
        return .object(keys.compactMap { key in pairs.first { $0.key == key } })
    }
}
