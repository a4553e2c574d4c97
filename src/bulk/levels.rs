//! What a country trades at each level of a classification: codes that hold each other, and what
//! follows from one for another.
//!
//! Identifiers are places in the dictionary of commodities; sums of 2^32 values of at most 2^63
//! stay below 2^95. Held by `tests/panel/structure.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{CONFLICTING, NEGATIVE, NO_TRADE, REST, Reason};
use crate::bulk::listed::Denominator;
use crate::bulk::quotient::quotient_of_products;
use crate::commodity::Commodity;
use crate::number::Rounding;
use crate::panel::{beyond_rounding, wider_codes};
use std::collections::HashMap;

/// Which codes of a dictionary hold which.
pub(crate) struct Codes {
    wider: Vec<Vec<u32>>,
    narrower: Vec<Vec<u32>>,
    digits: Vec<usize>,
    total: Option<usize>,
}

impl Codes {
    pub(crate) fn of(goods: &[Commodity]) -> Codes {
        // Codes of one classification and length do not hold each other: nothing needs to be looked
        // up.
        let alike = |two: &[Commodity]| {
            two[0].classification() == two[1].classification() && two[0].level() == two[1].level()
        };
        let wider = if goods.windows(2).all(alike) {
            vec![Vec::new(); goods.len()]
        } else {
            wider_codes(goods)
        };
        let mut narrower = vec![Vec::new(); goods.len()];
        for (good, wider) in (0_u32..).zip(&wider) {
            wider.iter().for_each(|wide| narrower[*wide as usize].push(good));
        }
        let is_section = |good: &Commodity| good.section().as_ref() == Some(good);
        let digits =
            goods.iter().map(|good| if is_section(good) { 1 } else { good.level() }).collect();
        Codes { wider, narrower, digits, total: goods.binary_search(&Commodity::TOTAL).ok() }
    }

    /// True if these codes are of one level: alike in length, none holds another, none is all
    /// goods.
    pub(crate) fn is_one_level(&self, occurs: impl Fn(usize) -> bool) -> bool {
        let mut found = (0..self.wider.len()).filter(|good| occurs(*good));
        let Some(first) = found.next() else { return true };
        let alone = |good: usize| {
            self.total != Some(good)
                && self.digits[good] == self.digits[first]
                && !self.wider[good].iter().any(|wide| occurs(*wide as usize))
        };
        alone(first) && found.all(alone)
    }

    /// The same of codes one by one, without a look at those that do not occur.
    pub(crate) fn are_one_level(&self, mut goods: impl Iterator<Item = usize>) -> bool {
        let Some(first) = goods.next() else { return true };
        let digits = self.digits[first];
        // A wider code of as many digits, as that of a sum of codes, could be among them.
        let alone = |good: usize| {
            self.digits[good] == digits
                && self.total != Some(good)
                && !self.wider(good).any(|wide| self.digits[wide] == digits)
        };
        alone(first) && goods.all(alone)
    }

    pub(crate) fn digits(&self, good: usize) -> usize {
        self.digits[good]
    }

    pub(crate) fn is_total(&self, good: usize) -> bool {
        self.total == Some(good)
    }

    pub(crate) fn wider(&self, good: usize) -> impl Iterator<Item = usize> + '_ {
        self.wider[good].iter().map(|wide| *wide as usize)
    }

    pub(crate) fn narrower(&self, good: usize) -> impl Iterator<Item = usize> + '_ {
        self.narrower[good].iter().map(|narrow| *narrow as usize)
    }

    /// The narrowest of the codes that hold this one and are there.
    fn parent(&self, good: usize, there: impl Fn(usize) -> bool) -> Option<usize> {
        self.wider(good).filter(|wide| there(*wide)).max_by_key(|wide| self.wider[*wide].len())
    }
}

/// The trade in one code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level {
    /// The trade, or the least that it is known to be.
    pub(crate) value: i128,
    /// There may be more of it than what is listed, because some of it stands in a wider code only.
    pub(crate) is_known: bool,
    pub(crate) whole: Denominator,
    pub(crate) is_overfull: bool,
    /// How many printed figures it is added up from, each exact to half a unit.
    pub(crate) rows: u32,
}

impl Level {
    pub(crate) fn listed(value: i128, whole: Denominator) -> Level {
        Level { value, is_known: true, whole, is_overfull: false, rows: 1 }
    }
}

/// How the trade in a code was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is listed.
    Listed,
    /// A wider code is listed, and finer ones that are all of it.
    Split,
    /// Finer codes are listed, and no wider one that would tell whether they are all.
    Finer,
    /// Neither the code nor one that holds it or lies in it is listed: no trade.
    Absent,
}

/// What one country lists of each code, with what the codes right below each one are together.
#[derive(Default)]
pub(crate) struct Levels {
    /// Ascending.
    goods: Vec<usize>,
    cells: Vec<Level>,
    below: Vec<Below>,
}

/// The codes right below one: together, how many they are, and of how many printed figures.
#[derive(Clone, Copy, Default)]
struct Below {
    sum: i128,
    codes: u32,
    rows: u32,
}

impl Levels {
    /// Of codes that ascend.
    pub(crate) fn new(codes: &Codes, cells: impl IntoIterator<Item = (usize, Level)>) -> Levels {
        let (goods, cells): (Vec<usize>, Vec<Level>) = cells.into_iter().unzip();
        let mut levels = Levels { below: vec![Below::default(); goods.len()], goods, cells };
        for at in 0..levels.goods.len() {
            if let Some(parent) =
                levels.parent(codes, levels.goods[at]).and_then(|parent| levels.place(parent))
            {
                let (below, cell) = (&mut levels.below[parent], levels.cells[at]);
                below.sum += cell.value;
                below.codes += 1;
                below.rows += cell.rows;
            }
        }
        levels
    }

    /// Of codes in any order.
    pub(crate) fn of_map(codes: &Codes, cells: HashMap<usize, Level>) -> Levels {
        let mut cells: Vec<(usize, Level)> = cells.into_iter().collect();
        cells.sort_unstable_by_key(|(good, _)| *good);
        Levels::new(codes, cells)
    }

    fn place(&self, good: usize) -> Option<usize> {
        self.goods.binary_search(&good).ok()
    }

    pub(crate) fn get(&self, good: usize) -> Option<&Level> {
        self.cells.get(self.place(good)?)
    }

    pub(crate) fn lists(&self, good: usize) -> bool {
        self.place(good).is_some()
    }

    /// Every code that is listed, ascending.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (usize, &Level)> {
        self.goods.iter().copied().zip(&self.cells)
    }

    /// The narrowest listed code that holds this one.
    pub(crate) fn parent(&self, codes: &Codes, good: usize) -> Option<usize> {
        codes.parent(good, |wide| self.lists(wide))
    }

    /// What the codes right below a listed one leave of it, zero within rounding; none without such
    /// codes.
    pub(crate) fn rest(&self, good: usize) -> Option<i128> {
        let at = self.place(good)?;
        let Below { sum, codes, .. } = self.below[at];
        (codes > 0).then(|| beyond_rounding(self.cells[at].value - sum, codes))
    }

    /// True for a listed code that is less than the codes right below it, beyond the half units to
    /// which all figures are printed that these are added up from.
    fn is_less_than_below(&self, good: usize) -> bool {
        self.place(good).is_some_and(|at| {
            beyond_rounding(self.cells[at].value - self.below[at].sum, self.below[at].rows) < 0
        })
    }

    /// True if all goods were reported, and are less than the codes right below them or than those
    /// that hold no other one.
    pub(crate) fn is_total_overfull(&self, codes: &Codes) -> bool {
        let reported = |(good, level): &(usize, &Level)| {
            codes.is_total(*good) && level.whole == Denominator::Reported
        };
        let Some((total, level)) = self.iter().find(reported) else { return false };
        let is_leaf = |good: usize| !codes.narrower(good).any(|inside| self.lists(inside));
        let (leaves, rows) = self
            .iter()
            .filter(|(good, _)| is_leaf(*good))
            .fold((0, 0), |(sum, rows), (_, leaf)| (sum + leaf.value, rows + leaf.rows));
        self.is_less_than_below(total) || beyond_rounding(level.value - leaves, rows) < 0
    }

    /// True for a listed code of which nothing is left that codes which are not listed could have.
    fn is_split(&self, good: usize) -> bool {
        let is_nothing = |level: &Level| level.value == 0;
        self.get(good).is_some_and(|level| {
            level.is_known && (is_nothing(level) || self.rest(good) == Some(0))
        })
    }

    /// The trade in any code, if it follows from what is listed.
    pub(crate) fn of(&self, codes: &Codes, good: usize) -> Result<(Level, Found), Reason> {
        if let Some(level) = self.get(good) {
            return if level.is_known { Ok((*level, Found::Listed)) } else { Err(REST) };
        }
        let parent = self.parent(codes, good);
        let finer: Vec<Level> = self
            .widest_inside(codes, good)
            .filter_map(|inside| self.get(inside))
            .copied()
            .collect();
        let value = finer.iter().map(|level| level.value).sum();
        let is_overfull = finer.iter().any(|level| level.is_overfull);
        let rows = finer.iter().map(|level| level.rows).sum();
        match parent {
            Some(parent) if self.is_split(parent) => {
                let whole = self.get(parent).map(|parent| parent.whole).unwrap_or_default();
                Ok((Level { value, is_known: true, whole, is_overfull, rows }, Found::Split))
            }
            Some(_) => Err(REST),
            None if finer.iter().any(|level| !level.is_known) => Err(REST),
            None => {
                let found = if finer.is_empty() { Found::Absent } else { Found::Finer };
                let whole = Denominator::SumOfListed;
                Ok((Level { value, is_known: true, whole, is_overfull, rows }, found))
            }
        }
    }

    /// The listed codes inside of one that no other of them holds.
    fn widest_inside<'a>(
        &'a self,
        codes: &'a Codes,
        good: usize,
    ) -> impl Iterator<Item = usize> + 'a {
        let inside = move |one: usize| codes.wider(one).any(|wide| wide == good);
        let is_widest = move |one: &usize| {
            let mut wider = codes.wider(*one).filter(|wide| self.lists(*wide));
            self.lists(*one) && !wider.any(inside)
        };
        codes.narrower(good).filter(is_widest)
    }

    /// The codes of which there is, or may be, some trade by what is listed; `all` of which
    /// something is known at all.
    fn touched(&self, codes: &Codes, all: bool) -> Vec<usize> {
        let mut touched = self.goods.clone();
        for good in &self.goods {
            touched.extend(codes.wider(*good));
            if all || !self.is_split(*good) {
                touched.extend(codes.narrower(*good));
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// True if all that is listed here of a code, under it or finer, is listed there under the same
    /// codes.
    fn is_within(&self, codes: &Codes, good: usize, there: &Levels) -> bool {
        !self.lists(good) && self.widest_inside(codes, good).all(|inside| there.lists(inside))
    }
}

/// One of several whose trade is added up.
pub(crate) struct Source<'a> {
    pub(crate) levels: &'a Levels,
    /// The places of others that hold it.
    pub(crate) holders: Vec<usize>,
    /// The places of others that it holds, without those that one of these holds.
    pub(crate) members: Vec<usize>,
}

/// The trade of several together in each code that one of them lists and that is wanted. One that
/// another one holds counts only where that other one lists nothing. What does not follow for one
/// of them is not known of all.
///
/// It rests on reported totals where each of them reports the code, or what shows that it has
/// nothing of it. That is looked for only if `rests_on` is asked, since it needs every code of each
/// of them.
pub(crate) fn together(
    codes: &Codes,
    sources: &[Source<'_>],
    wanted: impl Fn(usize) -> bool,
    rests_on: bool,
) -> HashMap<usize, Level> {
    let none = Level { rows: 0, ..Level::listed(0, Denominator::Reported) };
    let listed = sources.iter().flat_map(|source| &source.levels.goods);
    // With each code of how many of those that nobody holds something is known of it.
    let mut all: HashMap<usize, (Level, usize)> =
        listed.filter(|good| wanted(**good)).map(|good| (*good, (none, 0))).collect();
    for source in sources {
        for good in source.levels.touched(codes, rests_on) {
            let Some((sum, known)) = all.get_mut(&good) else { continue };
            *known += usize::from(source.holders.is_empty());
            match counted(codes, sources, source, good) {
                Ok(Some(level)) => {
                    sum.value += level.value;
                    sum.rows += level.rows;
                    sum.is_overfull |= level.is_overfull;
                    if level.whole == Denominator::SumOfListed {
                        sum.whole = Denominator::SumOfListed;
                    }
                }
                Ok(None) => {}
                Err(_) => sum.is_known = false,
            }
        }
    }
    let free = sources.iter().filter(|source| source.holders.is_empty()).count();
    for (level, _) in all.values_mut().filter(|(_, known)| *known < free) {
        level.whole = Denominator::SumOfListed;
    }
    all.into_iter().map(|(good, (level, _))| (good, level)).collect()
}

/// What one of several adds to a code; nothing where one that holds it stands for it, or those that
/// it holds stand for themselves.
fn counted(
    codes: &Codes,
    sources: &[Source<'_>],
    source: &Source<'_>,
    good: usize,
) -> Result<Option<Level>, Reason> {
    let stands = |one: &Source<'_>| standing(codes, sources, one, good);
    if source.holders.iter().any(|holder| stands(&sources[*holder]) != Standing::Aside) {
        return Ok(None);
    }
    match stands(source) {
        Standing::Alone => source.levels.of(codes, good).map(|(level, _)| Some(level)),
        Standing::Aside => Ok(None),
        Standing::Open => Err(REST),
    }
}

/// What one that holds others of several is in the sum of a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Counted instead of them.
    Alone,
    /// Not counted: they are all of it, or it lists nothing.
    Aside,
    /// It has more than they, and how much of it is not known.
    Open,
}

fn standing(codes: &Codes, sources: &[Source<'_>], one: &Source<'_>, good: usize) -> Standing {
    if one.members.is_empty() {
        return Standing::Alone;
    }
    let found = one.levels.of(codes, good).map(|(_, found)| found);
    let is_all = |good: usize| {
        let members = one
            .members
            .iter()
            .map(|member| sources[*member].levels.of(codes, good).map(|(level, _)| level.value));
        let sum: Result<i128, Reason> = members.sum();
        let value = one.levels.get(good).map(|level| level.value);
        let rest = |value: i128, sum: i128| beyond_rounding(value - sum, one.members.len() as u32);
        value.zip(sum.ok()).is_some_and(|(value, sum)| rest(value, sum) == 0)
    };
    match found {
        Ok(Found::Listed | Found::Split) => Standing::Alone,
        Ok(Found::Absent) => Standing::Aside,
        Ok(Found::Finer) if one.levels.widest_inside(codes, good).all(is_all) => Standing::Aside,
        Ok(Found::Finer) => {
            let is_within =
                |member: &usize| sources[*member].levels.is_within(codes, good, one.levels);
            if one.members.iter().all(is_within) { Standing::Alone } else { Standing::Open }
        }
        Err(_) if one.levels.parent(codes, good).is_some_and(is_all) => Standing::Aside,
        Err(_) => Standing::Open,
    }
}

/// The Grubel-Lloyd index of two directions of trade at the finest level that both have.
///
/// A code that only one has counts with zero in the other if it is unrelated to all of its codes,
/// or lies in one that is fully split. What lies in a common code is finer detail. What holds
/// common codes must leave no rest. All goods are not a level: for those alone it is not known
/// which trade goes both ways. Where that leaves anything over it is [`REST`].
pub(crate) fn two_way(
    codes: &Codes,
    one: &Levels,
    two: &Levels,
    power: i64,
    rounding: Rounding,
) -> Result<i64, Reason> {
    let known = common(codes, one, two);
    let finest: HashMap<usize, [Level; 2]> = known
        .iter()
        .filter(|(good, _)| !codes.narrower(**good).any(|inside| known.contains_key(&inside)))
        .map(|(good, levels)| (*good, *levels))
        .collect();
    if finest.values().flatten().any(|level| level.is_overfull) {
        return Err(CONFLICTING);
    }
    let mut is_split = true;
    for (side, levels) in [one, two].into_iter().enumerate() {
        for (good, level) in levels.iter() {
            if finest.contains_key(&good)
                || codes.wider(good).any(|wide| finest.contains_key(&wide))
            {
                continue;
            }
            let inside: Vec<i128> = codes
                .narrower(good)
                .filter_map(|inside| Some(finest.get(&inside)?[side].value))
                .collect();
            let rest =
                beyond_rounding(level.value - inside.iter().sum::<i128>(), inside.len() as u32);
            if rest < 0 && level.is_known && level.whole == Denominator::Reported {
                return Err(CONFLICTING);
            }
            is_split &= rest == 0 && level.is_known;
        }
    }
    if !is_split {
        return Err(REST);
    }
    let pairs = finest.values().map(|[one, two]| (one.value, two.value));
    grubel_lloyd(pairs, power, rounding)
}

/// The codes of which the trade in both directions is known, by being listed or by what is listed
/// around them.
fn common(codes: &Codes, one: &Levels, two: &Levels) -> HashMap<usize, [Level; 2]> {
    let mut known = HashMap::new();
    for good in one.goods.iter().chain(&two.goods) {
        if let (Ok(one), Ok(two)) = (one.of(codes, *good), two.of(codes, *good)) {
            let is_level = |found: [Found; 2]| {
                !found.contains(&Found::Finer)
                    && (!codes.is_total(*good) || found.contains(&Found::Absent))
            };
            if is_level([one.1, two.1]) {
                known.insert(*good, [one.0, two.0]);
            }
        }
    }
    known
}

/// The Grubel-Lloyd index over pairs of exports and imports.
pub(crate) fn grubel_lloyd(
    pairs: impl Iterator<Item = (i128, i128)>,
    power: i64,
    rounding: Rounding,
) -> Result<i64, Reason> {
    let (mut both, mut all) = (0_i128, 0_i128);
    for (exports, imports) in pairs {
        if exports < 0 || imports < 0 {
            return Err(NEGATIVE);
        }
        both += 2 * exports.min(imports);
        all += exports + imports;
    }
    if all == 0 {
        Err(NO_TRADE)
    } else {
        quotient_of_products((both, 1), power, (all, 1), rounding)
    }
}
