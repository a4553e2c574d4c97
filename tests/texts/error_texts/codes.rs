//! Tables between editions, conversions, and panels in another edition.

use super::{Texts, refused};
use bilateral::area::{CHN, RUS};
use bilateral::commodity::Classification;
use bilateral::concordance::{
    self, CodeConversion, CodeTable, CodeTableReader, ConvertedSeries, Reporter, Weights,
};
use bilateral::number::decimal;
use bilateral::panel::{Panel, PanelBuilder};
use bilateral::unit::{CNY, MoneyUnit, USD};
use bilateral::{
    Amount, Commodity, Error, Key, Mass, Money, Period, Ratio, Series, date, published,
};
use std::io::{self, Read};

pub fn put(t: &mut Texts) {
    tables(t);
    shipped(t);
    files(t);
    weights(t);
    codes(t);
    amounts(t);
    series(t);
    panels(t);
}

fn good(text: &str) -> Commodity {
    text.parse().unwrap()
}

fn of(text: &str) -> Classification {
    text.parse().unwrap()
}

fn table(pairs: &[(&str, &str)]) -> Result<CodeTable, Error> {
    CodeTable::new(of("H6"), of("H5"), pairs.iter().copied())
}

/// Heated tobacco, whose goods were of two codes, and crude oil.
fn tobacco() -> CodeTable {
    table(&[("240411", "240391"), ("240411", "240399"), ("270900", "270900")]).unwrap()
}

fn tables(t: &mut Texts) {
    let prefer = |pairs: &[(&str, &str)]| tobacco().with_preferred(pairs.iter().copied());
    refused!(
        t,
        "concordance",
        table(&[]),
        table(&[("270900", "270900"), ("270900", "270900")]),
        tobacco().with_rows([("270900", "270900")]),
        tobacco().without(&[good("H6:010121")]),
        tobacco().without(&[good("H6:2404"), good("H5:2709")]),
        prefer(&[("240411", "240391"), ("240411", "240399")]),
        CodeConversion::preferred(&tobacco()),
    );
}

fn shipped(t: &mut Texts) {
    let between = |from, to, weights| CodeConversion::between(of(from), of(to), weights);
    refused!(
        t,
        "concordance",
        CodeTable::between(of("H6"), of("H3")),
        CodeTable::between(of("S1"), of("H6")),
        CodeTable::chain(of("H6"), of("HS")),
        CodeTable::chain(of("H6"), of("H6")),
        between("H6", "H5", Weights::Reference),
        between("H3", "H5", Weights::Preferred),
    );
}

/// A file that never ends.
fn endless() -> impl Read {
    io::repeat(b'7')
}

fn files(t: &mut Texts) {
    let reader = || CodeTableReader::new(of("H6"), of("H5"));
    let read = |text: &str| reader().csv(text.as_bytes(), "mine.csv");
    refused!(
        t,
        "concordance",
        read(""),
        read("old,new\n240411,240391\n"),
        read("from,to,title\n240411,240391,Tobacco\n"),
        read("from,to\n"),
        read("from,to\n10121,010121\n"),
        read("from,to\n24O411,240391\n"),
        read("from,to\n240411,2403\n"),
        read("from,to\n240411,240391\n\n240411,240391\n"),
        read("from,to,conversion\n240411,240391,yes\n"),
        read("from,to,conversion\n240411,240391,1\n240411,240399,1\n"),
        read("from,to,weight\n240411,240391,half\n"),
        read("from,to,weight\n240411,240391,\n"),
        reader().csv(&b"from,to\n240411,2403\xe9\n"[..], "mine.csv"),
        reader().csv(endless(), "mine.csv"),
        reader().open("no such file.csv"),
    );
}

fn weights(t: &mut Texts) {
    let (heated, oil) = (good("H6:240411"), good("H6:270900"));
    let (one, two) = (good("H5:240391"), good("H5:240399"));
    let given = |weights: &[(Commodity, Commodity, i32)]| {
        let tenths = |part: i32| Ratio::new(part, 10).unwrap();
        let weights = weights.iter().map(|(from, to, part)| (*from, *to, tenths(*part)));
        CodeConversion::given(&tobacco(), weights)
    };
    let by_reference = |code, value| CodeConversion::by_reference(&tobacco(), [(code, value)]);
    let reporter = |code, value: i32| Reporter::new([(code, value)], [(one, 5)]);
    refused!(
        t,
        "concordance",
        given(&[(heated, good("H5:240310"), 10)]),
        given(&[(good("H6:010121"), one, 10)]),
        given(&[(heated, one, -1)]),
        given(&[(heated, one, 4), (heated, one, 6)]),
        given(&[(heated, one, 9), (heated, two, 2)]),
        given(&[(heated, one, 10), (oil, good("H5:270900"), 0)]),
        given(&[]).and_then(|it| it.code(heated)),
        by_reference(heated, 5),
        by_reference(one, -5),
        reporter(heated, -5),
        CodeConversion::estimated(&tobacco(), &[reporter(one, 5).unwrap()]),
    );
}

/// Each reason for which a code stays behind.
fn codes(t: &mut Texts) {
    let conversion = |from, to| CodeConversion::between(of(from), of(to), Weights::Equal).unwrap();
    let back = conversion("H6", "H5");
    let code = |from, to, text| conversion(from, to).code(good(text));
    let own = |table: CodeTable, text| CodeConversion::equal(&table).code(good(text));
    let first = CodeConversion::equal(&tobacco());
    let next = CodeTable::new(of("H5"), of("H4"), [("240391", "240391")]).unwrap();
    let preferred = table(&[("880621", "852580"), ("880621", "880211"), ("240411", "240391")])
        .and_then(|table| table.with_preferred([("240411", "240391")]))
        .unwrap();
    refused!(
        t,
        "concordance",
        first.then(&first),
        back.code(good("H6:012391")),
        back.code(good("H5:851712")),
        back.code(good("S4:76411")),
        back.code(good("H6:851712")),
        back.code(good("H6:8517")),
        back.code(good("TOTAL")),
        code("H0", "H1", "H0:271011"),
        code("H5", "H6", "H5:300219"),
        code("H6", "S4", "H6:980100"),
        own(CodeTable::new(of("H6"), of("B4"), [("010121", "41")]).unwrap(), "H6:9999AA"),
        own(tobacco().without(&[good("H6:2404")]).unwrap(), "H6:240411"),
        CodeConversion::preferred(&preferred).and_then(|it| it.code(good("H6:880621"))),
        first.then(&CodeConversion::equal(&next)).and_then(|it| it.code(good("H6:240411"))),
    );
}

fn amounts(t: &mut Texts) {
    let convert = |amounts: &[&str]| {
        let of_oil = |text: &&str| (good("H6:270900"), text.parse::<Amount<Mass>>().unwrap());
        let amounts: Vec<_> = amounts.iter().map(of_oil).collect();
        concordance::convert_amounts(amounts, &CodeConversion::equal(&tobacco()))
    };
    let long = || {
        let value = |text| (good("H6:270900"), decimal(text));
        [value("79228162514264337593543950335"), value("1")]
    };
    refused!(
        t,
        "concordance",
        convert(&["5 t", "7 kg"]),
        convert(&[]),
        concordance::convert(long(), &CodeConversion::equal(&tobacco())),
        concordance::to_groups(long(), &tobacco().groups()),
    );
}

fn series(t: &mut Texts) {
    let key = |text: &str| Key::exports(CHN).to(RUS).of(good(text));
    let (heated, oil) = (key("H6:240411"), key("H6:270900"));
    let one = |key: Key, unit: MoneyUnit| Series::<Money>::new(key, unit);
    let dollars = |key: Key| one(key, USD.million());
    let convert = |list: &[Series<Money>]| -> Result<ConvertedSeries<Money>, Error> {
        CodeConversion::equal(&tobacco()).series(list)
    };
    let china = published::china_russia().unwrap();
    let total = Key::exports(CHN).to(RUS);
    let dated = |month| china.series(total).unwrap().as_of(date(2023, month, 24));
    let twice = dollars(heated).with("2022", "5").unwrap().with("2022", "6").unwrap();
    let imported = Key::imports(RUS).from(CHN).of(good("H6:270900"));
    refused!(
        t,
        "concordance",
        convert(&[]),
        convert(&[dollars(heated), dollars(imported)]),
        convert(&[dollars(heated), one(oil, CNY.million())]),
        convert(&[dated(5), dated(6)]),
        convert(&[dollars(oil), dollars(oil)]),
        convert(&[twice]),
    );
}

const Y22: Period = Period::year(2022);

fn panel(rows: &[(&str, i64)]) -> Panel {
    let mut builder = PanelBuilder::new(USD.one(), 0).unwrap();
    for (code, value) in rows {
        builder.push(Key::imports(CHN).from(RUS).of(good(code)), Y22, (*value).into()).unwrap();
    }
    builder.build().unwrap()
}

fn panels(t: &mut Texts) {
    // The goods move from chapter 85 to chapter 90.
    let moved = CodeTable::new(of("H5"), of("H6"), [("850110", "901110"), ("850120", "901110")]);
    let moved = moved.unwrap();
    let conversion = CodeConversion::equal(&moved);
    let huge = panel(&[("H5:850110", i64::MAX), ("H5:850120", 1)]);
    let converted = panel(&[("H5:850110", 8)]).converted(&conversion).unwrap();
    let elsewhere = Key::imports(RUS).from(CHN).of(good("H6:901110"));
    refused!(
        t,
        "concordance",
        panel(&[("HS:850110", 8)]).converted(&conversion),
        panel(&[("TOTAL", 8)]).to_groups(&moved.groups()),
        panel(&[("H5:850110", 8), ("H4:901110", 9)]).converted(&conversion),
        huge.converted(&conversion),
        converted.sources(&elsewhere, Y22),
    );
}
