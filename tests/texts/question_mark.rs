//! Every error type of the public surface passes `?` into the errors that programs use.

use bilateral::area::{CHN, RUS};
use bilateral::panel::{Miss, PanelBuilder};
use bilateral::unit::{Amount, Energy, Mass, USD};
use bilateral::{Error, ErrorKind, Key, Period, Rounding, Undefined, growth, read};
use std::error::Error as _;

type Boxed = Box<dyn std::error::Error + Send + Sync>;

fn is_a_full_error<E: std::error::Error + Send + Sync + 'static>() {}

#[test]
fn errors_cross_threads_and_live_as_long_as_needed() {
    is_a_full_error::<Error>();
    is_a_full_error::<Undefined>();
    is_a_full_error::<Miss>();
}

fn panel() -> Result<bilateral::panel::Panel, Error> {
    let mut rows = PanelBuilder::new(USD.one(), 0)?;
    rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76.into())?;
    rows.build()
}

/// `Error` itself.
fn anyhow_error() -> anyhow::Result<()> {
    growth::year_over_year(5, 0)?;
    Ok(())
}

fn boxed_error() -> Result<(), Boxed> {
    growth::year_over_year(5, 0)?;
    Ok(())
}

/// `Undefined`, which the rows of bulk statistics return.
fn anyhow_undefined() -> anyhow::Result<()> {
    panel()?.growth(3, Rounding::HalfEven)?.change(0)?;
    Ok(())
}

fn boxed_undefined() -> Result<(), Boxed> {
    panel()?.growth(3, Rounding::HalfEven)?.change(0)?;
    Ok(())
}

/// `Miss`, which the questions of a panel return.
fn anyhow_miss() -> anyhow::Result<()> {
    panel()?.find(&Key::imports(CHN).from(RUS), Period::year(2022))?;
    Ok(())
}

fn boxed_miss() -> Result<(), Boxed> {
    panel()?.find(&Key::imports(CHN).from(RUS), Period::year(2022))?;
    Ok(())
}

/// The errors of `FromStr` and `TryFrom`.
fn anyhow_parse() -> anyhow::Result<()> {
    "2023-13".parse::<Period>()?;
    Ok(())
}

#[test]
fn a_question_mark_is_enough() {
    for (error, text) in [
        (anyhow_error(), "not defined: the base is zero"),
        (anyhow_undefined(), "no figure and nothing to derive one from"),
        (anyhow_miss(), "no row has the flow “import”; the panel has “export”"),
    ] {
        assert_eq!(error.unwrap_err().to_string(), text);
    }
    assert!(anyhow_parse().unwrap_err().downcast::<Error>().unwrap().is_parse());
    for (error, text) in [
        (boxed_error(), "not defined: the base is zero"),
        (boxed_undefined(), "no figure and nothing to derive one from"),
        (boxed_miss(), "no row has the flow “import”; the panel has “export”"),
    ] {
        assert_eq!(error.unwrap_err().to_string(), text);
    }
    assert_eq!(boxed_undefined().unwrap_err().downcast_ref(), Some(&Undefined::Missing));
    // An error of the crate takes the two others as well.
    let both = || -> Result<(), Error> {
        Err(Undefined::ZeroBase)?;
        Ok(())
    };
    assert_eq!(both().unwrap_err().undefined(), Some(&Undefined::ZeroBase));
}

#[test]
fn one_line_says_what_is_wrong_and_a_second_one_what_to_do() {
    let error = growth::year_over_year(5, 0).unwrap_err();
    assert_eq!(error.to_string(), "not defined: the base is zero");
    let both = "not defined: the base is zero\n  help: give the absolute change or the symmetric \
                growth instead";
    assert_eq!(format!("{error:#}"), both);
    assert_eq!(format!("{error:?}"), both);
    let undefined = error.undefined().unwrap();
    assert_eq!(undefined.to_string(), "the base is zero");
    assert_eq!(undefined.help(), error.help());
    let miss = panel().unwrap().find(&Key::exports(RUS).to(CHN), Period::year(2022)).unwrap_err();
    assert_eq!(format!("{miss:#}"), format!("{miss}\n  help: {}", miss.help()));
}

#[test]
fn the_error_of_the_system_is_kept() {
    let error = read::open("no such folder/file.csv").unwrap_err();
    let ErrorKind::Io(kept) = error.kind() else { panic!("{error}") };
    assert_eq!(kept.kind(), std::io::ErrorKind::NotFound);
    // The text of the system is a part of this one, and no chain prints it again.
    let text = format!("no such folder/file.csv: {kept}");
    assert_eq!(error.to_string(), text);
    assert!(error.source().is_none());
    assert_eq!(format!("{:#}", anyhow::Error::from(error.clone())), text);
    // Equal by kind and text, for two failures of the same sort.
    assert_eq!(error, read::open("no such folder/file.csv").unwrap_err());
    assert_ne!(error, read::open("no such folder/other.csv").unwrap_err());
    assert!(growth::year_over_year(5, 0).unwrap_err().source().is_none());
}

#[test]
fn the_error_of_another_parser_is_kept() {
    let row = r#"{"freqCode":"A","period":"2022","reporterCode":156,"flowCode":"M",
        "partnerCode":643,"partner2Code":0,"classificationCode":"H6","cmdCode":"TOTAL",
        "customsCode":"C00","mosCode":"0","motCode":0,"primaryValue":5}"#;
    let answer = format!(r#"{{"count":"many","data":[{row}]}}"#);
    let opened = read::comtrade(answer.as_bytes(), "answer.json").unwrap();
    let error = opened.account.breaks().first().unwrap();
    assert!(error.is_parse() && error.source().unwrap().is::<serde_json::Error>(), "{error}");
}

/// A number or a date outside of an interval is `Range`; everything else that does not fit is not.
#[test]
fn range_is_for_intervals() {
    use bilateral::Month;
    let is_range = |error: Error| matches!(error.kind(), ErrorKind::Range { .. });
    let is_invalid = |error: Error| matches!(error.kind(), ErrorKind::Invalid { .. });
    assert!(is_range(Month::new(2023, 13).unwrap_err()));
    assert!(is_range(growth::carry_over_to_date::<i32>(&[], 4, 40).unwrap_err()));
    assert!(is_range(growth::log_growth(5, 4, 51).unwrap_err()));
    assert!(is_invalid(growth::rolling_12(&[1; 11], &[1; 12]).unwrap_err()));
    assert!(is_invalid(
        bilateral::Series::<Mass>::sum(Key::trade(CHN).with(RUS), &[]).unwrap_err()
    ));
    let energy = "1 TJ (net)".parse::<Amount<Energy>>().unwrap();
    assert!(energy.plus("1 TJ (gross)".parse().unwrap()).unwrap_err().is_mismatch());
}
