/// How events and commands are written as bytes: in the journal, in a replay, in the hash of a backtest.
///
/// The form is canonical: one value has one row of bytes, and other bytes are refused, so comparing bytes compares
/// values. Only text is stricter than `==`: it is kept byte for byte, while Swift calls two spellings of "é" equal.
///
/// Version 1:
///
/// | what | bytes |
/// |---|---|
/// | counts, ids | unsigned LEB128, 7 bits a byte, least first, as short as possible, at most 10 bytes |
/// | prices, money, quantities, days | the same after zigzag: 0, -1, 1, -2 become 0, 1, 2, 3 |
/// | time of an event, of a wake-up, of a foreign order's change | zigzag, microseconds since 1970-01-01 UTC |
/// | time inside an event | zigzag, microseconds since the event's time (wrapping at 64 bits) |
/// | text | number of bytes, then UTF-8 |
/// | list | number of elements, then each |
/// | flag, optional | one byte, 0 or 1; a present optional's value follows |
/// | case of an enum | one byte, never 0, as its `+Bytes` file gives it; then what the case holds, in order |
/// | struct | its parts, in the order in which its `encode` writes them |
///
/// A value does not say where it ends; its reader knows. A number once given to a case keeps its meaning for good: new
/// cases get new numbers and old journals stay readable. What changes an existing row needs a new `version`.
public enum ByteForm {
    /// To be written ahead of a file of events or commands, and checked when it is read.
    public static let version: UInt8 = 1
}
