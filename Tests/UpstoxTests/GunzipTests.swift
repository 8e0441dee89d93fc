import Testing
import UpstoxAdapter

/// Packed files, RFC 1951 and 1952: instrument lists come as such (section 3).
@Suite struct GunzipTests {
    /// "0 squared is 0; 1 squared is 1; ..."
    private static func text(_ count: Int) -> [UInt8] {
        Array((0..<120).map { "\($0) squared is \($0 * $0); " }.joined().utf8.prefix(count))
    }

    /// As zlib packs them: not at all, with the fixed codes, with codes of their own, with a name in the header.
    private static let samples: [(packed: [UInt8], plain: [UInt8])] = [
        (
            Hex.bytes(
                "1f8b08000000000000ff012800d7ff30207371756172656420697320303b2031207371756172656420697320313b20322073"
                    + "71756172652bdd77fb28000000"
            ), text(40)
        ),
        (
            Hex.bytes(
                "1f8b08000000000000ff3350282e2c4d2c4a4d51c82c5630b0563044e61b5a2b1821f34dac158c91f996d60a2628eacdac15"
                    + "4c91058c4cad15cc90058c812acc518c049a61812c6006b4c41259c002e80a4303146b0c400e4575a91148158a630d4d8026"
                    + "191aa3ba0f689b21aa932d812e32447534c8d58666a8fe00a9020056a833832c010000"
            ), text(300)
        ),
        (
            Hex.bytes(
                "1f8b08000000000000ff5d9541921c210c04bfd24f40480888798d23ec838ff686ff6f4af6a193e3f4b2a2529454edf9faf5"
                    + "e7dbef1fdf9f9f5f4ffb3cf6fe6d9fa7bf7fc7e7f1f7effd7902e7f3f38cf7873e3e4fbe3ff8393151f2d458ef0f792ed9ef"
                    + "0feba8b0866b9a845269d72988b53895cca9efdc6694bc8f22a368a9b624874e41785faa05e9de75e326af7a08f521f51dea"
                    + "23748aad5ea75687fad1cf8d1deac73cba3ad4a7d477a8cf3a05f5b36a41fdac1bd97ae972a8df52ef50bfc5e8ec7d532b9c"
                    + "cd6fea98b3fba6c6fae0538ac093dff44c0e0473bda6afebcd752f206cc81b4107a53082164a392dc83165c720c79267e372"
                    + "918c1db4511347d047a611091aa937d50347f7a67bc1d1a31d7da3d197e218e0e859e7c0d1a7ea0da78175ef0047df35c2e0"
                    + "f0e2181c6313ef9897fb558f13e1eadfe04884fa9c8d63228e04874fbd5b82c397de37c1e15b3ec8e08cc92f098e285f2538"
                    + "c2e5bfe4460af934c111293f273862caf793b35de331c1319aa668826398866d72bc5d333939dfa1d19de01835e133b907ea"
                    + "1c38c6ae7a5caeadeedd5c18d2b71a97b0381638728877756e16f565812397fab7c0319bfabc065790381638a6ebdd1657d5"
                    + "d0fb2eeeaa291f2c70cc2dbfecc6ec10c706c7eaf2dfee5c74153be058293f6f70ac25dfefc18d288e0d8e2345e7c0b143f3"
                    + "b61757a7e6728363af568977475e855eb36bcdfe3b7b2ddf50556bd7fa4ddd7ffe782d6529b5c6156cc574fe855fbbd759ae"
                    + "e1b373ab2e17b1659606ae625b95e6579cf7ff817e25ba57a65fa1de47c5fa95eb7d56b25fd1de77853bd3ddfc5fbe33e0cd"
                    + "a322deee88a99467cc9bef0a7a26bd85693efe02bae2f62c50090000"
            ), text(4000)
        ),
        (
            Hex.bytes(
                "1f8b08080000000000ff612e6a736f6e003350282e2c4d2c4a4d51c82c5630b0563044e61b5a2b1821f34dac158c91f800c7"
                    + "3bdece3c000000"
            ), text(60)
        ),
    ]

    @Test func `every kind of block is unpacked`() {
        for (packed, plain) in Self.samples {
            #expect(Gunzip.isPacked(packed))
            #expect(Gunzip.unpack(packed, cap: 1 << 20) == plain)
            #expect(Gunzip.unpack(packed, cap: plain.count) == plain)
        }
    }

    @Test func `what unpacks to more than was allowed is refused`() {
        for (packed, plain) in Self.samples { #expect(Gunzip.unpack(packed, cap: plain.count - 1) == nil) }
    }

    @Test func `no part of a file is taken for the whole`() {
        for (packed, _) in Self.samples {
            for length in packed.indices where length < 60 || length + 20 > packed.count || length % 17 == 0 {
                #expect(Gunzip.unpack(Array(packed[..<length]), cap: 1 << 20) == nil)
            }
            #expect(Gunzip.unpack(packed + [0], cap: 1 << 20) == nil)
        }
    }

    @Test func `a changed byte is found by the checksum, or changes nothing`() {
        for (packed, plain) in Self.samples {
            // Header, tables and end whole; of the middle some.
            for place in packed.indices where place < 60 || place + 20 > packed.count || place % 17 == 0 {
                var changed = packed
                changed[place] ^= [0x01, 0x10, 0x80, 0xFF][place % 4]
                let found = Gunzip.unpack(changed, cap: 1 << 13)
                #expect(found == nil || found == plain, "byte \(place)")
            }
        }
    }

    @Test func `bytes of chance behind a good header are refused`() {
        var dice = SplitMix(state: 7)
        for _ in 0..<2000 {
            let head = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] as [UInt8]
            let body = (0..<Int.random(in: 8...80, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
            #expect(Gunzip.unpack(head + body, cap: 1 << 16) == nil)
        }
    }
}

/// Bytes from hexadecimal text.
enum Hex {
    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
