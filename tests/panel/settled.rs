//! What is said of rows that are not alone: which row a refusal names, and why a row is set aside.

use bilateral::area::{CHN, JPN, RUS, WORLD};
use bilateral::panel::{Duplicates, Editions, PanelBuilder, Reason, Totals};
use bilateral::unit::USD;
use bilateral::{Area, Commodity, Key, Period};

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

const Y23: Period = Period::year(2023);

fn builder() -> PanelBuilder {
    PanelBuilder::new(USD.million(), 0).unwrap()
}

/// Line and text of the rows that an account shows for a reason.
fn lines(account: &bilateral::panel::Account, reason: Reason) -> Vec<(u64, String)> {
    let all = account.set_aside().iter().filter(|kind| kind.reason == reason);
    all.flat_map(|kind| &kind.first).map(|line| (line.place.line, line.text.clone())).collect()
}

/// A builder says it as a reader does: rows 2 and 3 are added up, and row 3 has no quantity.
#[test]
fn a_builder_says_where_a_sum_has_no_quantity() {
    let mut rows = builder().duplicates(Duplicates::Sum);
    for (partner, value, quantity) in [(JPN, 1, 4), (RUS, 2, 5)] {
        let key = Key::imports(CHN).from(partner);
        rows.push_with_quantity(key, Y23, value.into(), quantity).unwrap();
    }
    rows.push(Key::imports(CHN).from(RUS), Y23, 3.into()).unwrap();
    let panel = rows.build().unwrap();
    let remarks = panel.account().remarks().join(";");
    assert!(remarks.contains("some of their rows have one: 1;"), "{remarks}");
    assert!(remarks.ends_with("CHN imports from RUS, 2023, row 2"), "{remarks}");
}

/// Rows 1 and 3 stand, 2 and 4 repeat them. The World is then a total of Russia and Japan: it is
/// still row 1, and what it holds row 3.
#[test]
fn rows_are_named_by_their_arrival_after_others_have_left() {
    let mut rows = builder().duplicates(Duplicates::KeepFirst).totals(Totals::SetAside);
    for (partner, value) in [(WORLD, 9), (WORLD, 9), (RUS, 5), (RUS, 5), (JPN, 2)] {
        rows.push(Key::imports(CHN).from(partner), Y23, value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let of = |reason| lines(panel.account(), reason);
    let repeated: Vec<u64> = of(Reason::Duplicate).iter().map(|line| line.0).collect();
    assert_eq!(repeated, [2, 4]);
    let [(line, text)] = &of(Reason::Total)[..] else { panic!("{:?}", of(Reason::Total)) };
    assert_eq!(*line, 1);
    let parts = [
        "CHN imports from World, 2023; line 3 is a part of it: CHN imports from RUS, 2023",
        "CHN imports from World, 2023; line 5 is a part of it: CHN imports from JPN, 2023",
    ];
    assert!(parts.contains(&text.as_str()), "{text}");
}

/// Goods of chapter 84 may be those of another chapter in the other edition, so none of them is
/// added to rows of the edition that most rows have.
#[test]
fn all_rows_of_a_pair_leave_for_another_edition() {
    let mut rows = builder().editions(Editions::KeepMostUsed);
    for code in ["H6:2701", "H6:2709", "H5:2710", "H5:8471"] {
        rows.push(Key::imports(CHN).from(RUS).of(code.parse().unwrap()), Y23, 1.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    assert_eq!(
        lines(panel.account(), Reason::OtherClassification),
        [
            (3, "CHN imports of H5:2710 from RUS, 2023; line 1 has another edition".to_owned()),
            (4, "CHN imports of H5:8471 from RUS, 2023; line 1 has another edition".to_owned())
        ]
    );
    let left: Vec<String> = panel.commodities().iter().map(Commodity::to_string).collect();
    assert_eq!(left, ["H6:2701", "H6:2709"]);
}

/// A user-defined area may be a part of Russia; the World holds it for certain.
#[test]
fn user_defined_areas_are_unknown_beside_others_but_not_beside_the_world() {
    let own = Area::own(1).unwrap();
    let remarks = |partner: Area| {
        let mut rows = builder();
        for area in [own, partner] {
            rows.push(Key::imports(own).from(area), Y23, 1.into()).unwrap();
        }
        rows.build().unwrap().account().remarks().join(";")
    };
    assert_eq!(remarks(WORLD), "");
    assert!(remarks(RUS).contains("taken to be apart"), "{}", remarks(RUS));
    assert_eq!(remarks(Area::own(2).unwrap()), "");
}

/// BACI keeps three places. Nine times 10^18 - 1000 is below 2^63, 9.2 10^18, and ten times is not.
/// The file of a row that is repeated in another one is named.
#[cfg(feature = "readers")]
#[test]
fn a_sum_that_does_not_fit_and_a_row_of_another_file_are_named() {
    use bilateral::read::Reader;

    let head = "t,i,j,k,v,q\n";
    let row = "2023,156,643,270900,999999999999999,1\n";
    let reader = Reader::new().duplicates(Duplicates::Sum);
    let opened = reader.read(format!("{head}{}", row.repeat(10)).as_bytes(), "mine.csv").unwrap();
    let [(11, text)] = &lines(&opened.account, Reason::DoesNotFit)[..] else {
        panic!("{}", opened.account)
    };
    assert!(text.starts_with("999999999999999 for CHN ") && text.contains("2023"), "{text}");
    assert!(text.ends_with(": beyond what the cell of line 2 can hold"), "{text}");

    let folder = std::env::temp_dir().join(format!("bilateral-settled-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["a.csv", "b.csv"] {
        std::fs::write(folder.join(name), format!("{head}2023,156,643,270900,7,1\n")).unwrap();
    }
    let opened = Reader::new().open(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    let account = opened.unwrap().account;
    let [(2, text)] = &lines(&account, Reason::Duplicate)[..] else { panic!("{account}") };
    assert!(text.starts_with("as line 2 of ") && text.contains("a.csv, "), "{text}");
}
