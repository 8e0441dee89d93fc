// The plug between sauda and a broker: the `BrokerAdapter` protocol, its values (requests, reports, streams, errors with
// their recovery), and the link machine that paces, retries, signs in again and looks up an order in doubt, written
// once for every broker and pure: no socket, no clock.
//
// Empty in this version, which trades on the practice exchange only.
