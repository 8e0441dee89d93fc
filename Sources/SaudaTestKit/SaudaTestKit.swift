// What an adapter has to show before it is trusted, as plain values that any test library can run: the same cards for
// every broker, played against the adapter's own fixtures and its practice side.
//
// Empty in this version; the cards come with the first adapter.
