//! Margins where an importer states both values.

use bilateral::area::{CHN, DEU, FRA, USA};
use bilateral::key::Label;
use bilateral::mirror::{Margin, Pair};
use bilateral::panel::PanelBuilder;
use bilateral::unit::USD;
use bilateral::{Area, Commodity, Flow, Key, Period, Ratio, Valuation};
use proptest::prelude::*;

fn label(valuation: Valuation) -> Label {
    Label::new(Flow::Import).valued(valuation)
}

fn cell(partner: Area, code: &str, valuation: Valuation) -> Key {
    let code: Commodity = code.parse().unwrap();
    Key::imports(USA).from(partner).of(code).valued(valuation)
}

/// 53 on 1,000 and 10 on 500: 5.3 and 2 %, together 63 on 1,500. France states one value, and CIF
/// below the customs value is no margin.
#[test]
fn measured_margins_are_those_of_each_cell() {
    let (customs, cif) = (Valuation::CustomsValue, Valuation::Cif);
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    for (partner, code, valuation, value) in [
        (CHN, "HS:850760", customs, 1000),
        (CHN, "HS:850760", cif, 1053),
        (DEU, "HS:870380", customs, 500),
        (DEU, "HS:870380", cif, 510),
        (DEU, "HS:850760", customs, 90),
        (DEU, "HS:850760", cif, 80),
        (FRA, "HS:220421", customs, 7),
    ] {
        let key = cell(partner, code, valuation);
        rows.push(key, Period::year(2023), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let margins = panel.measured_margins(label(customs), label(cif)).unwrap();
    assert_eq!((margins.rows.len(), margins.without_margin, margins.one_sided), (2, 1, 1));
    assert_eq!(margins.overall, Some(Ratio::new(63, 1500).unwrap()));
    let margin = margins.margin().unwrap();
    let rate = |from: Area, code: &str| {
        let flow = Pair::new(from, USA, Period::year(2023)).of(code.parse().unwrap());
        margin.rate(&flow).unwrap()
    };
    assert_eq!(rate(CHN, "HS:850760"), Ratio::new(53, 1000).unwrap());
    assert_eq!(rate(DEU, "HS:870380"), Ratio::new(1, 50).unwrap());
    // What was not measured gets the rate of all together.
    assert_eq!(rate(FRA, "HS:220421"), Ratio::new(63, 1500).unwrap());

    let error = panel.measured_margins(label(Valuation::Fob), label(cif)).unwrap_err();
    assert!(error.help().contains("import, CIF"), "{}", error.help());
    let none = panel.filter(|key, _| key.partner() == FRA).unwrap();
    assert!(none.measured_margins(label(customs), label(cif)).is_err());
}

proptest! {
    /// Adding the measured margin gives the CIF value of each cell back, exactly.
    #[test]
    fn a_measured_margin_leads_back(
        values in prop::collection::vec((1..1_000_000_i64, 0..500_000_i64), 1..20),
    ) {
        let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
        for (at, (value, charges)) in values.iter().enumerate() {
            let code = format!("HS:{:06}", 10_000 + at);
            for (valuation, value) in
                [(Valuation::CustomsValue, *value), (Valuation::Cif, value + charges)]
            {
                let key = cell(CHN, &code, valuation);
                rows.push(key, Period::year(2023), value.into()).unwrap();
            }
        }
        let panel = rows.build().unwrap();
        let measured =
            panel.measured_margins(label(Valuation::CustomsValue), label(Valuation::Cif)).unwrap();
        prop_assert_eq!(measured.rows.len(), values.len());
        let margin = Margin::table(measured.rows.clone()).unwrap();
        for (at, (value, charges)) in values.iter().enumerate() {
            let code = format!("HS:{:06}", 10_000 + at).parse().unwrap();
            let flow = Pair::new(CHN, USA, Period::year(2023)).of(code);
            prop_assert_eq!(margin.cif(&flow, *value).unwrap(), Ratio::from(value + charges));
            prop_assert_eq!(margin.fob(&flow, value + charges).unwrap(), Ratio::from(*value));
        }
    }
}
