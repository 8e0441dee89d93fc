package import SaudaCore

/// One row of the instrument master (section 6). Ids are unique only inside a segment.
package struct DhanListing: Hashable, Sendable {
    /// Nil for what the practice exchange does not trade: the index that is made of the shares, and what hangs on it.
    package var instrument: InstrumentID?
    package var segment: DhanSegment
    package var securityID: UInt32
    /// `NSE`, `BSE`, `MCX`.
    package var exchange: String
    /// `HDFCBANK`, `NIFTY-Sep2026-29150-CE`. Weekly options of a month share it.
    package var tradingSymbol: String
    /// `HDFC Bank`, `NIFTY 29 SEP 29150 CALL`.
    package var customSymbol: String
    /// `HDFC BANK LTD`; blank for most derivatives.
    package var name: String
    /// Of the share, or of what a derivative hangs on: `HDFCBANK`, `NIFTY`.
    package var symbol: String
    /// `EQUITY`, `INDEX`, `FUTIDX` ... (2.1).
    package var kind: String
    package var isin = "NA"
    package var series: String
    package var lot: Quantity
    package var tick: Price
    package var freeze: Quantity?
    package var expiry: Day?
    /// The last expiry of its month.
    package var isMonthly = false
    package var strike = Price.zero
    /// `CE`, `PE` or `XX`.
    package var optionType = "XX"

    package var isShare: Bool { kind == "EQUITY" }
    package var isIndex: Bool { kind == "INDEX" }
    package var isOption: Bool { optionType != "XX" }

    /// What the master calls the kind once more: `ES`, `FUT`, `OP`, `INDEX`, `FUTCOM`.
    package var exchangeType: String {
        switch kind {
        case "EQUITY": "ES"
        case "INDEX", "FUTCOM", "OPTFUT", "FUTCUR", "OPTCUR": kind
        default: isOption ? "OP" : "FUT"
        }
    }

    /// Of index derivatives this is not the index's own id (6.4).
    package var underlyingID: String {
        guard expiry != nil else { return isIndex ? "\(securityID)" : "" }
        return DhanListing.underlyings[symbol].map { "\($0)" } ?? DhanListing.shares[symbol].map { "\($0.id)" } ?? ""
    }

    static let underlyings: [String: UInt32] = ["NIFTY": 26000, "BANKNIFTY": 26009, "SENSEX": 1]
}

// MARK: - Known ones

extension DhanListing {
    /// Indices by symbol.
    static let indices: [String: UInt32] = [
        "NIFTY": 13, "INDIA VIX": 21, "BANKNIFTY": 25, "FINNIFTY": 27, "NIFTYNXT50": 38, "MIDCPNIFTY": 442,
        "SENSEX": 51, "BANKEX": 69,
    ]

    struct Share: Sendable {
        var id: UInt32
        var isin: String
        var title: String
        var name: String
    }

    /// On the NSE.
    static let shares: [String: Share] = [
        "ABB": Share(id: 13, isin: "INE117A01022", title: "ABB", name: "ABB INDIA LIMITED"),
        "HDFCBANK": Share(id: 1333, isin: "INE040A01034", title: "HDFC Bank", name: "HDFC BANK LTD"),
        "INFY": Share(id: 1594, isin: "INE009A01021", title: "Infosys", name: "INFOSYS LIMITED"),
        "RELIANCE": Share(
            id: 2885,
            isin: "INE002A01018",
            title: "Reliance Industries",
            name: "RELIANCE INDUSTRIES LTD"
        ),
        "SBIN": Share(id: 3045, isin: "INE062A01020", title: "State Bank of India", name: "STATE BANK OF INDIA"),
        "TCS": Share(
            id: 11536,
            isin: "INE467B01029",
            title: "Tata Consultancy Services",
            name: "TATA CONSULTANCY SERV LT"
        ),
    ]

    /// The symbol that the master has for an index of another list.
    static func indexSymbol(_ symbol: String) -> String {
        switch symbol {
        case "NIFTY 50": "NIFTY"
        case "NIFTY BANK": "BANKNIFTY"
        case "NIFTY FIN SERVICE": "FINNIFTY"
        case "NIFTY NEXT 50": "NIFTYNXT50"
        case "NIFTY MID SELECT": "MIDCPNIFTY"
        default: symbol
        }
    }

    /// An ISIN with the right check digit for a share that none is known of.
    static func madeISIN(_ number: UInt32) -> String {
        let digits = String(number % 1_000_000)
        let body = "INE" + String(repeating: "0", count: 6 - digits.count) + digits + "01"
        // Letters count as two digits; every second digit from the right is doubled (ISO 6166).
        var values: [Int] = []
        for byte in body.utf8 {
            let value = byte < 65 ? Int(byte) - 48 : Int(byte) - 55
            values += value > 9 ? [value / 10, value % 10] : [value]
        }
        let sum = values.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.offset % 2 == 0 ? digit.element * 2 : digit.element
            return sum + value / 10 + value % 10
        }
        return body + "\((10 - sum % 10) % 10)"
    }
}
