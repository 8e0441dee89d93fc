import AMOBuyStrategy
import CopyTradeStrategy
import EMA9SellStrategy
import SaudaCommand

/// Everything this build can do; the only file that names a concrete plugin.
let plugins = Plugins(
    strategies: [EMA9Sell.plugin, AMOBuy.plugin, CopyTrade.plugin],
    brokers: [
        BrokerPlugin(id: "paper", isSimulated: true, isAvailable: true),
        BrokerPlugin(id: "zerodha-kite", isAvailable: false),
        BrokerPlugin(id: "dhan", isAvailable: false),
        BrokerPlugin(id: "kotak-neo", isAvailable: false),
    ]
)
