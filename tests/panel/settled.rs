//! What is said of rows that are not alone: which row a refusal names, and why a row is set aside.

use bilateral::area::{CHN, RUS};
use bilateral::panel::PanelBuilder;
use bilateral::unit::USD;
use bilateral::{Commodity, Key, Period};

/// The two rows that share months are crude oil; coal stands before it in the second span alone.
#[test]
fn crossing_spans_are_named_with_their_rows() {
    let of = |code: &str| Key::imports(CHN).from(RUS).of(code.parse::<Commodity>().unwrap());
    let (coal, oil) = (of("H6:2701"), of("H6:2709"));
    let (first, second): (Period, Period) =
        ("2023-01/2023-03".parse().unwrap(), "2023-02/2023-04".parse().unwrap());
    let mut builder = PanelBuilder::new(USD.million(), 0).unwrap();
    for (key, period) in [(oil, first), (coal, second), (oil, second)] {
        builder.push(key, period, 1.into()).unwrap();
    }
    let error = builder.build().unwrap_err().to_string();
    for part in [format!("{oil}, {first}"), format!("{oil}, {second}")] {
        assert!(error.contains(&part), "{error}");
    }
    assert!(!error.contains("2701"), "{error}");
}

/// The first row of a cell stands. A row of the same value and quantity repeats it, one of another
/// quantity contradicts it, and one without a quantity does not.
#[cfg(feature = "readers")]
#[test]
fn rows_of_one_cell_repeat_or_contradict_the_first() {
    use bilateral::read::Reason;

    let file = "t,i,j,k,v,q\n\
                2023,156,643,270900,7,1\n\
                2023,156,643,270900,7,1\n\
                2023,156,276,270900,7,5\n\
                2023,156,276,270900,7,6\n\
                2023,156,842,270900,7,5\n\
                2023,156,842,270900,7,\n\
                2023,156,392,270900,7,5\n\
                2023,156,392,270900,8,5\n";
    let opened = bilateral::read::baci(file.as_bytes(), "mine.csv").unwrap();
    let of = |reason| -> Vec<(u64, String)> {
        let all = opened.account.set_aside().iter().filter(|kind| kind.reason == reason);
        all.flat_map(|kind| &kind.first).map(|line| (line.place.line, line.text.clone())).collect()
    };
    let lines = |found: &[(u64, String)]| found.iter().map(|line| line.0).collect::<Vec<_>>();
    let (repeated, contrary) = (of(Reason::Duplicate), of(Reason::Conflicting));
    assert_eq!((lines(&repeated), lines(&contrary)), (vec![3, 7], vec![5, 9]));
    assert!(repeated[0].1.starts_with("as line 2, "), "{repeated:?}");
    assert!(contrary[0].1.starts_with("another quantity than line 4, "), "{contrary:?}");
    assert!(contrary[1].1.contains(", but ") && contrary[1].1.contains("line 8"), "{contrary:?}");
}

/// Of two rows that are added up one has no quantity, so the sum has none. The account names the
/// cell that came first, in either order.
#[cfg(feature = "readers")]
#[test]
fn the_first_sum_without_a_quantity_is_named() {
    use bilateral::panel::Duplicates;
    use bilateral::read::Reader;

    let cell =
        |partner: &str| format!("2023,156,{partner},270900,7,5\n2023,156,{partner},270900,7,\n");
    let whole = "2023,156,643,270900,7,5\n2023,156,643,270900,7,6\n";
    for (one, two) in [("842", "276"), ("276", "842")] {
        let file = format!("t,i,j,k,v,q\n{}{}{whole}", cell(one), cell(two));
        let reader = Reader::new().duplicates(Duplicates::Sum);
        let opened = reader.read(file.as_bytes(), "mine.csv").unwrap();
        let remarks = opened.account.remarks().join(";");
        assert!(remarks.contains("some of their rows have one: 2;"), "{remarks}");
        assert!(remarks.contains("line 2"), "{remarks}");
    }
    let opened = Reader::new()
        .duplicates(Duplicates::Sum)
        .read(format!("t,i,j,k,v,q\n{whole}").as_bytes(), "mine.csv")
        .unwrap();
    assert!(!opened.account.remarks().join(";").contains("without a quantity"));
}
