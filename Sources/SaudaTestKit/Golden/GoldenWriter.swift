import SaudaBroker
import SaudaCore

/// Carries the vocabulary out and writes down what is sent.
struct GoldenWriter {
    private let subject: CardSubject
    /// The longest first, so that none is masked in part.
    private let secrets: [(name: String, text: String)]

    init(_ subject: CardSubject) {
        self.subject = subject
        let known = (subject.context.session?.secrets ?? [:]).merging(subject.context.credentials.secrets) { $1 }
        secrets = known.map { (name: $0.key, text: $0.value.reveal()) }.filter { $0.text.utf8.count >= 4 }
            .sorted { ($0.text.utf8.count, $1.name) > ($1.text.utf8.count, $0.name) }
    }

    func entries(_ part: GoldenRequests.Part) -> [GoldenRequests.Entry] {
        switch part {
        case .signIn: [GoldenRequests.Entry(part.rawValue, lines: lines(subject.signIn(in: subject.context)))]
        case .place: subject.placings.map { order(part, $0.name, $0.command) }
        case .change: subject.changes.map { order(part, $0.name, $0.command) }
        case .errand: subject.errands.filter { $0.kind != .signIn }.map(errand)
        case .feed: feeds()
        }
    }

    private func order(_ part: GoldenRequests.Part, _ name: String, _ command: OrderCommand) -> GoldenRequests.Entry {
        let name = "\(part.rawValue) \(name)"
        do throws(BrokerError) {
            return GoldenRequests.Entry(name, lines: lines(try subject.adapter.request(command, in: subject.context)))
        } catch {
            return GoldenRequests.Entry(name, lines: [refusal(error)])
        }
    }

    /// With the answers of its sample; without one, up to where it wants an answer.
    private func errand(_ errand: Errand) -> GoldenRequests.Entry {
        let name = "\(GoldenRequests.Part.errand.rawValue) \(errand.kind.rawValue)"
        let samples = subject.samples
        if errand.kind == .signOut, let answer = samples.signedOut {
            return GoldenRequests.Entry(name, lines: lines(subject.carryOut(errand, [answer])))
        }
        let sample = (samples.reads + samples.changes).first { $0.errand.kind == errand.kind }
        let talk = subject.carryOut(sample?.errand ?? errand, sample?.answers ?? [])
        return GoldenRequests.Entry(name, lines: lines(talk))
    }

    private func lines(_ talk: CardSubject.Talk) -> [String] {
        let sent = Array(talk.sent.map { lines($0) }.joined(separator: [""]))
        return talk.error.map { sent + [refusal($0)] } ?? sent
    }

    private func lines(_ request: HTTPRequest) -> [String] {
        var lines = [masked("\(request.method.rawValue) \(request.url)")]
        lines += request.headers.map { masked("\($0.name): \($0.value)") }
        lines.append("(counts as \(request.endpoint))")
        if !request.body.isEmpty { lines += ["", masked(String(decoding: request.body, as: UTF8.self))] }
        return lines
    }

    private func refusal(_ error: BrokerError) -> String { masked("refused, \(error.recovery): \(error.summary)") }

    private func masked(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1.text, with: "<\($1.name)>") }
    }
}

// MARK: - Connections

extension GoldenWriter {
    private func feeds() -> [GoldenRequests.Entry] {
        var entries = connection("feed", wants: true) { () throws(BrokerError) in
            try subject.adapter.feed(in: subject.context)
        }
        if subject.adapter.traits.depth != nil {
            entries += connection("feed of depth", wants: true) { () throws(BrokerError) in
                try subject.adapter.depthFeed(in: subject.context)
            }
        }
        let orders = "feed of orders"
        do throws(BrokerError) {
            switch try subject.adapter.orderStream(in: subject.context) {
            case .onFeed: entries.append(GoldenRequests.Entry(orders, lines: ["on the feed"]))
            case .poll: entries.append(GoldenRequests.Entry(orders, lines: ["none: the book is read"]))
            case .socket(let plan): entries += connection(orders, wants: false) { () throws(BrokerError) in plan }
            }
        } catch {
            entries.append(GoldenRequests.Entry(orders, lines: [refusal(error)]))
        }
        return entries
    }

    /// Opened, asked for all, for one fewer, and for nothing.
    private func connection(
        _ name: String,
        wants: Bool,
        _ open: () throws(BrokerError) -> StreamPlan
    ) -> [GoldenRequests.Entry] {
        let plan: StreamPlan
        do throws(BrokerError) {
            plan = try open()
        } catch {
            return [GoldenRequests.Entry(name, lines: [refusal(error)])]
        }
        var codec = plan.codec
        var output = StreamOutput()
        codec.opened(at: subject.now, into: &output)
        let opening: [String]
        switch plan.address {
        case .fixed(let request):
            opening = [masked("GET \(request.url)")] + request.headers.map { masked("\($0.name): \($0.value)") }
        case .handedOut(let question, _): opening = ["(where the answer says)"] + lines(question)
        }
        var entries = [GoldenRequests.Entry(name, lines: opening + ["(opened)"] + texts(output.send))]
        guard wants else { return entries }
        let wanted = subject.samples.wanted
        for (what, instruments) in [("all", wanted), ("one fewer", Array(wanted.dropLast())), ("nothing", [])] {
            output.removeAll()
            codec.want(instruments, at: subject.now, into: &output)
            let welcomed = what == "all" ? subject.welcome(&codec) : []
            entries.append(GoldenRequests.Entry("\(name) wants \(what)", lines: texts(output.send + welcomed)))
        }
        return entries
    }

    private func texts(_ messages: [SocketMessage]) -> [String] {
        messages.map { message in
            switch message {
            case .text(let text): masked(text)
            case .binary(let bytes): "binary " + Self.hex(bytes)
            case .ping(let bytes): "ping " + Self.hex(bytes)
            }
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
