package import SaudaCore

// Rows of the scrip files: 78 columns, some of whose names end with blanks (section 6.2).

extension NeoListing {
    package static let header =
        "pSymbol,pGroup,pExchSeg,pInstType,pSymbolName,pTrdSymbol,pOptionType,pScripRefKey,pISIN,pAssetCode,"
        + "pSubGroup,pCombinedSymbol,pDesc,pAmcCode,pContractId,dTickSize ,lLotSize,lExpiryDate ,lMultiplier ,"
        + "lPrecision,dStrikePrice;,pExchange,pInstName,pExpiryDate,pIssueDate,pMaturityDate,pListingDate,"
        + "pNoDelStartDate,pNoDelEndDate,pBookClsStartDate,pBookClsEndDate,pRecordDate,pCreditRating,"
        + "pReAdminDate,pExpulsionDate,pLocalUpdateTime,pDeliveryUnits,pPriceUnits,pLastTradingDate,"
        + "pTenderPeridEndDate,pTenderPeridStartDate,pSellVarMargin,pBuyVarMargin,pInstrumentInfo,pRemarksText,"
        + "pSegment,pNav,pNavDate,pMfAmt,pSipSecurity,pFaceValue,pTrdUnits,pExerciseStartDate,pExerciseEndDate,"
        + "pElmMargin,pVarMargin,pTotProposedLimitValue,pScripBasePrice,pSettlementType,pCurrectionTime,"
        + "iPermittedToTrade,iBoardLotQty ,iMaxOrderSize ,iLotSize,dOpenInterest ,dHighPriceRange ,"
        + "dLowPriceRange ,dPriceNum   ,dGenDen,dGenNum,dPriceQuatation ,dIssuerate ,dPriceDen,dWarningQty ,"
        + "dIssueCapital ,dExposureMargin ,dMinRedemptionQty ,lFreezeQty"

    /// - Parameter band: the day's price limits; nil where there are none.
    package func row(band: PriceBand?) -> String {
        var columns = Array(repeating: "", count: 78)
        func put(_ number: Int, _ text: String) { columns[number - 1] = text }
        put(1, "\(token)")
        put(2, group)
        put(3, segment.rawValue)
        put(4, kind)
        put(5, symbol)
        put(6, tradingSymbol)
        put(7, optionType)
        put(8, referenceKey)
        put(9, isIndex ? "" : isin)
        put(10, underlyingCode)
        put(13, name)
        put(16, isIndex ? "-1" : paise(tick))
        put(17, "\(lot)")
        put(18, expiryText)
        put(19, "-1")
        put(20, "2")
        put(21, strikePaise)
        put(22, segment.exchange)
        put(23, kind)
        put(24, expiry == nil ? "" : expiryText)
        put(26, expiry == nil ? "" : expiryText)
        for number in 28...32 { put(number, "0") }
        if let band { put(33, "\(NeoNumber.two(band.lower))-\(NeoNumber.two(band.upper))") }
        put(34, "0")
        put(35, "0")
        put(46, segment.isDerivatives ? "FO" : "CASH")
        put(59, segment.isDerivatives || isIndex ? "" : "T+1")
        put(60, "\(NeoListing.epochShift)")
        put(61, isIndex ? "0" : "1")
        put(62, "\(lot)")
        put(63, "\(freeze?.units ?? 0).00")
        put(64, "\(lot)")
        put(65, "0")
        put(66, band.map { paise($0.upper) } ?? "0")
        put(67, band.map { paise($0.lower) } ?? "0")
        for number in [68, 69, 70, 73] { put(number, "1") }
        for number in [71, 72, 74, 75, 76, 77] { put(number, "0") }
        put(78, "\(freeze?.units ?? 0)")
        return columns.joined(separator: ",")
    }

    /// From 1970-01-01 UTC to 1980-01-01 00:00 India time, in seconds (section 6.3).
    static let epochShift: Int64 = 315_513_000

    /// Counted from where the segment counts; -1 for none.
    private var expiryText: String {
        guard let expiry else { return "-1" }
        let midnight = Int64(expiry.number) * 86_400
        switch segment {
        case .nseDerivatives, .nseCurrency:
            return "\(NeoTime.seconds(expiry.at(TimeOfDay(14, 30))) - NeoListing.epochShift)"
        case .commodity: return "\(midnight + 86_399)"
        case .bseDerivatives, .bseCurrency, .nseCash, .bseCash:
            return "\(NeoTime.seconds(expiry.at(TimeOfDay(23, 59, 59))))"
        }
    }

    /// Of index derivatives.
    private var underlyingCode: String {
        guard expiry != nil, segment == .nseDerivatives, let index = NeoListing.index(symbol), index.token > 0 else {
            return ""
        }
        return "\(index.token)"
    }

    private func paise(_ price: Price) -> String {
        let (whole, rest) = (price.raw / 100, price.raw % 100)
        return rest == 0 ? "\(whole)" : "\(whole)." + NeoTime.two(Int(rest))
    }

    /// Large ones with an exponent: `2.1e+06` for 21,000 rupees.
    private var strikePaise: String {
        guard isOption else { return "-1" }
        let paise = strike.raw / 100
        guard strike.raw % 100 == 0, paise >= 1_000_000 else { return self.paise(strike) }
        var digits = String(paise)
        let exponent = digits.utf8.count - 1
        while digits.utf8.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        let fraction = digits.dropFirst()
        return "\(digits.prefix(1))" + (fraction.isEmpty ? "" : "." + fraction) + "e+" + NeoTime.two(exponent)
    }
}
