import SaudaBroker
import SaudaCore
import Testing

@Suite struct CryptoTests {
    @Test(
        "RFC 6238, appendix B: the codes of all three hashes",
        arguments: [
            (59, "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ] as [(Int64, String, String, String)]
    )
    func codes(seconds: Int64, sha1: String, sha256: String, sha512: String) {
        let digits = Array("1234567890123456789012345678901234567890123456789012345678901234".utf8)
        let time = Timestamp(microseconds: seconds * 1_000_000)
        func code(_ hash: Digests.Hash, _ length: Int) -> String {
            TOTP(key: Array(digits[..<length]), hash: hash, digits: 8).code(at: time).reveal()
        }
        #expect(code(.sha1, 20) == sha1)
        #expect(code(.sha256, 32) == sha256)
        #expect(code(.sha512, 64) == sha512)
    }

    @Test func `a base32 secret is read with blanks, small letters and padding, and nothing else`() throws {
        let time = Timestamp(microseconds: 59_000_000)
        for text in [
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====",
        ] {
            #expect(try #require(TOTP(base32: Secret(text))).code(at: time).reveal() == "287082")
        }
        for text in ["", "====", "GEZD1", "GEZD0", "GE=ZD", "GÉZD"] { #expect(TOTP(base32: Secret(text)) == nil) }
    }

    @Test func `a code lasts to the end of its half minute`() throws {
        let totp = TOTP(key: [1, 2, 3])
        #expect(totp.ends(at: Timestamp(microseconds: 59_999_999)) == Timestamp(microseconds: 60_000_000))
        #expect(totp.ends(at: Timestamp(microseconds: 60_000_000)) == Timestamp(microseconds: 90_000_000))
    }

    @Test func `FIPS 180-4 and RFC 4231: known digests`() {
        #expect(
            Digests.hex(Digests.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            Digests.hex(Digests.sha256([]))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(
            Digests.hex(Digests.hmac(.sha256, key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }

    @Test func `only equal bytes are equal`() {
        #expect(Digests.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(Digests.areEqual([], []))
        #expect(!Digests.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!Digests.areEqual([1, 2, 3], [1, 2]))
    }
}
