// SPDX-License-Identifier: Apache-2.0
//! Sifts logs: run WHAT SEED.
use std::collections::{BTreeMap, HashMap};
use std::{env, fs, thread};

mod lines;

#[inline(never)]
fn percent(part: u64, whole: u64) -> u64 {
    part * 100 / whole
}

#[inline(never)]
fn errors_share(levels: &BTreeMap<String, u64>) -> u64 {
    percent(levels.get("ERROR").copied().unwrap_or(1), levels.values().sum())
}

#[inline(never)]
fn warnings_share(levels: &BTreeMap<String, u64>) -> u64 {
    percent(levels.get("WARN").copied().unwrap_or(1), levels.values().sum())
}

#[inline(never)]
fn open(path: &str) -> String {
    fs::read_to_string(path).expect("cannot read the log")
}

#[inline(never)]
fn limit(text: &str) -> u8 {
    text.parse().expect("limit")
}

#[inline(never)]
fn since(text: &str) -> u8 {
    text.parse().expect("since")
}

#[inline(never)]
fn depth(text: &[u8], at: usize) -> usize {
    match text[at] {
        b'(' => depth(text, at + 1) + 1,
        _ => at,
    }
}

#[inline(never)]
fn shards(count: u64) -> u64 {
    let workers: Vec<_> = (0..count).map(|number| thread::spawn(move || 10 / (count - 1 - number))).collect();
    workers.into_iter().map(|worker| worker.join().unwrap()).sum()
}

#[inline(never)]
fn oldest(ages: &[u64], most: u64) -> u64 {
    check(ages.iter().min().unwrap() - most, most)
}

fn check(age: u64, most: u64) -> u64 {
    assert!(age < 10, "age {age} of {most}");
    age
}

fn line(seed: u64) -> lines::Line {
    lines::parse(&format!("L{seed} naïve message {seed}")).unwrap()
}

fn run(what: &str, seed: u64) -> u64 {
    match what {
        "line" => lines::read(&format!("INFO a\nbroken{seed}\n")).len() as u64,
        "word" => line(seed).word(3 + seed as usize).len() as u64,
        "short" => line(seed).shortened(3).len() as u64,
        "rank" => line(seed).rank(&HashMap::new()) as u64,
        "errors" => errors_share(&BTreeMap::new()),
        "warnings" => warnings_share(&BTreeMap::new()),
        "open" => open(&format!("/var/log/app{seed}.log")).len() as u64,
        "limit" => limit(&format!("{}", 255 + seed)) as u64,
        "since" => since(&format!("{seed}h")) as u64,
        "depth" => depth("(".repeat(seed as usize * 2).as_bytes(), 0) as u64,
        "shards" => shards(2 + seed),
        "oldest" => oldest(&[100 + seed], 3),
        _ => 0,
    }
}

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let found = run(&words[0], words[1].parse().unwrap());
    println!("{found}");
}
