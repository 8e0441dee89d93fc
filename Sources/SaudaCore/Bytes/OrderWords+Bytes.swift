extension Side: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .buy: 1
        case .sell: 2
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .buy
        case 2: self = .sell
        default: return nil
        }
    }
}

extension OrderKind: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .market: 1
        case .limit: 2
        case .stopLimit: 3
        case .stopMarket: 4
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .market
        case 2: self = .limit
        case 3: self = .stopLimit
        case 4: self = .stopMarket
        default: return nil
        }
    }
}

extension Validity: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .day: 1
        case .ioc: 2
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .day
        case 2: self = .ioc
        default: return nil
        }
    }
}

extension Product: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .delivery: 1
        case .intraday: 2
        case .carryForward: 3
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .delivery
        case 2: self = .intraday
        case 3: self = .carryForward
        default: return nil
        }
    }
}

extension OrderRequest.Variety: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .regular: 1
        case .afterMarket: 2
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .regular
        case 2: self = .afterMarket
        default: return nil
        }
    }
}
