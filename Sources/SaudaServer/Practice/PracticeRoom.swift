import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SaudaBroker
import SaudaCore

/// Where connections, the practice clock and the floor meet. All of it happens on one event loop; the lock is there
/// because the compiler cannot know that, and is never held while a channel is touched.
final class PracticeRoom: Sendable {
    let loop: any EventLoop
    /// Nights are jumped: whoever is connected sees the clock go from 20:00 to 08:00 of the next trading day.
    private let quiet: PracticeQuiet
    private let state: NIOLockedValueBox<State>

    private struct State {
        var floor: PracticeFloor
        var clock: PracticeClock
        var calls: [PracticeCall: Call] = [:]
        var sockets: [PracticeSocket: Connection] = [:]
        /// Every connection there is.
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Answers to handshakes that were turned down, until the request comes by.
        var refusals: [ObjectIdentifier: PracticeResponse] = [:]
        var numbers: UInt64 = 0
        var timer: Scheduled<Void>?
        var isEnded = false
        var restart: (@Sendable (TimeSpan) -> Void)?

        mutating func next() -> UInt64 {
            numbers += 1
            return numbers
        }
    }

    private struct Call {
        var channel: any Channel
        var isKeptAlive: Bool
    }

    private struct Connection {
        var channel: any Channel
        /// What is to be done to it once the handshake is through; nil afterwards.
        var queue: [PracticeAction]? = []
        var isMute = false
    }

    init(_ floor: PracticeFloor, _ clock: PracticeClock, quiet: PracticeQuiet, on loop: any EventLoop) {
        self.loop = loop
        self.quiet = quiet
        state = NIOLockedValueBox(State(floor: floor, clock: clock))
    }

    /// Longer than from one ping to the next: in quiet hours nothing else happens.
    private static let steadyStep = TimeSpan.seconds(15)
    private static let steadyRate: Int64 = 10
    private static let quietStep = TimeSpan.seconds(300)

    private static var nanoseconds: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    /// Plays up to now and keeps playing. What a restart means is the server's to say.
    func start(restart: @escaping @Sendable (TimeSpan) -> Void) {
        state.withLockedValue { $0.restart = restart }
        play()
    }

    func end() {
        let channels = state.withLockedValue { state in
            state.isEnded = true
            state.timer?.cancel()
            state.restart = nil
            return Array(state.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    // MARK: - Time

    private func play() { act { floor, now, actions in floor.advance(to: now, into: &actions) } }

    /// Lets something happen on the floor, carries out what follows, and sees to it that the next thing happens in time.
    func act(_ body: (inout PracticeFloor, Timestamp, inout [PracticeAction]) -> Void) {
        var isQuiet = false
        let actions = state.withLockedValue { state in
            var actions: [PracticeAction] = []
            guard !state.isEnded else { return actions }
            let now = state.clock.now(at: Self.nanoseconds)
            // Where time flies or jumps nobody could answer a ping before the next is due.
            let isSteady = now.since(state.floor.now) <= Self.steadyStep
            state.floor.hearsPongs = isSteady && state.clock.rate <= Self.steadyRate
            body(&state.floor, now, &actions)
            if let end = quiet.end(on: state.floor) {
                // In steps, between which clients are heard; a night has nothing to play.
                let isNight = end == state.floor.endOfNight
                let step = isNight ? end : min(end, state.floor.now.advanced(by: Self.quietStep))
                if state.clock.jump(to: step, at: Self.nanoseconds) {
                    state.floor.hearsPongs = false
                    state.floor.advance(to: step, into: &actions)
                    isQuiet = true
                }
            }
            return actions
        }
        for action in actions { carryOut(action) }
        state.withLockedValue { state in
            state.timer?.cancel()
            guard !state.isEnded else { return }
            // Somebody has to see that quiet begins.
            let most = quiet.isNone ? .distantFuture : state.floor.now.advanced(by: isQuiet ? .zero : .seconds(60))
            let wait = state.clock.wait(until: min(state.floor.nextTime, most), at: Self.nanoseconds)
            // A day at most, so that no arithmetic overflows.
            state.timer = loop.scheduleTask(in: .nanoseconds(min(wait, 86_400_000_000_000))) { [weak self] in
                self?.play()
            }
        }
    }

    var now: Timestamp { state.withLockedValue { $0.clock.now(at: Self.nanoseconds) } }
    var rate: Int64 { state.withLockedValue { $0.clock.rate } }

    /// Puts the clock forward; all that lies between is played. Returns false for a moment that is over.
    func jump(to time: Timestamp) -> Bool {
        let isDone = state.withLockedValue { $0.clock.jump(to: time, at: Self.nanoseconds) }
        if isDone { play() }
        return isDone
    }

    func setRate(_ rate: Int64) {
        state.withLockedValue { $0.clock.setRate(rate, at: Self.nanoseconds) }
        play()
    }

    // MARK: - For the control endpoints

    /// They begin after the answer to who asked has gone out.
    func add(_ faults: [PracticeFault]) {
        act { floor, now, _ in
            for fault in faults { floor.broker.add(fault, at: now) }
        }
    }

    var faults: (pending: [PracticeFault], happened: [PracticeFault.Kind: Int]) {
        state.withLockedValue { ($0.floor.broker.pending, $0.floor.broker.happened) }
    }

    var counts: [PracticeCount] { state.withLockedValue { $0.floor.broker.broker.counts } }

    var books: PracticeBooks { state.withLockedValue { PracticeBooks($0.floor.market) } }

    func makeCredentials() -> [PracticeCredential] {
        state.withLockedValue { $0.floor.broker.broker.makeCredentials(at: $0.clock.now(at: Self.nanoseconds)) }
    }

    // MARK: - Connections

    func add(_ channel: any Channel) { state.withLockedValue { $0.channels[ObjectIdentifier(channel)] = channel } }

    func forget(_ channel: any Channel) {
        state.withLockedValue { state in
            state.channels[ObjectIdentifier(channel)] = nil
            state.refusals[ObjectIdentifier(channel)] = nil
            state.calls = state.calls.filter { $0.value.channel !== channel }
        }
    }

    func receive(_ head: HTTPRequestHead, _ body: [UInt8], on channel: any Channel) {
        if let refusal = state.withLockedValue({ $0.refusals.removeValue(forKey: ObjectIdentifier(channel)) }) {
            return write(refusal, to: channel, isKeptAlive: false)
        }
        guard let request = IncomingRequest(head, body, from: channel) else {
            let response = PracticeResponse(405, type: "text/plain", "No dialect has this method.\n")
            return write(response, to: channel, isKeptAlive: head.isKeepAlive)
        }
        if request.path.hasPrefix("/practice/") {
            return write(PracticeControl(self).answer(request), to: channel, isKeptAlive: head.isKeepAlive)
        }
        let call = state.withLockedValue { state in
            let call = PracticeCall(number: state.next())
            state.calls[call] = Call(channel: channel, isKeptAlive: head.isKeepAlive)
            return call
        }
        act { floor, now, actions in floor.take(.request(call, request), at: now, into: &actions) }
    }

    // MARK: - For the sockets

    func take(_ input: PracticeInput) {
        act { floor, now, actions in floor.take(input, at: now, into: &actions) }
    }

    func open(_ channel: any Channel) -> PracticeSocket {
        let socket = state.withLockedValue { state in
            let socket = PracticeSocket(number: state.next())
            state.sockets[socket] = Connection(channel: channel)
            return socket
        }
        // One that ends within its handshake has no handler yet that would tell.
        channel.closeFuture.whenComplete { [weak self] _ in self?.closed(socket) }
        return socket
    }

    func isOpen(_ socket: PracticeSocket) -> Bool { state.withLockedValue { $0.sockets[socket] != nil } }
    func isMute(_ socket: PracticeSocket) -> Bool { state.withLockedValue { $0.sockets[socket]?.isMute ?? false } }
    func mute(_ socket: PracticeSocket) { state.withLockedValue { $0.sockets[socket]?.isMute = true } }

    func refuse(_ socket: PracticeSocket, _ response: PracticeResponse) {
        state.withLockedValue { state in
            guard let channel = state.sockets.removeValue(forKey: socket)?.channel else { return }
            state.refusals[ObjectIdentifier(channel)] = response
        }
    }

    /// The handshake is through: what was written meanwhile goes out, and an end that came meanwhile comes now.
    func opened(_ socket: PracticeSocket) {
        let queue = state.withLockedValue { state in
            let queue = state.sockets[socket]?.queue ?? []
            state.sockets[socket]?.queue = nil
            return queue
        }
        for action in queue { carryOut(action) }
    }

    func closed(_ socket: PracticeSocket) {
        guard let channel = state.withLockedValue({ $0.sockets.removeValue(forKey: socket)?.channel }) else { return }
        forget(channel)
        take(.socketClosed(socket))
    }

    /// The connection of a call that is answered now; nil when it is gone.
    func answered(_ call: PracticeCall) -> (channel: any Channel, isKeptAlive: Bool)? {
        state.withLockedValue { $0.calls.removeValue(forKey: call) }.map { ($0.channel, $0.isKeptAlive) }
    }

    func channel(of socket: PracticeSocket) -> (any Channel)? { state.withLockedValue { $0.sockets[socket]?.channel } }

    /// Puts something off that its connection is not ready for: before the handshake is through it speaks HTTP.
    ///
    /// - Returns: false when it can be done now, or when there is no such connection.
    func putOff(_ action: PracticeAction) -> Bool {
        switch action {
        case .write(let socket, _, _), .writeHalf(let socket, _), .close(let socket, _), .cut(let socket):
            state.withLockedValue { state in
                guard state.sockets[socket]?.queue != nil else { return false }
                state.sockets[socket]?.queue?.append(action)
                return true
            }
        default: false
        }
    }

    var allChannels: [any Channel] { state.withLockedValue { Array($0.channels.values) } }

    func restart(for span: TimeSpan) {
        let (restart, rate) = state.withLockedValue { ($0.restart, $0.clock.rate) }
        restart?(TimeSpan(microseconds: span.microseconds / rate))
    }
}
