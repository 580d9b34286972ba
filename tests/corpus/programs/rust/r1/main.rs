// SPDX-License-Identifier: Apache-2.0
mod cart {
    use std::collections::HashMap;

    pub struct Cart {
        pub skus: Vec<String>,
        pub shares: i32,
    }

    impl Cart {
        pub fn total(&self, prices: &HashMap<String, i32>) -> i32 {
            self.skus.iter().map(|sku| price(prices, sku)).sum::<i32>() / self.shares
        }

        pub fn label(&self, index: usize) -> &str {
            &self.skus[index]
        }
    }

    fn price(prices: &HashMap<String, i32>, sku: &str) -> i32 {
        *prices.get(sku).unwrap()
    }
}

fn rate(text: &str) -> i32 {
    text.parse::<i32>().unwrap()
}

fn settings(path: &str) -> String {
    std::fs::read_to_string(path).expect("settings")
}

fn walk(depth: i32, limit: i32) -> i32 {
    if depth == limit {
        panic!("no leaf at {}", depth);
    }
    branch(depth + 1, limit) + 1
}

fn branch(depth: i32, limit: i32) -> i32 {
    walk(depth, limit) + 1
}

fn must<T>(value: Option<T>) -> T {
    match value {
        Some(found) => found,
        None => panic!("nothing there"),
    }
}

fn address(seed: usize) {
    must([1].get(seed));
}

fn card(seed: usize) {
    must("card".chars().nth(seed + 4));
}

fn cart_of(sku: String, shares: i32) -> i32 {
    let mut prices = std::collections::HashMap::new();
    prices.insert("A1".to_string(), 100);
    cart::Cart { skus: vec![sku], shares }.total(&prices)
}

fn shares(_: usize) {
    cart_of("A1".to_string(), 0);
}

fn unknown(seed: usize) {
    cart_of(format!("Z{}", seed), 1);
}

fn label(seed: usize) {
    cart::Cart { skus: vec![], shares: 1 }.label(seed);
}

fn deep(seed: usize) {
    walk(0, 3 + 2 * seed as i32);
}

fn worker(seed: usize) {
    let worker = std::thread::Builder::new().name("worker".into());
    let _ = worker.spawn(move || panic!("job {}", seed)).unwrap().join();
}

fn run(command: &str, seed: usize) {
    match command {
        "address" => address(seed),
        "card" => card(seed),
        "shares" => shares(seed),
        "unknown" => unknown(seed),
        "label" => label(seed),
        "rate" => drop(rate(&format!("{}O", seed))),
        "settings" => drop(settings(&format!("/etc/shop/{}.conf", seed))),
        "walk" => deep(seed),
        "worker" => worker(seed),
        _ => {}
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    run(&arguments[1], arguments[2].parse().unwrap());
}
