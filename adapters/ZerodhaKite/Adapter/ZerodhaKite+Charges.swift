extension ZerodhaKite {
    /// What the broker takes beside the law's charges, in the form of the library's plans.csv. Its page of charges, checked
    /// 2026-05-19; 13 rupees and GST a stock and day of sale go to the depository.
    package static let charges = """
        plan,from,class,product,share,least,most,source
        zerodha-kite,always,delivery,any,0,,,the broker's page of charges
        zerodha-kite,always,intraday,any,0.03%,,20,the broker's page of charges
        zerodha-kite,always,future,any,0.03%,,20,the broker's page of charges
        zerodha-kite,always,option,any,0,20,20,the broker's page of charges
        zerodha-kite,always,dp,any,0,13,13,the broker's page of charges

        """
}
