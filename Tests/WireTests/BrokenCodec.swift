import SaudaBroker
import SaudaCore

/// The price feed of a `BrokenAdapter`.
struct BrokenCodec: StreamCodec {
    private var good: any StreamCodec
    private let fault: BrokenAdapter.Fault
    private var asked = 0
    private var frames = 0

    init(_ good: any StreamCodec, _ fault: BrokenAdapter.Fault) {
        self.good = good
        self.fault = fault
    }

    mutating func opened(at now: Timestamp, into output: inout StreamOutput) {
        good.opened(at: now, into: &output)
        if fault == .neverReady { output.isReady = false }
    }

    mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        good.want(instruments, at: now, into: &output)
        asked += 1
        if fault == .subscribesOnce, asked > 1 { output.send.removeAll() }
        if fault == .neverReady { output.isReady = false }
    }

    mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        good.receive(binary: frame, at: now, into: &output)
        frames += 1
        switch fault {
        // A wrong divisor.
        case .halvesPrices:
            for index in output.ticks.indices {
                output.ticks[index].price = Price(raw: output.ticks[index].price.raw / 2)
            }
        case .losesFrames: if frames > 1 { output.ticks.removeAll() }
        case .closesOnEmptiness: if frame.byteCount < 2 { output.close = Self.error }
        case .namesRest: for index in output.ticks.indices { output.ticks[index].source = .rest }
        default: break
        }
    }

    mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        good.receive(text: text, at: now, into: &output)
        switch fault {
        case .makesUpOrders where output.orders.isEmpty && text.contains("order"): output.orders = [Self.order]
        case .halvesFills:
            for index in output.orders.indices {
                output.orders[index].filled = Quantity(output.orders[index].filled.units / 2)
            }
        default: break
        }
    }

    mutating func timer(at now: Timestamp, into output: inout StreamOutput) { good.timer(at: now, into: &output) }

    private static let order = OrderRow(
        id: BrokerOrderID("1"),
        tag: nil,
        instrument: nil,
        symbol: "?",
        side: .buy,
        product: .delivery,
        terms: OrderTerms(kind: .market, quantity: Quantity(-1)),
        status: .open
    )

    private static let error = BrokerError(
        broker: "zerodha-kite",
        summary: "it is broken",
        nextStep: "Leave it.",
        recovery: .stop
    )
}
