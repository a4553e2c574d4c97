//! Identities of the indicators, which no single value shows.

use bilateral::indicator::*;
use bilateral::{Ratio, Undefined};
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
