/// The day's instruments. The only place where a name becomes a handle.
public struct InstrumentTable: Sendable {
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String

        public init(description: String) { self.description = description }
    }

    public private(set) var instruments: [Instrument] = []
    private var byName: [String: [InstrumentID]] = [:]

    public init() {}

    /// Adds an instrument. Refuses a tick or lot that is not positive, and an instrument that is there already.
    @discardableResult
    public mutating func add(_ instrument: Instrument) throws(Refusal) -> InstrumentID {
        guard instrument.tick.map({ $0.raw > 0 }) ?? true, instrument.lot.units > 0 else {
            throw Refusal(
                description: "\(instrument.name) has an impossible tick or lot size; load a complete instrument list."
            )
        }
        let twin = byName[instrument.name, default: []].first { self[$0].segment == instrument.segment }
        guard twin == nil else {
            throw Refusal(description: "\(instrument.name) stands twice in the instrument list; remove one row.")
        }
        let id = InstrumentID(index: UInt32(instruments.count))
        instruments.append(instrument)
        byName[instrument.name, default: []].append(id)
        if instrument.name != instrument.symbol { byName[instrument.symbol, default: []].append(id) }
        return id
    }

    public subscript(id: InstrumentID) -> Instrument { instruments[Int(id.index)] }
    public var count: Int { instruments.count }
    public var ids: some Sequence<InstrumentID> { (0..<UInt32(instruments.count)).lazy.map(InstrumentID.init(index:)) }

    /// The instrument of that full name or symbol. A name that fits none or two is refused, with both listed.
    public func find(_ name: String, in segment: Segment? = nil) throws(Refusal) -> InstrumentID {
        let fits = byName[name, default: []].filter { segment == nil || self[$0].segment == segment }
        if fits.count == 1 { return fits[0] }
        if fits.isEmpty {
            throw Refusal(description: "no instrument is called '\(name)'; check the spelling and the instrument list.")
        }
        let names = fits.map { "\(self[$0].name) (\(self[$0].segment))" }.joined(separator: ", ")
        throw Refusal(description: "'\(name)' fits \(fits.count) instruments: \(names). Write the full name.")
    }
}
