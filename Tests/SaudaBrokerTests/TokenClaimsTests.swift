import SaudaBroker
import SaudaCore
import Testing

@Suite struct TokenClaimsTests {
    @Test(
        "RFC 4648, 10: the vectors, without their padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func vector(plain: String, text: String) {
        #expect(Base64URL.text(Array(plain.utf8)) == text)
        #expect(Base64URL.bytes(text) == Array(plain.utf8))
    }

    @Test func `the two letters of URLs, and those they stand for`() {
        #expect(Base64URL.text([0xFB, 0xFF, 0xBE]) == "-_--")
        #expect(Base64URL.bytes("-_--") == [0xFB, 0xFF, 0xBE])
        #expect(Base64URL.bytes("+/++") == [0xFB, 0xFF, 0xBE])
        #expect(Base64URL.bytes("Zg==") == [0x66])
        for text in ["Zm 9v", "Zm9v\n", "Zm9ü", "!"] { #expect(Base64URL.bytes(text) == nil) }
    }

    @Test func `every length comes back`() {
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            #expect(Base64URL.bytes(Base64URL.text(bytes)) == bytes)
        }
    }

    @Test func `claims are read, and the end is that of exp`() {
        let token = PracticeToken.text("HS256", ["sub": "AB1234", "exp": 1_795_816_800], key: [1])
        let claims = TokenClaims(Secret(token))
        #expect(claims["sub"].text == "AB1234")
        #expect(claims["none"].isNull)
        #expect(claims.expires == Day(year: 2026, month: 11, day: 28)?.at(TimeOfDay(3, 30)))
    }

    @Test(
        "an end that no token has is none",
        arguments: [
            #"{}"#, #"{"exp":null}"#, #"{"exp":0}"#, #"{"exp":-1}"#, #"{"exp":1.5}"#, #"{"exp":"1795816800"}"#,
            #"{"exp":4102444800}"#, #"{"exp":1e300}"#, #"[1795816800]"#, #"{"exp":1,"exp":2}"#, #"{"exp""#,
        ]
    )
    func noEnd(claims: String) {
        #expect(TokenClaims(Secret("e30." + Base64URL.text(Array(claims.utf8)) + ".x")).expires == nil)
    }

    @Test(
        "a text that is no token has no claims",
        arguments: ["", "..", "a.b", "e30.!!!.x", "eyJleHAiOjF9", "a.eyJleHAiOjF9.b.c"]
    )
    func noToken(text: String) { #expect(TokenClaims(Secret(text))["exp"].isNull) }
}
