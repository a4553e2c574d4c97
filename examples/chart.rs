//! The years of China-Russia trade as lines of cumulated months, the projection of 24 May 2023 as a
//! fan, and what came.
//!
//! `cargo run --release --example chart -- china_russia.svg` (without a name it writes into the
//! target folder)

use bilateral::area::{CHN, RUS};
use bilateral::{Error, Key, Money, Period, Ratio, Series, date, published};
use plotters::prelude::*;
use std::path::PathBuf;

const SIZE: (u32, u32) = (1000, 640);
const YEARS: std::ops::RangeInclusive<i32> = 2019..=2023;
const GREYS: [RGBColor; 4] = [
    RGBColor(200, 204, 210),
    RGBColor(170, 176, 184),
    RGBColor(135, 142, 152),
    RGBColor(90, 98, 110),
];
const NOW: RGBColor = RGBColor(192, 57, 43);
const CAME: RGBColor = RGBColor(20, 90, 140);
const INK: RGBColor = RGBColor(50, 54, 60);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/china_russia.svg"), PathBuf::from);
    let history = published::china_russia()?.series(Key::trade(CHN).with(RUS))?;
    let (known, today) = (history.as_of(date(2023, 5, 24)), history.latest());
    draw(&path, &known, &today)?;
    println!(
        "{} written: {} to {}, projection and outcome",
        path.display(),
        YEARS.start(),
        YEARS.end()
    );

    let text = std::fs::read_to_string(&path)?;
    for wanted in ["2022", "252 expected", "286  80 %", "240.11", "billion US$", "China Customs"] {
        assert!(text.contains(wanted), "the chart lacks {wanted}");
    }
    Ok(())
}

/// The published or derived year to date of every month that has one.
fn cumulated(series: &Series<Money>, year: i32) -> Result<Vec<(f64, f64)>, Error> {
    let mut points = Vec::new();
    for month in 1..=12 {
        if let Ok(reading) = series.amount(Period::try_january_to(year, month)?) {
            points.push((f64::from(month), number(&Ratio::from(reading.amount().value()))));
        }
    }
    Ok(points)
}

/// For drawing only.
fn number(ratio: &Ratio) -> f64 {
    ratio.round(3, bilateral::Rounding::default()).to_string().parse().unwrap_or(f64::NAN)
}

fn draw(
    path: &PathBuf,
    known: &Series<Money>,
    today: &Series<Money>,
) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let font = |size: i32| ("sans-serif", size).into_font();
    root.draw_text(
        "Trade of China with Russia, from January",
        &font(24).color(&INK).into_text_style(&root),
        (70, 16),
    )?;
    let subtitle = "billion US$, exports FOB plus imports CIF; 2023 as known on 24 May 2023";
    root.draw_text(subtitle, &font(15).color(&INK).into_text_style(&root), (70, 48))?;
    let caption = "Source: China Customs (GACC) as carried by news agencies. Fan: 50, 80 and 95 % intervals of December, in proportion before.";
    root.draw_text(caption, &font(13).color(&INK).into_text_style(&root), (70, 612))?;

    let area = root.margin(76, 40, 20, 110);
    let mut chart = ChartBuilder::on(&area)
        .x_label_area_size(34)
        .y_label_area_size(50)
        .build_cartesian_2d(0.6..12.2_f64, 0.0..340.0_f64)?;
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = |x: &f64| {
        let at = x.round();
        let index = at as usize;
        if (at - x).abs() < 0.01 && (1..=12).contains(&index) {
            months[index - 1].to_owned()
        } else {
            String::new()
        }
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(230, 232, 236))
        .axis_style(RGBColor(150, 155, 162))
        .x_labels(13)
        .x_label_formatter(&name)
        .y_labels(7)
        .y_label_formatter(&|y| format!("{y:.0}"))
        .label_style(font(14).color(&INK))
        .draw()?;

    // Earlier years in grey, each with its name at its end.
    for (year, grey) in YEARS.take(4).zip(GREYS) {
        let points = cumulated(today, year)?;
        let Some(end) = points.last().copied() else { continue };
        chart.draw_series(LineSeries::new(points, grey.stroke_width(2)))?;
        // 2019 and 2020 end at almost the same level.
        let shift = match year {
            2019 => -16,
            2020 => 2,
            _ => -7,
        };
        let label = EmptyElement::at(end)
            + Text::new(year.to_string(), (8, shift), font(14).color(&GREYS[3]));
        chart.draw_series(std::iter::once(label))?;
    }

    // The year as known, the fan from its last point, and its centre. Each month left has its part
    // of the rest, by the pattern of the year before, and the interval of the rest in proportion.
    let points = cumulated(known, 2023)?;
    let projection = known.project(Period::year(2023))?;
    let (from, centre) =
        (points.last().copied().unwrap_or((1.0, 0.0)), number(projection.central()));
    let path: Vec<(f64, f64)> = projection
        .path()?
        .cumulated()
        .iter()
        .map(|(month, level)| (f64::from(month.last().number()), number(level)))
        .collect();
    let ends = |percent: u8| {
        projection.interval(percent).map(|interval| (interval.low(), interval.high()))
    };
    for (percent, depth) in [(95, 0.10), (80, 0.14), (50, 0.20)] {
        let (low, high) = ends(percent)?;
        let scaled = |end: f64| {
            path.iter().map(move |(month, level)| {
                (*month, from.1 + (level - from.1) * (end - from.1) / (centre - from.1))
            })
        };
        let fan: Vec<(f64, f64)> =
            scaled(high).chain(scaled(low).collect::<Vec<_>>().into_iter().rev()).collect();
        chart.draw_series(std::iter::once(Polygon::new(fan, NOW.mix(depth))))?;
    }
    chart.draw_series(DashedLineSeries::new(path, 6, 5, NOW.stroke_width(2)))?;
    chart.draw_series(LineSeries::new(points.clone(), NOW.stroke_width(3)))?;
    chart.draw_series(points.iter().map(|point| Circle::new(*point, 4, NOW.filled())))?;
    let (low, high) = ends(80)?;
    let (lowest, highest) = ends(95)?;
    let labels = [
        (from, format!("{} by April 2023", from.1), (-158, -22), NOW),
        ((12.0, highest), format!("{:.0}  95 %", highest.ceil()), (10, -8), NOW),
        ((12.0, high), format!("{:.0}  80 %", high.ceil()), (10, -8), NOW),
        ((12.0, centre), format!("{centre:.0} expected"), (10, -16), NOW),
        ((12.0, low), format!("{:.0}  80 %", low.floor()), (10, -4), NOW),
        ((12.0, lowest), format!("{:.0}  95 %", lowest.floor()), (10, -4), NOW),
    ];
    for (at, text, shift, colour) in labels {
        chart.draw_series(std::iter::once(
            EmptyElement::at(at) + Text::new(text, shift, font(15).color(&colour)),
        ))?;
    }

    // What came.
    let outcome = number(&Ratio::from(today.amount(Period::year(2023))?.amount().value()));
    chart.draw_series(std::iter::once(Circle::new((12.0, outcome), 6, CAME.filled())))?;
    let label = Text::new(format!("{outcome:.2} came"), (10, 2), font(15).color(&CAME));
    chart.draw_series(std::iter::once(EmptyElement::at((12.0, outcome)) + label))?;
    root.present()?;
    Ok(())
}
