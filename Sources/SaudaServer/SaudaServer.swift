// Everything that listens: the console, its WebSocket, metrics, and the practice brokers. It decides nothing and knows
// the running service only through a protocol of its own.
//
// Empty in this version; a configuration with a `server:` section is refused when it is run.
