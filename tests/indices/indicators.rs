//! Identities of the indicators, which no single value shows.

use bilateral::area::{CHN, DEU, RUS, WORLD};
use bilateral::indicator::*;
use bilateral::number::decimal;
use bilateral::unit::USD;
use bilateral::{Commodity, Flow, Key, Money, Period, Ratio, Series, Undefined};
use proptest::prelude::*;

fn trade() -> impl Strategy<Value = Vec<(i32, i32)>> {
    proptest::collection::vec((0..1_000_000, 0..1_000_000), 1..15)
        .prop_filter("both sides trade", |p| p.iter().any(|x| x.0 > 0) && p.iter().any(|x| x.1 > 0))
}

proptest! {
    #[test]
    fn one_aggregate_grubel_lloyd_is_one_minus_the_normalized_balance(
        x in 0..1_000_000,
        m in 1..1_000_000,
    ) {
        let balance = normalized_balance(x, m).unwrap().abs();
        prop_assert_eq!(grubel_lloyd(x, m).unwrap(), Ratio::one() - balance);
    }

    #[test]
    fn similarity_is_one_minus_half_the_distance_of_shares(products in trade()) {
        let (a, b) = (
            products.iter().map(|p| i64::from(p.0)).sum::<i64>(),
            products.iter().map(|p| i64::from(p.1)).sum::<i64>(),
        );
        let distance: Ratio = products
            .iter()
            .map(|p| (Ratio::new(p.0, a).unwrap() - Ratio::new(p.1, b).unwrap()).abs())
            .sum();
        let expected = Ratio::one() - distance * Ratio::new(1, 2).unwrap();
        prop_assert_eq!(similarity(&products).unwrap(), expected.clone());
        prop_assert_eq!(complementarity(&products).unwrap(), expected);
    }

    #[test]
    fn concentration_lies_between_equality_and_monopoly(products in trade()) {
        let members: Vec<i32> = products.iter().map(|p| p.0).collect();
        let n = u32::try_from(members.len()).unwrap();
        let index = hhi(&members).unwrap();
        prop_assert!(index >= Ratio::new(1, n).unwrap() && index <= Ratio::one());
        prop_assert_eq!(effective_number(&members).unwrap() * index.clone(), Ratio::one());
        prop_assert_eq!(concentration_ratio(&members, members.len()).unwrap(), Ratio::one());
        if n > 1 {
            // both normalized forms agree at the ends only; the root form is never above the plain
            // one there
            let plain = hhi_normalized(&members, n).unwrap();
            let root: Ratio =
                unctad_concentration(&members, n, 12).unwrap().to_decimal().unwrap().into();
            prop_assert!(plain >= Ratio::zero() && plain <= Ratio::one());
            prop_assert!(root >= Ratio::zero() && root <= Ratio::one());
        }
    }

    #[test]
    fn symmetric_advantage_follows_from_advantage(
        a in 0..1000,
        b in 1..1000,
        c in 1..1000,
        d in 1..1000,
    ) {
        let rca = rca(a, b, c, d).unwrap();
        let expected = (rca.clone() - Ratio::one()).over(&(rca + Ratio::one())).unwrap();
        prop_assert_eq!(rsca(a, b, c, d).unwrap(), expected);
    }

    #[test]
    fn ranks_count_the_larger_ones(levels in proptest::collection::vec(0..9_i32, 0..12)) {
        let members: Vec<(usize, i32)> = levels.iter().copied().enumerate().collect();
        for entry in ranking(&members).unwrap() {
            let larger = levels.iter().filter(|other| **other > levels[entry.member]).count();
            prop_assert_eq!(entry.rank, larger + 1);
        }
    }
}

#[test]
fn undefined_cases_say_why() {
    let reason = |result: Result<Ratio, bilateral::Error>| result.unwrap_err().undefined().cloned();
    assert_eq!(reason(share(0, 0)), Some(Undefined::NoTrade));
    assert_eq!(reason(normalized_balance(0, 0)), Some(Undefined::NoTrade));
    assert_eq!(reason(cover_ratio(5, 0)), Some(Undefined::ZeroBase));
    assert_eq!(reason(cover_ratio(0, 0)), Some(Undefined::ZeroOverZero));
    assert_eq!(reason(hhi::<i32>(&[])), Some(Undefined::NoTrade));
    assert_eq!(reason(hhi(&[3, -1])), Some(Undefined::NegativeLevel));
    assert_eq!(reason(hhi_normalized(&[3], 1)), Some(Undefined::DivisionByZero));
    assert_eq!(reason(rca(1, 0, 1, 1)), Some(Undefined::NoTrade));
    assert_eq!(reason(rca(1, 1, 0, 1)), Some(Undefined::NoTrade));
    assert_eq!(reason(grubel_lloyd_adjusted(&[(5, 0)])), Some(Undefined::NoTrade));
    assert!(share(5, 4).is_err() && ranking(&[(1, 5), (1, 6)]).is_err());
}

/// Shares of 50, 30 and 20 %: H is 0.25 + 0.09 + 0.04 = 0.38. Least for three members: 1/3.
#[test]
fn concentration_of_three_members_by_hand() {
    let members = [50, 30, 20];
    assert_eq!(hhi_points(&members).unwrap(), Ratio::from(3800));
    // (0.38 - 1/3) / (2/3) = 0.07; a member without trade is none of the three
    let expected = Ratio::new(7, 100).unwrap();
    assert_eq!(hhi_normalized(&members, 3).unwrap(), expected);
    assert_eq!(hhi_normalized(&[50, 30, 20, 0], 3).unwrap(), expected);
    // (0.6164414 - 0.5773503) / (1 - 0.5773503)
    assert_eq!(unctad_concentration(&members, 3, 6).unwrap().to_string(), "0.092491");
}

#[test]
fn members_must_be_possible() {
    let error = hhi_normalized(&[5, 5, 5], 2).unwrap_err();
    assert!(error.to_string().contains('2') && error.undefined().is_none(), "{error}");
    let undefined =
        |result: Result<Ratio, bilateral::Error>| result.unwrap_err().undefined().cloned();
    // Without possible members there is no trade; one member makes the denominator 1 - 1/1.
    assert_eq!(undefined(hhi_normalized(&[0], 0)), Some(Undefined::NoTrade));
    assert_eq!(undefined(hhi_normalized(&[7, 0], 1)), Some(Undefined::DivisionByZero));
    let of_one = unctad_concentration(&[7], 1, 4).unwrap_err();
    assert_eq!(of_one.undefined(), Some(&Undefined::DivisionByZero));
}

/// 30 of 100 go to a partner that takes 150 of the 750 that others import: 0.3 / 0.2.
#[test]
fn own_imports_are_left_out_of_the_measure() {
    let intensity = trade_intensity_without_own_imports(30, 100, 150, 1_000, 250).unwrap();
    assert_eq!(intensity, Ratio::new(3, 2).unwrap());
}

fn in_2023(key: Key, level: &str) -> Series<Money> {
    Series::new(key, USD.billion()).with("2023", level).unwrap()
}

#[test]
fn a_balance_is_exports_less_imports() {
    assert_eq!(balance(decimal("33.686"), decimal("39.462")), Ratio::from(decimal("-5.776")));
    let exports = in_2023(Key::exports(CHN).to(RUS), "110.9");
    let imports = in_2023(Key::imports(CHN).from(RUS), "129.1");
    let balance = exports.balance_with(&imports, Period::year(2023)).unwrap();
    assert_eq!(balance.amount().value(), decimal("-18.2"));
    assert_eq!(
        balance.to_string(),
        "CHN balance with RUS, as reported (exports FOB, imports CIF), 2023: -18.2 billion US$"
    );
    let crude: Commodity = "H6:2709".parse().unwrap();
    let exports = in_2023(Key::exports(CHN).to(RUS).of(crude), "1");
    let imports = in_2023(Key::imports(CHN).from(RUS).of(crude), "60");
    let balance = exports.balance_with(&imports, Period::year(2023)).unwrap();
    assert_eq!(
        balance.to_string(),
        "CHN balance of H6:2709 with RUS, as reported (exports FOB, imports CIF), 2023: \
         -59 billion US$"
    );
}

/// Each pair differs from exports of China to Russia and imports from there in one respect.
#[test]
fn a_balance_has_exports_and_imports_of_the_same_trade() {
    let (exports, imports) = (Key::exports(CHN).to(RUS), Key::imports(CHN).from(RUS));
    let crude: Commodity = "H6:2709".parse().unwrap();
    for (one, two) in [
        (exports, Key::imports(DEU).from(RUS)),
        (exports, Key::imports(CHN).from(DEU)),
        (exports, imports.of(crude)),
        (exports, exports),
        (imports, imports),
        (imports, exports),
    ] {
        let result = in_2023(one, "2").balance_with(&in_2023(two, "1"), Period::year(2023));
        let error = result.unwrap_err();
        // Of unlike trade, or not exports less imports.
        let is_invalid = matches!(error.kind(), bilateral::ErrorKind::Invalid { .. });
        assert_eq!(error.is_mismatch(), one == exports && two.flow() == Flow::Import, "{error}");
        assert_eq!(is_invalid, one != exports || two.flow() != Flow::Import, "{error}");
    }
}

#[test]
fn a_share_is_in_a_whole_that_holds_it() {
    let share = |part: Key, whole: Key| {
        in_2023(part, "1").share_in(&in_2023(whole, "4"), Period::year(2023))
    };
    let (exports, imports) = (Key::exports(CHN).to(RUS), Key::imports(CHN).from(RUS));
    let trade = Key::trade(CHN).with(RUS);
    let crude: Commodity = "H6:2709".parse().unwrap();
    for (part, whole) in [
        (exports, trade),
        (imports, Key::imports(CHN).from(WORLD)),
        (trade, Key::trade(CHN).with(WORLD)),
        (imports.of(crude), imports),
        // All exports hold re-exports, and all imports foreign goods.
        (Key::new(Flow::ReExport, CHN, RUS), exports),
        (Key::new(Flow::ForeignImport, CHN, RUS), imports),
        (Key::new(Flow::ReExport, CHN, RUS), trade),
    ] {
        assert_eq!(share(part, whole).unwrap(), Ratio::new(1, 4).unwrap(), "{part} in {whole}");
    }
    for (part, whole) in [
        (trade, imports),
        (exports, imports),
        (exports, Key::new(Flow::ReExport, CHN, RUS)),
        (imports, Key::imports(DEU).from(RUS)),
        (imports, Key::imports(CHN).from(DEU)),
        (imports, imports.of(crude)),
    ] {
        assert!(share(part, whole).unwrap_err().is_mismatch(), "{part} in {whole}");
    }
}
