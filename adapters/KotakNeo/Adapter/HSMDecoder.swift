import SaudaBroker
import SaudaCore

/// HSM frames as people read them: one JSON object a packet, with the fields that it changed. Remembers topics from frame
/// to frame, as their updates name them by number alone.
package struct HSMDecoder: Sendable {
    private var book = HSMBook()
    /// Data messages have a number; said by the connection's answer, where the frames hold it.
    private var isNumbered: Bool

    package init(isNumbered: Bool = false) { self.isNumbered = isNumbered }

    package mutating func text(of frame: RawSpan) -> DecodedText {
        var text = DecodedText()
        do throws(WireError) {
            var messages = HSMFrame()
            while let place = try messages.next(in: frame) { try read(frame.extracting(place), &text) }
        } catch {
            text.isMalformed = true
            text.lines.append(#"{"error":"\#(error)"}"#)
        }
        return text
    }

    private mutating func read(_ message: RawSpan, _ text: inout DecodedText) throws(WireError) {
        switch message.byte(at: 2) {
        case 6: try packets(message, &text)
        case 1, 4, 5, 7, 8, 9:
            switch try HSMReply(message) {
            case .connection(let isAccepted, let every):
                if isAccepted { isNumbered = every > 0 }
                text.lines.append(#"{"reply":1,"status":"\#(isAccepted ? "K" : "N")","ackEvery":\#(every)}"#)
            case .status(let type, let isAccepted):
                text.lines.append(#"{"reply":\#(type),"status":"\#(isAccepted ? "K" : "N")"}"#)
            }
        case let type: text.notes.append("a message of type \(type) is left out")
        }
    }

    private mutating func packets(_ message: RawSpan, _ text: inout DecodedText) throws(WireError) {
        var walk = try HSMWalk(message, isNumbered: isNumbered)
        while let step = try book.next(&walk, in: message) {
            switch step {
            case .changed(let place, let fields, let isSnapshot, let hasMore):
                text.lines.append(line(place, fields, isSnapshot))
                if hasMore { text.notes.append("values beyond the known fields are left out") }
            case .unknownTopic: text.notes.append("an update before its snapshot is left out")
            case .unknownKind(let kind): text.notes.append("a packet of kind \(kind) is left out")
            case .full: text.notes.append("more topics than a connection has are left out")
            }
        }
    }

    private func line(_ place: Int, _ fields: UInt64, _ isSnapshot: Bool) -> String {
        let topic = book.topics[place]
        let texts = book.texts[place]
        var parts = [#""packet":"\#(isSnapshot ? "snapshot" : "update")""#]
        func add(_ name: String, text: String) {
            parts.append("\(DecodedText.quoted(name)):\(DecodedText.quoted(text))")
        }
        add("topic", text: texts.topic)
        if isSnapshot || !texts.name.isEmpty { add("name", text: texts.name) }
        add("tk", text: texts.token)
        add("e", text: texts.segment)
        if isSnapshot { add("ts", text: texts.symbol) }
        for field in 0..<Int(topic.fields) where fields >> UInt64(field) & 1 == 1 {
            let (name, form) = topic.kind.field(field)
            let raw = book.value(field, of: place)
            switch form {
            case .ignored: break
            case .count: add(name, text: "\(UInt32(bitPattern: raw))")
            case .time: add(name, text: "\(Timestamp(microseconds: Int64(raw) * 1_000_000))")
            case .price:
                // Without a scale the number stands as it came.
                guard let scale = topic.scale else { add(name + "_raw", text: "\(raw)"); break }
                add(name, text: "\(scale.price(raw))")
            }
        }
        for (name, value) in computed(place, fields) { add(name, text: value) }
        return "{" + parts.joined(separator: ",") + "}"
    }
}

/// What the broker's own clients reckon of the values (section 7.5).
extension HSMDecoder {
    private func computed(_ place: Int, _ fields: UInt64) -> [(name: String, value: String)] {
        guard let scale = book.topics[place].scale else { return [] }
        let (last, close): (Int, Int)
        switch book.topics[place].kind {
        case .scrip: (last, close) = (5, 21)
        case .index: (last, close) = (2, 3)
        case .depth, .other: return []
        }
        func has(_ field: Int) -> Bool { fields >> UInt64(field) & 1 == 1 }
        func raw(_ field: Int) -> Int32? {
            let raw = book.value(field, of: place)
            return raw == HSMBook.unset ? nil : raw
        }
        var found: [(name: String, value: String)] = []
        if has(last) || has(close), let last = raw(last), let close = raw(close), close != 0 {
            let change = scale.price(last) - scale.price(close)
            found.append(("cng", "\(change)"))
            // In hundredths of a percent, halves away from zero.
            let base = Int128(scale.price(close).raw)
            let twice = Int128(change.raw) * 20_000 / (base == 0 ? 1 : base)
            let hundredths = (twice + (twice < 0 ? -1 : 1)) / 2
            found.append(("nc", "\(Money(paise: Int64(hundredths)))"))
        }
        if book.topics[place].kind == .scrip, has(4) || has(13), let volume = raw(4), let average = raw(13) {
            let value = Int128(UInt32(bitPattern: volume)) * Int128(scale.price(average).raw)
            if let money = Int64(exactly: value) { found.append(("to", "\(Money(raw: money))")) }
        }
        return found
    }
}

/// Names and forms of values.
extension HSMTopic.Kind {
    enum Form: Sendable {
        case price, count, time, ignored
    }

    /// The broker's name of a value, and what it is (section 7.5).
    func field(_ index: Int) -> (name: String, form: Form) {
        let names: [Substring]
        switch self {
        case .scrip: names = Self.scripNames
        case .index: names = Self.indexNames
        case .depth: names = Self.depthNames
        case .other: return ("", .ignored)
        }
        let name = names[index]
        let form: Form =
            switch name.first {
            case "$": .price
            case "#": .count
            case "@": .time
            default: .ignored
            }
        return (String(name.dropFirst()), form)
    }

    // $ a price, # a count, @ seconds since 1970.
    private static let scripNames =
        ("-ftm0 -dtm1 @fdtm @ltt #v $ltp #ltq #tbq #tsq $bp $sp #bq #bs $ap $lo $h $lcl $ucl $yh $yl $op $c #oi #mul "
        + "#prec").split(separator: " ")
    private static let indexNames =
        "-ftm0 -dtm1 $iv $ic @tvalue $highPrice $lowPrice $openingPrice #mul #prec".split(separator: " ")
    private static let depthNames =
        ("-ftm0 -dtm1 $bp $bp1 $bp2 $bp3 $bp4 $sp $sp1 $sp2 $sp3 $sp4 #bq #bq1 #bq2 #bq3 #bq4 #bs #bs1 #bs2 #bs3 #bs4 "
        + "#bno1 #bno2 #bno3 #bno4 #bno5 #sno1 #sno2 #sno3 #sno4 #sno5 #mul #prec").split(separator: " ")
}
