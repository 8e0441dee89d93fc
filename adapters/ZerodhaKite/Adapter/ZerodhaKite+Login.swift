package import SaudaBroker

extension ZerodhaKite {
    /// What stands in `redirect_params` comes back on the redirect (protocol section 2.1).
    package func loginPage(_ url: Secret, carrying state: String) -> Secret? {
        Secret(
            url.reveal() + "&"
                + PercentEncoding.fields([("redirect_params", PercentEncoding.fields([("state", state)]))])
        )
    }
}
