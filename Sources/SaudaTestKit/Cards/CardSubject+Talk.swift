import SaudaBroker
import SaudaCore

// What cards do with an adapter, without a wire.

extension CardSubject {
    struct Talk {
        var sent: [HTTPRequest] = []
        var end = End.stuck("it never ended")
        var skipped = 0

        enum End {
            case result(ErrandResult)
            case error(BrokerError)
            /// It wants more than there is.
            case stuck(String)
        }

        var error: BrokerError? { if case .error(let error) = end { error } else { nil } }
        var result: ErrandResult? { if case .result(let result) = end { result } else { nil } }
    }

    /// Carries an errand out: each request gets the next answer, each question to a person the next of `person`.
    func carryOut(
        _ errand: Errand,
        _ answers: [HTTPResponse],
        person: [DialogueInput] = [],
        in other: AdapterContext? = nil
    ) -> Talk {
        var dialogue = adapter.dialogue(errand, in: other ?? context)
        var talk = Talk()
        var answers = answers[...]
        var person = person[...]
        var time = now
        var input = DialogueInput.start
        // No errand takes more steps than this.
        for _ in 0..<200 {
            switch dialogue.next(input, at: time) {
            case .send(let request):
                talk.sent.append(request)
                guard let answer = answers.popFirst() else {
                    talk.end = .stuck("no answer is left for \(request)")
                    return talk
                }
                input = .response(answer)
            case .ask, .openBrowser:
                guard let said = person.popFirst() else {
                    talk.end = .stuck("a person is asked once more than expected")
                    return talk
                }
                input = said
            case .wait(let until):
                time = max(time, until)
                input = .waited
            case .done(let result):
                talk.end = .result(result)
                talk.skipped = dialogue.skipped.values.reduce(0, +)
                if case .instruments(let list) = result { talk.skipped += list.skipped.values.reduce(0, +) }
                return talk
            case .failed(let error):
                talk.end = .error(error)
                return talk
            }
        }
        return talk
    }

    func signIn(in context: AdapterContext, answers: [HTTPResponse]? = nil) -> Talk {
        var context = context
        context.session = nil
        return carryOut(.signIn, answers ?? samples.signIn.answers, person: samples.signIn.person, in: context)
    }

    func order(
        _ terms: OrderTerms,
        _ side: Side = .buy,
        variety: OrderRequest.Variety = .regular,
        of instrument: InstrumentID? = nil
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: instrument ?? share,
            side: side,
            product: adapter.traits.venue.products.contains(.delivery) ? .delivery : .intraday,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "card"
        )
    }

    var limit: OrderTerms { OrderTerms(kind: .limit, quantity: Quantity(10), limit: price) }

    /// A new order whose fate the card asks about.
    var placing: OrderCommand { .place(order(limit), tag: "card1") }

    func request(_ command: OrderCommand) throws(CardEnd) -> HTTPRequest {
        do throws(BrokerError) {
            return try adapter.request(command, in: context)
        } catch {
            throw .failed("a plain command is refused: \(error)")
        }
    }

    /// Why the adapter does not write the request; nil when it does.
    func refusal(of command: OrderCommand, in other: AdapterContext? = nil) -> BrokerError? {
        do throws(BrokerError) {
            _ = try adapter.request(command, in: other ?? context)
            return nil
        } catch {
            return error
        }
    }

    /// What an answer to a new order means when it is no yes.
    func error(_ response: HTTPResponse, to command: OrderCommand? = nil) -> BrokerError? {
        do throws(BrokerError) {
            _ = try adapter.answer(response, to: command ?? placing)
            return nil
        } catch {
            return error
        }
    }

    func plan() throws(CardEnd) -> StreamPlan {
        do throws(BrokerError) {
            return try adapter.feed(in: context)
        } catch {
            throw .failed("the feed of a signed-in account cannot be opened: \(error)")
        }
    }

    /// Where a connection of the plan is opened.
    func request(of plan: StreamPlan) throws(CardEnd) -> SocketRequest {
        switch plan.address {
        case .fixed(let request): return request
        case .handedOut(_, let address):
            guard let answer = samples.handedOut else { throw .failed("there is no sample of an address handed out") }
            do throws(BrokerError) {
                return try address(answer)
            } catch {
                throw .failed("the sample of an address handed out is refused: \(error)")
            }
        }
    }

    /// A connection that is open and asked for its instruments.
    func codec(wanting wanted: [InstrumentID]? = nil) throws(CardEnd) -> any StreamCodec {
        var codec = try plan().codec
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        codec.want(wanted ?? samples.wanted, at: now, into: &output)
        welcome(&codec)
        return codec
    }

    /// The broker takes the connection. Returns what that makes the codec say.
    @discardableResult
    func welcome(_ codec: inout any StreamCodec) -> [SocketMessage] {
        samples.welcome.flatMap { receive($0, &codec).send }
    }

    func receive(_ message: SocketMessage, _ codec: inout any StreamCodec) -> StreamOutput {
        var output = StreamOutput()
        switch message {
        case .binary(let bytes):
            let frame = unsafe bytes.span.bytes
            codec.receive(binary: frame, at: now, into: &output)
        case .text(let text): codec.receive(text: text, at: now, into: &output)
        case .ping: break
        }
        return output
    }

    static let unlisted = InstrumentID(index: .max - 1)

    static func page(_ status: Int) -> HTTPResponse {
        let body = "<html><head><title>\(status)</title></head><body>Try again later.</body></html>"
        return HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "text/html")], body: Array(body.utf8))
    }
}

extension HTTPRequest {
    /// All that tells two requests apart.
    var whole: String { "\(method.rawValue) \(url)\n" + String(decoding: body, as: UTF8.self) }
}
