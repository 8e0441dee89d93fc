// Zerodha Kite's own side of its dialect, for practice and tests: requests read as commands, reports and prices written
// as Zerodha Kite writes them.
//
// Empty in this version.
