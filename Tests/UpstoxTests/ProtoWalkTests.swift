import SaudaBroker
import Testing
import UpstoxAdapter

/// Fields of a protobuf message, section 8.4.
@Suite struct ProtoWalkTests {
    private func fields(_ bytes: [UInt8]) -> (fields: [ProtoField], error: WireError?) {
        let frame = unsafe bytes.span.bytes
        var walk = ProtoWalk(0..<frame.byteCount)
        var fields: [ProtoField] = []
        do throws(WireError) {
            while let field = try walk.next(in: frame) { fields.append(field) }
        } catch {
            return (fields, error)
        }
        return (fields, nil)
    }

    @Test func `each kind of value is read, and unknown numbers too`() {
        let bytes =
            Proto.field(1, Int64(300)) + Proto.field(2, 1.5) + Proto.field(3, "ab") + [0x25, 1, 2, 3, 4]
            + Proto.field(999, Int64(-1))
        let (found, error) = fields(bytes)
        #expect(error == nil)
        #expect(found.map(\.number) == [1, 2, 3, 4, 999])
        #expect(found[0].integer == 300)
        #expect(found[1].double == 1.5)
        #expect(found[2].range.map { Array(bytes[$0]) } == Array("ab".utf8))
        #expect(found[3].value == .four(0x0403_0201))
        // Negative numbers take all ten bytes.
        #expect(found[4].integer == -1)
    }

    @Test func `a value of another kind than was meant is none`() {
        let (found, _) = fields(Proto.field(1, Int64(7)) + Proto.field(2, 1.5) + Proto.field(3, "ab"))
        #expect(found[0].double == nil)
        #expect(found[0].range == nil)
        #expect(found[1].integer == nil)
        #expect(found[2].integer == nil)
    }

    @Test func `a message that ends within a field is refused there, and what stood before is given`() {
        let bytes = Proto.field(1, Int64(300)) + Proto.field(2, 1.5) + Proto.field(3, "abc")
        for length in bytes.indices {
            let (found, error) = fields(Array(bytes[..<length]))
            // Whole fields end at these places.
            let isWhole = [0, 3, 12].contains(length)
            #expect((error == nil) == isWhole, "\(length) bytes")
            #expect(found.count == (length < 3 ? 0 : length < 12 ? 1 : 2), "\(length) bytes")
        }
    }

    @Test(
        "what is no field is refused",
        arguments: [
            // Field 0; a group's begin and end; kinds 6 and 7.
            [0x00], [0x02, 0x00], [0x0B], [0x0C], [0x0E], [0x0F],
            // Numbers of more than 64 bits, and of eleven bytes.
            [0x08] + Array(repeating: 0xFF, count: 9) + [0x02], [0x08] + Array(repeating: 0x80, count: 10) + [0x00],
            // Lengths beyond the message, up to the largest there is.
            [0x0A, 0x02, 0x61], [0x0A] + Array(repeating: 0xFF, count: 9) + [0x01],
        ] as [[UInt8]]
    )
    func nonsense(bytes: [UInt8]) {
        let (found, error) = fields(bytes)
        #expect(found.isEmpty)
        #expect(error != nil)
    }

    @Test func `the largest number of 64 bits is one`() {
        let (found, error) = fields([0x08] + Array(repeating: 0xFF, count: 9) + [0x01])
        #expect(error == nil)
        #expect(found.first?.value == .varint(.max))
    }
}
