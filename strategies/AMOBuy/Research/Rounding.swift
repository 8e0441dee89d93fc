/// Rounding as the originals do it: on a double, to `places` decimals, halves to even.
func rounded(_ value: Double, _ places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (value * scale).rounded(.toNearestOrEven) / scale
}
