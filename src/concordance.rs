//! Editions of the Harmonized System, SITC and BEC: which codes hold the same goods, and how a
//! value passes from one edition to another without losing a unit.
