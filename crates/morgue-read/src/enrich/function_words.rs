//! The words that every text of a language has, as a second opinion on languages in Latin script: letters of names and
//! tables mislead a detector of letter groups, and these words do not.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Frequent function words by ISO 639-1 code. A word may be in several lists.
const LISTS: [(&str, &str); 19] = [
    (
        "en",
        "the of and to in a is that for it as was with be by on not he his at from are this have had but which or an they were who will would been has their its said after about than into over",
    ),
    (
        "de",
        "der die das und ist in den von zu mit sich des auf für nicht im dem ein eine als auch es an er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war haben nur oder aber vor zur bis",
    ),
    (
        "fr",
        "le la les de des du et un une est dans que qui pour pas sur au avec il par ce se ne plus en aux son sont a été cette mais ou nous l d qu ses elle à était ont leur",
    ),
    (
        "es",
        "de la el que en y a los del se las por un para con no una su al lo es como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también fue ha había dijo años",
    ),
    (
        "it",
        "di che e il la un a per in è non si da una con del sono le dei al come più della gli nel ha anche alla ma i lo se dal delle nella questo dell era suo",
    ),
    (
        "pt",
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está também pelo pela",
    ),
    (
        "nl",
        "de het een van en in is dat op te voor met zijn die niet aan er om ook als dan maar bij door naar ze uit nog worden over hij heeft werd was wordt deze kan tot",
    ),
    (
        "da",
        "og i at det en den til er som på de med af for der var ikke et har han fra vi kan om men så ved efter eller være blev også hvor mod nu ud siger",
    ),
    (
        "sv",
        "och att det i en som är på av för med den till har de inte om ett han men var jag sig från vi så kan när nu hon efter eller under också vid där hade ska säger",
    ),
    (
        "no",
        "og i det på som er en til at for med av de har den ikke om et han var fra jeg men vi så seg kan når etter ble eller også ved nå skal hun sier ut",
    ),
    (
        "fi",
        "ja on ei se että hän oli mutta ovat myös kun ole joka mukaan sen niin kuin sitä olla tai jos ollut vain voi jo vielä mitä sanoo tämä ne",
    ),
    (
        "pl",
        "i w na z się nie do to że jest o jak za od po przez dla a ale są co tym przy ma tak oraz jego już był może tego ich który która które",
    ),
    (
        "cs",
        "a v se na je že o s z do i to k ve pro za by ale si jsou po od jako které který podle byl bude však také už při jeho až aby",
    ),
    (
        "hu",
        "a az és hogy nem is egy ez volt meg de csak el már mint még ki van szerint azt lehet vagy után pedig ha minden kell akkor amely",
    ),
    (
        "ro",
        "de și în a la cu pe care nu o din că un mai este pentru se ce au sunt prin fost după fi lui sau această între unei ale către",
    ),
    (
        "tr",
        "ve bir bu da de için ile olarak çok daha olan gibi en kadar ise ne sonra o var değil ancak her veya türkiye göre oldu olduğunu dedi",
    ),
    (
        "ca",
        "de la i que el a en els les per un amb del una no és es al ha més són dels com també ho han pel aquest aquesta però o si entre fins",
    ),
    (
        "id",
        "yang dan di dengan untuk ini dari pada itu dalam tidak akan adalah oleh ke juga sebagai telah bisa karena atau mereka ada lebih saat",
    ),
    (
        "vi",
        "và của là có cho trong được với không các một những người này đã để khi tại đến từ về như ra cũng theo trên năm",
    ),
];

/// For each word the lists that have it, and its place in each.
static WORDS: LazyLock<HashMap<&'static str, Vec<(usize, u32)>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    for (nth, (_, list)) in LISTS.iter().enumerate() {
        for (place, word) in list.split(' ').enumerate() {
            words.entry(word).or_default().push((nth, place as u32));
        }
    }
    words
});

/// Bytes of the longest word of the lists.
const LONGEST: usize = 16;

/// The shares of a text's words that are function words, by language.
#[derive(Debug)]
pub(super) struct Opinion {
    /// Words of the text.
    pub words: usize,
    shares: [f32; LISTS.len()],
    /// Different function words of each language.
    different: [u32; LISTS.len()],
}

impl Opinion {
    pub fn of(text: &str) -> Self {
        let mut counts = [0usize; LISTS.len()];
        let mut met = [0u64; LISTS.len()];
        let mut words = 0;
        let mut lower = String::new();
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            words += 1;
            if word.len() > LONGEST {
                continue;
            }
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            for &(nth, place) in WORDS.get(lower.as_str()).into_iter().flatten() {
                counts[nth] += 1;
                met[nth] |= 1 << (place % 64);
            }
        }
        let share = |count: usize| count as f32 / words.max(1) as f32;
        Self { words, shares: counts.map(share), different: met.map(u64::count_ones) }
    }

    /// The language of a text that is plainly in one: many of its words, and few of any other list.
    pub fn plain(&self) -> Option<&'static str> {
        let (code, share) = self.best()?;
        let second = (0..LISTS.len()).filter(|&nth| LISTS[nth].0 != code).map(|nth| self.shares[nth]);
        let is_plain = self.words >= PLAIN_WORDS && share >= PLAIN_SHARE && second.fold(0.0, f32::max) <= share / 2.0;
        is_plain.then_some(code)
    }

    /// The share of a language; `None` for a language without a list.
    pub fn share(&self, code: &str) -> Option<f32> {
        LISTS.iter().position(|(own, _)| *own == code).map(|nth| self.shares[nth])
    }

    /// The language with the greatest share, if the text has several of its words.
    pub fn best(&self) -> Option<(&'static str, f32)> {
        let best = (0..LISTS.len()).max_by(|&one, &other| self.shares[one].total_cmp(&self.shares[other]))?;
        (self.different[best] >= LEAST_DIFFERENT).then_some((LISTS[best].0, self.shares[best]))
    }
}

/// Fewest different function words that count.
const LEAST_DIFFERENT: u32 = 3;

/// Fewest words, and smallest share of function words, of a text that is plainly in a language.
const PLAIN_WORDS: usize = 12;
const PLAIN_SHARE: f32 = 0.22;
