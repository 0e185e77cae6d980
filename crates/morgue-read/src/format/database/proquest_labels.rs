//! The labels of ProQuest in the languages of its interface, with the English ones they mean. Only a table.

use crate::text::fold;

/// The English label that a label in another language means.
pub(super) fn english(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let folded = fold(name.trim());
    LABELS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(label, _)| *label)
}

/// Longest label, in bytes.
const LONGEST: usize = 60;

/// English labels, and the others, folded.
const LABELS: &[(&str, &[&str])] = &[
    ("Title", &["titre", "titulo", "titel", "titolo", "tytul", "baslik", "название", "标题", "タイトル", "제목"]),
    ("Author", &["auteur", "autor", "verfasser", "autore", "yazar", "автор", "作者", "著者", "저자"]),
    (
        "Publication title",
        &[
            "titre de publication",
            "titre de la publication",
            "titulo de publicacion",
            "titulo de la publicacion",
            "titel der publikation",
            "publikationstitel",
            "titolo pubblicazione",
            "titolo della pubblicazione",
            "titulo da publicacao",
            "tytul publikacji",
            "yayin basligi",
            "название публикации",
            "出版物名称",
            "出版物タイトル",
        ],
    ),
    (
        "Publication date",
        &[
            "date de publication",
            "fecha de publicacion",
            "publikationsdatum",
            "veroffentlichungsdatum",
            "datum der publikation",
            "data di pubblicazione",
            "data pubblicazione",
            "data de publicacao",
            "data da publicacao",
            "data publikacji",
            "yayin tarihi",
            "дата публикации",
            "出版日期",
            "出版日",
        ],
    ),
    (
        "Publication info",
        &["informations sur la publication", "informacion de publicacion", "informationen zur publikation"],
    ),
    (
        "Publication year",
        &[
            "annee de publication",
            "ano de publicacion",
            "erscheinungsjahr",
            "publikationsjahr",
            "anno di pubblicazione",
        ],
    ),
    (
        "Full text",
        &[
            "texte integral",
            "texte complet",
            "texto completo",
            "texto integral",
            "volltext",
            "testo completo",
            "pelny tekst",
            "tam metin",
            "полныи текст",
            "全文",
            "全文文献",
            "フルテキスト",
        ],
    ),
    ("Abstract", &["resume", "resumen", "zusammenfassung", "sommario", "riassunto", "resumo", "streszczenie", "摘要"]),
    ("Section", &["seccion", "rubrik", "sezione", "secao", "dzial"]),
    (
        "Language of publication",
        &[
            "langue de publication",
            "idioma de la publicacion",
            "idioma de publicacion",
            "sprache der publikation",
            "publikationssprache",
            "lingua di pubblicazione",
            "lingua pubblicazione",
            "idioma da publicacao",
            "jezyk publikacji",
        ],
    ),
    (
        "ProQuest document ID",
        &[
            "id de document proquest",
            "id du document proquest",
            "identifiant de document proquest",
            "id del documento de proquest",
            "id del documento proquest",
            "id de documento de proquest",
            "proquest-dokument-id",
            "proquest dokument-id",
            "id documento proquest",
            "id do documento proquest",
            "id do documento da proquest",
            "identyfikator dokumentu proquest",
            "proquest 文档 id",
        ],
    ),
    ("Document type", &["type de document", "tipo de documento", "dokumententyp", "dokumenttyp", "tipo di documento"]),
    ("Document URL", &["url du document", "url del documento", "url de documento", "dokument-url", "url documento"]),
    ("Source type", &["type de source", "tipo de fuente", "quellentyp", "tipo di fonte", "tipo de fonte"]),
    ("Subject", &["sujet", "materia", "thema", "soggetto", "assunto", "temat"]),
    ("Last updated", &["derniere mise a jour", "ultima actualizacion", "zuletzt aktualisiert", "ultimo aggiornamento"]),
    ("Publisher", &["editeur", "editorial", "verlag", "herausgeber", "editore", "editor"]),
    (
        "Place of publication",
        &["lieu de publication", "lugar de publicacion", "ort der publikation", "erscheinungsort"],
    ),
    ("Country of publication", &["pays de publication", "pais de publicacion", "land der publikation"]),
    ("Database", &["base de donnees", "base de datos", "datenbank", "banca dati"]),
    ("Pages", &["pages", "paginas", "seiten", "pagine"]),
    ("First page", &["premiere page", "primera pagina", "erste seite", "prima pagina"]),
    ("Copyright", &["droits d'auteur", "derechos de autor", "urheberrecht"]),
    ("Links", &["liens", "enlaces"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_folded_and_mean_one_thing() {
        let mut seen = std::collections::HashMap::new();
        for (label, names) in LABELS {
            for name in *names {
                assert_eq!((fold(name).as_str(), *seen.entry(*name).or_insert(*label)), (*name, *label), "{name}");
            }
        }
        assert_eq!((english("Texte intégral"), english("Wetter")), (Some("Full text"), None));
    }
}
