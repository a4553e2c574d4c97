//! Both reports of a flow as two lines, and the gap between them as an area.

use bilateral::mirror::Mirror;
use bilateral::{Money, Ratio, Rounding};
use plotters::prelude::*;
use std::path::Path;

const WIDTH: u32 = 1000;
const HEIGHT: u32 = 470;
const SOLD: RGBColor = RGBColor(20, 90, 140);
const BOUGHT: RGBColor = RGBColor(192, 57, 43);
const INK: RGBColor = RGBColor(50, 54, 60);

/// A panel for each flow, below each other, on one scale.
pub fn draw(
    path: &Path,
    flows: &[&Mirror<Money>],
    source: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let points: Vec<[Vec<(f64, f64)>; 2]> = flows.iter().map(|both| lines(both)).collect();
    let all = || points.iter().flatten().flatten();
    let top = all().map(|(_, value)| *value).fold(1.0, f64::max) * 1.08;
    let years = all().map(|(year, _)| *year);
    let (first, last) =
        years.fold((f64::MAX, f64::MIN), |(low, high), year| (low.min(year), high.max(year)));
    if first > last {
        return Err("neither side reports a whole year".into());
    }

    let rows = u32::try_from(flows.len())?;
    let root = SVGBackend::new(path, (WIDTH, HEIGHT * rows)).into_drawing_area();
    root.fill(&WHITE)?;
    for ((area, both), [sold, bought]) in
        root.split_evenly((flows.len(), 1)).iter().zip(flows).zip(points)
    {
        let font = |size: i32| ("sans-serif", size).into_font().color(&INK);
        let (exporter, importer) = (both.exports().reporter(), both.imports().reporter());
        area.draw_text(
            &format!("From {exporter:#} to {importer:#}"),
            &font(22).into_text_style(area),
            (60, 14),
        )?;
        let subtitle = format!("{}; {source}", both.unit().currency().billion());
        area.draw_text(&subtitle, &font(14).into_text_style(area), (60, 42))?;
        let inner = area.margin(70, 14, 14, 215);
        let mut chart = ChartBuilder::on(&inner)
            .x_label_area_size(30)
            .y_label_area_size(46)
            .build_cartesian_2d(first..last, 0.0..top)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(RGBColor(230, 232, 236))
            .axis_style(RGBColor(150, 155, 162))
            .x_labels(8)
            .x_label_formatter(&|year| format!("{year:.0}"))
            .y_labels(6)
            .y_label_formatter(&|value| format!("{value:.0}"))
            .label_style(font(14))
            .draw()?;
        let between: Vec<_> = both_years(&sold, &bought);
        chart.draw_series(std::iter::once(Polygon::new(between, BOUGHT.mix(0.12).filled())))?;
        // Where the lines end close to each other, the upper label goes up and the lower one down.
        let end = |line: &[(f64, f64)]| line.last().map_or(0.0, |(_, value)| *value);
        let sold_above = end(&sold) > end(&bought);
        for (line, colour, words, above) in [
            (sold, SOLD, format!("{exporter:#} says it sold"), sold_above),
            (bought, BOUGHT, format!("{importer:#} says it bought"), !sold_above),
        ] {
            let Some(end) = line.last().copied() else { continue };
            chart.draw_series(LineSeries::new(line, colour.stroke_width(3)))?;
            let shift = if above { -20 } else { 6 };
            let style = ("sans-serif", 14).into_font().color(&colour);
            let label = EmptyElement::at(end) + Text::new(words, (6, shift), style);
            chart.draw_series(std::iter::once(label))?;
        }
    }
    root.present()?;
    Ok(())
}

/// The area between two lines, over the years that both have.
fn both_years(sold: &[(f64, f64)], bought: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let has = |line: &[(f64, f64)], year: f64| line.iter().any(|(other, _)| *other == year);
    let there = sold.iter().copied().filter(|(year, _)| has(bought, *year));
    let back = bought.iter().rev().copied().filter(|(year, _)| has(sold, *year));
    there.chain(back).collect()
}

/// What each side reports of whole years; for drawing only.
fn lines(both: &Mirror<Money>) -> [Vec<(f64, f64)>; 2] {
    let unit = both.unit();
    let factor = unit.ratio_to(unit.currency().billion()).unwrap_or_else(|_| Ratio::one());
    let mut lines = [Vec::new(), Vec::new()];
    for reports in both.reports().iter().filter(|reports| reports.period().is_full_year()) {
        let pair = reports.pair();
        for (line, value) in lines.iter_mut().zip([pair.exported, pair.imported]) {
            let Some(value) = value else { continue };
            let value = &Ratio::from(value) * &factor;
            let value = value.round(6, Rounding::HalfEven).to_string().parse();
            line.push((f64::from(pair.period.last().year()), value.unwrap_or(f64::NAN)));
        }
    }
    lines
}
