//! Names of fields in the languages that tables, records and heads of texts are written in. Only tables, and the form in
//! which names are compared: without case, accents, spaces, hyphens and underscores.

use super::slot::Slot;
use crate::format::MetaField;
use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A name in the form that is compared.
pub(super) fn compared(name: &str) -> String {
    fold(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).collect()
}

/// What a compared name means in records and tables, in languages other than English.
pub(super) fn of_record(name: &str) -> Option<Slot> {
    static BY_NAME: LazyLock<HashMap<String, Slot>> = LazyLock::new(|| index(FIELDS));
    BY_NAME.get(name).copied()
}

/// What a compared key above a text means. A key whose meaning differs between languages (`Rubrik`) has the more usual
/// one.
pub(super) fn of_head(name: &str) -> Option<MetaField> {
    static BY_NAME: LazyLock<HashMap<String, Slot>> = LazyLock::new(|| index(HEADS));
    match BY_NAME.get(name).copied().or_else(|| of_record(name))? {
        Slot::Meta(field) => Some(field),
        _ => None,
    }
}

/// The names of a table, compared. Of several meanings the first counts.
fn index(table: &[(Slot, &str)]) -> HashMap<String, Slot> {
    let mut by_name = HashMap::new();
    for (slot, names) in table {
        for name in names.split(',').map(compared).filter(|name| !name.is_empty()) {
            by_name.entry(name).or_insert(*slot);
        }
    }
    by_name
}

use MetaField::{Author, Captured, Deck, Language, Modified, Outlet, Published, Section, Title, Url};

/// Names of columns and fields, which keys above a text may also have.
const FIELDS: &[(Slot, &str)] = &[
    (
        Slot::Meta(Title),
        "titel, überschrift, schlagzeile, artikeltitel, titre, titre de l'article, intitulé, gros titre,
        título, titulo del artículo, titular, encabezado, manchete, título da notícia, titolo, titolo articolo,
        kop, krantenkop, titel artikel, tytuł, tytuł artykułu, nagłówek, titul, titulek, nadpis, název, cím, titlu,
        overskrift, otsikko, titteli, naslov, antraštė, virsraksts, pealkiri, τίτλος,
        заголовок, название, название статьи, наименование, назва, заглавие, наслов,
        標題, 标题, 题目, 題目, 题名, 文章标题, 新闻标题, タイトル, 見出し, 記事タイトル, 件名, 題名, 제목, 기사제목, 기사 제목, 표제,
        başlık, haber başlığı, haber başlık, tiêu đề, judul, العنوان, عنوان, عنوان الخبر, כותרת, शीर्षक, หัวข้อ",
    ),
    (
        Slot::Body,
        "volltext, artikeltext, inhalt, artikelinhalt, textkörper, haupttext, texte, texte intégral, texte complet, contenu,
        corps, corps du texte, texto, texto completo, cuerpo, contenido, cuerpo del texto, conteúdo, corpo, corpo do texto,
        corpo da notícia, texto integral, testo, testo completo, testo integrale, contenuto, corpo del testo, tekst,
        tekst artikel, artikeltekst, volledige tekst, inhoud, treść, treść artykułu, pełny tekst, zawartość, obsah,
        plný text, szöveg, tartalom, conținut, textul, brödtext, brødtekst, fulltekst, teksti, sisältö, besedilo, sadržaj,
        κείμενο, περιεχόμενο, текст, текст статьи, полный текст, содержание, содержимое, зміст, текст статті, съдържание,
        正文, 内容, 內容, 全文, 文章内容, 新闻内容, 文本, 本文, 記事本文, 記事, 記事内容, テキスト, 본문, 내용, 기사본문, 기사 본문, 기사내용,
        metin, tam metin, içerik, haber metni, haber içeriği, nội dung, isi, isi berita, النص, المحتوى, نص الخبر, תוכן, טקסט, पाठ",
    ),
    (Slot::Lead, "erster absatz, premier paragraphe, primer párrafo, primeiro parágrafo, primo paragrafo, eerste alinea"),
    (
        Slot::Meta(Author),
        "autor, autorin, autora, autoras, autrice, autoren, verfasser, verfasserin, redakteur, auteur, auteure, auteurs,
        journaliste, autore, autori, giornalista, autores, periodista, jornalista, schrijver, journalist, autorzy,
        dziennikarz, autoři, szerző, forfatter, forfattare, skribent, kirjoittaja, toimittaja, avtor, συντάκτης, συγγραφέας,
        автор, авторы, автори, журналист, 作者, 著者, 記者, 记者, 執筆者, 筆者, 기자, 기자명, 작성자, 저자, 글쓴이,
        yazar, yazarlar, muhabir, yazan, tác giả, penulis, المؤلف, الكاتب, كاتب, כותב, מחבר, लेखक",
    ),
    (
        Slot::Meta(Published),
        "datum, veröffentlicht, veröffentlicht am, veröffentlichungsdatum, erschienen, erschienen am, erscheinungsdatum,
        erscheinungstag, publikationsdatum, publié, publié le, date de publication, date de parution, date parution, jour,
        fecha, fecha de publicación, fecha publicación, publicado, publicado el, data di pubblicazione, data pubblicazione,
        pubblicato, pubblicato il, data de publicação, data publicação, publicado em, gepubliceerd, publicatiedatum,
        verschijningsdatum, datum publicatie, dato, publiseringsdato, udgivelsesdato, publiceringsdatum, publicerad,
        data publikacji, data wydania, opublikowano, datum vydání, datum zveřejnění, dátum, megjelenés, data publicării,
        päivämäärä, julkaisupäivä, julkaistu, ημερομηνία, дата, дата публикации, дата выхода, опубликовано, дата публікації,
        日期, 发布日期, 发布时间, 發布日期, 发表日期, 发表时间, 出版日期, 时间, 時間, 日付, 発行日, 掲載日, 公開日, 日時, 公開日時,
        날짜, 일자, 발행일, 게재일, 작성일, 등록일, tarih, tarihi, yayın tarihi, yayınlanma tarihi, haber tarihi,
        ngày, ngày đăng, tanggal, التاريخ, تاريخ, تاريخ النشر, תאריך, दिनांक, तारीख, วันที่",
    ),
    (
        Slot::Meta(Modified),
        "aktualisiert, geändert, mis à jour, date de mise à jour, actualizado, aggiornato, atualizado, bijgewerkt, обновлено, 更新日期,
        更新时间, 更新日, güncelleme tarihi",
    ),
    (Slot::Meta(Captured), "abgerufen, abgerufen am, abrufdatum, consulté le, consultado"),
    (
        Slot::Meta(Outlet),
        "journal, quelle, zeitung, publikation, medienname, zeitungstitel, herausgeber, média,
        nom du journal, nom de la source, titre de publication, titre de la publication, publication d'origine, fuente,
        periódico, diario, medio, nombre del medio, publicación, fonte, giornale, testata, nome testata, veículo, jornal,
        publicação, bron, krant, bronnaam, publicatie, kilde, medie, källa, tidning, lähde, lehti, źródło, gazeta,
        tytuł prasowy, czasopismo, zdroj, deník, noviny, forrás, újság, sursa, ziar, πηγή, εφημερίδα, источник, издание,
        газета, сми, название сми, наименование сми, джерело, видання, 来源, 來源, 媒体, 媒體, 媒体名, 媒体名称, 报纸, 报刊名称, 出处,
        新聞, 新聞名, 媒体名, 出典, 情報源, メディア, 掲載紙, 紙名, 언론사, 매체, 매체명, 출처, 신문사, 신문,
        kaynak, gazete, yayın, yayıncı, nguồn, sumber, المصدر, الصحيفة, מקור, עיתון, स्रोत",
    ),
    (
        Slot::Meta(Section),
        "rubrik, ressort, kategorie, rubrique, catégorie, sección, categoría, sezione, categoria, rubriek, categorie, seção,
        secção, editoria, dział, kategoria, rubryka, sekce, rovat, sektion, osasto, рубрика, раздел, категория, розділ,
        版面, 栏目, 分类, 类别, 版次, 面名, カテゴリ, カテゴリー, ジャンル, 섹션, 분야, 카테고리, kategori, bölüm, القسم, מדור",
    ),
    (
        Slot::Meta(Language),
        "sprache, langue, idioma, lingua, língua, taal, język, jazyk, nyelv, limba, sprog, språk, kieli, γλώσσα, язык, мова,
        语言, 語言, 言語, 언어, dil, ngôn ngữ, bahasa, اللغة, שפה",
    ),
    (
        Slot::Meta(Url),
        "lien, lien url, enlace, collegamento, webadresse, adresse url, adresse web, indirizzo web, odkaz, länk, lenke, linkki,
        ссылка, адрес страницы, посилання, 网址, 網址, 链接, 連結, 原文链接, リンク, 주소, 링크, 원문주소, bağlantı, الرابط, קישור",
    ),
    (
        Slot::Meta(Deck),
        "untertitel, unterzeile, vorspann, anreißer, teasertext, chapeau, chapô, chapo, sous-titre, accroche, subtítulo, bajada,
        entradilla, copete, resumen, resumo, linha fina, lide, sottotitolo, occhiello, sommario, riassunto, ondertitel,
        inleiding, samenvatting, podtytuł, streszczenie, perex, podtitul, alcím, ingress, underrubrik, undertittel, manchet,
        подзаголовок, аннотация, анонс, лид, краткое содержание, résumé, zusammenfassung, kurzfassung, 摘要, 简介, 副标题, 副標題,
        导语, 概要, 要約, リード, 副題, 부제, 부제목, 요약, özet, alt başlık, tóm tắt, ringkasan, الملخص, תקציר",
    ),
];

/// Keys above texts that mean something else, or nothing, in records.
const HEADS: &[(Slot, &str)] = &[
    (Slot::Meta(Author), "author, authors, by, byline, writer, creator, von, par, di, por, door"),
    (Slot::Meta(Title), "title, headline"),
    (
        Slot::Meta(Published),
        "date, published, publication date, pubdate, publish date, published on, date published, published at, data",
    ),
    (Slot::Meta(Modified), "updated, modified, last updated, last modified, lastmod, updated at, stand"),
    (Slot::Meta(Captured), "retrieved, accessed, access date, captured, clipped, saved, downloaded, archived, created"),
    (Slot::Meta(Outlet), "source, outlet, publication, publisher, newspaper, site, site name, website, medium, organ"),
    (Slot::Meta(Section), "section, category, categories, desk"),
    (Slot::Meta(Language), "language, lang"),
    (
        Slot::Meta(Url),
        "url, link, web, permalink, canonical, canonical url, original url, source url, web address, address, adresse",
    ),
    (Slot::Meta(Deck), "deck, dek, subtitle, standfirst, summary, description, excerpt, abstract"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_many_languages() {
        for (name, want) in [
            ("Titel", Some(Slot::Meta(Title))),
            ("TÍTULO", Some(Slot::Meta(Title))),
            ("Başlık", Some(Slot::Meta(Title))),
            ("Заголовок", Some(Slot::Meta(Title))),
            ("見出し", Some(Slot::Meta(Title))),
            ("Treść artykułu", Some(Slot::Body)),
            ("正文", Some(Slot::Body)),
            ("Date_de_publication", Some(Slot::Meta(Published))),
            ("Yayın Tarihi", Some(Slot::Meta(Published))),
            ("Giornale", Some(Slot::Meta(Outlet))),
            ("Schrijver", Some(Slot::Meta(Author))),
            ("por", None),
            ("Menge", None),
        ] {
            assert_eq!(of_record(&compared(name)), want, "{name}");
        }
        assert_eq!((of_head("por"), of_head("データ")), (Some(Author), None));
    }

    #[test]
    fn no_name_is_in_a_table_twice_with_two_meanings() {
        for table in [FIELDS, HEADS] {
            let mut seen: HashMap<String, Slot> = HashMap::new();
            for (slot, names) in table {
                for name in names.split(',').map(compared) {
                    assert_eq!(*seen.entry(name.clone()).or_insert(*slot), *slot, "{name}");
                }
            }
        }
    }
}
