/// Rounding as the originals do it: to `places` decimals, on a double.
func rounded(_ value: Double, _ places: Int) -> Double {
    let scale = places == 1 ? 10.0 : places == 2 ? 100.0 : 1000.0
    return (value * scale).rounded() / scale
}
