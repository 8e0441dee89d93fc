import NIOCore
import NIOHTTP1
import NIOWebSocket
import SaudaBroker
import SaudaCore

extension PracticeRoom {
    /// Asks the broker about a handshake. Nil turns it down: the request then comes by as a plain one and is answered.
    func upgrade(_ head: HTTPRequestHead, on channel: any Channel) -> PracticeSocket? {
        guard let request = IncomingRequest(head, [], from: channel) else { return nil }
        let socket = open(channel)
        take(.socketRequest(socket, request))
        return isOpen(socket) ? socket : nil
    }

    func receive(_ message: SocketMessage, from socket: PracticeSocket) { take(.socketMessage(socket, message)) }

    func receivePong(from socket: PracticeSocket) {
        guard !isMute(socket) else { return }
        act { floor, now, actions in floor.takePong(from: socket, at: now, into: &actions) }
    }

    // MARK: - Carrying out

    func carryOut(_ action: PracticeAction) {
        guard !putOff(action) else { return }
        switch action {
        case .respond(let call, let response, let delivery):
            guard let (channel, isKeptAlive) = answered(call) else { return }
            write(response, to: channel, isKeptAlive: isKeptAlive, delivery)
        case .drop(let call):
            if let (channel, _) = answered(call) { cut(channel) }
        case .accept: break
        case .refuse(let socket, let response): refuse(socket, response)
        case .write(let socket, let message, _): write(message, to: socket)
        case .writeHalf(let socket, let bytes):
            if let channel = channel(of: socket) { writeHalf(bytes, to: channel) }
        case .close(let socket, let code):
            guard let channel = channel(of: socket) else { return }
            var data = channel.allocator.buffer(capacity: 2)
            data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: Int(code)))
            channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data), promise: nil)
            channel.close(promise: nil)
        case .cut(let socket):
            if let channel = channel(of: socket) { cut(channel) }
        case .mute(let socket): mute(socket)
        case .cutAll: for channel in allChannels { cut(channel) }
        case .restart(let span): restart(for: span)
        // The floor has dealt with these.
        case .exchange, .convert: break
        }
    }

    /// Ends a connection from below, so that neither TLS nor the WebSocket says goodbye.
    private func cut(_ channel: any Channel) {
        let pipeline = channel.pipeline.syncOperations
        guard let tls = try? pipeline.context(name: PracticeServer.tlsName) else { return channel.close(promise: nil) }
        tls.close(promise: nil)
    }

    // MARK: - Answers

    func write(
        _ response: PracticeResponse,
        to channel: any Channel,
        isKeptAlive: Bool,
        _ delivery: PracticeDelivery = .whole
    ) {
        var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        headers.add(name: "Date", value: now.httpDate)
        headers.add(name: "Content-Length", value: "\(response.body.count)")
        if !isKeptAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: response.status),
            headers: headers
        )
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        guard case .slowly(let span) = delivery, response.body.count > 1 else {
            finish(response.body[...], on: channel, isKeptAlive)
            return
        }
        drip(response.body[...], over: span.microseconds / rate, on: channel, isKeptAlive)
    }

    private func finish(_ body: ArraySlice<UInt8>, on channel: any Channel, _ isKeptAlive: Bool) {
        let part = HTTPServerResponsePart.body(.byteBuffer(channel.allocator.buffer(bytes: body)))
        channel.write(part, promise: nil)
        let done = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
        if !isKeptAlive { done.whenComplete { _ in channel.close(promise: nil) } }
    }

    /// Ten pieces.
    private func drip(_ body: ArraySlice<UInt8>, over microseconds: Int64, on channel: any Channel, _ isKeptAlive: Bool)
    {
        let size = max(1, (body.count + 9) / 10)
        guard body.count > size else { return finish(body, on: channel, isKeptAlive) }
        let part = channel.allocator.buffer(bytes: body.prefix(size))
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(part)), promise: nil)
        let rest = body.dropFirst(size)
        let left = microseconds * Int64(rest.count) / Int64(body.count)
        loop.scheduleTask(in: .microseconds(microseconds - left)) { [weak self] in
            guard channel.isActive else { return }
            self?.drip(rest, over: left, on: channel, isKeptAlive)
        }
    }

    // MARK: - Messages

    func write(_ message: SocketMessage, to socket: PracticeSocket) {
        guard let channel = channel(of: socket) else { return }
        // A client that does not read is not waited for.
        guard channel.isWritable else { return cut(channel) }
        let frame =
            switch message {
            case .text(let text):
                WebSocketFrame(fin: true, opcode: .text, data: channel.allocator.buffer(string: text))
            case .binary(let bytes):
                WebSocketFrame(fin: true, opcode: .binary, data: channel.allocator.buffer(bytes: bytes))
            case .ping(let bytes):
                WebSocketFrame(fin: true, opcode: .ping, data: channel.allocator.buffer(bytes: bytes))
            }
        channel.writeAndFlush(frame, promise: nil)
    }

    /// A header for all of it, and half of it.
    private func writeHalf(_ bytes: [UInt8], to channel: any Channel) {
        guard let encoder = try? channel.pipeline.syncOperations.context(handlerType: WebSocketFrameEncoder.self) else {
            return
        }
        var data = channel.allocator.buffer(capacity: bytes.count + 4)
        data.writeInteger(UInt8(0x82))
        if bytes.count < 126 {
            data.writeInteger(UInt8(bytes.count))
        } else {
            data.writeInteger(UInt8(126))
            data.writeInteger(UInt16(clamping: bytes.count))
        }
        data.writeBytes(bytes.prefix(bytes.count / 2))
        encoder.writeAndFlush(NIOAny(data), promise: nil)
    }
}
