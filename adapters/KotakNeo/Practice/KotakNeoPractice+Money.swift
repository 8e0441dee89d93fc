import SaudaBroker
import SaudaCore

// Limits and the margin check (section 3.7).

extension KotakNeoPractice {
    /// Free to use is what the morning had, less what is used.
    private var used: Money { max((opening ?? cash) - available, .zero) }

    /// About 75 numbers as texts; `stat` and `stCode` stand near the end.
    func limits(_ request: IncomingRequest, at now: Timestamp) throws(NeoRefusal) -> PracticeResponse {
        let form = try NeoForm(request)
        _ = try form.word("seg", ["CASH", "CUR", "FO", "COM", "ALL"])
        _ = try form.word("exch", ["NSE", "BSE", "MCX", "ALL"])
        _ = try form.word("prod", ["CNC", "MIS", "NRML", "ALL"])
        let all = available + used
        let figures = [
            "CollateralValue": plain(all), "MarginUsed": plain(used), "MarginUsedPrsnt": plain(used),
            "MrgnScrpBsktCncPrsnt": plain(used), "MarginScripBasketPrsnt": plain(used), "Net": net(all),
            "TimeStamp": "\(now.microseconds / 1000)", "Category": "CLIENT_SPECIAL", "EntityId": "",
            "BoardLotLimit": "5000", "CollateralValueMult": "1", "AdhocLimitMult": "1", "RmsCollateralMult": "1",
            "NationalCashMult": "1", "SlbmVarElm": "", "SlbmMtom": "", "LendingFee": "",
        ]
        var pairs: [PracticeJSON.Pair] = NeoLimits.names.map { name in
            PracticeJSON.Pair(key: name, value: .string(figures[name] ?? "0"))
        }
        pairs.append(PracticeJSON.Pair(key: "stCode", value: 200))
        pairs.append(PracticeJSON.Pair(key: "stat", value: "Ok"))
        pairs.append(PracticeJSON.Pair(key: "RmsIpoAmt", value: "0"))
        return .neo(.object(pairs))
    }

    /// `19.409999999999997` for 38.19 less 18.78.
    private func net(_ all: Money) -> String {
        guard settings.netIsNoisy else { return plain(available) }
        let difference = Double(NeoNumber.two(all)).map { $0 - (Double(NeoNumber.two(used)) ?? 0) } ?? 0
        let text = "\(difference)"
        // No exponents, and whole numbers without a fraction.
        guard !text.contains("e"), !text.hasSuffix(".0") else { return plain(available) }
        return text
    }

    /// `38.19`, `18.5`, `0`.
    private func plain(_ money: Money) -> String {
        guard case .number(let text) = PracticeJSON.money(money.roundedToPaisa()) else { return "0" }
        return text
    }

    func checkMargin(_ request: IncomingRequest) throws(NeoRefusal) -> PracticeResponse {
        let form = try NeoForm(request)
        guard let segment = NeoSegment(rawValue: try form.text("exSeg")), segment.takesOrders else {
            throw .badExchange
        }
        guard NeoForm.isNumber(try form.text("tok")), let token = UInt32(try form.text("tok")),
            let slot = catalogue.find(segment, token: token), !catalogue[slot].isIndex
        else { throw .badInstrument }
        _ = try form.word("prcTp", KotakNeoPractice.types)
        _ = try form.word("prod", ["CNC", "NRML", "MIS", "MTF"])
        let isBuy = try form.word("trnsTp", ["B", "S"]) == "B"
        guard let quantity = try form.quantity("qty"), quantity.units > 0 else { throw .badQuantity }
        let given = try form.price("prc") ?? .zero
        _ = try form.price("trgPrc")
        // Everything bought is paid in full here, and nothing sold needs more.
        let need = isBuy ? (given.raw > 0 ? given : market[slot].last) * quantity : .zero
        let shortage = max(need - available, .zero)
        return .neo([
            "avlCash": .string(NeoNumber.six(available + used)), "totMrgnUsd": .string(NeoNumber.six(used + need)),
            "mrgnUsd": .string(NeoNumber.six(used)), "ordMrgn": .string(NeoNumber.six(need)),
            "rmsVldtd": shortage == .zero ? "OK" : "MARGIN EXCEEDS", "reqdMrgn": .string(NeoNumber.six(shortage)),
            "avlMrgn": .string(NeoNumber.six(available)), "insufFund": .string(NeoNumber.six(shortage)),
            "stat": "Ok", "stCode": 200,
        ])
    }
}
