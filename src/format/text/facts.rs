//! Facts that stand above a text: which keys mean which field, in the languages of news people, and candidates from them.

use crate::article::Origin;
use crate::format::record::names::meta_field;
use crate::format::{Candidate, MetaField};
use crate::text::{fold, nfc, squeeze};

/// Keys by field, folded. Keys of one meaning in one language and another in the next (`Rubrik`) have the more usual one.
const KEYS: &[(MetaField, &[&str])] = &[
    (
        MetaField::Title,
        &[
            "title",
            "headline",
            "titel",
            "uberschrift",
            "schlagzeile",
            "titre",
            "titulo",
            "titular",
            "titolo",
            "tytul",
            "titul",
            "overskrift",
            "otsikko",
            "заголовок",
            "название",
            "標題",
            "标题",
            "タイトル",
            "見出し",
            "제목",
        ],
    ),
    (
        MetaField::Author,
        &[
            "author",
            "authors",
            "by",
            "byline",
            "writer",
            "creator",
            "autor",
            "autorin",
            "autora",
            "autoras",
            "autrice",
            "autoren",
            "verfasser",
            "von",
            "auteur",
            "auteurs",
            "par",
            "autore",
            "autori",
            "di",
            "autores",
            "por",
            "door",
            "forfatter",
            "forfattare",
            "автор",
            "авторы",
            "作者",
            "著者",
            "記者",
            "기자",
        ],
    ),
    (
        MetaField::Published,
        &[
            "date",
            "published",
            "publication date",
            "pubdate",
            "pub date",
            "publish date",
            "published on",
            "date published",
            "published at",
            "datepublished",
            "datum",
            "veroffentlicht",
            "veroffentlicht am",
            "erschienen",
            "erscheinungsdatum",
            "erscheinungstag",
            "publie",
            "publie le",
            "date de publication",
            "fecha",
            "fecha de publicacion",
            "publicado",
            "data",
            "data di pubblicazione",
            "pubblicato",
            "data de publicacao",
            "gepubliceerd",
            "publicatiedatum",
            "dato",
            "data publikacji",
            "дата",
            "дата публикации",
            "日期",
            "日付",
            "発行日",
            "날짜",
        ],
    ),
    (
        MetaField::Modified,
        &[
            "updated",
            "modified",
            "last updated",
            "last modified",
            "lastmod",
            "updated at",
            "aktualisiert",
            "geandert",
            "stand",
            "mis a jour",
            "actualizado",
            "aggiornato",
        ],
    ),
    (
        MetaField::Captured,
        &[
            "retrieved",
            "accessed",
            "access date",
            "captured",
            "clipped",
            "saved",
            "downloaded",
            "archived",
            "created",
            "abgerufen",
            "abgerufen am",
            "consulte le",
            "consultado",
        ],
    ),
    (
        MetaField::Outlet,
        &[
            "source",
            "outlet",
            "publication",
            "publisher",
            "newspaper",
            "site",
            "site name",
            "website",
            "medium",
            "journal",
            "quelle",
            "zeitung",
            "publikation",
            "organ",
            "fuente",
            "periodico",
            "medio",
            "fonte",
            "giornale",
            "testata",
            "bron",
            "krant",
            "jornal",
            "kilde",
            "kalla",
            "zrodlo",
            "gazeta",
            "источник",
            "издание",
            "来源",
            "媒体",
            "媒体名",
            "新聞",
        ],
    ),
    (
        MetaField::Section,
        &[
            "section",
            "category",
            "categories",
            "desk",
            "rubrik",
            "ressort",
            "rubrique",
            "seccion",
            "sezione",
            "rubriek",
            "secao",
            "рубрика",
            "раздел",
            "版面",
        ],
    ),
    (
        MetaField::Language,
        &["language", "lang", "sprache", "langue", "idioma", "lingua", "taal", "jezyk", "язык", "语言"],
    ),
    (
        MetaField::Url,
        &[
            "url",
            "link",
            "web",
            "permalink",
            "canonical",
            "canonical url",
            "original url",
            "source url",
            "web address",
            "address",
            "lien",
            "adresse",
            "enlace",
            "collegamento",
            "ссылка",
            "网址",
        ],
    ),
    (
        MetaField::Deck,
        &[
            "deck",
            "dek",
            "subtitle",
            "standfirst",
            "summary",
            "description",
            "excerpt",
            "abstract",
            "untertitel",
            "unterzeile",
            "vorspann",
            "chapo",
            "sous-titre",
            "subtitulo",
            "sottotitolo",
            "bajada",
            "entradilla",
            "occhiello",
        ],
    ),
];

/// The field that a key means.
pub(super) fn field_of(key: &str) -> Option<MetaField> {
    if key.len() > 60 {
        return None;
    }
    let folded = fold(&squeeze(&key.replace(['_', '-'], " ")));
    let known = |names: &[&str]| names.contains(&folded.as_str()) || names.contains(&folded.replace(' ', "-").as_str());
    let field = KEYS.iter().find(|(_, names)| known(names)).map(|(field, _)| *field);
    field.or_else(|| meta_field(key))
}

/// The facts above one text.
#[derive(Debug)]
pub(super) struct Facts {
    kind: &'static str,
    pub(super) candidates: Vec<Candidate>,
    /// Lines or keys of a known meaning.
    pub(super) known_lines: usize,
}

impl Facts {
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, candidates: Vec::new(), known_lines: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    pub(super) fn has(&self, field: MetaField) -> bool {
        self.candidates.iter().any(|candidate| candidate.field == field)
    }

    /// A value under a key; gives `false` where the key has no known meaning. An address is one whatever its key says.
    pub(super) fn state(&mut self, key: &str, value: &str) -> bool {
        let Some(field) = field_of(key) else { return false };
        let value = squeeze(value);
        let address =
            ["https://", "http://", "www."].iter().any(|start| value.starts_with(start)) && !value.contains(' ');
        let field = match field {
            MetaField::Outlet if address => MetaField::Url,
            field => field,
        };
        if !value.is_empty() && (field != MetaField::Url || address) {
            let origin = Origin::of(self.kind, key);
            // Keys of authors may hold one name or a whole byline; a list gives one value each.
            self.candidates.push(Candidate { field, value: nfc(&value).into_owned(), origin });
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_in_many_languages_and_spellings() {
        for (key, want) in [
            ("Title", Some(MetaField::Title)),
            ("Überschrift", Some(MetaField::Title)),
            ("AUTEUR", Some(MetaField::Author)),
            ("publish_date", Some(MetaField::Published)),
            ("Fecha de publicación", Some(MetaField::Published)),
            ("Источник", Some(MetaField::Outlet)),
            ("source-url", Some(MetaField::Url)),
            ("Sous-titre", Some(MetaField::Deck)),
            ("canonicalUrl", Some(MetaField::Url)),
            ("tags", None),
            ("Police said", None),
        ] {
            assert_eq!(field_of(key), want, "{key}");
        }
    }

    #[test]
    fn an_address_is_one_whatever_its_key_says() {
        let mut facts = Facts::new("head");
        facts.state("Source", "https://example.org/a");
        facts.state("Adresse", "Hauptstraße 1");
        let found: Vec<_> =
            facts.candidates.iter().map(|it| (it.field, it.value.as_str(), it.origin.as_str())).collect();
        assert_eq!(found, [(MetaField::Url, "https://example.org/a", "head:Source")]);
    }
}
