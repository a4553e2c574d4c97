//! Laws of growth as property tests. The oracle is `num_rational` and plain integers, not our own
//! `Ratio`.

use bilateral::area::{CHN, RUS};
use bilateral::growth::{self, Required};
use bilateral::number::Decimal;
use bilateral::unit::USD;
use bilateral::{Bounds, Figure, Growth, Hedge, Key, Period, Ratio, Rounding, Series, Undefined};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use std::ops::Bound;

fn level() -> impl Strategy<Value = Decimal> {
    (1..=10_000_000_i64, 0..=6_u32).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

/// Also at the border of 64 bits, where the arithmetic takes the long way.
fn any_ratio() -> impl Strategy<Value = (i64, i64)> {
    let above = prop_oneof![
        4 => -1_000_000_000_i64..1_000_000_000,
        1 => any::<i64>(),
        1 => Just(i64::MIN),
        1 => Just(i64::MAX)
    ];
    let below = prop_oneof![4 => 1..1_000_000_i64, 1 => 1..=i64::MAX, 1 => Just(i64::MAX)];
    (above, below)
}

fn rational(number: Decimal) -> BigRational {
    BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
}

fn ours(number: &Ratio) -> BigRational {
    BigRational::new(number.numerator().clone(), number.denominator().clone())
}

proptest! {
    #[test]
    fn ratios_are_the_rationals((a, b) in any_ratio(), (c, d) in any_ratio()) {
        let (x, y) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
        let (p, q) = (BigRational::new(a.into(), b.into()), BigRational::new(c.into(), d.into()));
        prop_assert_eq!(ours(&(&x + &y)), &p + &q);
        prop_assert_eq!(ours(&(&x - &y)), &p - &q);
        prop_assert_eq!(ours(&(&x * &y)), &p * &q);
        prop_assert_eq!(x.cmp(&y), p.cmp(&q));
        match x.over(&y) {
            Ok(quotient) => prop_assert_eq!(ours(&quotient), p / q),
            Err(error) => {
                prop_assert!(c == 0 && error.undefined() == Some(&Undefined::DivisionByZero))
            }
        }
        prop_assert_eq!(x.to_string().parse::<Ratio>().unwrap(), x);
    }

    /// Half away from zero by integers: floor((2 |n| 10^k + d) / 2d).
    #[test]
    fn rounding_is_that_of_integers((a, b) in any_ratio(), places in 0..12_u8) {
        let rounded =
            Ratio::new(a, b).unwrap().round(places, Rounding::HalfAwayFromZero).to_string();
        let scaled = BigInt::from(i128::from(a).abs()) * BigInt::from(10).pow(places.into());
        let magnitude: BigInt = (scaled * 2 + b) / (BigInt::from(b) * 2);
        let digits = format!("{:0>width$}", magnitude.to_string(), width = usize::from(places) + 1);
        let (whole, behind) = digits.split_at(digits.len() - usize::from(places));
        let sign = if a < 0 && magnitude != BigInt::ZERO { "-" } else { "" };
        let point = if places == 0 { "" } else { "." };
        prop_assert_eq!(rounded, format!("{sign}{whole}{point}{behind}"));
    }

    #[test]
    fn growth_is_exact_and_free_of_units(now in level(), base in level(), factor in level()) {
        let growth = growth::year_over_year(now, base).unwrap();
        prop_assert_eq!(
            ours(growth.ratio()),
            rational(now) / rational(base) - BigRational::from_integer(1.into())
        );
        let scaled = growth::year_over_year(
            Ratio::from(now) * Ratio::from(factor),
            Ratio::from(base) * Ratio::from(factor),
        )
        .unwrap();
        prop_assert_eq!(&scaled, &growth);
        prop_assert_eq!(growth.factor() * Ratio::from(base), Ratio::from(now));
    }

    #[test]
    fn symmetric_growth_is_antisymmetric_and_bounded(now in level(), base in level()) {
        let forth = growth::symmetric(now, base).unwrap();
        prop_assert_eq!(&forth, &-growth::symmetric(base, now).unwrap());
        prop_assert!(forth <= Ratio::from(2) && forth >= Ratio::from(-2));
        // 2g / (2 + g)
        let g = growth::year_over_year(now, base).unwrap().ratio().clone();
        prop_assert_eq!(forth, (Ratio::from(2) * g.clone()).over(&(Ratio::from(2) + g)).unwrap());
    }

    #[test]
    fn log_growth_adds_up_over_time(a in level(), b in level(), c in level()) {
        let log = |now, base| growth::log_growth(now, base, 12).unwrap().to_decimal().unwrap();
        let error = (log(c, a) - log(b, a) - log(c, b)).abs();
        // three roundings of half a unit each
        prop_assert!(error <= Decimal::new(15, 13), "{}", error);
    }

    #[test]
    fn compound_growth_of_constant_growth_is_that_growth(
        base in 1..10_000_i64,
        percent in -90..300_i32,
        years in 1..12_u8,
    ) {
        let factor = Ratio::new(100 + percent, 100).unwrap();
        let last = factor.power(years) * Ratio::from(base);
        let rate = growth::cagr(last, base, u16::from(years) * 12, 4).unwrap();
        prop_assert_eq!(rate.number().to_decimal().unwrap(), Decimal::from(percent));
    }

    #[test]
    fn at_december_year_to_date_and_rolling_year_are_the_year(
        months in prop::collection::vec(0..100_000_i64, 24),
    ) {
        let (base, now) = months.split_at(12);
        prop_assume!(base.iter().sum::<i64>() > 0);
        let annual =
            growth::year_over_year(now.iter().sum::<i64>(), base.iter().sum::<i64>()).unwrap();
        prop_assert_eq!(&growth::year_to_date(now, base).unwrap(), &annual);
        prop_assert_eq!(&growth::rolling_12(now, base).unwrap(), &annual);
        let mut series = Series::new(Key::trade(CHN).with(RUS), USD.million());
        for (year, values) in [(2021, base), (2022, now)] {
            for (month, value) in (1..).zip(values) {
                series =
                    series.with(&Period::month(year, month).iso(), &value.to_string()).unwrap();
            }
        }
        prop_assert_eq!(
            series.growth(Period::year(2022)).unwrap().growth().clone(),
            annual.clone()
        );
        prop_assert_eq!(
            series.growth(Period::rolling_12(2022, 12)).unwrap().growth().clone(),
            annual
        );
    }

    /// Growth of a sum lies between the growths of its parts.
    #[test]
    fn growth_of_a_sum_lies_between_its_parts(
        parts in prop::collection::vec((level(), level()), 1..6),
    ) {
        let rates: Vec<Growth> =
            parts.iter().map(|(now, base)| growth::year_over_year(*now, *base).unwrap()).collect();
        let sum = |of: fn(&(Decimal, Decimal)) -> Decimal| {
            parts.iter().map(|part| Ratio::from(of(part))).sum::<Ratio>()
        };
        let total = growth::year_over_year(sum(|part| part.0), sum(|part| part.1)).unwrap();
        prop_assert!(
            rates.iter().min().unwrap() <= &total && &total <= rates.iter().max().unwrap()
        );
    }

    #[test]
    fn required_growth_of_the_rest_reaches_the_target(
        target in level(),
        so_far in level(),
        rest in level(),
    ) {
        match growth::required_growth(target, so_far, rest).unwrap() {
            Required::Reached => prop_assert!(target <= so_far),
            Required::Needs(rate) => prop_assert_eq!(
                rate.factor() * Ratio::from(rest) + Ratio::from(so_far),
                Ratio::from(target)
            ),
        }
        match growth::required_run_rate(target, so_far, 7).unwrap() {
            Required::Reached => prop_assert!(target <= so_far),
            Required::Needs(rate) => {
                prop_assert_eq!(rate * Ratio::from(7) + Ratio::from(so_far), Ratio::from(target))
            }
        }
    }

    #[test]
    fn base_effects_add_up(
        now in level(),
        previous in level(),
        base in level(),
        base_of_previous in level(),
    ) {
        let effect = growth::base_effect(now, previous, base, base_of_previous).unwrap();
        prop_assert_eq!(&effect.momentum + &effect.base, effect.change.clone());
        prop_assert_eq!(growth::base_effect_against(now, base, base).unwrap(), Ratio::zero());
    }

    /// Whatever the true base and the true level are: print level and growth with any digits, and
    /// the base lies inside.
    #[test]
    fn the_true_base_lies_inside_the_implied_interval(
        level in level(),
        base in level(),
        digits in 0..4_u32,
        growth_digits in 0..3_u8,
    ) {
        let rate = growth::year_over_year(level, base).unwrap();
        prop_assume!(*rate.ratio() < Ratio::from(10_000));
        let printed_growth = rate.percent(growth_digits).number().to_decimal().unwrap();
        prop_assume!(printed_growth > Decimal::from(-99));
        let printed = Ratio::from(level)
            .round(u8::try_from(digits).unwrap(), Rounding::default())
            .to_decimal()
            .unwrap();
        let (level_figure, growth_figure) =
            (Figure::printed(printed), Figure::printed(printed_growth));
        prop_assert!(level_figure.bounds().contains(&Ratio::from(level)));
        let implied = growth::implied_base(&level_figure, &growth_figure).unwrap();
        prop_assert!(
            implied.bounds().contains(&Ratio::from(base)),
            "{} {} {}",
            level_figure,
            growth_figure,
            implied
        );
        // And the other way: the growth allowed by the rounded levels contains the true one.
        let base_figure = Figure::printed(
            Ratio::from(base)
                .round(u8::try_from(digits).unwrap(), Rounding::default())
                .to_decimal()
                .unwrap(),
        );
        if let Ok(bounds) = growth::growth_bounds(&level_figure, &base_figure) {
            prop_assert!(bounds.contains(rate.ratio()));
        }
    }

    #[test]
    fn bounds_contain_every_combination(
        a in any_ratio(),
        b in any_ratio(),
        c in any_ratio(),
        d in any_ratio(),
        s in 0..=4_i32,
        t in 0..=4_i32,
    ) {
        let of = |(x, y): (i64, i64)| Ratio::new(x, y).unwrap();
        let sorted = |x: Ratio, y: Ratio| if x <= y { (x, y) } else { (y, x) };
        let (one, two) = (sorted(of(a), of(b)), sorted(of(c), of(d)));
        let inside = |(low, high): &(Ratio, Ratio), at: i32| {
            low + &((high - low) * Ratio::new(at, 4).unwrap())
        };
        let (x, y) = (inside(&one, s), inside(&two, t));
        let (left, right) =
            (Bounds::between(one.0, one.1).unwrap(), Bounds::between(two.0, two.1).unwrap());
        prop_assert!(left.plus(&right).contains(&(&x + &y)));
        prop_assert!(left.minus(&right).contains(&(&x - &y)));
        prop_assert!(left.times(&right).contains(&(&x * &y)));
        if let Ok(quotient) = left.divided_by(&right) {
            prop_assert!(quotient.contains(&x.over(&y).unwrap()));
        }
        prop_assert_eq!(left.overlaps(&right), left.intersection(&right).is_some());
    }

    #[test]
    fn a_figure_lies_in_its_bounds_unless_its_hedge_excludes_it(
        mantissa in -100_000_i64..100_000,
        scale in 0..5_u32,
        hedge in 0..8_usize,
    ) {
        let hedges = [
            Hedge::Rounded,
            Hedge::Exact,
            Hedge::AtLeast,
            Hedge::UpTo,
            Hedge::About,
            Hedge::Record,
            Hedge::MoreThan,
            Hedge::LessThan,
        ];
        let figure = Figure::hedged(Decimal::new(mantissa, scale), hedges[hedge]);
        let excluded = matches!(figure.hedge(), Hedge::MoreThan | Hedge::LessThan);
        prop_assert_eq!(figure.bounds().contains(&figure.value()), !excluded);
        prop_assert_eq!(figure.to_string().parse::<Figure>().unwrap(), figure);
    }
}

#[test]
fn edges_have_their_reasons() {
    let reason = |result: Result<Growth, bilateral::Error>| {
        result.unwrap_err().undefined().cloned().unwrap()
    };
    assert_eq!(reason(growth::year_over_year(5, 0)), Undefined::ZeroBase);
    assert_eq!(reason(growth::year_over_year(0, 0)), Undefined::ZeroOverZero);
    assert_eq!(reason(growth::year_over_year(-1, 5)), Undefined::NegativeLevel);
    assert_eq!(reason(growth::year_over_year(5, -1)), Undefined::NegativeLevel);
    assert_eq!(growth::year_over_year(0, 5).unwrap().percent(1).to_string(), "-100.0 %");
    assert_eq!(growth::symmetric(0, 0).unwrap_err().undefined(), Some(&Undefined::ZeroOverZero));
    assert_eq!(growth::symmetric(0, 5).unwrap(), Ratio::from(-2));
    assert_eq!(growth::cagr(5, 0, 12, 1).unwrap_err().undefined(), Some(&Undefined::NotPositive));
    assert_eq!(growth::cagr(0, 5, 12, 1).unwrap().to_string(), "-100.0 %");
    assert!(
        growth::cagr(5, 5, 0, 1).is_err()
            && growth::cagr(5, 5, 12, 255).is_err()
            && growth::cagr(5, 4, u16::MAX, 1).is_err()
    );
    assert_eq!(growth::log_growth(0, 5, 1).unwrap_err().undefined(), Some(&Undefined::NotPositive));
    let of = |percent: i32| Growth::from_ratio(Ratio::new(percent, 100).unwrap());
    assert_eq!(
        growth::doubling_time(&of(0), 1).unwrap_err().undefined(),
        Some(&Undefined::NeverDoubles)
    );
    assert_eq!(
        growth::doubling_time(&of(-100), 1).unwrap_err().undefined(),
        Some(&Undefined::NotPositive)
    );
    // it halves at once
    assert_eq!(growth::doubling_time(&of(-50), 3).unwrap().to_string(), "1.000");
    assert_eq!(growth::doubling_time(&of(100), 3).unwrap().to_string(), "1.000");
    assert_eq!(
        growth::required_growth(10, 5, 0).unwrap_err().undefined(),
        Some(&Undefined::NotPositive)
    );
    assert_eq!(
        growth::required_run_rate(10, 5, 0).unwrap_err().undefined(),
        Some(&Undefined::DivisionByZero)
    );
    assert!(
        growth::year_to_date(&[1, 2], &[1]).is_err()
            && growth::rolling_12(&[1; 11], &[1; 11]).is_err()
    );
    assert!(
        growth::carry_over::<i32>(&[]).is_err()
            && growth::carry_over_to_date(&[1, 1], 1, 5).is_err()
    );
    let figure = |text: &str| text.parse::<Figure>().unwrap();
    assert_eq!(
        growth::implied_base(&figure("5"), &figure("-100")).unwrap_err().undefined(),
        Some(&Undefined::DivisionByZero)
    );
    assert_eq!(
        growth::implied_base(&figure("-5"), &figure("10")).unwrap_err().undefined(),
        Some(&Undefined::NegativeLevel)
    );
    assert!(growth::growth_bounds(&figure("5"), &figure("0")).is_err());
}

#[test]
fn growth_in_words_implies_bases_too() {
    let base = growth::implied_base(&"10".parse().unwrap(), &"doubled".parse().unwrap()).unwrap();
    assert_eq!(*base.point().unwrap(), Ratio::from(5)); // doubled is +100 %
    let third = growth::implied_base(&"8".parse().unwrap(), &"a third".parse().unwrap()).unwrap();
    assert_eq!(*third.point().unwrap(), Ratio::from(6));
    let over =
        growth::implied_base(&"73.15".parse().unwrap(), &"more than 40".parse().unwrap()).unwrap();
    let end = Ratio::new(14_631, 280).unwrap();
    assert_eq!(over.bounds().high(), Bound::Excluded(&end));
    let negative = growth::year_over_year(3, 1000).unwrap();
    assert_eq!(negative.percent(1).to_string(), "-99.7 %");
    // never -0.0
    assert_eq!(growth::year_over_year(999_996, 1_000_000).unwrap().percent(1).to_string(), "0.0 %");
}
