/// The names of the limits in their order (section 3.7).
enum NeoLimits {
    static let names = [
        "Category", "EntityId", "BoardLotLimit", "CollateralValue", "Collateral", "RmsCollateral", "AdhocMargin",
        "NotionalCash", "CdsSpreadBenefit", "AmountUtilizedPrsnt", "UnrealizedMtomPrsnt", "RealizedMtomPrsnt",
        "ExposureMarginPrsnt", "SpanMarginPrsnt", "NfospreadBenefit", "PremiumPrsnt", "MarginVarPrsnt",
        "MarginScripBasketPrsnt", "MtomWarningPrcntPrsnt", "MarginWarningPrcntPrsnt",
        "MtomSquareOffWarningPrcntPrsnt", "MarginUsed", "RmsPayInAmt", "RmsPayOutAmt", "Net", "SpecialMarginPrsnt",
        "DaneLimit", "DeliveryMarginPresent", "CncSellcrdPresent", "CollateralValueMult", "AdhocLimitMult",
        "RmsCollateralMult", "NationalCashMult", "ComSpanMrgnNrmlPrsnt", "ComSpanMrgnMisPrsnt",
        "ComExpsrMrgnNrmlPrsnt", "ComExpsrMrgnMisPrsnt", "AddMrgnNrmlPrsnt", "AddMrgnMisPrsnt",
        "AddPreExpMrgnNrmlPrsnt", "AddPreExpMrgnMisPrsnt", "SplMrgnNrmlPrsnt", "SplMrgnMisPrsnt",
        "TenderMrgnNrmlPrsnt", "TenderMrgnMisPrsnt", "DeliveryMrgnNrmlPrsnt", "DeliveryMrgnMisPrsnt",
        "CurExpMrgnNrmlPrsnt", "CurExpMrgnMisPrsnt", "CurPremiumNrmlPrsnt", "CurPremiumMisPrsnt",
        "CurSpanMrgnNrmlPrsnt", "CurSpanMrgnMisPrsnt", "FoPremiumNrmlPrsnt", "FoPremiumMisPrsnt",
        "FoExpMrgnNrmlPrsnt", "FoExpMrgnMisPrsnt", "FoSpanrgnNrmlPrsnt", "FoSpanrgnMisPrsnt", "MrgnScrpBsktNrmlPrsnt",
        "MrgnScrpBsktMisPrsnt", "MrgnScrpBsktCncPrsnt", "MrgnVarNrmlPrsnt", "MrgnVarMisPrsnt", "AmtUntilizedPrsnt",
        "CncMrgnVarPrsnt", "MarginUsedPrsnt", "CashUnRlsMtomPrsnt", "FoUnRlsMtomPrsnt", "ComUnRlsMtomPrsnt",
        "CurUnRlsMtomPrsnt", "CashRlsMtomPrsnt", "FoRlsMtomPrsnt", "ComRlsMtomPrsnt", "CurRlsMtomPrsnt",
        "BrokeragePrsnt", "SlbmLimit", "SlbmVarElm", "SlbmMtom", "LendingFee", "RmsMutualFundAmt", "TimeStamp",
        "AuxRmsCollateral", "AuxNotionalCash", "AuxAdhocMargin",
    ]
}
