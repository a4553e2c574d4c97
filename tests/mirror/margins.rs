//! Margins: rates, conventions, tables.

use crate::shared::changed;
use bilateral::area::{CHN, EU, IND, RUS, USA, WORLD};
use bilateral::mirror::{Convention, Margin, MarginRow, Pair};
use bilateral::number::decimal;
use bilateral::{ErrorKind, Period, Ratio, Undefined};
use proptest::prelude::*;

const YEAR: Period = Period::year(2017);

fn flow(code: &str) -> Pair {
    Pair::new(RUS, CHN, YEAR).of(code.parse().unwrap())
}

fn row(rate: &str) -> MarginRow {
    MarginRow::new(decimal(rate)).unwrap()
}

#[test]
fn rates_are_not_factors() {
    for wrong in ["1.06", "1", "-0.01", "6"] {
        for error in [
            Margin::fixed(decimal(wrong)).unwrap_err(),
            MarginRow::new(decimal(wrong)).unwrap_err(),
        ] {
            assert!(matches!(error.kind(), ErrorKind::Range { .. }), "{wrong}");
            let advice = if wrong == "-0.01" { "no margin" } else { "0.06" };
            assert!(error.help().contains(advice), "{error:#}");
        }
    }
    assert!(Margin::fixed(0).is_ok());
}

/// By hand: of 106, 6 % of the FOB value leave 100, 6 % of the CIF value 99.64.
#[test]
fn the_two_conventions_differ() {
    let flow = flow("TOTAL");
    let divided = Margin::imf();
    let times = Margin::imf().under(Convention::TimesOneMinus);
    assert_eq!(divided.fob(&flow, 106).unwrap(), Ratio::from(100));
    assert_eq!(times.fob(&flow, 106).unwrap().to_decimal().unwrap(), decimal("99.64"));
    assert_eq!(divided.cif(&flow, 100).unwrap(), Ratio::from(106));
    assert_eq!(times.cif(&flow, 94).unwrap(), Ratio::from(100));
    assert_eq!(Margin::none().fob(&flow, 106).unwrap(), Ratio::from(106));
    assert_eq!(times.to_string(), "margin 6.0 %, m (1 - rate)");
}

/// More named things win; then commodity, exporter, importer, period; then the narrower one.
#[test]
fn the_most_specific_row_wins() {
    let rows = [
        row("0.01"),
        row("0.02").during(YEAR),
        row("0.03").to(CHN),
        row("0.04").from(RUS),
        row("0.05").of("H5:27".parse().unwrap()),
        row("0.06").of("H5:2709".parse().unwrap()),
        row("0.07").of("HS:27".parse().unwrap()),
        row("0.08").from(RUS).to(CHN),
        row("0.09").of("HSS:05".parse().unwrap()).during(YEAR),
        row("0.10").from(RUS).to(IND).of("H5:270900".parse().unwrap()).during(YEAR),
    ];
    // From the most specific row that fits to the least: each is taken out in turn.
    let expected = [
        "0.09", // commodity and period before exporter and importer
        "0.08", "0.06", "0.05", "0.07", "0.04", "0.03", "0.02", "0.01",
    ];
    let mut left = rows.to_vec();
    for rate in expected {
        let margin = Margin::table(left.clone()).unwrap();
        assert_eq!(margin.rate(&flow("H5:270900")).unwrap(), Ratio::from(decimal(rate)));
        left.retain(|row| *row.rate() != Ratio::from(decimal(rate)));
    }
    // The row that is left is for India.
    let margin = Margin::table(left).unwrap();
    let error = margin.rate(&flow("H5:270900")).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::Missing));
    assert!(error.to_string().contains("RUS to CHN, H5:270900, 2017"), "{error}");
    assert!(error.help().contains("table_or"));
    let with_default = Margin::table_or([row("0.10").to(IND)], decimal("0.02")).unwrap();
    assert_eq!(with_default.rate(&flow("TOTAL")).unwrap(), Ratio::new(2, 100).unwrap());
    assert!(Margin::table_or([], 1).is_err());
}

/// All goods are a flow of their own, not the goods of any row; a year holds its months.
#[test]
fn totals_and_periods_of_rows() {
    let margin = Margin::table([
        row("0.05").of("TOTAL".parse().unwrap()),
        row("0.03"),
        row("0.04").during(YEAR),
        row("0.06").during(Period::quarter(2017, 1)),
    ])
    .unwrap();
    let rate = |pair: Pair| margin.rate(&pair).unwrap().percent(0).to_string();
    assert_eq!(rate(Pair::new(RUS, CHN, Period::year(2018))), "5 %");
    assert_eq!(rate(changed(flow("H5:27"), |pair| pair.period = Period::year(2018))), "3 %");
    assert_eq!(rate(changed(flow("H5:27"), |pair| pair.period = Period::month(2017, 2))), "6 %");
    assert_eq!(rate(changed(flow("H5:27"), |pair| pair.period = Period::month(2017, 7))), "4 %");
}

/// Two rows of which neither is more specific are refused when the table is made.
#[test]
fn ties_are_refused_at_the_door() {
    let half = Period::half(2017, 1);
    let summer = Period::try_from_to(
        bilateral::Month::new(2017, 4).unwrap(),
        bilateral::Month::new(2017, 9).unwrap(),
    )
    .unwrap();
    for [one, other] in [
        [row("0.01"), row("0.02")],
        [row("0.01").from(RUS), row("0.01").from(RUS)],
        [row("0.01").from(RUS).during(YEAR), row("0.02").from(RUS).during(YEAR)],
        [row("0.01").during(half), row("0.02").during(summer)],
    ] {
        let error = Margin::table([one, other]).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Overlap { .. }), "{error}");
        assert!(error.help().contains("one rate"), "{error:#}");
    }
    let apart = [row("0.01").during(half), row("0.02").during(Period::half(2017, 2))];
    assert!(Margin::table(apart).is_ok());
    assert!(Margin::table([row("0.01").from(RUS), row("0.02").to(CHN)]).is_ok());
    for group in [WORLD, EU] {
        let error = Margin::table([row("0.01").from(group)]).unwrap_err();
        assert!(error.help().contains("leave the area out"), "{error:#}");
    }
}

/// US Census, imports: customs value and CIF value of one row. By hand: 106.2 over 100 less one.
#[test]
fn margins_that_were_measured() {
    let measured = MarginRow::measured(decimal("100"), decimal("106.2")).unwrap();
    assert_eq!(*measured.rate(), Ratio::new(62, 1000).unwrap());
    let margin = Margin::table([measured.to(USA)]).unwrap();
    let flow = Pair::new(CHN, USA, YEAR);
    assert_eq!(margin.fob(&flow, decimal("106.2")).unwrap(), Ratio::from(100));
    // Ice: the freight is worth more than the goods. No share of the CIF value is.
    let ice = MarginRow::measured(1, 3).unwrap();
    let margin = Margin::table([ice]).unwrap();
    assert_eq!(margin.fob(&flow, 3).unwrap(), Ratio::one());
    let times = margin.under(Convention::TimesOneMinus).fob(&flow, 3).unwrap_err();
    assert!(times.help().contains("DividedByOnePlus"), "{times:#}");
    assert!(MarginRow::measured(0, 1).is_err() && MarginRow::measured(2, 1).is_err());
    assert_eq!(*MarginRow::measured(2, 2).unwrap().rate(), Ratio::zero());
}

proptest! {
    /// What is taken off is put on again exactly, and both are right in whole numbers.
    #[test]
    fn both_ways_are_inverse(value in 0..1_000_000_000_i64, thousandths in 0..1000_i64) {
        let rate = Ratio::new(thousandths, 1000).unwrap();
        let flow = Pair::new(RUS, CHN, YEAR);
        for convention in [Convention::DividedByOnePlus, Convention::TimesOneMinus] {
            let margin = Margin::fixed(rate.clone()).unwrap().under(convention);
            let fob = margin.fob(&flow, value).unwrap();
            prop_assert_eq!(margin.cif(&flow, fob.clone()).unwrap(), Ratio::from(value));
            prop_assert!(fob <= Ratio::from(value));
            let expected = match convention {
                Convention::TimesOneMinus => Ratio::new(value * (1000 - thousandths), 1000),
                _ => Ratio::new(value * 1000, 1000 + thousandths),
            };
            prop_assert_eq!(fob, expected.unwrap());
        }
    }
}
