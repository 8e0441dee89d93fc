package import SaudaCore

// The master files (sections 6.1 to 6.3).

extension DhanCatalogue {
    /// `api-scrip-master.csv`.
    package var compact: String {
        let header =
            "SEM_EXM_EXCH_ID,SEM_SEGMENT,SEM_SMST_SECURITY_ID,SEM_INSTRUMENT_NAME,SEM_EXPIRY_CODE,SEM_TRADING_SYMBOL,"
            + "SEM_LOT_UNITS,SEM_CUSTOM_SYMBOL,SEM_EXPIRY_DATE,SEM_STRIKE_PRICE,SEM_OPTION_TYPE,SEM_TICK_SIZE,"
            + "SEM_EXPIRY_FLAG,SEM_EXCH_INSTRUMENT_TYPE,SEM_SERIES,SM_SYMBOL_NAME"
        return ([header] + listings.map(\.compact)).map { $0 + "\n" }.joined()
    }

    /// `api-scrip-master-detailed.csv`, or that of one segment.
    ///
    /// - Parameter band: the day's price limits of a slot.
    package func detailed(of segment: DhanSegment?, band: (Int) -> PriceBand?) -> String {
        let header =
            "EXCH_ID,SEGMENT,SECURITY_ID,ISIN,INSTRUMENT,UNDERLYING_SECURITY_ID,UNDERLYING_SYMBOL,SYMBOL_NAME,"
            + "DISPLAY_NAME,INSTRUMENT_TYPE,SERIES,LOT_SIZE,SM_EXPIRY_DATE,STRIKE_PRICE,OPTION_TYPE,TICK_SIZE,"
            + "EXPIRY_FLAG,BRACKET_FLAG,COVER_FLAG,ASM_GSM_FLAG,ASM_GSM_CATEGORY,BUY_SELL_INDICATOR,"
            + "BUY_CO_MIN_MARGIN_PER,BUY_CO_SL_RANGE_MAX_PERC,BUY_CO_SL_RANGE_MIN_PERC,BUY_BO_MIN_MARGIN_PER,"
            + "BUY_BO_PROFIT_RANGE_MAX_PERC,BUY_BO_PROFIT_RANGE_MIN_PERC,MTF_LEVERAGE,SM_UPPER_LIMIT,SM_LOWER_LIMIT,"
            + "SM_FREEZE_QTY,"
        let rows = listings.indices.filter { segment == nil || listings[$0].segment == segment }
        return ([header] + rows.map { listings[$0].detailed(band($0)) }).map { $0 + "\n" }.joined()
    }
}

extension DhanListing {
    fileprivate var compact: String {
        let hour = segment == .commodity ? "23:30:00" : "14:30:00"
        let date = expiry.map { "\($0) \(hour)" } ?? (isIndex ? "0001-01-01" : "")
        return [
            exchange, segment.letter, "\(securityID)", kind, "0", quoted(tradingSymbol), lotText, quoted(customSymbol),
            date, strikeText, optionText, tickText, isShare ? "NA" : isIndex ? "" : flag, exchangeType, series,
            quoted(name),
        ]
        .joined(separator: ",")
    }

    fileprivate func detailed(_ band: PriceBand?) -> String {
        let limits = isIndex ? ["0", "0"] : [text(band?.upper ?? .zero), text(band?.lower ?? .zero)]
        let columns = [
            exchange, segment.letter, "\(securityID)", isin, kind, underlyingID, quoted(symbol),
            quoted(expiry == nil ? name : longSymbol), quoted(customSymbol), exchangeType, isIndex ? "NA" : series,
            lotText, expiry.map { "\($0)" } ?? (isIndex ? "0001-01-01" : ""), strikeText, optionText, tickText,
            isShare ? "NA" : isIndex ? "N" : flag, "N", "N", "N", "NA", "A",
        ]
        let rest = ["0", "0", "0", "0", "0", "0", "0"] + limits + [freeze.map { "\($0.units)" } ?? "0"]
        return (columns + rest).joined(separator: ",") + ","
    }

    private var flag: String { isMonthly ? "M" : "W" }
    private var lotText: String { "\(lot.units).0" }
    private var optionText: String { isShare ? "" : optionType }
    private var strikeText: String {
        if isOption { return "\(text(strike))0" }
        return expiry == nil ? "" : "-0.01000"
    }
    /// In paise where it is traded.
    private var tickText: String { text(isIndex ? tick : Price(raw: tick.raw * 100)) }
    /// Of BSE derivatives the detailed file has a mnemonic only.
    private var longSymbol: String {
        guard segment == .bseDerivatives else { return tradingSymbol }
        let root = symbol == "SENSEX" ? "BSX" : symbol == "BANKEX" ? "BKX" : symbol
        return root + (isOption ? "OPT" : "FUT")
    }

    /// Four places.
    private func text(_ price: Price) -> String {
        let fraction = String(price.raw.magnitude % 10_000)
        return "\(price.raw / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }

    private func quoted(_ text: String) -> String { text.contains(",") ? "\"\(text)\"" : text }
}
