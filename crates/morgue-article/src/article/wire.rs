//! Wire services: the names under which they are credited, to one name each.

use super::opening::strip_opening;

/// Names as credited, folded to lower case, and the usual name.
const AGENCIES: [(&str, &str); 46] = [
    ("associated press", "AP"),
    ("the associated press", "AP"),
    ("ap", "AP"),
    ("ap news", "AP"),
    ("reuters", "Reuters"),
    ("thomson reuters", "Reuters"),
    ("afp", "AFP"),
    ("agence france-presse", "AFP"),
    ("agence france presse", "AFP"),
    ("dpa", "dpa"),
    ("dpa international", "dpa"),
    ("upi", "UPI"),
    ("united press international", "UPI"),
    ("efe", "EFE"),
    ("agencia efe", "EFE"),
    ("europa press", "Europa Press"),
    ("ansa", "ANSA"),
    ("adnkronos", "Adnkronos"),
    ("apa", "APA"),
    ("keystone-sda", "Keystone-SDA"),
    ("sda", "Keystone-SDA"),
    ("sid", "SID"),
    ("epd", "epd"),
    ("kna", "KNA"),
    ("anp", "ANP"),
    ("belga", "Belga"),
    ("ntb", "NTB"),
    ("tt", "TT"),
    ("ritzau", "Ritzau"),
    ("stt", "STT"),
    ("pap", "PAP"),
    ("ctk", "ČTK"),
    ("mti", "MTI"),
    ("tass", "TASS"),
    ("interfax", "Interfax"),
    ("ukrinform", "Ukrinform"),
    ("xinhua", "Xinhua"),
    ("kyodo", "Kyodo"),
    ("yonhap", "Yonhap"),
    ("pti", "PTI"),
    ("press trust of india", "PTI"),
    ("ians", "IANS"),
    ("bernama", "Bernama"),
    ("aap", "AAP"),
    ("pa media", "PA"),
    ("press association", "PA"),
];

/// The usual name of an agency, if the whole text names one.
pub(super) fn agency(text: &str) -> Option<&'static str> {
    if text.len() > 32 {
        return None;
    }
    let name = text.trim().trim_start_matches('(').trim_end_matches([')', '.']).to_lowercase();
    let (_, usual) = AGENCIES.iter().find(|(credited, _)| *credited == name)?;
    // Short names are credited in capitals (`AP`) or lower case (`dpa`); `Ap` and `Tt` are parts of names.
    let written = name.len() > 3 || text.contains(usual);
    written.then_some(*usual)
}

/// The agency named in a byline, as one part between bars, commas, slashes or brackets.
pub(super) fn agency_inside(text: &str) -> Option<String> {
    let parts = text.split([',', ';', '|', '/', '(', ')', '•', '·']).map(|part| strip_opening(part.trim()));
    parts.map(str::trim).find_map(agency).map(str::to_owned)
}
