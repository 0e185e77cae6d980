//! Turns a rule file of a language into rules, and stems and endings into words. `data/README.md` describes the files.

use std::collections::{HashMap, HashSet};

/// The rules of a language.
#[derive(Default)]
pub struct Rules {
    vowels: String,
    letters: Vec<char>,
    shortest: usize,
    stop: HashSet<String>,
    /// Words and the `never` lines they are in.
    never: HashMap<String, Vec<usize>>,
    /// Prefixes of verbs: separable ones, which `ge` and `zu` follow, and the others.
    loose: Vec<String>,
    fixed: Vec<String>,
    pub(super) irregular: Vec<Irregular>,
    /// Irregular forms without prefix, and the lines they are in.
    lines: HashMap<String, Vec<usize>>,
    pub(super) classes: Vec<Class>,
}

/// The forms of an irregular word.
pub(super) struct Irregular {
    pub forms: Vec<Form>,
    /// Takes the prefixes of verbs.
    prefixed: bool,
    /// Its forms are in no class.
    closed: bool,
}

/// An infix as `ge`, and the text after the stem or, of an irregular form, after the prefix.
pub(super) struct Form {
    infix: String,
    text: String,
}

type Letters = Vec<char>;

/// Endings that one stem takes, and when the articles prove it.
#[derive(Default)]
pub(super) struct Class {
    /// Fewest letters of a stem, and fewest attested endings that prove something.
    stem: usize,
    pub need: usize,
    /// Of the first endings so many, two must be attested; 0: no such rule.
    pub probe: usize,
    /// Most articles of an unsure form, for one of all sure ones.
    pub weak: u64,
    /// What a stem ends with, or does not.
    ends: Vec<Letters>,
    not: Vec<Letters>,
    /// The end of a stem, and what it is before a `~` ending.
    changes: Vec<(Letters, Letters)>,
    pub endings: Vec<Ending>,
    /// Singular and plural of a noun, no forms of the class, if the plural has one article for `share` of the singular.
    pub nouns: Vec<(Ending, Ending)>,
    pub share: u64,
    /// The first is a form of the class only if it has at most two articles for one of the second.
    pub under: Vec<(Ending, Ending)>,
}

pub(super) struct Ending {
    pub form: Form,
    /// One of the keys must be attested.
    pub key: bool,
    /// Proves nothing, as other words have it too.
    pub weak: bool,
    /// Takes the changed stem.
    pub changed: bool,
}

/// The words of a line. `ge_h{en,t}` is `ge_hen ge_ht`.
fn words(line: &str) -> Vec<String> {
    let open = |word: &str| match word.split_once('{').and_then(|(stem, rest)| Some((stem, rest.split_once('}')?))) {
        Some((stem, (inner, end))) => inner.split(',').map(|part| format!("{stem}{part}{end}")).collect(),
        None => vec![word.to_owned()],
    };
    line.split_whitespace().flat_map(open).collect()
}

impl Form {
    fn parse(text: &str) -> Self {
        let (infix, text) = text.split_once('_').unwrap_or(("", text));
        Self { infix: infix.to_owned(), text: text.replace('-', "") }
    }
}

impl Ending {
    fn parse(text: &str) -> Self {
        let body = text.trim_start_matches(['!', '?', '~']);
        let has = |flag: char| text[..text.len() - body.len()].contains(flag);
        Self { form: Form::parse(body), key: has('!'), weak: has('?'), changed: has('~') }
    }

    fn pairs(text: &str) -> Vec<(Self, Self)> {
        let pairs = text.split(',').filter_map(|pair| pair.split_once('/'));
        pairs.map(|(one, other)| (Self::parse(one), Self::parse(other))).collect()
    }
}

impl Class {
    fn parse(line: &str) -> Self {
        let mut class = Self { stem: 3, need: 2, weak: 5, share: 5, ..Self::default() };
        let (options, endings) = line.split_once(':').unwrap_or((line, ""));
        class.endings = words(endings).iter().map(|ending| Ending::parse(ending)).collect();
        for (key, value) in options.split_whitespace().filter_map(|option| option.split_once('=')) {
            class.set(key, value);
        }
        class
    }

    fn set(&mut self, key: &str, value: &str) {
        let letters = |text: &str| text.chars().collect::<Letters>();
        let list = || value.split(',').map(letters).collect();
        let pair = |text: &str| text.split_once('>').map_or_else(Default::default, |(a, b)| (letters(a), letters(b)));
        let number = value.parse().unwrap_or(0);
        match key {
            "stem" => self.stem = number,
            "need" => self.need = number,
            "probe" => self.probe = number,
            "weak" => self.weak = number as u64,
            "share" => self.share = number as u64,
            "ends" => self.ends = list(),
            "not" => self.not = list(),
            "change" => self.changes = value.split(',').map(pair).collect(),
            "nouns" => self.nouns = Ending::pairs(value),
            "under" => self.under = Ending::pairs(value),
            _ => {}
        }
    }
}

impl Rules {
    /// Reads a file of rules. Lines it does not know are skipped.
    pub fn parse(text: &str) -> Self {
        let mut rules = Self { shortest: 4, ..Self::default() };
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("");
            let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
            match key {
                "letters" => rules.letters = rest.chars().filter(|c| !c.is_whitespace()).collect(),
                "vowels" => rules.vowels = rest.trim().to_owned(),
                "shortest" => rules.shortest = rest.trim().parse().unwrap_or(rules.shortest),
                "stop" => rules.stop.extend(words(rest)),
                "never" => words(rest).into_iter().for_each(|word| rules.never.entry(word).or_default().push(number)),
                "loose" => rules.loose.extend(words(rest)),
                "fixed" => rules.fixed.extend(words(rest)),
                "forms" | "forms*" | "also" | "also*" => rules.add_irregular(key, rest),
                "class" => rules.classes.push(Class::parse(rest)),
                _ => {}
            }
        }
        rules
    }

    fn add_irregular(&mut self, key: &str, line: &str) {
        let forms: Vec<Form> = words(line).iter().map(|form| Form::parse(form)).collect();
        for form in &forms {
            for text in [form.text.clone(), format!("{}{}", form.infix, form.text)] {
                let lines = self.lines.entry(text).or_default();
                if lines.last() != Some(&self.irregular.len()) {
                    lines.push(self.irregular.len());
                }
            }
        }
        self.irregular.push(Irregular { forms, prefixed: key.ends_with('*'), closed: key.starts_with("forms") });
    }

    /// Whether a word is one of those that never inflect.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// Whether a word is long enough, of the letters of the language, and no stop word.
    pub fn can_inflect(&self, word: &str) -> bool {
        let has_letters = word.chars().all(|c| self.letters.contains(&c));
        has_letters && word.chars().count() >= self.shortest && !self.is_stop_word(word)
    }

    /// Whether two words are in one `never` line.
    pub(super) fn are_apart(&self, a: &str, b: &str) -> bool {
        let lines = |word| self.never.get(word).map_or(&[][..], Vec::as_slice);
        lines(a).iter().any(|line| lines(b).contains(line))
    }

    /// Where a pattern begins that matches the end of the text, and what each of its letters matches there: `V` a vowel, `C` a
    /// consonant, `D` a doubled consonant, `K` one to three consonants.
    fn matched(&self, pattern: &[char], text: &[char]) -> Option<(usize, Vec<String>)> {
        let mut at = text.len();
        let mut found = Vec::new();
        for &c in pattern.iter().rev() {
            let most = if c == 'K' { 3 } else { 1 + usize::from(c == 'D') };
            let fits = |letter: &&char| match c {
                'V' => self.vowels.contains(**letter),
                'C' | 'K' | 'D' => !self.vowels.contains(**letter),
                _ => **letter == c,
            };
            let length = text[..at].iter().rev().take(most).take_while(fits).count();
            if length == 0 || c == 'D' && (length < 2 || text[at - 1] != text[at - 2]) {
                return None;
            }
            if c.is_ascii_uppercase() {
                let from = if c == 'D' { at - 1 } else { at - length };
                found.push(text[from..at].iter().collect());
            }
            at -= length;
        }
        Some((at, found))
    }

    /// A stem with its end changed from a pattern to another.
    fn changed(&self, from: &[char], to: &[char], stem: &[char]) -> Option<String> {
        let (at, mut found) = self.matched(from, stem)?;
        let mut changed: String = stem[..at].iter().collect();
        for &c in to {
            match c {
                'V' | 'C' | 'K' => changed.push_str(&found.pop()?),
                'D' => changed.push_str(&found.pop()?.repeat(2)),
                _ => changed.push(c),
            }
        }
        Some(changed)
    }

    /// The stems, plain and changed, of which the class has one before an ending.
    pub(super) fn both_stems(&self, class: &Class, ending: &Ending, before: &str) -> Vec<(String, String)> {
        let letters: Letters = before.chars().collect();
        let whole = || before.to_owned();
        let pair = |(from, to): &(Letters, Letters)| match ending.changed {
            true => self.changed(to, from, &letters).map(|stem| (stem, whole())),
            false => self.changed(from, to, &letters).map(|changed| (whole(), changed)),
        };
        let mut both: Vec<_> = class.changes.iter().filter_map(pair).collect();
        if class.changes.is_empty() {
            both.push((whole(), whole()));
        }
        both.retain(|(stem, _)| self.takes(class, stem));
        both
    }

    fn takes(&self, class: &Class, stem: &str) -> bool {
        let stem: Letters = stem.chars().collect();
        let is = |patterns: &[Letters]| patterns.iter().any(|pattern| self.matched(pattern, &stem).is_some());
        stem.len() >= class.stem && (class.ends.is_empty() || is(&class.ends)) && !is(&class.not)
    }

    /// A form of a stem. An infix follows a separable prefix or, except for `zu` and `te`, precedes the stem; `None` for other
    /// prefixes, which take no infix.
    pub(super) fn build(&self, stem: &str, form: &Form) -> Option<String> {
        if form.infix.is_empty() {
            return Some(format!("{stem}{}", form.text));
        }
        let splits = |prefix: &&String| stem.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.len() >= 3);
        let needs_prefix = form.infix == "zu" || form.infix == "te";
        let (prefix, rest) = match self.loose.iter().filter(splits).max_by_key(|prefix| prefix.len()) {
            Some(prefix) => stem.split_at(prefix.len()),
            None if needs_prefix || self.fixed.iter().any(|prefix| splits(&prefix)) => return None,
            None => ("", stem),
        };
        Some(format!("{prefix}{}{rest}{}", form.infix, form.text))
    }

    /// Stems with which a form gives the word.
    pub(super) fn stems(&self, word: &str, form: &Form) -> Vec<String> {
        let Some(stem) = word.strip_suffix(form.text.as_str()) else { return Vec::new() };
        if form.infix.is_empty() {
            return vec![stem.to_owned()];
        }
        let inner = |prefix: &str| Some(format!("{prefix}{}", stem.strip_prefix(prefix)?.strip_prefix(&form.infix)?));
        let stems = self.loose.iter().map(String::as_str).chain([""]).filter_map(inner);
        stems.filter(|stem| self.build(stem, form).as_deref() == Some(word)).collect()
    }

    /// Whether a form may be in a class.
    pub(super) fn is_regular(&self, form: &str) -> bool {
        !self.irregular_lines(form).iter().any(|(line, _)| self.irregular[*line].closed)
    }

    /// The irregular lines that have a word, and the prefix it has there.
    pub(super) fn irregular_lines<'a>(&self, word: &'a str) -> Vec<(usize, &'a str)> {
        let prefixes = self.loose.iter().chain(&self.fixed).map(String::as_str).chain([""]);
        let mut found = Vec::new();
        for (prefix, rest) in prefixes.filter_map(|prefix| Some((prefix, word.strip_prefix(prefix)?))) {
            for &line in self.lines.get(rest).into_iter().flatten() {
                let irregular = &self.irregular[line];
                let has = |form: &Form| self.prefixed(prefix, form).as_deref() == Some(word);
                if (prefix.is_empty() || irregular.prefixed) && irregular.forms.iter().any(has) {
                    found.push((line, &word[..prefix.len()]));
                }
            }
        }
        found
    }

    /// An irregular form with a prefix. `ge` and the like are there without prefix and with a loose one, `zu` with a loose one.
    pub(super) fn prefixed(&self, prefix: &str, form: &Form) -> Option<String> {
        let is_loose = self.loose.iter().any(|loose| loose == prefix);
        let has_infix = is_loose || prefix.is_empty();
        let needs_prefix = form.infix == "zu" || form.infix == "te";
        let infix = if has_infix { form.infix.as_str() } else { "" };
        (is_loose || !needs_prefix).then(|| format!("{prefix}{infix}{}", form.text))
    }
}
