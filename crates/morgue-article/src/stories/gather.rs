//! From pairs of copies to groups: each text joins the longest one before it of which it is a copy.
//!
//! Texts are taken by their length, the longest first, then by their order. Each joins the first text in that order that heads a
//! group and of which it is a copy; if there is none, it heads one. So every member of a group is a copy of its head, and a
//! chain (one is like the second, the second like the third) joins nothing that is not. A digest of several stories is the
//! exception: it is like each of them. So a member that has less than most of its head must have the same part of it as the first
//! such member: the head of a digest takes one of its stories, and the others stay apart.

use super::compare::Shared;
use super::sketch::{DRAWN, Sketch};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The texts that are gathered.
pub trait Texts {
    type Error;

    /// The sketch of a text.
    fn sketch(&mut self, text: u32) -> Result<Sketch, Self::Error>;

    /// What a text shares with one that comes before it in the order.
    fn shared(&mut self, longer: u32, shorter: u32) -> Result<Shared, Self::Error>;
}

/// What became of the texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The groups of two and more, each with its head first.
    pub groups: Vec<Vec<u32>>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Samples that more heads have than are looked at.
    pub frequent: u64,
    /// Texts that are compared with no other, because they are too short or too long.
    pub apart: u64,
    /// Texts that are like more heads than they are compared with.
    pub unfinished: u64,
}

/// Heads that are looked at for one sample: more have a phrase in common, and not a text. A group has one head, however large it is.
const HEADS: usize = 64;

/// Samples of heads that are kept in memory at one time, about 16 bytes each.
const IN_MEMORY: usize = 4_000_000;

/// Samples that a text must share with a head to be compared with it, at least one in `ONE_IN`, and their least weight: a sample of
/// one head weighs 1, one of four heads a quarter.
const FEWEST: u32 = 2;
const ONE_IN: u32 = 18;
const LEAST_WEIGHT: f32 = 1.0;

/// Heads with which one text is compared.
const MOST_COMPARED: usize = 16;

/// Gathers texts, which are given in their order.
pub fn gather<T: Texts>(order: &[u32], texts: &mut T) -> Result<Gathered, T::Error> {
    gather_within(order, texts, IN_MEMORY)
}

fn gather_within<T: Texts>(order: &[u32], texts: &mut T, in_memory: usize) -> Result<Gathered, T::Error> {
    let mut gathered = Gathered::default();
    let mut groups: Vec<Group> = Vec::new();
    let repeated = repeated(order, texts)?;
    let mut rest = order.to_vec();
    // Each pass knows the next heads that fit into memory; who finds none of them waits for the next pass.
    while !rest.is_empty() {
        let (mut heads, mut waiting) = (Heads::default(), Vec::new());
        for text in rest {
            let sketch = texts.sketch(text)?;
            if sketch.letters == 0 {
                gathered.apart += 1;
                continue;
            }
            let own = repeated.of(&sketch);
            let mut joined = false;
            let like = heads.like(&sketch, &own, |group| groups[group as usize].limit);
            let more = like.len() > MOST_COMPARED;
            for group in like.into_iter().take(MOST_COMPARED) {
                gathered.compared += 1;
                let shared = texts.shared(groups[group as usize].members[0], text)?;
                if shared.are_copies() && groups[group as usize].takes(&shared) {
                    groups[group as usize].members.push(text);
                    joined = true;
                    break;
                }
            }
            if joined {
                continue;
            }
            if heads.samples < in_memory {
                gathered.unfinished += u64::from(more);
                heads.add(groups.len() as u32, &own, &mut gathered.frequent);
                groups.push(Group { members: vec![text], core: None, limit: sketch.limit() });
            } else {
                waiting.push(text);
            }
        }
        rest = waiting;
    }
    gathered.groups = groups.into_iter().map(|group| group.members).filter(|members| members.len() > 1).collect();
    Ok(gathered)
}

/// The samples of all texts that more than one has, and few others.
fn repeated<T: Texts>(order: &[u32], texts: &mut T) -> Result<Repeated, T::Error> {
    let mut repeated = Repeated::for_texts(order.len());
    for &text in order {
        texts.sketch(text)?.samples.into_iter().for_each(|sample| repeated.note(sample));
    }
    Ok(repeated)
}

/// Which samples occur twice or more, in two bits a place: most samples are of one text alone, and need not be kept for finding
/// others. A place that two samples share counts as one sample that occurs twice.
struct Repeated {
    once: Vec<u64>,
    twice: Vec<u64>,
    shift: u32,
}

impl Repeated {
    /// Places for each text: at most twice the samples of most.
    const PLACES: usize = 4 * DRAWN;

    fn for_texts(texts: usize) -> Self {
        let places = (texts * Self::PLACES).next_power_of_two().clamp(1 << 16, 1 << 32);
        let bits = vec![0; places / 64];
        Self { once: bits.clone(), twice: bits, shift: 64 - places.ilog2() }
    }

    fn place(&self, sample: u32) -> (usize, u64) {
        // The odd number nearest to 2^64 divided by the golden ratio (Knuth, volume 3, 6.4): low samples are as frequent as short texts.
        let place = u64::from(sample).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        ((place / 64) as usize, 1 << (place % 64))
    }

    fn note(&mut self, sample: u32) {
        let (word, bit) = self.place(sample);
        self.twice[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    /// The samples of a sketch that others may have.
    fn of(&self, sketch: &Sketch) -> Vec<u32> {
        let may = |sample: &&u32| {
            let (word, bit) = self.place(**sample);
            self.twice[word] & bit != 0
        };
        sketch.samples.iter().filter(may).copied().collect()
    }
}

struct Group {
    /// The head first.
    members: Vec<u32>,
    /// The blocks of the head that the first member has of those that do not have most of it.
    core: Option<u64>,
    /// The greatest hash that may be among the samples of the head.
    limit: u32,
}

impl Group {
    fn takes(&mut self, shared: &Shared) -> bool {
        if shared.is_most() {
            return true;
        }
        match self.core {
            None | Some(0) => {
                self.core = Some(shared.region);
                true
            }
            Some(core) => {
                let fewer = core.count_ones().min(shared.region.count_ones());
                2 * (core & shared.region).count_ones() >= fewer.max(1)
            }
        }
    }
}

/// The heads that have each sample.
#[derive(Default)]
struct Heads {
    /// The first head of each sample, and the others.
    first: HashMap<u32, u32, RandomState>,
    more: HashMap<u32, Vec<u32>, RandomState>,
    samples: usize,
}

impl Heads {
    fn add(&mut self, group: u32, samples: &[u32], frequent: &mut u64) {
        for &sample in samples {
            match self.first.entry(sample) {
                Entry::Vacant(free) => {
                    free.insert(group);
                    self.samples += 1;
                }
                Entry::Occupied(_) => {
                    let more = self.more.entry(sample).or_default();
                    match more.len() + 1 {
                        heads if heads < HEADS => {
                            more.push(group);
                            self.samples += 1;
                        }
                        HEADS => {
                            // One more says that there are more.
                            more.push(u32::MAX);
                            *frequent += 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// The heads that share enough of its own samples with a text, the first ones first, and one more if there are more than are
    /// compared.
    fn like(&self, sketch: &Sketch, own: &[u32], limit: impl Fn(u32) -> u32) -> Vec<u32> {
        let mut shared: Vec<(&u32, &[u32])> = Vec::new();
        let mut most = 0.0;
        for sample in own {
            let Some(first) = self.first.get(sample) else { continue };
            let more = self.more.get(sample).map_or(&[][..], Vec::as_slice);
            most += 1.0 / (1 + more.len()) as f32;
            shared.push((first, more));
        }
        // What all heads share is the most that one of them can.
        if most < LEAST_WEIGHT {
            return Vec::new();
        }
        // How many samples a head shares, and how telling they are: one that many heads have is a phrase.
        let mut counted: HashMap<u32, (u32, f32), RandomState> = HashMap::default();
        for (first, more) in shared {
            let heads = 1 + more.len();
            for &group in std::iter::once(first).chain(more).take(HEADS) {
                let (samples, weight) = counted.entry(group).or_default();
                *samples += 1;
                *weight += 1.0 / heads as f32;
            }
        }
        let mut like: Vec<(f32, u32)> = counted
            .into_iter()
            .filter(|(group, (samples, weight))| {
                // Of the samples of a long head, only those can be shared that may be drawn of it.
                let drawn = |limit| sketch.samples.partition_point(|&sample| sample <= limit) as u32;
                *weight >= LEAST_WEIGHT && *samples >= FEWEST && *samples >= drawn(limit(*group)).div_ceil(ONE_IN)
            })
            .map(|(group, (_, weight))| (weight, group))
            .collect();
        like.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        like.truncate(MOST_COMPARED + 1);
        let mut like: Vec<u32> = like.into_iter().map(|(_, group)| group).collect();
        // One more, at the end, says that there are more.
        let compared = like.len().min(MOST_COMPARED);
        like[..compared].sort_unstable();
        like
    }
}

#[cfg(test)]
mod tests {
    use super::super::Compared;
    use super::*;
    use std::convert::Infallible;

    /// Texts by their paragraphs.
    struct Given(Vec<Vec<String>>);

    impl Texts for Given {
        type Error = Infallible;

        fn sketch(&mut self, text: u32) -> Result<Sketch, Infallible> {
            Ok(Sketch::of(self.0[text as usize].iter().map(String::as_str)))
        }

        fn shared(&mut self, longer: u32, shorter: u32) -> Result<Shared, Infallible> {
            let text = |text: u32| Compared::of(self.0[text as usize].iter().map(String::as_str));
            Ok(text(shorter).shared(&text(longer)))
        }
    }

    /// A paragraph of sixty words that no other number has.
    fn paragraph(number: u64) -> String {
        let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut word = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let letters = 3 + state % 6;
            (0..letters).map(|place| char::from(b'a' + (state >> (place * 8)) as u8 % 26)).collect::<String>()
        };
        (0..60).map(|_| word()).collect::<Vec<_>>().join(" ")
    }

    fn text(paragraphs: &[u64]) -> Vec<String> {
        paragraphs.iter().map(|&number| paragraph(number)).collect()
    }

    /// The groups of some texts, as their numbers in order.
    fn groups(texts: Vec<Vec<String>>, in_memory: usize) -> Vec<Vec<u32>> {
        let mut given = Given(texts);
        let mut order: Vec<u32> = (0..given.0.len() as u32).collect();
        let letters = |text: &u32| Sketch::of(given.0[*text as usize].iter().map(String::as_str)).letters;
        order.sort_by_key(|text| (u32::MAX - letters(text), *text));
        let Ok(gathered) = gather_within(&order, &mut given, in_memory);
        let mut groups = gathered.groups;
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        groups
    }

    #[test]
    fn texts_that_share_most_are_gathered_and_chains_are_not() {
        type Case = (&'static str, &'static [&'static [u64]], &'static [&'static [u32]]);
        let cases: [Case; 7] = [
            ("cut at the end", &[&[1, 2, 3, 4, 5], &[1, 2, 3], &[1, 2]], &[&[0, 1, 2]]),
            ("another lead", &[&[1, 2, 3, 4], &[9, 2, 3, 4]], &[&[0, 1]]),
            ("a paragraph in common", &[&[1, 2, 3, 4], &[5, 6, 7, 4]], &[]),
            // The second is like the first and like the third, which are not alike.
            ("a chain", &[&[1, 2, 3, 4, 10, 11], &[1, 2, 3, 4, 5, 6, 7, 8], &[5, 6, 7, 8, 12, 13]], &[&[0, 1]]),
            // A digest has each of its stories; it goes with one of them.
            (
                "a digest",
                &[&[1, 2, 3, 4, 5, 6], &[1, 2], &[3, 4], &[5, 6], &[1, 2], &[3, 4]],
                &[&[0, 3], &[1, 4], &[2, 5]],
            ),
            ("the order of paragraphs", &[&[1, 2, 3], &[3, 1, 2]], &[&[0, 1]]),
            ("nothing in common", &[&[1], &[2], &[3]], &[]),
        ];
        for (name, texts, want) in cases {
            let texts: Vec<Vec<String>> = texts.iter().map(|numbers| text(numbers)).collect();
            assert_eq!(groups(texts, IN_MEMORY), want, "{name}");
        }
    }

    #[test]
    fn wrong_letters_do_not_hide_a_copy() {
        let original = text(&[1, 2, 3, 4]);
        let read = |paragraph: &String| -> String {
            // One letter in nine is another one.
            let is_wrong = |at: usize| ((at * 40_503) >> 5).is_multiple_of(9);
            let wrong = |(at, c): (usize, char)| if is_wrong(at) && c != ' ' { 'x' } else { c };
            paragraph.chars().enumerate().map(wrong).collect()
        };
        let copy = original.iter().map(read).collect();
        assert_eq!(groups(vec![original, copy, text(&[5, 6, 7])], IN_MEMORY), [[0, 1]]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, ..Default::default() })]

        /// The groups depend not on how many heads fit into memory at one time.
        #[test]
        fn groups_depend_on_the_texts_alone(
            chosen in proptest::collection::vec(proptest::collection::vec(0u64..9, 1..6), 1..14),
        ) {
            let texts: Vec<Vec<String>> = chosen.iter().map(|numbers| text(numbers)).collect();
            let all = groups(texts.clone(), IN_MEMORY);
            proptest::prop_assert_eq!(&groups(texts, 100), &all);
        }
    }
}
