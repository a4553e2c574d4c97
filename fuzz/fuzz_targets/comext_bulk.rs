//! A bulk file of Comext. Every row must be accounted for.
#![no_main]

use bilateral::read::{Format, Reader};
use bilateral::{Flow, Period};
use libfuzzer_sys::fuzz_target;

fn reader() -> Reader {
    Reader::new().flow(Flow::Import).period(Period::month(2023, 4))
}

fuzz_target!(|data: &[u8]| {
    if let Ok(opened) = reader().read_as(Format::ComextBulk, data, "fuzz") {
        let account = &opened.account;
        assert_eq!(account.accepted() + account.set_aside_rows(), account.rows());
    }
});
