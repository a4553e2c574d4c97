//! Changes behind switches, in the text of one file.
//!
//! `a + b` becomes `(if on(7) { a - b } else if on(8) { a * b } else { a + b })`. What stands in
//! `a` and `b` has its own switches in the last branch only, since one is on at a time.

use crate::list::{Mutant, Place};
use std::collections::BTreeSet;
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, BinOp, Block, Expr, ExprBinary, ExprStruct, ExprUnary, ReturnType, Signature};

/// The home of the switches, that goes into `src/mutant.rs` of the copy.
pub const HOME: &str = r#"
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex};

static ACTIVE: LazyLock<u32> =
    LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|id| id.parse().ok()).unwrap_or(0));
static LOG: LazyLock<Option<Mutex<std::fs::File>>> = LazyLock::new(|| {
    std::env::var("MUTANT_LOG").ok().and_then(|path| std::fs::File::create(path).ok()).map(Mutex::new)
});
static SEEN: [AtomicBool; 8192] = [const { AtomicBool::new(false) }; 8192];

#[inline]
pub fn on(id: u32) -> bool {
    if *ACTIVE != 0 {
        return *ACTIVE == id;
    }
    if let Some(log) = &*LOG
        && !SEEN[id as usize].swap(true, Ordering::Relaxed)
    {
        use std::io::Write;
        let _ = writeln!(log.lock().unwrap(), "{id}");
    }
    false
}
"#;

/// A place of the text, and what stands there instead.
struct Site {
    range: Range<usize>,
    kind: Kind,
}

enum Kind {
    /// Text that is put in front of what stands at the place.
    Insert(String),
    /// One of several expressions instead, each with its switch.
    Instead(Vec<(usize, String)>),
    /// A guard that holds only while the switch is off.
    UnlessOn(usize),
}

/// The text with all these changes behind their switches, and those that cannot stand behind one.
pub fn switched(text: &str, mutants: &[(usize, &Mutant)]) -> (String, Vec<usize>) {
    let file = syn::parse_file(text).expect("a file that parses");
    let mut finder =
        Finder { lines: Lines::of(text), text, mutants, sites: Vec::new(), found: BTreeSet::new() };
    finder.visit_file(&file);
    let (mut sites, found) = (finder.sites, finder.found);
    sites.sort_by_key(|site| {
        (site.range.start, std::cmp::Reverse(site.range.end), matches!(site.kind, Kind::Instead(_)))
    });
    let not_found = mutants.iter().map(|(id, _)| *id).filter(|id| !found.contains(id)).collect();
    (rendered(text, 0..text.len(), &mut sites.iter().peekable()), not_found)
}

fn rendered<'a>(
    text: &str,
    range: Range<usize>,
    sites: &mut std::iter::Peekable<impl Iterator<Item = &'a Site> + Clone>,
) -> String {
    let (mut out, mut at) = (String::new(), range.start);
    while let Some(site) = sites.next_if(|site| site.range.start < range.end) {
        assert!(site.range.end <= range.end, "sites that overlap");
        out.push_str(&text[at..site.range.start]);
        at = site.range.end;
        match &site.kind {
            Kind::Insert(more) => out.push_str(more),
            Kind::Instead(others) => {
                out.push('(');
                for (id, other) in others {
                    out.push_str(&format!("if crate::mutant::on({id}) {{ {other} }} else "));
                }
                out.push_str(&format!("{{ {} }})", rendered(text, site.range.clone(), sites)));
            }
            Kind::UnlessOn(id) => {
                let guard = rendered(text, site.range.clone(), sites);
                out.push_str(&format!("!crate::mutant::on({id}) && ({guard})"));
            }
        }
    }
    out.push_str(&text[at..range.end]);
    out
}

/// Where lines begin, to turn places into bytes.
struct Lines<'a>(Vec<(usize, &'a str)>);

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        let mut at = 0;
        let line = |line: &'a str| {
            let start = at;
            at += line.len();
            (start, line)
        };
        Lines(text.split_inclusive('\n').map(line).collect())
    }

    fn byte(&self, place: Place) -> usize {
        let (start, line) = self.0[place.line - 1];
        start + line.chars().take(place.column - 1).map(char::len_utf8).sum::<usize>()
    }
}

struct Finder<'a> {
    lines: Lines<'a>,
    text: &'a str,
    mutants: &'a [(usize, &'a Mutant)],
    sites: Vec<Site>,
    found: BTreeSet<usize>,
}

fn start(of: &impl Spanned) -> Place {
    let at = of.span().start();
    Place { line: at.line, column: at.column + 1 }
}

fn end(of: &impl Spanned) -> Place {
    let at = of.span().end();
    Place { line: at.line, column: at.column + 1 }
}

impl<'a> Finder<'a> {
    fn range(&self, of: &impl Spanned) -> Range<usize> {
        self.lines.byte(start(of))..self.lines.byte(end(of))
    }

    fn part(&self, of: &impl Spanned) -> &'a str {
        &self.text[self.range(of)]
    }

    fn at(&self, genre: &str, place: Place) -> Vec<(usize, &'a Mutant)> {
        let here = |mutant: &Mutant| mutant.genre == genre && mutant.span.start == place;
        self.mutants.iter().filter(|(_, mutant)| here(mutant)).copied().collect()
    }

    fn put(&mut self, range: Range<usize>, kind: Kind, ids: impl IntoIterator<Item = usize>) {
        self.found.extend(ids);
        self.sites.push(Site { range, kind });
    }

    fn instead(&mut self, of: &impl Spanned, others: Vec<(usize, String)>) {
        if !others.is_empty() {
            let ids: Vec<usize> = others.iter().map(|(id, _)| *id).collect();
            self.put(self.range(of), Kind::Instead(others), ids);
        }
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        let opaque = |output: &ReturnType| self.part(output).contains("impl ");
        let Some(first) = block.stmts.first() else { return };
        if signature.constness.is_some() || opaque(&signature.output) {
            return;
        }
        let all = self.at("FnValue", start(first));
        let open = self.lines.byte(start(block)) + 1;
        for (id, mutant) in all {
            let value = &mutant.replacement;
            let text = format!(" if crate::mutant::on({id}) {{ return {value}; }} ");
            self.put(open..open, Kind::Insert(text), [id]);
        }
    }
}

/// `if let` and `while let` join conditions by `&&`, and such a chain is no expression of its own.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(both) if matches!(both.op, BinOp::And(_)) => {
            has_let(&both.left) || has_let(&both.right)
        }
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        if item.sig.constness.is_none() {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        if item.sig.constness.is_none() {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    // Constants and patterns have no switches.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_expr_binary(&mut self, both: &'ast ExprBinary) {
        if !(has_let(&both.left) || has_let(&both.right)) {
            let (left, right) = (self.part(&*both.left), self.part(&*both.right));
            let others = self.at("BinaryOperator", start(&both.op));
            let other = |(id, mutant): (usize, &Mutant)| {
                (id, format!("{left} {} {right}", mutant.replacement))
            };
            self.instead(both, others.into_iter().map(other).collect());
        }
        visit::visit_expr_binary(self, both);
    }

    fn visit_expr_unary(&mut self, one: &'ast ExprUnary) {
        let inner = self.part(&*one.expr);
        let others = self.at("UnaryOperator", start(&one.op));
        self.instead(one, others.into_iter().map(|(id, _)| (id, inner.to_owned())).collect());
        visit::visit_expr_unary(self, one);
    }

    fn visit_expr_struct(&mut self, whole: &'ast ExprStruct) {
        let mut others = Vec::new();
        for field in &whole.fields {
            for (id, _) in self.at("StructField", start(field)) {
                let all = self.range(whole);
                let mut part = self.range(field);
                part.end += self.text[part.end..all.end]
                    .find([',', '}'])
                    .map_or(0, |at| at + usize::from(self.text[part.end + at..].starts_with(',')));
                let (before, after) =
                    (&self.text[all.start..part.start], &self.text[part.end..all.end]);
                others.push((id, format!("{before}{after}")));
            }
        }
        self.instead(whole, others);
        visit::visit_expr_struct(self, whole);
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        let deleted: Vec<usize> =
            self.at("MatchArm", start(arm)).into_iter().map(|(id, _)| id).collect();
        match &arm.guard {
            Some((_, guard)) if !has_let(guard) => {
                let others = self.at("MatchArmGuard", start(&**guard)).into_iter();
                for id in deleted {
                    self.put(self.range(&**guard), Kind::UnlessOn(id), [id]);
                }
                let others = others.map(|(id, mutant)| (id, mutant.replacement.clone())).collect();
                self.instead(&**guard, others);
            }
            Some(_) => {}
            None => {
                let at = self.lines.byte(end(&arm.pat));
                for id in deleted {
                    let text = format!(" if !crate::mutant::on({id}) ");
                    self.put(at..at, Kind::Insert(text), [id]);
                }
            }
        }
        visit::visit_arm(self, arm);
    }
}
