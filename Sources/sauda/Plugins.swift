import AMOBuyStrategy
import CopyTradeStrategy
import DhanAdapter
import DhanCards
import DhanPractice
import EMA9SellStrategy
import KotakNeoAdapter
import KotakNeoCards
import KotakNeoPractice
import OpeningRangeStrategy
public import SaudaCommand
import UpstoxAdapter
import UpstoxCards
import UpstoxPractice
import ZerodhaKiteAdapter
import ZerodhaKiteCards
import ZerodhaKitePractice

extension Plugins {
    /// Everything that sauda itself can do; a program in another package adds its own.
    public static var builtIn: Plugins { plugins }
}

/// The only file that names a concrete plugin.
private let plugins = Plugins(
    strategies: [EMA9Sell.plugin, AMOBuy.plugin, OpeningRange.plugin, CopyTrade.plugin],
    brokers: [
        BrokerPlugin(id: "paper", isSimulated: true, isAvailable: true),
        BrokerPlugin(
            id: "zerodha-kite",
            isAvailable: true,
            decoders: [
                FrameDecoder(
                    "ticker",
                    each: { frame in
                        let text = TickerDecoder.text(of: frame)
                        return DecodedFrame(lines: text.lines, isMalformed: text.isMalformed, notes: text.notes)
                    }
                )
            ],
            adapter: { ZerodhaKite(endpoints: $0) },
            address: "https://api.kite.trade/",
            charges: ZerodhaKite.charges,
            practice: { KitePractice($0, day: $1) },
            cards: ZerodhaKite.cards
        ),
        BrokerPlugin(
            id: "dhan",
            isAvailable: true,
            decoders: [
                FrameDecoder(
                    "feed",
                    each: { frame in
                        let text = DhanAdapter.FeedText(of: frame)
                        return DecodedFrame(lines: text.lines, isMalformed: text.isMalformed, notes: text.notes)
                    }
                )
            ],
            adapter: { Dhan(endpoints: $0) },
            address: "https://api.dhan.co/",
            practice: { DhanPractice($0, day: $1) },
            cards: Dhan.cards
        ),
        BrokerPlugin(
            id: "kotak-neo",
            isAvailable: true,
            decoders: [
                FrameDecoder(
                    "hsm",
                    begin: {
                        var decoder = HSMDecoder()
                        return { frame in
                            let text = decoder.text(of: frame)
                            return DecodedFrame(lines: text.lines, isMalformed: text.isMalformed, notes: text.notes)
                        }
                    }
                ),
                FrameDecoder(
                    "sfeed",
                    each: { frame in
                        let text = SFeedDecoder.text(of: frame)
                        return DecodedFrame(lines: text.lines, isMalformed: text.isMalformed, notes: text.notes)
                    }
                ),
            ],
            adapter: { KotakNeo(endpoints: $0) },
            address: "https://mis.kotaksecurities.com/",
            practice: { KotakNeoPractice($0, day: $1) },
            cards: KotakNeo.cards
        ),
        BrokerPlugin(
            id: "upstox",
            isAvailable: false,
            decoders: [
                FrameDecoder(
                    "feed",
                    each: { frame in
                        let text = UpstoxAdapter.FeedText(of: frame)
                        return DecodedFrame(lines: text.lines, isMalformed: text.isMalformed, notes: text.notes)
                    }
                )
            ],
            adapter: { Upstox(endpoints: $0) },
            address: "https://api.upstox.com/",
            practice: { UpstoxPractice($0, day: $1) },
            cards: Upstox.cards
        ),
    ]
)
