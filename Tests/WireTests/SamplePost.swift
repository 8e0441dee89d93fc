import Foundation
import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaNet
import SaudaServer
import SaudaTestKit
import Testing

/// Sends a broker's samples over the wire: each answer and frame is what libcurl and NIO made of what a server with TLS
/// wrote.
enum SamplePost {
    static func carry(_ samples: CardSamples) async throws -> CardSamples {
        var (samples, answers, refusals, messages) = (samples, [HTTPResponse](), [HTTPResponse](), [SocketMessage]())
        try await replace(
            &samples,
            answer: {
                answers.append($0); return $0
            },
            refusal: {
                refusals.append($0); return $0
            },
            message: {
                messages.append($0); return $0
            }
        )
        let plan = try PracticeDayPlan(seed: 3)
        let broker = SampleBroker(answers: answers, refusals: refusals, messages: messages)
        let practice = plan.practice(from: LinkScenario.start, seed: 3)
        let server = try await PracticeServer.start(
            practice.floor(broker),
            at: PracticeDayPlan.day.at(LinkScenario.start),
            rate: 1,
            tls: true
        )
        do {
            let authority = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
            defer { try? FileManager.default.removeItem(at: authority) }
            try Data(try #require(server.authority).utf8).write(to: authority)
            try await fetch(&samples, "127.0.0.1:\(server.port)", .file(authority.path))
            try await server.stop()
            return samples
        } catch {
            try await server.stop()
            throw error
        }
    }

    private static func fetch(_ samples: inout CardSamples, _ root: String, _ trust: TrustRoots) async throws {
        let http = try CurlTransport(trust: trust)
        let sockets = try NIOSocketTransport(trust: trust)
        let limit = TimeSpan.seconds(10)
        let frames = try await sockets.open(SocketRequest("wss://\(root)/messages", pingAfter: limit), within: limit)
        defer { frames.close(code: 1000) }
        var (answers, refusals) = (0, 0)
        try await replace(
            &samples,
            answer: { sent in
                defer { answers += 1 }
                let request = HTTPRequest(.get, "https://\(root)/answers/\(answers)", endpoint: "samples")
                let came = try await http.perform(request, within: limit)
                #expect(came.status == sent.status && came.body == sent.body)
                return came
            },
            refusal: { sent in
                defer { refusals += 1 }
                let request = SocketRequest("wss://\(root)/refusals/\(refusals)", pingAfter: limit)
                do throws(SocketFailure) {
                    try await sockets.open(request, within: limit).close(code: 1000)
                } catch .refused(let came) {
                    #expect(came.status == sent.status)
                    return came
                }
                throw SocketFailure.failed(HTTPFailure(.cut, mayHaveArrived: false, text: "it was let in"))
            },
            message: { sent in
                let came = try #require(await frames.next())
                #expect(came == sent)
                return came
            }
        )
    }

    /// Goes through all that a broker says, always in the same sequence.
    private static func replace(
        _ samples: inout CardSamples,
        answer: (HTTPResponse) async throws -> HTTPResponse,
        refusal: (HTTPResponse) async throws -> HTTPResponse,
        message: (SocketMessage) async throws -> SocketMessage
    ) async throws {
        for place in samples.signIn.answers.indices {
            samples.signIn.answers[place] = try await answer(samples.signIn.answers[place])
        }
        samples.signIn.refusal = try await answer(samples.signIn.refusal)
        samples.accepted.response = try await answer(samples.accepted.response)
        samples.deadSession = try await answer(samples.deadSession)
        samples.tooMany = try await answer(samples.tooMany)
        if let list = samples.clashingList { samples.clashingList = try await answer(list) }
        if let book = samples.unknownStatus { samples.unknownStatus = try await answer(book) }
        if let book = samples.emptyBook { samples.emptyBook = try await answer(book) }
        if let end = samples.signedOut { samples.signedOut = try await answer(end) }
        for list in [\CardSamples.reads, \CardSamples.changes] {
            for place in samples[keyPath: list].indices {
                for number in samples[keyPath: list][place].answers.indices {
                    let sent = samples[keyPath: list][place].answers[number]
                    samples[keyPath: list][place].answers[number] = try await answer(sent)
                }
            }
        }
        for place in samples.refusals.indices {
            samples.refusals[place].response = try await answer(samples.refusals[place].response)
        }
        for place in samples.handshakes.indices {
            samples.handshakes[place].response = try await refusal(samples.handshakes[place].response)
        }
        for place in samples.frames.indices {
            samples.frames[place].message = try await message(samples.frames[place].message)
        }
        for place in samples.orderMessages.indices {
            samples.orderMessages[place].message = try await message(samples.orderMessages[place].message)
        }
    }
}

/// Says what it was given, whoever asks.
private struct SampleBroker: PracticeBroker {
    let answers: [HTTPResponse]
    let refusals: [HTTPResponse]
    let messages: [SocketMessage]
    let wakeAt = Timestamp.distantFuture
    let counts: [PracticeCount] = []

    mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        switch input {
        case .request(let call, let request):
            actions.append(.respond(call, Self.pick(answers, request)))
        case .socketRequest(let socket, let request) where request.path == "/messages":
            actions.append(.accept(socket))
            for message in messages { actions.append(.write(socket, message, .prices)) }
        case .socketRequest(let socket, let request):
            actions.append(.refuse(socket, Self.pick(refusals, request)))
        default: break
        }
    }

    private static func pick(_ samples: [HTTPResponse], _ request: IncomingRequest) -> PracticeResponse {
        let number = request.path.split(separator: "/").last.flatMap { Int($0) } ?? -1
        guard samples.indices.contains(number) else { return PracticeResponse(404) }
        return PracticeResponse(samples[number].status, headers: samples[number].headers, body: samples[number].body)
    }

    mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential] { [] }
    mutating func endSessions(at now: Timestamp) {}
    func isOrderWrite(_ request: IncomingRequest) -> Bool { false }
    func answer(to trouble: PracticeTrouble, at now: Timestamp) -> PracticeResponse { PracticeResponse(500) }
    func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] { frame }
}
