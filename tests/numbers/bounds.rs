//! Intervals with open, closed and infinite ends, by hand.

use bilateral::unit::{AmountBounds, USD};
use bilateral::{Amount, Bounds, Money, Ratio};
use std::ops::Bound::{self, Excluded, Included, Unbounded};

fn bounds(low: Bound<i32>, high: Bound<i32>) -> Bounds {
    Bounds::new(low.map(Ratio::from), high.map(Ratio::from)).unwrap()
}

#[test]
fn an_open_end_lies_inside_of_a_closed_one() {
    let open = bounds(Included(0), Excluded(5));
    let closed = bounds(Included(0), Included(5));
    assert_eq!(open.intersection(&closed), Some(open.clone()));
    assert_eq!(closed.intersection(&open), Some(open.clone()));
    assert!(closed.contains_all(&open) && !open.contains_all(&closed));
}

#[test]
fn products_of_infinite_ends_have_the_sign_of_both() {
    let below = bounds(Unbounded, Included(-1));
    let above = bounds(Included(1), Unbounded);
    for (one, other, product) in [
        (&below, bounds(Included(2), Included(3)), bounds(Unbounded, Included(-2))),
        (&below, bounds(Included(-3), Included(-2)), bounds(Included(2), Unbounded)),
        (&above, bounds(Included(-3), Included(-2)), bounds(Unbounded, Included(-2))),
        (&above, bounds(Included(2), Included(3)), bounds(Included(2), Unbounded)),
        (&below, below.clone(), bounds(Included(1), Unbounded)),
        (&below, above.clone(), bounds(Unbounded, Included(-1))),
        // Zero times anything is zero.
        (&above, bounds(Included(0), Included(0)), bounds(Included(0), Included(0))),
        (&above, bounds(Included(0), Included(2)), bounds(Included(0), Unbounded)),
        (&below, bounds(Included(0), Excluded(2)), bounds(Unbounded, Included(0))),
    ] {
        assert_eq!(one.times(&other), product, "{one:?} times {other:?}");
        assert_eq!(other.times(one), product, "{other:?} times {one:?}");
    }
}

/// 0 * 0.5 is zero, though the second interval does not hold zero.
#[test]
fn zero_is_reached_where_one_zero_end_is_closed() {
    let (closed, open) = (bounds(Included(0), Included(1)), bounds(Excluded(0), Included(1)));
    assert_eq!(closed.times(&open), closed);
    assert_eq!(open.times(&closed), closed);
    assert_eq!(open.times(&open), open);
}

#[test]
fn amounts_lie_in_their_bounds_or_outside() {
    let amount = |text: &str| text.parse::<Amount<Money>>().unwrap();
    let span = AmountBounds::new(
        Bounds::between("72.5".parse().unwrap(), "73.25".parse().unwrap()).unwrap(),
        USD.billion(),
    );
    assert!(span.contains(amount("73 billion USD")).unwrap());
    assert!(span.contains(amount("72500 million USD")).unwrap());
    assert!(!span.contains(amount("74 billion USD")).unwrap());
    assert!(span.contains(amount("73 billion EUR")).unwrap_err().is_mismatch());
    // As many places as the longer of the two ends has.
    assert_eq!(span.to_string(), "72.50 to 73.25 billion US$");
}

#[test]
fn fractions_are_two_plain_whole_numbers() {
    assert_eq!(format!("{:?}", "3/4".parse::<Ratio>().unwrap()), "3/4");
    for text in ["+3/4", "3/+4", "1_000/3", "/4", "3/", "-/4", "3 /4"] {
        assert!(text.parse::<Ratio>().is_err(), "{text}");
    }
}

#[test]
fn bounds_print_as_intervals() {
    for (span, text) in [
        (bounds(Included(0), Excluded(5)), "[0, 5)"),
        (bounds(Excluded(-1), Included(5)), "(-1, 5]"),
        (bounds(Unbounded, Unbounded), "(-∞, ∞)"),
    ] {
        assert_eq!(span.to_string(), text);
    }
}
