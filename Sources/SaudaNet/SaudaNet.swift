// The way out: HTTP and WebSocket clients behind the transport protocols of the broker's plug, with a source address
// and a proxy for each account. It knows no broker's address, no JSON and no price.
