//! Rows that hold the trade of other rows of a panel: set aside, or refused.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Keys are packed from identifiers that `Columns::check` has compared with the lengths of the dictionaries. Held by
// `nothing_is_counted_twice`, `one_pair_has_one_classification` and `overlapping_periods_of_a_cell_are_refused` in `tests/panel.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, ErrorKind};
use crate::panel::build::{Wider, retain};
use crate::panel::sort::Payload;
use crate::panel::{Labels, Panel};
use std::collections::HashSet;

/// Rows whose area or commodity holds another of the same panel.
pub(crate) fn settle_wider(
    labels: &Labels,
    rule: Wider,
    keys: &mut Vec<u64>,
    payload: &mut Payload,
) -> Result<u64, Error> {
    if rule == Wider::Trust {
        return Ok(0);
    }
    // As a rule nothing that could occur holds anything else, and the rows need not be looked at.
    let (any_area, any_commodity) = (vec![true; labels.areas.len()], vec![true; labels.commodities.len()]);
    if wide_areas(&labels.areas, &any_area).is_empty()
        && wide_commodities(&labels.commodities, &any_commodity).is_empty()
    {
        return Ok(0);
    }
    // Only what occurs counts, and reporters are no partners.
    let mask = (1_u64 << labels.area_bits) - 1;
    let commodity_mask = (1_u64 << labels.commodity_bits) - 1;
    let (mut reporters, mut partners) = (vec![false; labels.areas.len()], vec![false; labels.areas.len()]);
    let mut used = vec![false; labels.commodities.len()];
    for key in keys.iter() {
        reporters[((key >> (labels.commodity_bits + labels.area_bits)) & mask) as usize] = true;
        partners[((key >> labels.commodity_bits) & mask) as usize] = true;
        used[(key & commodity_mask) as usize] = true;
    }
    let reporters = wide_areas(&labels.areas, &reporters);
    let partners = wide_areas(&labels.areas, &partners);
    let commodities = wide_commodities(&labels.commodities, &used);
    let first = [&reporters, &partners]
        .into_iter()
        .flatten()
        .map(|(wide, part)| (labels.areas[*wide].to_string(), labels.areas[*part].to_string()));
    let first = first
        .chain(
            commodities.iter().map(|(w, p)| (labels.commodities[*w].to_string(), labels.commodities[*p].to_string())),
        )
        .next();
    let Some((left, right)) = first else { return Ok(0) };
    if rule == Wider::Refuse {
        return Err(Error::new(ErrorKind::Overlap { left, right })
            .with_help("leave the wider rows out, or build with Wider::SetAside, which counts them"));
    }
    let set = |list: &[(usize, usize)]| list.iter().map(|pair| pair.0 as u64).collect::<HashSet<u64>>();
    let (reporters, partners, commodities) = (set(&reporters), set(&partners), set(&commodities));
    let keep: Vec<bool> = keys
        .iter()
        .map(|key| {
            !reporters.contains(&((key >> (labels.commodity_bits + labels.area_bits)) & mask))
                && !partners.contains(&((key >> labels.commodity_bits) & mask))
                && !commodities.contains(&(key & commodity_mask))
        })
        .collect();
    let before = keys.len();
    retain(keys, &keep);
    retain(&mut payload.value, &keep);
    if let Some(quantity) = &mut payload.quantity {
        retain(quantity, &keep);
    }
    if let Some(detail) = &mut payload.detail {
        retain(detail, &keep);
    }
    Ok((before - keys.len()) as u64)
}

/// Pairs of an area that is wider and one that it may hold.
pub(crate) fn wide_areas(areas: &[Area], used: &[bool]) -> Vec<(usize, usize)> {
    let used: Vec<usize> = (0..areas.len()).filter(|at| used[*at]).collect();
    // Areas of one's own are many and apart from each other: one of them stands for all.
    let own = |at: &usize| areas[*at].kind() == crate::area::AreaKind::Own;
    let first_own = used.iter().copied().find(own);
    let listed: Vec<usize> = used.into_iter().filter(|at| !own(at) || Some(*at) == first_own).collect();
    let mut wide = Vec::new();
    for one in &listed {
        let overlapped = listed
            .iter()
            .find(|two| *two != one && areas[*one].overlaps(areas[**two]) && wider_than(areas[*one], areas[**two]));
        wide.extend(overlapped.map(|two| (*one, *two)));
    }
    wide
}

/// Of two areas that overlap, whether the first is the one to leave out.
pub(crate) fn wider_than(one: Area, two: Area) -> bool {
    use crate::area::AreaKind::{Group, Own};
    let order = |area: Area| match area.kind() {
        _ if area == crate::area::WORLD => 3,
        Group => 2,
        Own => 0,
        _ => 1,
    };
    (order(one), one.valid_to().is_some(), one.code()) > (order(two), two.valid_to().is_some(), two.code())
}

/// Pairs of a commodity and one that it holds.
fn wide_commodities(commodities: &[Commodity], used: &[bool]) -> Vec<(usize, usize)> {
    let mut wide = Vec::new();
    let mut seen = HashSet::new();
    for (at, commodity) in commodities.iter().enumerate().filter(|(at, _)| used[*at]) {
        let mut wider = commodity.parent();
        while let Some(parent) = wider {
            match commodities.binary_search(&parent) {
                Ok(found) if used[found] && seen.insert(found) => wide.push((found, at)),
                _ => {}
            }
            wider = parent.parent();
        }
    }
    wide
}

/// One cell must not have January, February and both together.
pub(crate) fn refuse_overlapping_periods(panel: &Panel) -> Result<(), Error> {
    let periods = &panel.labels.periods;
    for (one, period) in periods.iter().enumerate() {
        for (two, other) in periods.iter().enumerate().skip(one + 1) {
            if !period.overlaps(*other) {
                continue;
            }
            for run in panel.runs_of(one) {
                let other_runs = panel.runs_of(two);
                let Ok(found) = panel.run_group[other_runs.clone()].binary_search(&panel.run_group[run]) else {
                    continue;
                };
                let others = &panel.commodity[panel.rows_of(other_runs.start + found)];
                let both = panel.rows_of(run).find(|row| others.binary_search(&panel.commodity[*row]).is_ok());
                if let Some((key, _)) = both.and_then(|row| panel.key(row)) {
                    return Err(Error::new(ErrorKind::Overlap {
                        left: format!("{key}, {period}"),
                        right: format!("{key}, {other}"),
                    })
                    .with_help("keep either the parts or the whole of a span"));
                }
            }
        }
    }
    Ok(())
}

/// One pair must not have the same goods in two editions or classifications, or masked beside open codes.
pub(crate) fn refuse_mixed_classifications(panel: &Panel) -> Result<(), Error> {
    let goods = &panel.labels.commodities;
    let plain = |commodity: &Commodity| commodity.code().bytes().all(|byte| byte.is_ascii_digit());
    if goods.iter().all(|good| plain(good) && good.classification() == goods[0].classification()) {
        return Ok(());
    }
    for run in 0..panel.run_group.len() {
        let here = panel.rows_of(run).map(|row| (row, goods[usize::from(panel.commodity[row])]));
        // Plain codes of the run's first classification are apart from each other: only the others need a look at all.
        let Some((_, first)) = here.clone().find(|(_, good)| plain(good)) else { continue };
        let odd = |good: &Commodity| !plain(good) || good.classification() != first.classification();
        for (row, good) in here.clone().filter(|(_, good)| odd(good)) {
            if let Some((other, _)) = here.clone().find(|(at, other)| *at != row && good.overlaps(other)) {
                let name = |row| panel.key(row).map(|(key, period)| format!("{key}, {period}")).unwrap_or_default();
                return Err(Error::new(ErrorKind::Overlap { left: name(row), right: name(other) })
                    .with_help("keep one classification for each reporter, partner and period"));
            }
        }
    }
    Ok(())
}
