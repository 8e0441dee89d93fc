// Kotak Neo's own side of its dialect, for practice and tests: requests read as commands, reports and prices written
// as Kotak Neo writes them.
//
// Empty in this version.
