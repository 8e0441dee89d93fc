extension AdapterCard {
    static let golden = [
        card(
            "AUTH-13",
            .signIn,
            "The sign-in's requests are those of the golden file, to the byte.",
            why: "Brokers lock an account after a few sign-ins that are almost right.",
            source: "rule AUT-1"
        ),
        card(
            "ORD-16",
            .place,
            "New orders of every kind are written as in the golden file, to the byte.",
            why: "A field that moves, or a default that changes, is seen by a person before a broker sees it.",
            source: "rule CPY-6"
        ),
        card(
            "ORD-17",
            .change,
            "Changes and cancels are written as in the golden file, to the byte.",
            why: "What is left out of a change, brokers fill in by themselves.",
            source: "rule CPY-7"
        ),
        card(
            "ORD-18",
            .errand,
            "Every read and every change beside orders is asked for as in the golden file, to the byte.",
            why: "A read of the wrong page gives yesterday's book.",
            source: "style, section 13"
        ),
        card(
            "FEED-14",
            .feed,
            "Handshakes and subscriptions are those of the golden file, to the byte.",
            why: "A subscription in the wrong mode gives prices without what rules need.",
            source: "rule FED-5"
        ),
    ]

    private static func card(
        _ id: String,
        _ part: GoldenRequests.Part,
        _ shows: String,
        why: String,
        source: String
    ) -> AdapterCard {
        let fix = "Read the difference; if it is meant, keep what `sauda conformance BROKER --golden` prints."
        return AdapterCard(Card(id, shows, why: why, fix: fix, source: source)) { subject throws(CardEnd) in
            let kept = GoldenRequests(reading: subject.samples.golden)
            try expect(!kept.entries.isEmpty, "there is no golden file")
            if let difference = GoldenRequests(of: subject).difference(to: kept, in: part) { throw .failed(difference) }
        }
    }
}
