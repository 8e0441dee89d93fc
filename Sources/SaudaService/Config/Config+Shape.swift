import SaudaCore

/// The keys of config.yaml, version 1: the one description behind the checker, the schema and the messages.
extension Config {
    /// The largest amount in a configuration, a lakh crore rupees.
    private static let amounts = Money(paise: 1)...Money(rupees: 1_000_000_000_000)

    static func shape(catalogue: [StrategyEntry], brokers: [BrokerEntry]) -> Shape {
        .record([
            .init("version", .integer(1...1), "Version of this file's format"),
            .init("mode", words(Mode.self), "paper simulates every order; live also needs --live"),
            .init("home", .text(.path), "Folder of the journal, books, instruments, candles and logs"),
            .init("market", .record(market), "Calendar and history"),
            .init(
                "accounts",
                .names(of: .variants(tag: brokerKey(brokers), brokers.map(account)), atLeast: 1),
                "Accounts by name"
            ),
            .init("feed", .record(feed), "Live prices"),
            .init("universe", .either(record: universe, list: .list(.symbol, 1...5000)), "Watched instruments"),
            .init(
                "strategies",
                .names(of: .variants(tag: useKey(catalogue), catalogue.map(strategy)), atLeast: 0),
                "Strategies by name"
            ),
            .init("server", .record([.init("listen", .text(.listen), "HOST:PORT")]), required: false, "The console"),
            .init("log", .record(log), required: false, "The day log"),
            .init(
                "alerts",
                .items(of: AlertChannel.shape, atMost: AlertChannel.most),
                required: false,
                "Where alerts go"
            ),
        ])
    }

    private static func words<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> Shape
    where Word.RawValue == String {
        .word(Word.allCases.map(\.rawValue))
    }

    private static let market: [Shape.Key] = [
        .init(
            "calendar",
            .text(.builtIn(["built-in"])),
            required: false,
            standard: .string("built-in"),
            "built-in, or a folder with newer calendar files"
        ),
        .init(
            "history",
            .variants(
                tag: .init("source", .word(["files", "account"]), "Where past candles come from"),
                [
                    .init(word: "files", keys: [.init("path", .text(.path), "Folder of candle files")]),
                    .init(word: "account", keys: [.init("account", .text(.name), "Account whose broker has them")]),
                ]
            ),
            "Past candles"
        ),
        .init("fundamentals", .text(.path), required: false, "File of symbol,pe,pb,as_of"),
        .init("news", .text(.path), required: false, "File of symbol,date,headline"),
    ]

    // MARK: Accounts

    private static func brokerKey(_ brokers: [BrokerEntry]) -> Shape.Key {
        .init("broker", .word(brokers.map(\.id)), "The account's broker")
    }

    private static func account(_ broker: BrokerEntry) -> Shape.Variant {
        var keys: [Shape.Key] = [
            .init("capital", .money(amounts), required: broker.isSimulated, "What sauda may use (rupees)"),
            .init("limits", .record(limits), required: false, "Needed where a strategy trades"),
            .init("relation", words(Relation.self), required: false, standard: .string("self"), "Whose account it is"),
        ]
        if !broker.isSimulated {
            keys.append(.init("credentials", .text(.vault), "The credentials' name in the vault"))
            keys.append(.init("egress", .record(egress), required: false, "The address registered with the broker"))
            keys.append(
                .init(
                    "held_shares",
                    words(HeldShares.self),
                    required: false,
                    standard: .string(HeldShares.keep.rawValue),
                    "Whether strategies may sell the shares that are there on its first morning"
                )
            )
        }
        return .init(word: broker.id, keys: keys)
    }

    private static let limits: [Shape.Key] = [
        .init("order_value", .money(amounts), "Largest value of one order (rupees)"),
        .init("daily_loss", .money(amounts), "Loss of a day after which nothing new is bought (rupees)"),
        .init("orders_per_day", .integer(1...1_000_000), "Orders sent in one day"),
    ]

    private static let egress: [Shape.Key] = [
        .init("address", .text(.address), "Source address of every request"),
        .init("proxy", .text(.proxy), required: false, "Proxy in front of it"),
    ]

    private static let feed: [Shape.Key] = [
        .init("account", .text(.name), "Account whose broker sends the prices"),
        .init("keep_frames", .integer(1...3650), required: false, "Days for which its raw messages are kept"),
    ]

    private static let universe: [Shape.Key] = [
        .init("file", .text(.builtIn(SymbolList.builtIn.keys.sorted().map { "built-in:\($0)" })), "One symbol per line")
    ]

    // MARK: Strategies

    private static func useKey(_ catalogue: [StrategyEntry]) -> Shape.Key {
        .init("use", .word(catalogue.map(\.name)), "The strategy")
    }

    private static func strategy(_ entry: StrategyEntry) -> Shape.Variant {
        let places: [Shape.Key] =
            switch entry.shape {
            case .single: [.init("account", .text(.name), "Account in which it trades")]
            case .copy:
                [
                    .init("leader", .text(.name), "Account whose orders are copied"),
                    .init("followers", .names(of: follower, atLeast: 1), "Accounts that copy them, by name"),
                ]
            }
        let with = Shape.Key(
            "with",
            .record(entry.parameters.map(Shape.Key.init)),
            required: false,
            "Parameters; the rest keep their defaults"
        )
        return .init(word: entry.name, keys: places + [with])
    }

    private static let follower: Shape = {
        let cap = Shape.Key(
            "cap",
            .ratio(1_000...10_000_000),
            required: false,
            standard: .literal("0.10"),
            "Largest share of the balance in one position (CPY-1)"
        )
        let ratio = Shape.Key("ratio", .ratio(1_000...1_000_000_000), "Times the leader's quantity (CPY-4)")
        let words = ["capital-share", "fixed-ratio", "risk-based"]
        return .variants(
            tag: .init("sizing", .word(words), "How the quantity is found (CPY-4)"),
            [
                .init(word: "capital-share", keys: [cap]),
                .init(word: "fixed-ratio", keys: [ratio, cap]),
                .init(word: "risk-based", keys: [cap]),
            ]
        )
    }()
}
