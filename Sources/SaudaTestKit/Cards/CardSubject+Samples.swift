import SaudaBroker

extension CardSubject {
    /// A card that goes through them shows nothing without one.
    func reads() throws(CardEnd) -> [CardSamples.Read] {
        guard !samples.reads.isEmpty else { throw .failed("there is no sample of a read") }
        return samples.reads
    }

    /// As `reads`.
    func refusals() throws(CardEnd) -> [CardSamples.Refusal] {
        guard !samples.refusals.isEmpty else { throw .failed("there is no sample of a refusal") }
        return samples.refusals
    }
}
