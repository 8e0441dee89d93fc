extension BrokenAdapter {
    enum Fault: String, CaseIterable {
        /// Whatever is not understood is tried again: orders twice.
        case retriesTheUnclear
        case countsNothing
        case sendsNonsense
        case confusesSides
        case losesTag
        case halvesPrices
        case forgetsSessions
        case tradesTooFast
        case dropsOptions
        /// What may have happened is asked for again: GTTs twice.
        case repeatsChanges
        case roundsPrices
        case capsQuantities
        case knowsOneProduct
        /// Every order is one of the first share.
        case namesAnother
        /// Letters of a tag go out as they are.
        case takesAnyTag
        case rollsDice
        case leavesTokenOut
        /// A change or cancel that is refused or not understood is taken for done.
        case believesInCancels
        /// What the broker has not is answered with nothing.
        case answersEverything
        /// A book that cannot be read is an empty one.
        case readsRefusals
        case missesEmptyBooks
        case losesStrangers
        case negatesFills
        /// A list that cannot be read is an empty one.
        case takesAnyList
        /// Knows the columns of a list by their places.
        case readsByPlace
        case keepsZeroTicks
        case guessesQuotes
        case asksOfStrangers
        /// An answer to a sign-in that cannot be read is a session.
        case takesAnySession
        case livesForever
        /// Whatever happens at a sign-in, the password was wrong.
        case blamesPasswords
        case stopsAtHandshakes
        case talksMuch
        case countsOrdersOnly
        case subscribesOnce
        case losesFrames
        case closesOnEmptiness
        case neverReady
        case makesUpOrders
        case halvesFills
        case namesRest
        case waitsForever
        case feedsPricesForDepth
        case takesOtherTags
        /// Changes leave the quantity as it was.
        case keepsQuantities
        /// Sends a field with sign-ins that nobody asked for.
        case addsToSignIns
        case cancelsListedOnly
        /// Whatever is answered hands an address out.
        case believesAddresses

        /// What sees it.
        var cards: [String] {
            switch self {
            case .retriesTheUnclear: ["ORD-4", "ORD-25", "ORD-27", "ERR-1", "ERR-3"]
            case .countsNothing: ["LIM-1", "LIM-2", "LIM-8"]
            case .sendsNonsense: ["ORD-2"]
            case .confusesSides: ["ORD-1", "ORD-16"]
            case .losesTag: ["ORD-6", "ORD-16"]
            case .halvesPrices: ["SYM-5", "FEED-1", "FEED-2", "FEED-15", "FEED-16"]
            case .forgetsSessions: ["AUTH-6", "ORD-15"]
            case .tradesTooFast: ["LIM-2"]
            case .dropsOptions: ["ORD-13", "ORD-14", "ORD-16"]
            case .repeatsChanges: ["ORD-15"]
            case .roundsPrices: ["ORD-21", "ORD-16"]
            case .capsQuantities: ["ORD-22"]
            case .knowsOneProduct: ["ORD-20", "ORD-16"]
            case .namesAnother: ["SYM-12", "SYM-13", "ORD-16"]
            case .takesAnyTag: ["ORD-23"]
            case .rollsDice: ["ORD-24", "ORD-16", "ORD-17"]
            case .leavesTokenOut: ["AUTH-16", "ORD-16", "ORD-17"]
            case .believesInCancels: ["ORD-25", "ORD-26", "ORD-27", "LIM-7"]
            case .answersEverything: ["SYM-16", "SYM-6", "ORD-19", "ORD-18"]
            case .readsRefusals: ["AUTH-6", "ERR-5", "ERR-6", "ERR-9", "ERR-10", "ERR-11"]
            case .missesEmptyBooks: ["ORD-29"]
            case .losesStrangers: ["SYM-15"]
            case .negatesFills: ["ORD-7", "ORD-30"]
            case .takesAnyList: ["SYM-2", "SYM-7", "SYM-10", "ERR-6", "ERR-10", "ERR-11"]
            case .readsByPlace: ["SYM-8", "SYM-9"]
            case .keepsZeroTicks: ["SYM-1", "SYM-3", "SYM-8", "SYM-9", "SYM-11"]
            case .guessesQuotes: ["SYM-14"]
            case .asksOfStrangers: ["SYM-14", "SYM-16", "ORD-7", "ORD-18", "ERR-7"]
            case .takesAnySession: ["AUTH-14", "ERR-14", "ERR-15"]
            case .livesForever: ["AUTH-15", "ORD-7"]
            case .blamesPasswords: ["ERR-14", "ERR-15"]
            case .stopsAtHandshakes: ["ERR-8", "ERR-13"]
            case .talksMuch: ["ERR-12"]
            case .countsOrdersOnly: ["LIM-1", "LIM-8"]
            case .subscribesOnce: ["FEED-14", "FEED-4", "FEED-15"]
            case .losesFrames: ["FEED-16"]
            case .closesOnEmptiness: ["FEED-17"]
            case .neverReady: ["FEED-18"]
            case .makesUpOrders: ["FEED-19", "FEED-20"]
            case .halvesFills: ["FEED-6", "FEED-21"]
            case .namesRest: ["SYM-5", "FEED-1", "FEED-2", "FEED-15", "FEED-16", "FEED-24"]
            case .waitsForever: ["FEED-23", "LIM-4"]
            case .feedsPricesForDepth: ["FEED-22"]
            case .takesOtherTags: ["ORD-28"]
            case .keepsQuantities: ["ORD-5", "ORD-17", "LIM-1", "LIM-2"]
            case .addsToSignIns: ["AUTH-13"]
            case .cancelsListedOnly: ["ORD-34"]
            case .believesAddresses: ["FEED-14", "FEED-27"]
            }
        }
    }
}
