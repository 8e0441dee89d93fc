package import SaudaCore

/// The NIFTY 50, for `built-in:nifty50`.
///
/// NSE's list of 2025-08-14, with INDIGO and MAXHEALTH for HEROMOTOCO and INDUSINDBK from 2025-09-30 (NSE Indices, press
/// release of August 2025) and Tata Motors under its symbol since 2025-10-24, TMPV. Later changes need a file.
package enum Nifty50 {
    /// The last change that this list contains.
    package static let asOf = Day(year: 2025, month: 10, day: 24)

    package static let symbols = [
        "ADANIENT", "ADANIPORTS", "APOLLOHOSP", "ASIANPAINT", "AXISBANK", "BAJAJ-AUTO", "BAJAJFINSV", "BAJFINANCE",
        "BEL", "BHARTIARTL", "CIPLA", "COALINDIA", "DRREDDY", "EICHERMOT", "ETERNAL", "GRASIM", "HCLTECH", "HDFCBANK",
        "HDFCLIFE", "HINDALCO", "HINDUNILVR", "ICICIBANK", "INDIGO", "INFY", "ITC", "JIOFIN", "JSWSTEEL", "KOTAKBANK",
        "LT", "M&M", "MARUTI", "MAXHEALTH", "NESTLEIND", "NTPC", "ONGC", "POWERGRID", "RELIANCE", "SBILIFE", "SBIN",
        "SHRIRAMFIN", "SUNPHARMA", "TATACONSUM", "TATASTEEL", "TCS", "TECHM", "TITAN", "TMPV", "TRENT", "ULTRACEMCO",
        "WIPRO",
    ]
}
