import SaudaCore

// Shares and indices by their real tokens.

extension NeoListing {
    struct Share: Sendable {
        var token: UInt32
        var isin: String
        var name: String
    }

    /// On the NSE.
    static let shares: [String: Share] = [
        "HDFCBANK": Share(token: 1333, isin: "INE040A01034", name: "HDFC BANK LTD"),
        "IDEA": Share(token: 14366, isin: "INE669E01016", name: "VODAFONE IDEA LIMITED"),
        "INFY": Share(token: 1594, isin: "INE009A01021", name: "INFOSYS LTD"),
        "RELIANCE": Share(token: 2885, isin: "INE002A01018", name: "RELIANCE INDUSTRIES LTD"),
        "SBIN": Share(token: 3045, isin: "INE062A01020", name: "STATE BANK OF INDIA"),
        "TCS": Share(token: 11536, isin: "INE467B01029", name: "TATA CONSULTANCY SERV LT"),
    ]

    struct Index: Sendable {
        /// 0 where none is known.
        var token: UInt32
        var symbol: String
        var name: String
    }

    private static let indices: [Index] = [
        Index(token: 26000, symbol: "NIFTY", name: "Nifty 50"),
        Index(token: 26009, symbol: "BANKNIFTY", name: "Nifty Bank"),
        Index(token: 26037, symbol: "FINNIFTY", name: "Nifty Fin Service"),
        Index(token: 26074, symbol: "MIDCPNIFTY", name: "NIFTY MID SELECT"),
        Index(token: 0, symbol: "NIFTYNXT50", name: "Nifty Next 50"),
        Index(token: 0, symbol: "INDIAVIX", name: "INDIA VIX"),
        Index(token: 0, symbol: "SENSEX", name: "SENSEX"), Index(token: 0, symbol: "BANKEX", name: "BANKEX"),
    ]

    /// By its symbol, or by the name that any list has for it.
    static func index(_ text: String) -> Index? {
        indices.first { $0.symbol == text || $0.name.uppercased() == text.uppercased() }
    }

    /// `Nifty 50`, made of the shares.
    static let nifty = NeoListing(
        instrument: nil,
        segment: .nseCash,
        token: 26000,
        tradingSymbol: "NIFTY",
        symbol: "NIFTY",
        group: "",
        name: "NIFTY",
        lot: Quantity(1),
        tick: Price(paise: 5),
        indexName: "Nifty 50"
    )
}
