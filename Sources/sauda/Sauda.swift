@main enum Sauda { static func main() {} }
