//! Bylines of Chinese, Japanese and Korean papers: `记者 王小明 通讯员 李明`, `【山田太郎、佐藤花子】` at the end of a
//! story, `[서울=한빛통신] 홍길동 기자 =` at its start. Only names next to a trade, or alone in the brackets that end a story,
//! are taken; editors and photographers are not authors.

use super::east_asian_names::{
    DAY_WORDS, are_halves, is_chinese_name, is_day, is_east_asian, is_japanese_part, is_korean_name, is_organisation,
    is_whole_japanese, name_before_place,
};
use super::east_asian_words::{AUTHOR_ROLES, KOREAN_DESKS, KOREAN_ROLES, OTHER_ROLES, REPORTS};
use std::ops::Range;

/// A byline inside a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPart {
    pub names: Vec<String>,
    /// Bytes of the paragraph that are the byline, with its brackets.
    pub range: Range<usize>,
}

impl SignedPart {
    /// The byline as printed, without brackets around it.
    pub fn text<'p>(&self, paragraph: &'p str) -> &'p str {
        let text = paragraph.get(self.range.clone()).unwrap_or_default().trim();
        match text.strip_prefix(OPEN).and_then(|text| text.strip_suffix(CLOSE)) {
            Some(inside) if !inside.contains(CLOSE) => inside,
            _ => text,
        }
    }
}

/// Longest byline, in characters.
const LONGEST: usize = 80;

/// The names in a byline or a list of authors; `None` if the text has no letters of these scripts, names nobody, or has
/// words that are neither a name nor beside one.
pub fn east_asian_names(text: &str) -> Option<Vec<String>> {
    if !text.contains(is_east_asian) || text.chars().count() > LONGEST {
        return None;
    }
    let read = Read::of(text);
    if read.unknown > MOST_UNKNOWN {
        return None;
    }
    let is_list = read.unknown == 0 && !read.names.is_empty() && !text.contains(NOT_IN_LISTS);
    let is_signed = read.has_role && !read.names.is_empty();
    (is_list || is_signed).then_some(read.names)
}

/// Words of a byline that may be something else than names, trades and outlets.
const MOST_UNKNOWN: usize = 3;

/// Signs that lists of names do not have.
const NOT_IN_LISTS: [char; 6] = [':', '：', '(', '（', '=', '。'];

/// Whether a line is nothing but a byline with a trade.
///
/// ```
/// use morgue_article::article::is_east_asian_byline;
/// assert!(is_east_asian_byline("本报记者 王小明 通讯员 李明"));
/// assert!(!is_east_asian_byline("记者从市政府了解到，新桥下月通车。"));
/// ```
pub fn is_east_asian_byline(line: &str) -> bool {
    if !line.contains(is_east_asian) || line.chars().count() > LONGEST || ends_sentence(line) {
        return false;
    }
    let read = Read::of(line);
    read.has_role && !read.names.is_empty() && read.unknown == 0 && !has_other_labels(line)
}

/// Whether a line has labels of other facts: `来源：海港日报 记者 王小明 字号：大 中 小`.
fn has_other_labels(line: &str) -> bool {
    line.match_indices([':', '：']).any(|(at, _)| {
        let word = line[..at].trim_end().rsplit(is_separator).next().unwrap_or_default();
        let is_number = word.ends_with(|c: char| c.is_numeric());
        !is_number
            && !AUTHOR_ROLES.contains(&word)
            && !OTHER_ROLES.contains(&word)
            && !KOREAN_ROLES.contains(&word)
            && !DAY_WORDS.contains(&word)
    })
}

/// The byline in brackets, or after them, with which a story starts.
pub fn signed_at_start(paragraph: &str) -> Option<SignedPart> {
    let text = paragraph.trim_start();
    let offset = paragraph.len() - text.len();
    let head = &text[..text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at)];
    if !head.contains(is_east_asian) {
        return None;
    }
    let signed = |inside: Range<usize>, end: usize| {
        let read = Read::of(&head[inside]);
        // One more word is the outlet: `[海港日报 记者 王小明]`.
        let is_byline = read.has_role && !read.names.is_empty() && read.unknown <= 1;
        is_byline.then(|| SignedPart { names: read.names, range: offset..offset + end })
    };
    // `[서울=한빛통신] 홍길동 기자 = …`
    if let Some(end) = head.find(" = ").or_else(|| head.find("기자=").map(|at| at + "기자".len())) {
        let from = head[..end].find([']', ')']).map_or(0, |at| at + 1);
        let past = end + head[end..].find('=').map_or(0, |at| at + 1);
        if let Some(signed) = signed(from..end, past) {
            return Some(signed);
        }
    }
    // `…社北京10月25日电（记者…）`, `［記者王小明／海岬報導］`, `（…社記者王小明台北25日電）`
    let open = head.find(OPEN)?;
    let width = head[open..].chars().next()?.len_utf8();
    let close = open + head[open..].find(CLOSE)?;
    let before = &head[..open];
    let is_dateline = before.is_empty() || before.ends_with(['电', '電', '讯', '訊', ' ', '日']);
    let past = close + head[close..].chars().next()?.len_utf8();
    signed(open + width..close, past).filter(|_| is_dateline && before.chars().count() <= 30)
}

/// The byline with which a story ends: `（记者 王小明）`, `【山田太郎】`. `before` is the paragraph above, which shows the
/// language of brackets on a line of their own.
pub fn signed_at_end(paragraph: &str, before: &str) -> Option<SignedPart> {
    let text = paragraph.trim_end();
    let bare = text.strip_suffix(CLOSE)?;
    let open = bare.rfind(OPEN)?;
    let inside = bare[open..].chars().next().map(|bracket| &bare[open + bracket.len_utf8()..])?;
    if inside.chars().count() > LONGEST || !inside.contains(is_east_asian) {
        return None;
    }
    let read = Read::of(inside);
    let is_end = open == 0 || ends_sentence(&text[..open]);
    let has_hiragana = |text: &str| text.contains(|c| ('\u{3041}'..='\u{3096}').contains(&c));
    let is_japanese = has_hiragana(text) || (open == 0 && has_hiragana(before) && ends_sentence(before));
    // Without a trade, only brackets after a whole Japanese sentence are a byline.
    let is_byline = read.has_role || (is_end && is_japanese);
    (is_byline && read.unknown == 0 && !read.names.is_empty())
        .then_some(SignedPart { names: read.names, range: open..text.len() })
}

const OPEN: [char; 8] = ['（', '(', '［', '[', '【', '〔', '〈', '《'];
const CLOSE: [char; 8] = ['）', ')', '］', ']', '】', '〕', '〉', '》'];

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '.', '！', '？', '」', '”', '"', '』', '…', '다'])
}

/// What a text says of people, word by word.
#[derive(Default)]
struct Read {
    names: Vec<String>,
    has_role: bool,
    /// Whether the names that follow belong to somebody who did not write.
    skips_names: bool,
    /// Words that are neither names nor anything that bylines have.
    unknown: usize,
    /// Whether the last word was the trade of somebody who writes.
    after_role: bool,
}

impl Read {
    fn of(text: &str) -> Self {
        let mut read = Self::default();
        for part in text.split_inclusive(['=', '＝']) {
            let mut items: Vec<Vec<&str>> =
                part.split(is_list_sign).map(|item| item.split_whitespace().collect()).collect();
            items.retain(|words| !words.is_empty());
            // `서울=홍길동`, `リーベン＝山田太郎`: the place in front of the sign. A space is between a trade and the sign.
            let is_place = part.ends_with(['=', '＝']) && !part.trim_end_matches(['=', '＝']).ends_with(' ');
            if is_place
                && let Some(last) =
                    items.last_mut().filter(|words| words.last().is_some_and(|word| !KOREAN_ROLES.contains(word)))
            {
                last.pop();
                read.has_role |= part.ends_with('＝') && items.iter().all(Vec::is_empty);
            }
            items.iter().for_each(|words| read.item(words));
        }
        read
    }

    /// The words between two signs of a list. Two of them may be the halves of a Japanese name.
    fn item(&mut self, words: &[&str]) {
        let mut rest = words;
        while let [word, after @ ..] = rest {
            rest = match after {
                [next, after @ ..] if are_halves(word, next) => {
                    self.after_role = false;
                    self.name(&format!("{word} {next}"));
                    after
                }
                _ => {
                    self.word(word);
                    after
                }
            };
        }
    }

    fn word(&mut self, word: &str) {
        // Addresses, numbers and words of other scripts say nothing of names.
        if word.contains('@') || !word.contains(is_east_asian) || is_day(word) {
            return;
        }
        let is = |list: &[&str]| list.contains(&word);
        if is(OTHER_ROLES) {
            // `글·사진 홍길동`, `文/图 王小明`: the writer also made the pictures.
            self.skips_names = !self.after_role;
            return;
        }
        if is(AUTHOR_ROLES) || is(KOREAN_ROLES) {
            self.skips_names = false;
            self.has_role = true;
            self.after_role = true;
            return;
        }
        self.after_role = false;
        if REPORTS.iter().any(|end| word.ends_with(end)) {
            // `記者王小明台北25日電` has both.
            if !self.glued(word) && !word.ends_with("報導") && !word.ends_with("报道") && word.chars().count() > 8 {
                self.unknown += 1;
            }
            return;
        }
        if self.glued(word) {
            return;
        }
        if is_organisation(word) || KOREAN_DESKS.iter().any(|end| word.ends_with(end)) {
            return;
        }
        if is_chinese_name(word) || is_korean_name(word) || is_whole_japanese(word) {
            return self.name(word);
        }
        self.unknown += 1;
    }

    /// A trade and a name in one word: `本报记者王小明`, `홍길동기자`, `王小明记者`.
    fn glued(&mut self, word: &str) -> bool {
        // `海港编辑`: the outlet of somebody who did not write.
        let is_of_outlet = |role: &&&str| {
            role.chars().count() > 1 && word.strip_suffix(**role).is_some_and(|outlet| outlet.chars().count() <= 6)
        };
        if OTHER_ROLES.iter().any(|role| is_of_outlet(&role)) {
            self.skips_names = true;
            return true;
        }
        let other = OTHER_ROLES.iter().find_map(|role| word.strip_prefix(role));
        if other.is_some_and(|name| is_chinese_name(name) || is_japanese_part(name)) {
            self.skips_names = true;
            return true;
        }
        let before = AUTHOR_ROLES.iter().filter(|role| role.chars().count() > 1).find_map(|role| {
            let at = word.find(role)?;
            Some((at, &word[at + role.len()..]))
        });
        if let Some((at, name)) = before {
            let outlet = &word[..at];
            let name = if name.contains(|c: char| c.is_ascii_digit()) { name_before_place(name) } else { name };
            let is_ended = name.is_empty() && is_chinese_name(outlet) && outlet.chars().count() == 3;
            let is_named = name.is_empty() || is_chinese_name(name) || is_whole_japanese(name);
            if !is_named || outlet.chars().count() > 10 {
                return false;
            }
            self.has_role = true;
            self.skips_names = false;
            if is_ended {
                self.name(outlet);
            } else if !name.is_empty() {
                self.name(name);
            }
            return true;
        }
        let after = KOREAN_ROLES.iter().find_map(|role| word.strip_suffix(role)).filter(|name| is_korean_name(name));
        if let Some(name) = after {
            self.has_role = true;
            self.skips_names = false;
            self.name(name);
        }
        after.is_some()
    }

    fn name(&mut self, name: &str) {
        if !self.skips_names && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }
}

const SEPARATORS: [char; 19] =
    ['、', '，', ',', '・', '·', '／', '/', '∕', '│', '|', '｜', ';', '；', ':', '：', '=', '＝', '&', '•'];

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_list_sign(c)
}

fn is_list_sign(c: char) -> bool {
    SEPARATORS.contains(&c) || OPEN.contains(&c) || CLOSE.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        east_asian_names(text).unwrap_or_default()
    }

    #[test]
    fn names_are_found_beside_their_trades() {
        for (text, want) in [
            ("记者 王小明 通讯员 李明", &["王小明", "李明"][..]),
            ("本报记者王小明 摄影 赵云", &["王小明"]),
            ("文/王小明 图/李明", &["王小明"]),
            ("海港新闻记者 王小明 实习生 李明", &["王小明", "李明"]),
            ("王小明 李明", &["王小明", "李明"]),
            ("記者歐陽小明／綜合報導", &["歐陽小明"]),
            ("編集委員　山田太郎", &["山田太郎"]),
            ("文・山田太郎 写真・佐藤花子", &["山田太郎"]),
            ("山田 太郎", &["山田 太郎"]),
            ("山田 みなみ", &["山田 みなみ"]),
            ("홍길동 기자 hong@paper.example", &["홍길동"]),
            ("홍길동·김철수 기자", &["홍길동", "김철수"]),
            ("홍길동기자", &["홍길동"]),
            ("홍길동 경제부 인턴 기자", &["홍길동"]),
            ("文・高橋 花子", &["高橋 花子"]),
            ("文・田中 太郎、阿部 一郎", &["田中 太郎", "阿部 一郎"]),
            ("记者走基层", &[]),
            ("記者座談会", &[]),
            ("東方网", &[]),
            ("조선일보", &[]),
            ("서울=홍길동 특파원", &["홍길동"]),
            ("부산=글·사진 홍길동", &["홍길동"]),
            ("リーベン＝山田太郎", &["山田太郎"]),
            ("平成30年9月13日付　編集委員・山田太郎", &["山田太郎"]),
            ("海港记者 王小明 海港编辑 李云", &["王小明"]),
            ("홍길동 기자의 기사 모음", &[]),
            ("海港日报社", &[]),
            ("责任编辑：王小明", &[]),
            ("東京　霞が関で", &[]),
            ("Ada Kern", &[]),
        ] {
            assert_eq!(names(text), want, "{text}");
        }
    }

    #[test]
    fn sentences_are_not_bylines() {
        for line in [
            "记者从市政府了解到，新桥下月通车。",
            "記者会見で市長が説明した",
            "기자 회견은 오후 3시에 열린다",
            "港の水門が閉まった",
            "王小明说",
            "男性＝東京都内",
            "開通した橋＝東京都港区",
            "編集部",
        ] {
            assert!(!is_east_asian_byline(line), "{line}");
        }
        assert!(is_east_asian_byline("홍길동 특파원"));
    }

    #[test]
    fn stories_are_signed_at_their_ends() {
        for (text, want) in [
            ("大桥通车。（记者 王小明）", Some(&["王小明"][..])),
            ("橋が開通した。【山田太郎、佐藤花子】", Some(&["山田太郎", "佐藤花子"])),
            ("橋が開通した。（山田太郎）", Some(&["山田太郎"])),
            ("【山田太郎】", Some(&["山田太郎"])),
            ("橋が開通した。（税込み）", None),
            ("橋が開通した。（電子版）", None),
            ("橋が開通した。（佐藤、山本）", None),
            ("橋が開通した。（敬称略）", None),
            ("橋が開通した。（社会部）", None),
            ("市長の山田太郎氏（五十歳）", None),
            ("大桥通车（图）", None),
        ] {
            assert_eq!(
                signed_at_end(text, "橋が開通した。").map(|signed| signed.names),
                want.map(|want| want.iter().map(|name| (*name).to_owned()).collect()),
                "{text}"
            );
        }
        for (text, want) in [
            ("海港社栖江10月25日电（记者王小明、李明）记者25日从海关了解到", Some(&["王小明", "李明"][..])),
            ("［記者王小明／海岬報導］港邊一家", Some(&["王小明"])),
            ("（海港社記者王小明台北25日電）橋樑", Some(&["王小明"])),
            ("[서울=한빛통신] 홍길동 기자 = 다리가 열렸다", Some(&["홍길동"])),
            ("(서울=한빛통신) 홍길동·김철수 기자 = 다리가", Some(&["홍길동", "김철수"])),
            ("[스포츠새벽 홍길동 기자]교체 명단이", Some(&["홍길동"])),
            ("[사진=한빛통신] 다리가 열렸다", None),
            ("市长（左）和王小明", None),
        ] {
            assert_eq!(
                signed_at_start(text).map(|signed| signed.names),
                want.map(|want| want.iter().map(|name| (*name).to_owned()).collect()),
                "{text}"
            );
        }
    }
}
