import NIOCore
import SaudaCore

/// Notices that nothing comes. Sees bytes, not messages, so that a large message on a slow line is no silence; and
/// counts no time in which we ourselves hold the peer back.
final class SilenceWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// Fired through the pipeline.
    enum Event: Sendable { case ping, silent }

    private let limit: TimeAmount
    private var heard = NIODeadline.uptimeNanoseconds(0)
    private var isReading = true
    private var hasPinged = false
    private var timer: Scheduled<Void>?

    init(pingAfter: TimeSpan) { limit = .microseconds(max(1000, pingAfter.microseconds)) }

    func handlerAdded(context: ChannelHandlerContext) {
        heard = context.eventLoop.now
        arm(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard = context.eventLoop.now
        hasPinged = false
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if !isReading {
            isReading = true
            heard = context.eventLoop.now
        }
        context.read()
    }

    private func arm(_ context: ChannelHandlerContext) {
        let due = heard + limit * (hasPinged ? 2 : 1)
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: max(due, context.eventLoop.now + .milliseconds(1))) {
            me.value.look(context.value)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        if !isReading { heard = now }
        if hasPinged, now - heard >= limit * 2 {
            context.fireUserInboundEventTriggered(Event.silent)
            return
        }
        if !hasPinged, now - heard >= limit {
            hasPinged = true
            context.fireUserInboundEventTriggered(Event.ping)
        }
        arm(context)
    }
}
