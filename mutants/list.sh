#!/bin/sh
# The changes of the arithmetic rooms, as cargo-mutants lists them: sh mutants/list.sh > list.json
set -eu
cd "$(dirname "$0")/.."
set --
for room in number growth contribution indicator index period claim exchange unit; do
    set -- "$@" -f "src/$room.rs" -f "src/$room/**"
done
cargo mutants --list --json "$@" -f src/bulk/quotient.rs -f src/panel/settle.rs
