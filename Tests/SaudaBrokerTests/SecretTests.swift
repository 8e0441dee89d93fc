import SaudaBroker
import SaudaCore
import Testing

@Suite struct SecretTests {
    @Test func `no way of printing shows a secret`() {
        let credentials = Credentials(user: "ZZ0001", secrets: ["password": Secret("hunter2")])
        let session = BrokerSession(
            user: "ZZ0001",
            secrets: ["token": Secret("hunter2")],
            issued: Timestamp(microseconds: 0),
            expires: nil
        )
        let request = HTTPRequest(
            .get,
            "https://broker.example/ltp?token=hunter2",
            headers: [HTTPHeader("Authorization", "token hunter2")],
            body: Array("hunter2".utf8),
            endpoint: "quotes"
        )
        let socket = SocketRequest("wss://broker.example/?token=hunter2", headers: [HTTPHeader("A", "hunter2")])
        let things: [Any] = [Secret("hunter2"), credentials, session, request, socket]
        for thing in things {
            var dumped = ""
            dump(thing, to: &dumped)
            for text in ["\(thing)", String(reflecting: thing), dumped, "\([thing])"] {
                #expect(!text.contains("hunter2"), "\(type(of: thing))")
            }
        }
        #expect("\(request)" == "GET https://broker.example/ltp")
    }

    @Test func `a missing credential is named, with what to do`() {
        let credentials = Credentials(user: "ZZ0001", secrets: ["pin": Secret("")])
        let error = #expect(throws: BrokerError.self) { try credentials.require("pin", broker: "x") }
        #expect(error?.recovery == .stop)
        #expect(error?.description.contains("no pin") == true)
    }
}
