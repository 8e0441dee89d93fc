/// What the broker's codes mean for what happens next (protocol section 1.4). A code that stands nowhere is in doubt.
enum ErrorCode {
    enum Meaning: Hashable {
        /// The token is over.
        case signIn
        /// Credentials or the app; nothing goes out until a person has looked.
        case stop
        /// The account or this machine may not do it.
        case notPermitted
        case tooMany
        /// Outside service hours.
        case asleep
        /// The request itself.
        case change
        /// An order that is not there or has ended, though the book may not show it yet (trap T8).
        case book
        case unknown
    }

    /// - Parameter code: `UDAPI100050`.
    static func meaning(_ code: String) -> Meaning {
        guard code.hasPrefix("UDAPI"), let number = Int(code.dropFirst(5)) else { return .unknown }
        return meanings[number] ?? .unknown
    }

    /// An instrument key or token is wrong.
    static func isOfKey(_ code: String) -> Bool {
        code.hasPrefix("UDAPI") && keys.contains(Int(code.dropFirst(5)) ?? 0)
    }

    private static let keys = [1009, 1011, 1021, 1059, 1087, 1098, 100_011, 100_095]

    private static let meanings: [Int: Meaning] = {
        var meanings: [Int: Meaning] = [:]
        func add(_ numbers: [Int], _ meaning: Meaning) { for number in numbers { meanings[number] = meaning } }
        add([100_050], .signIn)
        add([100_016, 100_067, 100_068, 100_069, 100_073], .stop)
        add([1154, 1156, 1149, 1179, 1180, 1181, 1184, 1185, 1186, 1188, 100_049], .notPermitted)
        add([10_005], .tooMany)
        add([100_072, 100_074], .asleep)
        add([100_010, 100_040, 100_041], .book)
        // Orders.
        add([1004, 1007, 1008, 1026, 1029, 1030, 1031, 1032, 1036, 1039, 1043, 1052, 1055, 1056], .change)
        add([1158, 1159, 1160, 1161, 1114, 1115, 1116, 1117, 1118, 1119, 1003, 1010, 1023, 100_039], .change)
        add(keys, .change)
        // Candles, other input.
        add([1015, 1017, 1018, 1020, 1022, 1024, 1028, 1146, 1147, 1148], .change)
        add([1035, 1102, 1103, 1104, 1105, 100_036, 100_038, 100_042, 100_043, 100_059, 100_076], .change)
        add([10_000, 100_015, 100_060], .change)
        add(Array(1126...1145) + [1150, 1151, 1176, 1177], .change)
        return meanings
    }()
}
