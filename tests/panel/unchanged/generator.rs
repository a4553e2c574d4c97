//! Panels of one label, made from fixed seeds: plain columns and dictionaries, without anything of
//! the panel's own interface.
//!
//! Which numbers it makes is part of what `tests/data/unchanged.csv` says, so nothing here may
//! change without a new baseline.

use bilateral::{Area, Commodity, Period};

/// Columns as identifiers into dictionaries, exports of one valuation.
pub struct Made {
    pub name: &'static str,
    /// FOB, or else as reported.
    pub fob: bool,
    /// The places of values; the unit is one US dollar.
    pub places: u8,
    pub quantity_places: u8,
    /// The places and the rounding of rates.
    pub rate_places: u8,
    pub half_even: bool,
    pub areas: Vec<Area>,
    pub commodities: Vec<Commodity>,
    pub periods: Vec<Period>,
    pub reporter: Vec<u16>,
    pub partner: Vec<u16>,
    pub commodity: Vec<u16>,
    pub period: Vec<u16>,
    pub value: Vec<i64>,
    /// `i64::MIN` where it is not known; empty if none is.
    pub quantity: Vec<i64>,
}

/// SplitMix64 of Steele, Lea and Flood (2014).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to one below `end`, by the remainder.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// Which periods a panel has.
#[derive(Clone, Copy, PartialEq)]
enum Spans {
    Years([u16; 4]),
    /// 24 months from January 2021.
    Months,
    /// The same, but reporters with an even identifier have January and February of 2022 as one.
    JointJanuaryFebruary,
}

/// What values look like.
#[derive(Clone, Copy, PartialEq)]
enum Values {
    /// Positive, of all sizes up to 2^40.
    Usual,
    /// From 0 to 12: many ties.
    Small,
    /// A fifth negative, a fifth zero.
    Signed,
    /// Within 1,000 of the limits of 64 bits, with usual ones between.
    Huge,
}

struct Shape {
    name: &'static str,
    seed: u64,
    areas: usize,
    /// The system of the codes and how many of them.
    commodities: (&'static str, usize),
    spans: Spans,
    values: Values,
    with_quantity: bool,
    /// Of 1,000 possible cells so many are traded.
    cells: u64,
    /// Of 100 periods of a cell so many have a row.
    rows: u64,
    /// Rows arrive in any order.
    shuffled: bool,
    fob: bool,
    places: u8,
    quantity_places: u8,
    rate_places: u8,
    half_even: bool,
}

const USUAL: Shape = Shape {
    name: "",
    seed: 0,
    areas: 12,
    commodities: ("H6", 30),
    spans: Spans::Years([2019, 2020, 2021, 2022]),
    values: Values::Usual,
    with_quantity: false,
    cells: 25,
    rows: 80,
    shuffled: false,
    fob: true,
    places: 0,
    quantity_places: 0,
    rate_places: 4,
    half_even: false,
};

const SHAPES: &[Shape] = &[
    Shape { name: "annual small", seed: 1, ..USUAL },
    Shape {
        name: "annual large",
        seed: 2,
        areas: 40,
        commodities: ("H6", 120),
        with_quantity: true,
        cells: 5,
        shuffled: true,
        fob: false,
        places: 3,
        quantity_places: 3,
        rate_places: 6,
        half_even: true,
        ..USUAL
    },
    Shape {
        name: "annual ties",
        seed: 3,
        values: Values::Small,
        with_quantity: true,
        cells: 60,
        rate_places: 1,
        ..USUAL
    },
    Shape {
        name: "annual signs",
        seed: 4,
        values: Values::Signed,
        with_quantity: true,
        cells: 60,
        shuffled: true,
        places: 2,
        half_even: true,
        ..USUAL
    },
    Shape {
        name: "annual huge",
        seed: 5,
        values: Values::Huge,
        with_quantity: true,
        cells: 50,
        fob: false,
        ..USUAL
    },
    Shape {
        name: "annual gap",
        seed: 6,
        spans: Spans::Years([2017, 2018, 2020, 2021]),
        cells: 80,
        rate_places: 9,
        ..USUAL
    },
    Shape {
        name: "annual one pair",
        seed: 7,
        areas: 2,
        commodities: ("H5", 400),
        with_quantity: true,
        cells: 600,
        rows: 90,
        ..USUAL
    },
    Shape {
        name: "annual one good",
        seed: 8,
        areas: 50,
        commodities: ("CN2021", 1),
        cells: 300,
        fob: false,
        ..USUAL
    },
    Shape {
        name: "monthly",
        seed: 9,
        areas: 6,
        commodities: ("H6", 20),
        spans: Spans::Months,
        cells: 150,
        rows: 85,
        shuffled: true,
        ..USUAL
    },
    Shape {
        name: "monthly joint",
        seed: 10,
        areas: 8,
        commodities: ("S4", 12),
        spans: Spans::JointJanuaryFebruary,
        with_quantity: true,
        cells: 180,
        rows: 95,
        fob: false,
        places: 2,
        ..USUAL
    },
    Shape {
        name: "monthly quantities",
        seed: 11,
        areas: 5,
        commodities: ("CHN", 25),
        spans: Spans::Months,
        with_quantity: true,
        cells: 200,
        rows: 100,
        quantity_places: 1,
        half_even: true,
        ..USUAL
    },
    Shape {
        name: "monthly signs",
        seed: 12,
        areas: 7,
        commodities: ("H6", 15),
        spans: Spans::Months,
        values: Values::Signed,
        cells: 120,
        rows: 70,
        rate_places: 2,
        ..USUAL
    },
];

/// Areas by their codes at Comtrade; no two of them share territory.
const AREAS: [u16; 50] = [
    156, 643, 276, 842, 392, 410, 251, 757, 579, 699, 490, 76, 36, 124, 826, 380, 528, 56, 724,
    616, 203, 40, 752, 208, 246, 372, 620, 300, 348, 642, 792, 682, 784, 364, 398, 860, 804, 112,
    360, 458, 702, 704, 764, 608, 484, 32, 152, 604, 710, 818,
];

/// All panels, in a fixed order.
pub fn panels() -> Vec<Made> {
    SHAPES.iter().map(make).collect()
}

fn make(shape: &Shape) -> Made {
    let mut random = SplitMix64(shape.seed);
    let mut areas: Vec<Area> =
        AREAS[..shape.areas].iter().map(|code| Area::from_code(*code).unwrap()).collect();
    let mut commodities: Vec<Commodity> =
        (0..shape.commodities.1).map(|number| commodity(shape.commodities.0, number)).collect();
    let mut periods = periods(shape.spans);
    if shape.shuffled {
        // Dictionaries may stand in any order.
        random.shuffle(&mut areas);
        random.shuffle(&mut commodities);
        random.shuffle(&mut periods);
    }
    let mut rows: Vec<(u16, u16, u16, u16, i64, i64)> = Vec::new();
    for reporter in 0..areas.len() as u16 {
        for partner in (0..areas.len() as u16).filter(|partner| *partner != reporter) {
            for good in 0..commodities.len() as u16 {
                if random.below(1000) >= shape.cells {
                    continue;
                }
                for (at, period) in periods.iter().enumerate() {
                    let there = random.below(100) < shape.rows;
                    let (value, quantity) =
                        (value(shape.values, &mut random), quantity(&mut random));
                    if there && is_reported(shape.spans, reporter, *period) {
                        rows.push((reporter, partner, good, at as u16, value, quantity));
                    }
                }
            }
        }
    }
    if shape.shuffled {
        random.shuffle(&mut rows);
    }
    Made {
        name: shape.name,
        fob: shape.fob,
        places: shape.places,
        quantity_places: shape.quantity_places,
        rate_places: shape.rate_places,
        half_even: shape.half_even,
        areas,
        commodities,
        periods,
        reporter: rows.iter().map(|row| row.0).collect(),
        partner: rows.iter().map(|row| row.1).collect(),
        commodity: rows.iter().map(|row| row.2).collect(),
        period: rows.iter().map(|row| row.3).collect(),
        value: rows.iter().map(|row| row.4).collect(),
        quantity: if shape.with_quantity {
            rows.iter().map(|row| row.5).collect()
        } else {
            Vec::new()
        },
    }
}

/// Codes of one level; none holds another.
fn commodity(system: &str, number: usize) -> Commodity {
    let text = match system {
        "S4" => format!("S4:{}", 100 + 37 * number),
        "CN2021" => format!("CN2021:{:08}", 27_090_010 + number),
        "CHN" => format!("CHN:{:02}{:08}", 1 + number, 1_000_000 + number),
        hs => format!("{hs}:{:02}{:02}{:02}", 1 + number % 76, 1 + number / 76, 10 + number % 7),
    };
    text.parse().unwrap()
}

fn periods(spans: Spans) -> Vec<Period> {
    let joint: Period = "2022-01/2022-02".parse().unwrap();
    let months =
        (2021..=2022).flat_map(|year| (1..=12).map(move |month| Period::month(year, month)));
    match spans {
        Spans::Years(years) => years.iter().map(|year| Period::year(i32::from(*year))).collect(),
        Spans::Months => months.collect(),
        Spans::JointJanuaryFebruary => months.chain([joint]).collect(),
    }
}

/// Whether a reporter has this period: where January and February are one, they are not there
/// apart.
fn is_reported(spans: Spans, reporter: u16, period: Period) -> bool {
    let joint: Period = "2022-01/2022-02".parse().unwrap();
    let is_joint = period == joint;
    let is_part = period == Period::month(2022, 1) || period == Period::month(2022, 2);
    spans != Spans::JointJanuaryFebruary
        || if reporter.is_multiple_of(2) { !is_part } else { !is_joint }
}

fn value(values: Values, random: &mut SplitMix64) -> i64 {
    let (kind, size, digits) = (random.below(5), random.below(40), random.next());
    let usual = (digits % (2_u64 << size)) as i64 + 1;
    match (values, kind) {
        (Values::Small, _) => (digits % 13) as i64,
        (Values::Signed, 0) => -usual,
        (Values::Signed, 1) => 0,
        (Values::Huge, 0) => i64::MIN + 1 + (digits % 1000) as i64,
        (Values::Huge, 1 | 2) => i64::MAX - (digits % 1000) as i64,
        _ => usual,
    }
}

/// A tenth is not known, a tenth is zero.
fn quantity(random: &mut SplitMix64) -> i64 {
    let (kind, size, digits) = (random.below(10), random.below(30), random.next());
    match kind {
        0 => i64::MIN,
        1 => 0,
        _ => (digits % (2_u64 << size)) as i64 + 1,
    }
}
