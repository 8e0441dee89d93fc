// Kotak Neo's dialect: sign-in, instrument list, orders, order messages and price frames, turned into sauda's words and back.
// Bytes in, values out: no socket, no clock, nothing remembered but what a stream's codec needs.
//
// Empty in this version: `broker: kotak-neo` is known to the configuration and refused when it is run.
