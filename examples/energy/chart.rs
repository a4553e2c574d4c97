//! The chart: growth of each carrier against the 40 %, and the energy of both years.

use crate::Line;
use bilateral::energy::EnergyTotal;
use bilateral::{Bounds, Growth, Ratio, Rounding};
use plotters::prelude::*;
use std::path::PathBuf;

/// Growth in percent, what it may be, and the colour.
type Bar<'a> = (f64, &'a Bounds, RGBColor);

/// For drawing only.
fn number(ratio: &Ratio) -> f64 {
    ratio.round(4, Rounding::default()).to_string().parse().unwrap_or(f64::NAN)
}

const INK: RGBColor = RGBColor(50, 54, 60);
const QUANTITY: RGBColor = RGBColor(20, 90, 140);
const VALUE: RGBColor = RGBColor(205, 140, 40);
const CLAIM: RGBColor = RGBColor(192, 57, 43);
const COLOURS: [RGBColor; 5] = [
    RGBColor(60, 66, 76),
    RGBColor(70, 150, 170),
    RGBColor(20, 90, 140),
    RGBColor(150, 120, 90),
    RGBColor(220, 190, 60),
];

/// Left the growth of each carrier by quantity and by value against the 40 %, right the energy of
/// both years.
pub fn draw(
    path: &PathBuf,
    lines: &[Line],
    then: &EnergyTotal,
    now: &EnergyTotal,
    energy: (&Growth, &Bounds),
) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let root = SVGBackend::new(path, (1080, 600)).into_drawing_area();
    root.fill(&WHITE)?;
    let font = |size: i32| ("sans-serif", size).into_font().color(&INK);
    let text = |words: &str, size: i32, at: (i32, i32)| {
        root.draw_text(words, &font(size).into_text_style(&root), at)
    };
    text("Russian energy for China in 2023: +40 % of what?", 24, (40, 14))?;
    text("growth on 2022, percent", 15, (40, 52))?;
    text("energy content, petajoules (net)", 15, (690, 52))?;
    let source = "Source: China Customs, Gazprom, Inter RAO; heat by IPCC 2006 and Energy Institute factors. Lines: what digits and factors leave open.";
    text(source, 13, (40, 572))?;

    let (left, right) = root.split_horizontally(640);
    let rows = lines.len() + 1;
    let left = left.margin(80, 50, 20, 20);
    let mut chart = ChartBuilder::on(&left)
        .x_label_area_size(30)
        .y_label_area_size(110)
        .build_cartesian_2d(-50.0..60.0_f64, 0.0..rows as f64)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(230, 232, 236))
        .axis_style(RGBColor(150, 155, 162))
        .x_labels(12)
        .x_label_formatter(&|x| format!("{x:.0}"))
        .label_style(font(13))
        .draw()?;
    let band = Rectangle::new([(35.0, 0.0), (45.0, rows as f64)], CLAIM.mix(0.14).filled());
    chart.draw_series(std::iter::once(band))?;
    let label = EmptyElement::at((40.0, rows as f64))
        + Text::new("around 40 %", (-34, -16), font(13).color(&CLAIM));
    chart.draw_series(std::iter::once(label))?;
    let mut bars: Vec<(String, Vec<Bar>)> = Vec::new();
    for line in lines {
        let mut own =
            vec![(number(line.recomputed.0.ratio()) * 100.0, &line.recomputed.1, QUANTITY)];
        if let Some((growth, bounds)) = &line.value_recomputed {
            own.push((number(growth.ratio()) * 100.0, bounds, VALUE));
        }
        bars.push((line.name.to_owned(), own));
    }
    bars.push((
        "together, in PJ".to_owned(),
        vec![(number(energy.0.ratio()) * 100.0, energy.1, CLAIM)],
    ));
    for (at, (name, own)) in bars.iter().rev().enumerate() {
        let middle = at as f64 + 0.5;
        let height = 0.6 / own.len() as f64;
        for (place, (growth, bounds, colour)) in own.iter().enumerate() {
            let top = middle + 0.3 - place as f64 * height;
            let bar =
                Rectangle::new([(0.0, top), (*growth, top - height)], colour.mix(0.85).filled());
            chart.draw_series(std::iter::once(bar))?;
            let ends = [bounds.low(), bounds.high()].map(|end| match end {
                std::ops::Bound::Included(end) | std::ops::Bound::Excluded(end) => {
                    number(end) * 100.0
                }
                std::ops::Bound::Unbounded => *growth,
            });
            let whisker = [(ends[0], top - height / 2.0), (ends[1], top - height / 2.0)];
            chart.draw_series(LineSeries::new(whisker, INK.stroke_width(2)))?;
            let (x, shift) = if *growth < 0.0 { (ends[0], -48) } else { (ends[1], 6) };
            let words = Text::new(format!("{growth:+.1}"), (shift, -7), font(13));
            chart
                .draw_series(std::iter::once(EmptyElement::at((x, top - height / 2.0)) + words))?;
        }
        let words = Text::new(name.clone(), (-104, -8), font(14));
        chart.draw_series(std::iter::once(EmptyElement::at((-50.0, middle)) + words))?;
    }
    for (at, (words, colour)) in
        [("quantity", QUANTITY), ("value in US$", VALUE)].into_iter().enumerate()
    {
        let x = 240 + 90 * i32::try_from(at)?;
        root.draw(&Rectangle::new([(x, 56), (x + 10, 66)], colour.mix(0.85).filled()))?;
        text(words, 13, (x + 15, 53))?;
    }

    let right = right.margin(80, 50, 50, 150);
    let mut chart = ChartBuilder::on(&right)
        .x_label_area_size(30)
        .build_cartesian_2d(0.0..2.0_f64, 0.0..9000.0_f64)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .disable_y_axis()
        .axis_style(RGBColor(150, 155, 162))
        .x_labels(5)
        .x_label_formatter(&|x| match (x * 2.0).round() as i32 {
            1 => "2022".to_owned(),
            3 => "2023".to_owned(),
            _ => String::new(),
        })
        .label_style(font(14))
        .draw()?;
    for (at, total) in [then, now].into_iter().enumerate() {
        let mut below = 0.0;
        for (part, colour) in total.parts().iter().zip(COLOURS) {
            let Some(energy) = part.energy() else { continue };
            let size = number(&energy.value());
            let left = at as f64 + 0.12;
            let block = Rectangle::new(
                [(left, below), (left + 0.76, below + size)],
                colour.mix(0.85).filled(),
            );
            chart.draw_series(std::iter::once(block))?;
            if size > 250.0 {
                let words = Text::new(format!("{size:.0}"), (-14, -7), font(13).color(&WHITE));
                chart.draw_series(std::iter::once(
                    EmptyElement::at((left + 0.38, below + size / 2.0)) + words,
                ))?;
            }
            if at == 1 {
                let shift = if size > 250.0 { -7 } else { -14 };
                let words = Text::new(part.flow().carrier().to_string(), (12, shift), font(14));
                chart.draw_series(std::iter::once(
                    EmptyElement::at((left + 0.76, below + size / 2.0)) + words,
                ))?;
            }
            below += size;
        }
        let words = Text::new(format!("{below:.0}"), (-16, -20), font(15));
        chart.draw_series(std::iter::once(EmptyElement::at((at as f64 + 0.5, below)) + words))?;
    }
    root.present()?;
    Ok(())
}
