/// What an order is part of, and who placed it.
enum DhanOrigin: Hashable, Sendable {
    case plain
    /// By hand, in Dhan's own app.
    case app
    /// The first order of a super order.
    case entry
    /// Placed by the engine of super orders for that entry.
    case exit(of: String, DhanLeg)
    /// Placed by the engine of forever orders.
    case forever(String, DhanLeg)
    /// The broker closes a position itself.
    case squareOff

    var leg: DhanLeg? {
        switch self {
        case .plain, .app, .squareOff: nil
        case .entry: .entry
        case .exit(_, let leg), .forever(_, let leg): leg
        }
    }

    /// The order it belongs to (4.3, algoOrdNo).
    var parent: String? {
        switch self {
        case .plain, .app, .entry, .squareOff: nil
        case .exit(let id, _), .forever(let id, _): id
        }
    }

    var platform: String {
        switch self {
        case .plain, .entry: "API"
        case .app: "FAST"
        case .exit(_, let leg): leg == .stop ? "VTT SL" : "VTT"
        case .forever: "FOVR"
        case .squareOff: "RMS"
        }
    }

    /// `P` placed by API, `N` otherwise.
    var source: String {
        switch self {
        case .plain, .entry: "P"
        case .app, .exit, .forever, .squareOff: "N"
        }
    }

    var remarks: String {
        switch self {
        case .entry, .exit: "Super Order"
        case .plain, .app, .forever, .squareOff: "NR"
        }
    }
}

/// `legName`, numbered as order updates have it.
enum DhanLeg: String, Hashable, Sendable {
    case entry = "ENTRY_LEG"
    case stop = "STOP_LOSS_LEG"
    case target = "TARGET_LEG"

    var number: Int {
        switch self {
        case .entry: 1
        case .stop: 2
        case .target: 3
        }
    }
}
