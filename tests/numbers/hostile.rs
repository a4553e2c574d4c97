//! Arbitrary text and extreme values fed to every parser, reader and constructor: no panic, no
//! silent loss.

use bilateral::area::{CHN, RUS};
use bilateral::growth;
use bilateral::number::{Decimal, parse_decimal};
use bilateral::unit::{Currency, USD};
use bilateral::{
    Amount, Area, Bounds, Commodity, Day, Energy, Figure, Flow, Hedge, Key, Mass, Money, Month,
    Observation, Period, PublicationDate, Ratio, Releases, Rounding, Series, Status, Supplementary,
    Valuation, Volume, date,
};
use proptest::prelude::*;

fn read_everything(text: &str) {
    let _ = (parse_decimal(text), text.parse::<Day>(), Hedge::from_words(text));
    let _ = (
        text.parse::<Ratio>(),
        text.parse::<Figure>(),
        text.parse::<Status>(),
        text.parse::<Flow>(),
    );
    let _ = (
        text.parse::<Period>(),
        text.parse::<Month>(),
        text.parse::<PublicationDate>(),
        text.parse::<Valuation>(),
    );
    let _ = (
        text.parse::<Area>(),
        text.parse::<Commodity>(),
        text.parse::<Currency>(),
        Area::from_iso2(text),
        Area::from_iso3(text),
    );
    let _ = (
        text.parse::<Amount<Money>>(),
        text.parse::<Amount<Mass>>(),
        text.parse::<Amount<Volume>>(),
    );
    let _ = (text.parse::<Amount<Energy>>(), text.parse::<Amount<Supplementary>>());
}

fn extreme() -> impl Strategy<Value = Decimal> {
    let limit = (1_i128 << 96) - 1;
    (
        prop_oneof![Just(limit), Just(-limit), Just(1), Just(0), Just(-1), -limit..=limit],
        prop_oneof![Just(0_u32), Just(28), 0..=28_u32],
    )
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text(
        text in ".{0,40}",
        long in "[0-9.]{60,90}",
        words in "(more than|nearly|BY|about|a|third|record|-fold|doubled| |[0-9.,%-]){0,6}",
    ) {
        read_everything(&text);
        read_everything(&long);
        read_everything(&words);
        for text in [text, long, words] {
            if let Ok(figure) = text.parse::<Figure>() {
                prop_assert_eq!(figure.to_string().parse::<Figure>().unwrap(), figure);
            }
            if let Ok(ratio) = text.parse::<Ratio>() {
                prop_assert_eq!(ratio.to_string().parse::<Ratio>().unwrap(), ratio);
            }
        }
    }

    #[test]
    fn any_bytes_as_a_file(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(loaded) = Releases::from_csv(bytes.as_slice(), "bytes") {
            prop_assert_eq!(loaded.row_count, loaded.releases.rows().len() + loaded.refused.len());
        }
    }

    /// Every row is accounted for, with its line and its column.
    #[test]
    fn any_cells_in_a_file(
        rows in prop::collection::vec(prop::collection::vec("[A-Za-z0-9 .,\"/-]{0,12}|CHN|RUS|trade|2023|billion USD|73.148|\u{feff}", 0..9), 0..12),
    ) {
        let mut file = "reporter,partner,flow,period,value,unit,growth,status\n".to_owned();
        for row in &rows {
            let cells: Vec<String> =
                row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            file.push_str(&cells.join(","));
            file.push('\n');
        }
        let loaded = Releases::from_csv(file.as_bytes(), "cells").unwrap();
        // blank lines are no rows
        prop_assert_eq!(loaded.row_count, rows.iter().filter(|row| !row.is_empty()).count());
        prop_assert_eq!(loaded.row_count, loaded.releases.rows().len() + loaded.refused.len());
        for error in &loaded.refused {
            let place = error.place().unwrap();
            prop_assert!(place.line >= 2 && place.file == "cells");
            prop_assert!(error.to_string().lines().count() == 1 && !error.help().is_empty());
        }
        let mut copy = Vec::new();
        loaded.releases.write_csv(&mut copy).unwrap();
        prop_assert_eq!(
            Releases::from_csv(copy.as_slice(), "copy").unwrap().complete().unwrap(),
            loaded.releases
        );
    }

    #[test]
    fn extreme_levels(
        a in extreme(),
        b in extreme(),
        year in any::<i32>(),
        number in any::<u8>(),
        steps in any::<i32>(),
        places in any::<u8>(),
    ) {
        for rate in
            [growth::year_over_year(a, b), growth::annualised(a, b, 12)].into_iter().flatten()
        {
            let _ = (
                rate.percent(places).to_string(),
                rate.percent_with(2, Rounding::Ceiling).to_string(),
            );
        }
        let _ = (
            growth::symmetric(a, b),
            growth::required_growth(a, b, a),
            growth::two_years(a, b, a),
            growth::share_change(a, b, a, b),
        );
        let _ = (
            growth::cagr(a, b, 24, 2),
            growth::log_growth(a, b, 3),
            growth::cagr(a, b, 1, places.min(4)),
        );
        let (one, two) = (Figure::printed(a), Figure::hedged(b, Hedge::About));
        let _ = (
            growth::implied_base(&one, &two),
            growth::growth_bounds(&one, &two),
            growth::required_growth_bounds(a, &one, &two, &one),
        );
        let _ = (
            one.in_smaller_unit(12),
            one.in_smaller_unit(-12),
            two.in_smaller_unit(i8::MAX),
            two.in_smaller_unit(i8::MIN),
        );
        let _ = (
            one.bounds().times(&two.bounds()),
            one.bounds().divided_by(&two.bounds()),
            two.working_range(),
        );
        let _ = (
            Period::try_month(year, number),
            Period::try_year(year),
            Period::try_quarter(year, number),
            Period::try_half(year, number),
        );
        let _ = (
            Period::try_rolling_12(year, number),
            Period::try_january_to(year, number),
            Period::try_twelve_months_from(year, number),
        );
        let (span, first) = (Period::january_to(2023, 4), bilateral::month(2023, 4));
        let _ = (
            span.steps(steps),
            span.years_earlier(steps),
            first.plus(steps),
            Area::from_code(u16::from(number)),
        );
        let key = Key::trade(CHN).with(RUS);
        let series = Series::new(key, USD.billion());
        let series = series.with_observation(Observation::new(Period::year(2022), one)).unwrap();
        let series = series
            .with_observation(Observation::new(Period::year(2023), two).with_growth(one))
            .unwrap();
        let _ = (
            series.growth(Period::year(2023)),
            series.growth_check(Period::year(2023)),
            series.residues(),
            series.amount(Period::from_to(bilateral::month(2022, 1), bilateral::month(2023, 12))),
        );
        let _ = (
            series.to_string(),
            series.months(),
            series.cagr(Period::year(2023), Period::year(2022), 1),
        );
    }

    /// What serde reads is checked like everything else.
    #[test]
    fn json_of_any_shape(text in ".{0,12}", number in any::<i64>()) {
        for json in [
            format!("{number}"),
            format!("{text:?}"),
            format!("{{\"value\":{text:?},\"unit\":\"billion USD\"}}"),
            format!("{{\"text\":{text:?},\"last_digit\":{}}}", number % 40),
        ] {
            let _ = (
                serde_json::from_str::<Amount<Money>>(&json),
                serde_json::from_str::<Figure>(&json),
                serde_json::from_str::<Ratio>(&json),
            );
            let _ = (
                serde_json::from_str::<Period>(&json),
                serde_json::from_str::<Area>(&json),
                serde_json::from_str::<Bounds>(&json),
            );
            let _ = (
                serde_json::from_str::<Observation>(&json),
                serde_json::from_str::<Key>(&json),
                serde_json::from_str::<Status>(&json),
            );
        }
    }
}

#[test]
fn errors_in_files_name_line_column_and_remedy() {
    let file = "\
reporter,partner,flow,period,value,unit,hedge,growth,published_on,status
CHN,RUS,trade,2022,190.271,billion USD,,29.3,2023-01-13,
CHN,RUS,trade,2023,\"240,11\",billion USD,,,,
CHN,RUS,trade,2023-13,1,billion USD,,,,
CHN,QQQ,trade,2023,1,billion USD,,,,
CHN,RUS,barter,2023,1,billion USD,,,,
CHN,RUS,trade,2023,1,billion $,,,,
CHN,RUS,trade,2023,1,billion USD,a whopping,,,
CHN,RUS,trade,2023,1,billion USD,,41%,,
CHN,RUS,trade,2023,1,billion USD,,,May 2023,
CHN,RUS,trade,2023,1,billion USD,,,,guessed
CHN,RUS,trade,2023,,billion USD,,,,
CHN,RUS,trade,2023,5,billion USD,,,,confidential
CHN,RUS,trade,2023,,billion USD,more than,,,
CHN,RUS,trade
";
    let loaded = Releases::from_csv(file.as_bytes(), "mine.csv").unwrap();
    assert_eq!((loaded.row_count, loaded.releases.rows().len()), (14, 1));
    let places: Vec<(u64, Option<&str>)> = loaded
        .refused
        .iter()
        .map(|error| error.place().map(|place| (place.line, place.column.as_deref())).unwrap())
        .collect();
    let columns = [
        "value",
        "period",
        "partner",
        "flow",
        "unit",
        "hedge",
        "growth",
        "published_on",
        "status",
        "status",
        "status",
        "hedge",
    ];
    let expected: Vec<(u64, Option<&str>)> =
        (3..).zip(columns.map(Some)).chain([(15, None)]).collect();
    assert_eq!(places, expected);
    assert!(loaded.complete().unwrap_err().help().contains("13 of 14 rows"));

    let header =
        |text: &str| Releases::from_csv(text.as_bytes(), "mine.csv").unwrap_err().to_string();
    assert!(header("").contains("empty"));
    assert!(header("reporter,partner,flow,period,value\n").contains("unit"));
    assert!(header("reporter,partner,flow,period,value,unit,colour\n").contains("colour"));
    assert!(header("reporter,reporter,partner,flow,period,value,unit\n").contains("twice"));
    assert!(
        Releases::from_file("no/such/file.csv")
            .unwrap_err()
            .to_string()
            .contains("no/such/file.csv")
    );
    // A byte order mark, as spreadsheets write it, is no part of the first name.
    assert!(
        Releases::from_csv(
            "\u{feff}reporter,partner,flow,period,value,unit\n".as_bytes(),
            "bom.csv"
        )
        .is_ok()
    );
    let _ = date(2023, 5, 24);
}
