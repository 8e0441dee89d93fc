/// An errand without what is asked for: what a broker has or has not.
public enum ErrandKind: String, Hashable, Sendable, CaseIterable {
    case signIn, renew, signOut, probe, instruments, orderBook, orderHistory, ordersTagged, trades, positions, holdings
    case funds, quotes, dayQuotes, candles, optionExpiries, optionChain, margins, basketMargin, charges, auctions
    case convert, gtts, gtt, placeGTT, changeGTT, deleteGTT, brackets, placeBracket, changeBracket, cancelBracket
    case tradingHalt, setTradingHalt, orderAddresses, registerAddress

    /// Something changes by it: when it is in doubt whether it happened, it is not done again.
    public var isWrite: Bool {
        switch self {
        case .convert, .placeGTT, .changeGTT, .deleteGTT, .placeBracket, .changeBracket, .cancelBracket,
            .setTradingHalt, .registerAddress:
            true
        case .signIn, .renew, .signOut, .probe, .instruments, .orderBook, .orderHistory, .ordersTagged, .trades,
            .positions, .holdings, .funds, .quotes, .dayQuotes, .candles, .optionExpiries,
            .optionChain, .margins, .basketMargin, .charges, .auctions, .gtts, .gtt, .brackets, .tradingHalt,
            .orderAddresses:
            false
        }
    }
}

extension Errand {
    public var kind: ErrandKind {
        switch self {
        case .signIn: .signIn
        case .renew: .renew
        case .signOut: .signOut
        case .probe: .probe
        case .instruments: .instruments
        case .orderBook: .orderBook
        case .orderHistory: .orderHistory
        case .ordersTagged: .ordersTagged
        case .trades: .trades
        case .positions: .positions
        case .holdings: .holdings
        case .funds: .funds
        case .quotes: .quotes
        case .dayQuotes: .dayQuotes
        case .candles: .candles
        case .optionExpiries: .optionExpiries
        case .optionChain: .optionChain
        case .margins: .margins
        case .basketMargin: .basketMargin
        case .charges: .charges
        case .auctions: .auctions
        case .convert: .convert
        case .gtts: .gtts
        case .gtt: .gtt
        case .placeGTT: .placeGTT
        case .changeGTT: .changeGTT
        case .deleteGTT: .deleteGTT
        case .brackets: .brackets
        case .placeBracket: .placeBracket
        case .changeBracket: .changeBracket
        case .cancelBracket: .cancelBracket
        case .tradingHalt: .tradingHalt
        case .setTradingHalt: .setTradingHalt
        case .orderAddresses: .orderAddresses
        case .registerAddress: .registerAddress
        }
    }
}
