// SPDX-License-Identifier: Apache-2.0
//! A line of a log.
use std::collections::HashMap;

#[derive(Debug)]
pub struct LineError(pub String);

pub struct Line {
    pub level: String,
    pub message: String,
}

pub fn parse(text: &str) -> Result<Line, LineError> {
    let (level, message) = text.split_once(' ').ok_or(LineError(text.to_string()))?;
    Ok(Line { level: level.to_string(), message: message.to_string() })
}

#[inline(never)]
pub fn read(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    for line in text.lines() {
        found.push(parse(line).unwrap());
    }
    found
}

impl Line {
    #[inline(never)]
    pub fn word(&self, number: usize) -> &str {
        self.words()[number]
    }

    fn words(&self) -> Vec<&str> {
        self.message.split(' ').collect()
    }

    #[inline(never)]
    pub fn shortened(&self, most: usize) -> &str {
        &self.message[..most]
    }

    #[inline(never)]
    pub fn rank(&self, ranks: &HashMap<String, u32>) -> u32 {
        ranks[&self.level]
    }
}
