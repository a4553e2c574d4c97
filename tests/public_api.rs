//! The public surface is what `tests/public_api.txt` lists, so that no change of it goes unseen.
//!
//! The list is made from the source: every item that can be named from outside, with its public
//! fields, variants, methods and traits. `UPDATE_PUBLIC_API=1 cargo test public_api` writes it
//! anew; the difference is then read in the commit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Fields, ImplItem, Item, ItemImpl, Type, UseTree, Visibility};

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/public_api.txt");

#[test]
fn the_public_api_is_the_committed_list() {
    let list = listing();
    if std::env::var_os("UPDATE_PUBLIC_API").is_some() {
        fs::write(LIST, &list).unwrap();
    }
    let committed = fs::read_to_string(LIST).unwrap_or_default();
    let [now, then]: [BTreeSet<&str>; 2] = [&list, &committed].map(|text| text.lines().collect());
    let new: Vec<&&str> = now.difference(&then).collect();
    let gone: Vec<&&str> = then.difference(&now).collect();
    assert!(
        list == committed,
        "new: {new:#?}\ngone: {gone:#?}\nread the difference, \
         then write the list anew with UPDATE_PUBLIC_API=1 cargo test public_api"
    );
}

type Module = Vec<String>;

/// All modules of the crate by their place, with their items.
struct House {
    modules: BTreeMap<Module, Vec<Item>>,
    /// The implementations of each type, by the module and the name that it is defined under.
    impls: BTreeMap<(Module, String), Vec<ItemImpl>>,
}

fn listing() -> String {
    let mut house = House { modules: BTreeMap::new(), impls: BTreeMap::new() };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    load(&mut house, Vec::new(), &root.join("lib.rs"), &root);
    house.impls = impls(&house);
    let mut lines = BTreeMap::new();
    walk(&house, &Vec::new(), "bilateral", &mut lines);
    // The first public path of an item has its description, each other one names that.
    let mut first: BTreeMap<(Module, String), String> = BTreeMap::new();
    let mut text = String::new();
    for (path, found) in &lines {
        match first.get(found) {
            Some(other) => text.push_str(&format!("{path} is {other}\n")),
            None => {
                first.insert(found.clone(), path.clone());
                text.push_str(&describe(&house, path, found));
            }
        }
    }
    text
}

fn load(house: &mut House, module: Module, file: &Path, folder: &Path) {
    let source = fs::read_to_string(file).unwrap();
    let items = syn::parse_file(&source).unwrap().items;
    for item in &items {
        if let Item::Mod(inner) = item
            && inner.content.is_none()
        {
            let name = inner.ident.to_string();
            let file: PathBuf = folder.join(format!("{name}.rs"));
            let path = [module.clone(), vec![name.clone()]].concat();
            load(house, path, &file, &folder.join(name));
        }
    }
    house.modules.insert(module, items);
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The name of an item that a path can end in, and whether it is public.
fn named(item: &Item) -> Option<(String, bool)> {
    let (name, visibility) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    Some((name.to_string(), is_public(visibility)))
}

/// What the public names of a module are: for each its place in the source.
fn walk(
    house: &House,
    module: &Module,
    path: &str,
    lines: &mut BTreeMap<String, (Module, String)>,
) {
    for item in &house.modules[module] {
        match item {
            Item::Mod(inner) if is_public(&inner.vis) && inner.content.is_none() => {
                let name = inner.ident.to_string();
                let below = [module.clone(), vec![name.clone()]].concat();
                walk(house, &below, &format!("{path}::{name}"), lines);
            }
            Item::Mod(inner) if is_public(&inner.vis) => {
                for item in &inner.content.as_ref().unwrap().1 {
                    let Item::Use(item) = item else { panic!("{path}: an item in a mod in line") };
                    let below = [module.clone(), vec![inner.ident.to_string()]].concat();
                    put_uses(house, &below, &item.tree, &format!("{path}::{}", inner.ident), lines);
                }
            }
            Item::Use(item) if is_public(&item.vis) => {
                put_uses(house, module, &item.tree, path, lines);
            }
            item => {
                if let Some((name, true)) = named(item) {
                    lines.insert(format!("{path}::{name}"), (module.clone(), name));
                }
            }
        }
    }
}

fn put_uses(
    house: &House,
    module: &Module,
    tree: &UseTree,
    path: &str,
    lines: &mut BTreeMap<String, (Module, String)>,
) {
    for (source, name) in uses(tree, Vec::new()) {
        if name == "*" {
            let from = place(house, module, &source).unwrap();
            for item in &house.modules[&from] {
                if let Some((name, true)) = named(item) {
                    lines.insert(format!("{path}::{name}"), (from.clone(), name));
                }
            }
            continue;
        }
        let found = resolve(house, module, &source);
        let elsewhere = || (Vec::new(), source.join("::"));
        lines.insert(format!("{path}::{name}"), found.unwrap_or_else(elsewhere));
    }
}

/// The paths of a `use`, each with the name that it gets.
fn uses(tree: &UseTree, before: Vec<String>) -> Vec<(Vec<String>, String)> {
    let with = |name: &syn::Ident| [before.clone(), vec![name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => uses(&path.tree, with(&path.ident)),
        UseTree::Name(name) => vec![(with(&name.ident), name.ident.to_string())],
        UseTree::Rename(name) => vec![(with(&name.ident), name.rename.to_string())],
        UseTree::Glob(_) => vec![(before, "*".to_owned())],
        UseTree::Group(group) => {
            group.items.iter().flat_map(|item| uses(item, before.clone())).collect()
        }
    }
}

/// The module that a path names from another one.
fn place(house: &House, from: &Module, path: &[String]) -> Option<Module> {
    let mut at = from.clone();
    for (step, name) in path.iter().enumerate() {
        match name.as_str() {
            "crate" => at = Vec::new(),
            "self" => {}
            "super" => drop(at.pop()),
            name => {
                let below = [at.clone(), vec![name.to_owned()]].concat();
                let top = vec![name.to_owned()];
                at = if house.modules.contains_key(&below) {
                    below
                } else if step == 0 && house.modules.contains_key(&top) {
                    top
                } else {
                    return None;
                };
            }
        }
    }
    Some(at)
}

/// Where an item is defined that a path names.
fn resolve(house: &House, from: &Module, path: &[String]) -> Option<(Module, String)> {
    let (name, modules) = path.split_last()?;
    let module = place(house, from, modules)?;
    find(house, &module, name)
}

fn find(house: &House, module: &Module, name: &str) -> Option<(Module, String)> {
    let items = house.modules.get(module)?;
    if items.iter().filter_map(named).any(|(known, _)| known == name) {
        return Some((module.clone(), name.to_owned()));
    }
    let trees = items.iter().filter_map(|item| match item {
        Item::Use(item) => Some(&item.tree),
        _ => None,
    });
    for (source, known) in trees.flat_map(|tree| uses(tree, Vec::new())) {
        let found = match known.as_str() {
            "*" => place(house, module, &source).filter(|at| at != module).and_then(|at| {
                let here = house.modules[&at].iter().filter_map(named);
                here.clone().any(|(known, _)| known == name).then(|| (at, name.to_owned()))
            }),
            known if known == name => resolve(house, module, &source),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn impls(house: &House) -> BTreeMap<(Module, String), Vec<ItemImpl>> {
    let mut all: BTreeMap<(Module, String), Vec<ItemImpl>> = BTreeMap::new();
    for (module, items) in &house.modules {
        for item in items {
            let Item::Impl(item) = item else { continue };
            let Type::Path(of) = &*item.self_ty else { continue };
            let path: Vec<String> =
                of.path.segments.iter().map(|part| part.ident.to_string()).collect();
            if let Some(found) = resolve(house, module, &path) {
                all.entry(found).or_default().push(item.clone());
            }
        }
    }
    all
}

fn describe(house: &House, path: &str, found: &(Module, String)) -> String {
    let (module, name) = found;
    let items = house.modules[module].iter();
    let Some(item) = items.clone().find(|item| named(item).is_some_and(|known| known.0 == *name))
    else {
        return format!("{path} is {name}\n");
    };
    let source = source(item);
    if let Item::Const(_) | Item::Fn(_) | Item::Type(_) = item {
        return format!("{path}: {}\n", one_line(&source));
    }
    let mut text = format!("{path}\n");
    // Derives break over lines where there are many.
    let (marks, rest) = source.rsplit_once("]\npub ").unwrap_or(("", &source));
    if !marks.is_empty() {
        let marks = one_line(&format!("{marks}]"));
        text.push_str(&format!("    {}\n", marks.replace("( ", "(").replace(", )", ")")));
    }
    let head = if marks.is_empty() { "" } else { "pub " };
    for line in format!("{head}{rest}").lines() {
        text.push_str(&format!("    {line}\n"));
    }
    let mut about: Vec<String> =
        house.impls.get(found).into_iter().flatten().flat_map(about).collect();
    about.sort();
    about.dedup();
    about.into_iter().for_each(|line| text.push_str(&format!("    {line}\n")));
    text
}

/// An item as it stands in the source, without docs, private fields and bodies.
fn source(item: &Item) -> String {
    let mut item = item.clone();
    let marks = ["derive", "non_exhaustive", "must_use"];
    let keep = |attributes: &mut Vec<syn::Attribute>| {
        attributes.retain(|one| marks.iter().any(|mark| one.path().is_ident(mark)));
    };
    match &mut item {
        Item::Struct(item) => {
            keep(&mut item.attrs);
            match &mut item.fields {
                Fields::Named(fields) => {
                    let public = fields.named.iter().filter(|field| is_public(&field.vis));
                    fields.named = public.cloned().collect();
                    fields.named.iter_mut().for_each(|field| field.attrs.clear());
                }
                Fields::Unnamed(fields) => {
                    let public = fields.unnamed.iter().filter(|field| is_public(&field.vis));
                    fields.unnamed = public.cloned().collect();
                }
                Fields::Unit => {}
            }
        }
        Item::Enum(item) => {
            keep(&mut item.attrs);
            for variant in &mut item.variants {
                variant.attrs.clear();
                variant.fields.iter_mut().for_each(|field| field.attrs.clear());
            }
        }
        Item::Fn(item) => {
            item.attrs.clear();
            item.block.stmts.clear();
        }
        Item::Const(item) => {
            item.attrs.clear();
            item.expr = Box::new(syn::parse_quote!(_));
        }
        Item::Trait(item) => {
            keep(&mut item.attrs);
            for item in &mut item.items {
                match item {
                    syn::TraitItem::Fn(item) => item.attrs.clear(),
                    syn::TraitItem::Const(item) => item.attrs.clear(),
                    syn::TraitItem::Type(item) => item.attrs.clear(),
                    _ => {}
                }
            }
        }
        Item::Type(item) => item.attrs.clear(),
        _ => {}
    }
    printed(item)
}

fn printed(item: Item) -> String {
    prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items: vec![item] })
}

/// The public methods of an implementation, each as one line, or the trait that it is of.
fn about(item: &ItemImpl) -> Vec<String> {
    let mut head = item.clone();
    head.attrs.clear();
    head.items.clear();
    let head = printed(Item::Impl(head)).trim().trim_end_matches("{}").trim().to_owned();
    if item.trait_.is_some() {
        return vec![head];
    }
    let of = |item: &ImplItem| match item {
        ImplItem::Fn(method) if is_public(&method.vis) => {
            let function = syn::ItemFn {
                attrs: Vec::new(),
                vis: method.vis.clone(),
                sig: method.sig.clone(),
                block: syn::parse_quote!({}),
            };
            let text = printed(Item::Fn(function));
            Some(text.trim().trim_end_matches("{}").trim().to_owned())
        }
        ImplItem::Const(item) if is_public(&item.vis) => {
            let name = &item.ident;
            Some(format!("pub const {name}"))
        }
        _ => None,
    };
    let generics =
        if head.contains('<') { format!("[{}] ", one_line(&head)) } else { String::new() };
    item.items.iter().filter_map(of).map(|text| generics.clone() + &one_line(&text)).collect()
}

fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("( ", "(").replace(", )", ")").replace(" )", ")")
}
