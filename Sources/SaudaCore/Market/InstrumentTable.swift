/// The day's instruments. The only place where a name becomes a handle.
public struct InstrumentTable: Sendable {
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String

        public init(description: String) { self.description = description }
    }

    public private(set) var instruments: [Instrument] = []
    private var byName: [String: InstrumentID] = [:]
    /// Further ones of a name, which are few.
    private var others: [String: [InstrumentID]] = [:]

    public init() {}

    public mutating func reserveCapacity(_ count: Int) {
        instruments.reserveCapacity(count)
        byName.reserveCapacity(count)
    }

    /// Adds an instrument. Refuses a tick or lot that is not positive, and an instrument that is there already.
    @discardableResult
    public mutating func add(_ instrument: Instrument) throws(Refusal) -> InstrumentID {
        guard instrument.tick.map({ $0.raw > 0 }) ?? true, instrument.lot.units > 0 else {
            throw Refusal(
                description: "\(instrument.name) has an impossible tick or lot size; load a complete instrument list."
            )
        }
        let name = instrument.name
        guard !named(name).contains(where: { self[$0].segment == instrument.segment }) else {
            throw Refusal(description: "\(name) stands twice in the instrument list; remove one row.")
        }
        let id = InstrumentID(index: UInt32(instruments.count))
        instruments.append(instrument)
        note(id, as: name)
        if name != instrument.symbol { note(id, as: instrument.symbol) }
        return id
    }

    private mutating func note(_ id: InstrumentID, as name: String) {
        guard byName[name] != nil else { return byName[name] = id }
        others[name, default: []].append(id)
    }

    private func named(_ name: String) -> [InstrumentID] {
        guard let first = byName[name] else { return [] }
        return [first] + (others[name] ?? [])
    }

    public subscript(id: InstrumentID) -> Instrument { instruments[Int(id.index)] }
    public var count: Int { instruments.count }
    public var ids: some Sequence<InstrumentID> { (0..<UInt32(instruments.count)).lazy.map(InstrumentID.init(index:)) }

    /// The instrument of that full name or symbol. A name that fits none or two is refused, with both listed.
    public func find(_ name: String, in segment: Segment? = nil) throws(Refusal) -> InstrumentID {
        if let first = byName[name], others[name] == nil, segment == nil || self[first].segment == segment {
            return first
        }
        let fits = named(name).filter { segment == nil || self[$0].segment == segment }
        if fits.count == 1 { return fits[0] }
        if fits.isEmpty {
            throw Refusal(description: "no instrument is called '\(name)'; check the spelling and the instrument list.")
        }
        let names = fits.map { "\(self[$0].name) (\(self[$0].segment))" }.joined(separator: ", ")
        throw Refusal(description: "'\(name)' fits \(fits.count) instruments: \(names). Write the full name.")
    }
}
