import SaudaStore
import Testing

@Suite struct JournalSHA256Tests {
    @Test(
        "the vectors of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func vector(message: String, expected: String) throws {
        guard var hash = SHA256() else {
            Issue.record("libcrypto offers no SHA-256")
            return
        }
        hash.update(Array(message.utf8))
        #expect(hash.finish().description == expected)
    }

    @Test func `a million letters in pieces of any size give the published digest, again and again`() throws {
        guard var hash = SHA256() else {
            Issue.record("libcrypto offers no SHA-256")
            return
        }
        for piece in [1_000, 64, 999_999] {
            var left = 1_000_000
            while left > 0 {
                hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(piece, left)))
                left -= piece
            }
            #expect(
                hash.finish().description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            )
        }
    }

    @Test func `a digest has 32 bytes or is none`() {
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 33)) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 0, count: 32)) == .zero)
    }
}
