//! Wholes and parts, two codes of one territory, and areas that may share territory.
//!
//! Facts: the names, years and notes of the UN Statistics Division's lists of reporters and
//! partners ("France, Monaco"; "Switzerland, Liechtenstein"; "USA, Puerto Rico and US Virgin
//! Islands"), its M49 standard, and the years of membership that the European Union and ASEAN
//! publish.

use crate::area::{Area, AreaKind, WORLD};

impl Area {
    /// True if this area is known to hold all of the other one, so that a figure of this one
    /// includes that of the other.
    ///
    /// The World holds every other area. A union of states holds each country that is or was a
    /// member, a country of the past holds its successors, and a country holds what it was made
    /// from. `false` means that it is not known: user-defined areas ([`Area::own`]) and remainders
    /// ("Europe EU, nes") are held by the World alone, and a user-defined area holds no other.
    ///
    /// An area does not hold itself, nor the second code of its own territory
    /// ([`Area::same_territory`]). Where an area holds another one in some years and stands beside
    /// it in others, as France and Guadeloupe (apart until 1996) or Japan and the Ryukyu Islands
    /// (apart until 1972), the answer is `false`; [`Area::overlaps`] is true of them.
    ///
    /// The answer does not depend on the year: [`Area::holds_in`] knows when a country was a
    /// member.
    ///
    /// ```
    /// use bilateral::{
    ///     Area,
    ///     area::{BWA, CHN, DEU, GBR, RUS, WORLD, ZAF},
    /// };
    ///
    /// let (union, customs_union, ussr) =
    ///     (Area::from_code(97)?, Area::from_code(711)?, Area::from_iso3("SUN")?);
    /// assert!(WORLD.holds(CHN) && WORLD.holds(union) && !WORLD.holds(WORLD));
    /// assert!(union.holds(DEU) && union.holds(GBR) && !union.holds(CHN));
    /// assert!(customs_union.holds(ZAF) && customs_union.holds(BWA) && !customs_union.holds(CHN));
    /// assert!(ussr.holds(RUS) && !RUS.holds(ussr));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn holds(self, part: Area) -> bool {
        self.holds_when(part, &|_, _| true)
    }

    /// True if this area is known to hold all of the other one from the first to the last day of
    /// this year.
    ///
    /// It differs from [`Area::holds`] for unions of states: a country is a member in the years
    /// after its accession, and in the year of it only if that was on 1 January. Figures that a
    /// union restates for its members of today (`EU27_2020`) follow today's members, and `holds` is
    /// the right question for those.
    ///
    /// ```
    /// use bilateral::{
    ///     Area,
    ///     area::{GBR, HRV, POL},
    /// };
    ///
    /// let union = Area::from_code(97)?;
    /// // a member from 1 May 2004
    /// assert!(union.holds_in(POL, 2005) && !union.holds_in(POL, 2004));
    /// assert!(union.holds_in(GBR, 2019) && !union.holds_in(GBR, 2020)); // until 31 January 2020
    /// assert!(union.holds_in(HRV, 2014) && !union.holds_in(HRV, 2000));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn holds_in(self, part: Area, year: u16) -> bool {
        self.holds_when(part, &|first, last| first <= year && year <= last)
    }

    /// True if this area's figures for a year hold those of the other one where an office lists
    /// both: a group and its members, an area of the past and what it was made of.
    ///
    /// A country is a part of a union of states until it leaves: also before its accession, since
    /// unions restate their figures for later members. A country and a territory of today are taken
    /// to be listed separately: an office that lists Puerto Rico or Liechtenstein does not count it
    /// in the country that may hold it.
    ///
    /// ```
    /// use bilateral::{
    ///     Area,
    ///     area::{GBR, POL, USA},
    /// };
    ///
    /// let union = Area::from_code(97)?;
    /// assert!(union.figures_hold(POL, 2005) && union.figures_hold(POL, 2000));
    /// assert!(union.figures_hold(GBR, 2015) && !union.figures_hold(GBR, 2022));
    /// // Puerto Rico
    /// assert!(USA.holds(Area::from_code(630)?) && !USA.figures_hold(Area::from_code(630)?, 2022));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn figures_hold(self, part: Area, year: i32) -> bool {
        let of_today = |area: Area| area.kind() != AreaKind::Group && area.valid_to().is_none();
        if of_today(self) && of_today(part) {
            return false;
        }
        // A part of a part counts in the years in which the part between them has statistics of its
        // own.
        let then = u16::try_from(year).unwrap_or(u16::MAX);
        self.holds_through(part, &|_, last| year <= i32::from(last), &|between| {
            between.is_valid_in(then)
        })
    }

    /// True if the two are known to share trade of a year though neither holds the other: two codes
    /// of one territory, or two wholes with a part in common.
    pub(crate) fn shares_trade(self, other: Area, year: i32) -> bool {
        if self.same_territory() == Some(other) {
            return true;
        }
        if !self.may_hold()
            || !other.may_hold()
            || self.figures_hold(other, year)
            || other.figures_hold(self, year)
        {
            return false;
        }
        let parts = WHOLES.iter().flat_map(|(_, parts)| parts.iter());
        parts.map(|(part, ..)| Area(*part)).any(|part| {
            self != part && self.figures_hold(part, year) && other.figures_hold(part, year)
        })
    }

    /// False for areas that are known to hold no other one: most of them.
    pub(crate) fn may_hold(self) -> bool {
        self == WORLD || WHOLES.binary_search_by_key(&self.0, |row| row.0).is_ok()
    }

    /// The table has a tree of wholes in it, so the parts of a part are looked up too.
    fn holds_when(self, part: Area, when: &dyn Fn(u16, u16) -> bool) -> bool {
        self.holds_through(part, when, &|_| true)
    }

    fn holds_through(
        self,
        part: Area,
        when: &dyn Fn(u16, u16) -> bool,
        between: &dyn Fn(Area) -> bool,
    ) -> bool {
        if self == WORLD {
            return part != WORLD;
        }
        let Some(parts) =
            WHOLES.binary_search_by_key(&self.0, |row| row.0).ok().and_then(|at| WHOLES.get(at))
        else {
            return false;
        };
        parts.1.iter().filter(|(_, first, last)| when(*first, *last)).any(|(code, ..)| {
            *code == part.0
                || between(Area(*code)) && Area(*code).holds_through(part, when, between)
        })
    }

    /// The other code under which figures of this territory may be found, where Comtrade's list has
    /// two.
    ///
    /// Comtrade keeps its figures under one of the two, often not the one with the number of ISO
    /// 3166-1: 842 and not 840 for the United States, 251 and not 250 for France, 757 and not 756
    /// for Switzerland, 579 and not 578 for Norway, 699 and not 356 for India. Trade with Taiwan is
    /// under 490, "Other Asia, nes", in Comtrade and BACI, and under 158 at customs offices. The
    /// two codes differ by small territories in some cases (Monaco, Liechtenstein, Svalbard,
    /// Sikkim): this is a hint for a search, and the figures of the two are never to be added.
    ///
    /// ```
    /// use bilateral::{Area, area::CHN};
    ///
    /// // 158 and 490
    /// let (taiwan, other_asia) = (Area::from_iso3("TWN")?, Area::from_iso3("S19")?);
    /// assert_eq!(taiwan.same_territory(), Some(other_asia));
    /// assert_eq!(other_asia.same_territory(), Some(taiwan));
    /// assert_eq!(CHN.same_territory(), None);
    /// assert!(taiwan.overlaps(other_asia) && !other_asia.holds(taiwan));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn same_territory(self) -> Option<Area> {
        TWO_CODES.iter().find_map(|(one, two)| match self.0 {
            code if code == *one => Some(Area(*two)),
            code if code == *two => Some(Area(*one)),
            _ => None,
        })
    }

    /// True if the two may hold the same territory, so that a sum of both may count its trade
    /// twice.
    ///
    /// The World and groups overlap everything, because what a group holds changes over time. A
    /// country of the past overlaps its successors, and an area with its dependencies overlaps the
    /// one without. An area overlaps everything that it [`holds`](Area::holds).
    #[must_use]
    pub fn overlaps(self, other: Area) -> bool {
        let is_group = |area: Area| area.kind() == AreaKind::Group;
        let is_own = |area: Area| area.kind() == AreaKind::Own;
        let share = |one: Area, two: Area| {
            SHARED.iter().any(|(known, parts)| *known == one.0 && parts.contains(&two.0))
        };
        self == other
            || is_group(self)
            || is_group(other)
            || is_own(self) != is_own(other)
            || self.same_territory() == Some(other)
            || self.holds(other)
            || other.holds(self)
            || share(self, other)
            || share(other, self)
    }
}

/// A part, with the first and the last whole year in which it is one.
type Part = (u16, u16, u16);

/// The year of a part that is one to this day.
const OPEN: u16 = u16::MAX;

/// A part in all years: a territory that the whole has had for as long as it has statistics of its
/// own.
const fn always(code: u16) -> Part {
    (code, 0, OPEN)
}

/// Wholes and what they are made of, ascending by code. Parts of parts need not be listed.
#[rustfmt::skip] // one whole a paragraph
const WHOLES: &[(u16, &[Part])] = &[
    (58, &[always(56), always(442)]),  // Belgium-Luxembourg: reported as one until 1998
    (97, &[ // European Union, and the Communities before it; members by the treaties of accession
        (56, 1958, OPEN), (58, 1958, 1998), (250, 1958, OPEN), (251, 1958, OPEN), (276, 1991, OPEN),
        (280, 1958, 1990), (380, 1958, OPEN), (442, 1958, OPEN), (528, 1958, OPEN),
        // the United Kingdom left on 31 January 2020
        (208, 1973, OPEN), (372, 1973, OPEN), (826, 1973, 2019),
        (300, 1981, OPEN),
        (620, 1986, OPEN), (724, 1986, OPEN),
        (40, 1995, OPEN), (246, 1995, OPEN), (752, 1995, OPEN),
        (196, 2005, OPEN), (203, 2005, OPEN), (233, 2005, OPEN), (348, 2005, OPEN),
        (428, 2005, OPEN),
        (440, 2005, OPEN), (470, 2005, OPEN), (616, 2005, OPEN), (703, 2005, OPEN),
        (705, 2005, OPEN), // 1 May 2004
        (100, 2007, OPEN), (642, 2007, OPEN),
        (191, 2014, OPEN), // 1 July 2013
    ]),
    (200, &[always(203), always(703)]), // Czechoslovakia
    (230, &[always(231), always(232)]), // Ethiopia with Eritrea
    (276, &[always(278), always(280)]), // Germany was united from both
    // Malaysia: Peninsula, Sabah and Sarawak, apart until 1963
    (458, &[always(457), always(459), always(461)]),
    (530, &[always(531), always(534), always(535)]), // Netherlands Antilles, without Aruba
    (532, &[always(530), always(533)]), // Netherlands Antilles and Aruba
    (579, &[always(744)]), // Norway: "Norway, Svalbard and Jan Mayen"
    // the Trust Territory of the Pacific Islands
    (582, &[always(580), always(583), always(584), always(585)]),
    (588, &[always(50), always(586)]), // East and West Pakistan
    (591, &[always(590), always(592)]), // Panama with the Canal Zone
    (658, &[always(659), always(660)]), // Saint Kitts, Nevis and Anguilla
    (699, &[always(698)]), // India from 1975, with Sikkim
    (704, &[always(866), always(868)]), // Viet Nam was united from both
    // Southern African Customs Union
    (711, &[always(72), always(426), always(516), always(710), always(748)]),
    // Rhodesia and Nyasaland: Malawi, Zimbabwe, Zambia
    (717, &[always(454), always(716), always(894)]),
    (736, &[always(728), always(729)]), // Sudan with South Sudan
    (757, &[always(438)]), // Switzerland: "Switzerland, Liechtenstein"
    (810, &[ // USSR
        always(31), always(51), always(112), always(233), always(268), always(398),
        always(417), always(428), always(440), always(498), always(643), always(762),
        always(795), always(804), always(860),
    ]),
    (830, &[always(831), always(832)]), // Channel Islands: Guernsey and Jersey, in M49
    (834, &[always(835), always(836)]), // Tanzania: Tanganyika and Zanzibar
    (841, &[always(630)]), // USA and Puerto Rico, to 1980
    (842, &[always(841), always(850)]), // USA, Puerto Rico and US Virgin Islands, from 1981
    (887, &[always(720), always(886)]), // Yemen was united from both
    // Yugoslavia, to 1991
    (890, &[always(70), always(191), always(412), always(705), always(807), always(891)]),
    // Serbia and Montenegro; figures since 1999 are without Kosovo
    (891, &[always(499), always(688)]),
    (975, &[ // ASEAN; members by the declarations of admission
        (360, 1968, OPEN), (458, 1968, OPEN), (608, 1968, OPEN), (702, 1968, OPEN),
        (764, 1968, OPEN), // 8 August 1967
        (96, 1985, OPEN), // 7 January 1984
        (704, 1996, OPEN), // 28 July 1995
        (104, 1998, OPEN), (418, 1998, OPEN), // 23 July 1997
        (116, 2000, OPEN), // 30 April 1999
        (626, 2026, OPEN), // 26 October 2025
    ]),
];

/// Two codes of one territory.
const TWO_CODES: &[(u16, u16)] = &[
    (158, 490), // Taiwan; "Other Asia, nes" is Taiwan in practice
    (250, 251), // France
    (356, 699), // India
    (578, 579), // Norway
    (756, 757), // Switzerland
    (840, 842), // United States
];

/// What may share territory although neither is known to hold the other in all years.
const SHARED: &[(u16, &[u16])] = &[
    // overseas departments are in France from 1997 (Mayotte from 2014), apart before
    (251, &[175, 254, 312, 474, 638]),
    (392, &[647]),      // the Ryukyu Islands were apart until 1972
    (530, &[532, 533]), // Aruba left the Netherlands Antilles in 1986
    (688, &[412]),      // Serbia with Kosovo in some figures and without it in others
    (840, &[841]),      // the United States as in ISO 3166-1, and with Puerto Rico to 1980
    (891, &[412]),
];
