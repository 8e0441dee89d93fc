import Foundation
import SaudaBroker
import SaudaService
import Testing

/// LOG-3, S1-27 to S1-31: masked by value and by key.
@Suite struct RedactorTests {
    private static let values = [
        "planted/api+key=0123", "p@ss word & more", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJaWjAwMDEifQ.s1g-na_ture",
        "JBSWY3DPEHPK3PXP", "a\"quoted\\secret", "ünïcödé-geheim",
    ]
    private let redactor = Redactor(Self.values.map { Secret($0) })

    /// Written with Foundation, apart from the forms that the redactor makes.
    private static func shapes(of value: String) -> [String] {
        let data = Data(value.utf8)
        let strict = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let percent = value.addingPercentEncoding(withAllowedCharacters: strict) ?? ""
        let base64 = data.base64EncodedString()
        let hex = data.map { String(format: "%02x", $0) }.joined()
        let json = (try? JSONEncoder().encode([value])).map {
            String(decoding: $0.dropFirst(2).dropLast(2), as: UTF8.self)
        }
        return [
            value, percent, percent.replacing("%20", with: "+"), base64, base64.replacing("=", with: ""),
            base64.replacing("+", with: "-").replacing("/", with: "_"), hex, hex.uppercased(), json ?? "",
        ]
    }

    @Test("no shape of a value comes through, whatever stands around it", arguments: values)
    func shapes(value: String) {
        for shape in Self.shapes(of: value) {
            for text in [shape, "x\(shape)", "\(shape)y", "GET /?token=\(shape)&b=c", "a \(shape), b \(shape)."] {
                let masked = redactor.redactValues(text)
                #expect(!masked.contains(shape), "\(shape) in \(masked)")
                #expect(masked.contains("<secret>"))
            }
        }
        #expect(redactor.redactValues("before \(value) after") == "before <secret> after")
    }

    @Test("a Basic authorization header is masked wherever the secret stands in it", arguments: values)
    func basic(value: String) {
        for prefix in ["", "u", "us", "use", "user:", "consumer-key:"] {
            for suffix in ["", ":", ":x", ":xy", ":password"] {
                let header = Data((prefix + value + suffix).utf8).base64EncodedString()
                let masked = redactor.redactValues("sent \(header) to it")
                #expect(masked.contains("<secret>"), "\(prefix) \(suffix)")
                // What is left decides too few characters to give a part of the value away.
                let left = masked.replacing("<secret>", with: "").count
                #expect(left <= "sent  to it".count + (prefix.utf8.count + suffix.utf8.count) * 4 / 3 + 8)
            }
        }
    }

    @Test func `text without secrets comes back as it was`() {
        for text in ["", "a", "REST mode: no tick for 10.0 s", String(repeating: "planted/a ", count: 9)] {
            #expect(redactor.redactValues(text) == text)
            #expect(Redactor().redactValues(text) == text)
        }
    }

    @Test func `a short value is masked where it stands alone, and no price with the same digits`() {
        let redactor = Redactor([Secret("123456"), Secret("77")])
        #expect(redactor.redactValues("pin 123456, 123456.") == "pin <secret>, <secret>.")
        #expect(redactor.redactValues("at 123456.00, 9123456, N123456X") == "at 123456.00, 9123456, N123456X")
        // Two digits are in everything; their key masks them.
        #expect(redactor.redactValues("77 shares") == "77 shares")
        #expect(redactor.redact("totp=77&x=1") == "totp=<secret>&x=1")
    }

    @Test func `of two values that begin alike the longer is masked whole`() {
        let redactor = Redactor([Secret("planted-one"), Secret("planted-one-and-more")])
        #expect(redactor.redactValues("<planted-one-and-more>") == "<<secret>>")
        #expect(redactor.redactValues("<planted-one-and-less>") == "<<secret>less>")
    }

    @Test("of a value that a text was cut in, the half that is left is masked too", arguments: values)
    func cutOff(value: String) {
        let bytes = Array(value.utf8)
        for count in (bytes.count + 1) / 2..<bytes.count {
            guard let part = String(validating: bytes[..<count], as: UTF8.self) else { continue }
            #expect(redactor.redactValues("\(part)|400") == "<secret>|400", "\(part)")
        }
    }

    @Test func `what is learnt later is masked from then on`() {
        let known = KnownSecrets()
        #expect(known.redact("a planted-token") == "a planted-token")
        known.learn(Credentials(user: "ZZ0001", secrets: ["access": Secret("planted-token")]))
        #expect(known.redact("ZZ0001 a planted-token") == "ZZ0001 a <secret>")
    }

    @Test(
        "what stands behind a secret's key is masked, known or not",
        arguments: [
            ("access_token=abc.def&x=1", "access_token=<secret>&x=1"),
            (#"{"api_key": "abc", "price": 12.5}"#, #"{"api_key": "<secret>", "price": 12.5}"#),
            (#"{\"enctoken\":\"a b c\",\"x\":1}"#, #"{\"enctoken\":\"<secret>\",\"x\":1}"#),
            ("Authorization: token key:value\nnext", "Authorization: <secret>\nnext"),
            ("curl -H 'Authorization: token a:b' url", "curl -H 'Authorization: <secret>' url"),
            ("AUTHORIZATION = Bearer abc", "AUTHORIZATION = <secret>"),
            ("Set-Cookie: sid=1; Path=/", "Set-Cookie: <secret>"),
            ("password: hunter2, totp: 123456", "password: <secret>, totp: <secret>"),
            ("checksum=ff00&request_token=x", "checksum=<secret>&request_token=<secret>"),
            ("(sid=abc) mpin=1", "(sid=<secret>) mpin=<secret>"),
            ("jwt:a.b.c", "jwt:<secret>"),
            ("X-API-Key: abc", "X-API-Key: <secret>"),
        ]
    )
    func keys(text: String, masked: String) {
        #expect(Redactor().redact(text) == masked)
        #expect(Redactor().redact(masked) == masked)
    }

    @Test(
        "words that only look like it stay",
        arguments: [
            "Incorrect `api_key` or `access_token`.", "key 'password'; remove it", "price: 12.5", "tokens left",
            "https://broker.example/orders/regular", "09:15:00 place BUY INFY", "token:", "the monkey: a=b",
        ]
    )
    func innocent(text: String) { #expect(Redactor().redact(text) == text) }

    @Test func `a short value is masked alone, not as a part of a price`() {
        let redactor = Redactor([Secret("123456")])
        for (text, masked) in [
            ("p 123456 x", "p <secret> x"), ("p 123456.50 x", "p 123456.50 x"), ("p 123456", "p <secret>"),
        ] {
            #expect(redactor.redactValues(text) == masked)
        }
    }

    @Test func `bytes of any kind are survived`() {
        let alphabet = Array("\"'\\:= \n&sidtokenplanted/<>\u{FF}".utf8)
        var state: UInt64 = 7
        for _ in 0..<300 {
            let bytes = (0..<200).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let masked = redactor.redact(text)
            #expect(redactor.redact(masked) == masked, "\(text)")
        }
    }
}
