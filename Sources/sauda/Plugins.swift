import AMOBuyStrategy
import CopyTradeStrategy
import DhanAdapter
import DhanPractice
import EMA9SellStrategy
import KotakNeoAdapter
import KotakNeoPractice
public import SaudaCommand
import ZerodhaKiteAdapter
import ZerodhaKitePractice

extension Plugins {
    /// Everything that sauda itself can do; a program in another package adds its own.
    public static var builtIn: Plugins { plugins }
}

/// The only file that names a concrete plugin.
private let plugins = Plugins(
    strategies: [EMA9Sell.plugin, AMOBuy.plugin, CopyTrade.plugin],
    brokers: [
        BrokerPlugin(id: "paper", isSimulated: true, isAvailable: true),
        BrokerPlugin(
            id: "zerodha-kite",
            isAvailable: false,
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
            practiceEndpoints: { ["api": $0, "login": "\($0)/connect/login", "ticker": $1] },
            address: "https://api.kite.trade/",
            charges: ZerodhaKite.charges,
            practice: { KitePractice($0, day: $1) }
        ),
        BrokerPlugin(
            id: "dhan",
            isAvailable: false,
            decoders: [
                FrameDecoder(
                    "feed",
                    each: { frame in
                        let text = FeedText(of: frame)
                        return DecodedFrame(lines: text.lines, isMalformed: text.isMalformed, notes: text.notes)
                    }
                )
            ],
            adapter: { Dhan(endpoints: $0) },
            practiceEndpoints: {
                [
                    "api": "\($0)/v2", "auth": $0, "instruments": "\($0)/api-data/api-scrip-master-detailed.csv",
                    "feed": "\($1)/", "depth": "\($1)/twentydepth", "orders": "\($1)/",
                ]
            },
            address: "https://api.dhan.co/",
            practice: { DhanPractice($0, day: $1) }
        ),
        BrokerPlugin(
            id: "kotak-neo",
            isAvailable: false,
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
            practiceEndpoints: {
                [
                    "login": $0, "api": $0, "files": $0, "feed": "\($1)/apifeed", "hsm": "\($1)/mlhsm",
                    "orders": "\($1)/realtime",
                ]
            },
            address: "https://mis.kotaksecurities.com/",
            practice: { KotakNeoPractice($0, day: $1) }
        ),
    ]
)
