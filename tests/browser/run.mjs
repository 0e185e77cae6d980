// The page in a browser: twelve tasks of a reporter with and without scripts, accessibility and valid HTML on every kind of page.
// Usage: node run.mjs PAGE LOGIN TOKEN [PICTURES]: the addresses of two servers, the second of which requires the token.
// Prints a line for each failure, and ends with their number.
import { readFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const [base, guarded, token, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
const expect = (holds, what) => { if (!holds) failures.push(what); };

// What a standard of HTML says, and no matters of taste.
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "long-title": "off", "void-style": "off", "no-trailing-whitespace": "off", "attribute-boolean-style": "off",
    "doctype-style": "off", "no-raw-characters": "off", "prefer-native-element": "off", "no-redundant-role": "off",
    "tel-non-breaking": "off", "element-permitted-order": "error", "no-implicit-button-type": "error" },
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"] });

// A page that records what its console and its policy complain of.
async function open(options = {}) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !/status of (4|5)\d\d/.test(message.text()))
      failures.push(`${page.url()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => failures.push(`${page.url()}: ${error}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["localhost", "127.0.0.1"].includes(url.hostname) && url.protocol.startsWith("http"))
      failures.push(`${page.url()} requests ${url}`);
  });
  return { context, page };
}

const count = async (page) => Number((await page.locator("#found").first().innerText()).match(/\d+/)[0]);

async function task(name, javaScript, width, work) {
  const { context, page } = await open({ javaScriptEnabled: javaScript, viewport: { width, height: 900 } });
  try { await work(page); } catch (error) { failures.push(`${name} (script ${javaScript}, ${width}): ${error.message.split("\n")[0]}`); }
  await context.close();
}

async function search(page, text) {
  await page.goto(base + "/");
  await page.fill("#q", text);
  await page.press("#q", "Enter");
  await page.waitForURL("**/search?**");
}

const tasks = {
  async find(page) {
    await search(page, "Starlink Taiwan");
    expect(await count(page) === 9, "find: nine articles");
    expect(await page.locator(".hits mark").count() > 8, "find: passages are marked");
  },
  async narrow(page) {
    await search(page, "Starlink");
    await page.locator(".facet li a", { hasText: "Meridian Post" }).first().click();
    expect(await count(page) === 3, "narrow: three of the outlet");
    await page.locator(".chips a").first().click();
    expect(await count(page) === 10, "narrow: all again");
    await page.locator("a.exclude[aria-label='Exclude Meridian Post']").click();
    expect(await count(page) === 7, "narrow: without the outlet");
  },
  async read(page) {
    await search(page, "Starlink Taiwan");
    await page.locator(".hits h3 a").first().click();
    expect(await page.locator("article.whole .text p").count() > 3, "read: paragraphs");
    await page.goBack();
    expect(await count(page) === 9, "read: back to the list");
  },
  async matches(page, javaScript) {
    await search(page, "Starlink Taiwan");
    await page.locator(".hits h3 a").nth(1).click();
    await page.locator(".matches a").nth(1).click();
    expect(page.url().endsWith("#m2"), "matches: the second");
    expect(await page.locator("#m2").isVisible(), "matches: it can be seen");
    if (javaScript) {
      await page.keyboard.press("j");
      expect(await page.evaluate(() => document.activeElement.matches("mark[id]")), "matches: j goes to a match");
    }
  },
  async cite(page) {
    await search(page, "Starlink outlet:\"The Harbour Courier\"");
    await page.locator(".hits h3 a").first().click();
    await page.locator(".cite summary").click();
    expect((await page.locator(".cite pre").first().innerText()).includes("Tarrant, Imogen"), "cite: plain text");
    expect((await page.locator(".cite pre").nth(1).innerText()).includes("TY  - "), "cite: RIS");
  },
  async export(page) {
    await search(page, "Starlink");
    for (const [name, ending, first] of [["CSV", ".csv", "rank,key"], ["RIS (Zotero)", ".ris", "TY  - "], ["Excel", ".xlsx", "PK"]]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".exports a", { hasText: name }).click()]);
      expect(download.suggestedFilename() === `morgue-starlink${ending}`, `export: ${download.suggestedFilename()}`);
      const text = readFileSync(await download.path());
      expect(text.includes(first), `export: ${name} begins as it should`);
      if (name === "CSV") expect(text.toString().trim().split("\r\n").length === 11, "export: ten rows");
    }
  },
  async save(page, javaScript, width) {
    const name = `space-${javaScript}-${width}`;
    await search(page, "Starlink");
    await page.fill("#name", name);
    await page.locator(".save button").click();
    await page.waitForURL("**/saved?**");
    expect(await page.locator("tbody th a", { hasText: name }).count() === 1, "save: it is listed");
    await page.locator(`button[aria-label='Remove ${name}']`).click();
    await page.waitForURL("**/saved");
    expect(await page.locator("tbody th a", { hasText: name }).count() === 0, "save: it is removed");
  },
  async feed(page) {
    await search(page, "Starlink");
    const link = await page.locator("link[type='application/atom+xml']").getAttribute("href");
    const answer = await page.request.get(base + link);
    expect(answer.ok() && (await answer.text()).includes("<entry>"), "feed: entries");
  },
  async timeline(page) {
    await search(page, "Starlink");
    const all = await count(page);
    const bars = page.locator(".timeline svg a");
    const boxes = await Promise.all((await bars.all()).map((bar) => bar.locator("rect.found").getAttribute("height")));
    const highest = boxes.map(Number).reduce((best, height, nth, list) => (height > list[best] ? nth : best), 0);
    await bars.nth(highest).click({ force: true });
    await page.waitForURL("**since=**");
    const some = await count(page);
    expect(some > 0 && some < all, `timeline: ${some} of ${all}`);
  },
  async correct(page) {
    await search(page, "Starlnk Taiwan");
    await page.locator(".nothing a", { hasText: "starlink" }).first().click();
    expect(await count(page) === 9, "correct: nine articles");
  },
  async address(page) {
    await search(page, "Starlink");
    const link = await page.locator(".hits h3 a").first().getAttribute("href");
    await page.goto(base + link.split("?")[0]);
    expect(await page.locator("article.whole h1").count() === 1, "address: the article");
  },
  async phone(page, javaScript, width) {
    for (const path of ["/", "/search?q=Starlink", "/search?q=Starlink&view=kwic", "/status", "/help", "/saved"]) {
      await page.goto(base + path);
      const over = javaScript ? await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) : 0;
      expect(over <= 0, `phone: ${path} is ${over} px too wide at ${width}`);
    }
  },
};

for (const javaScript of [true, false])
  for (const width of [1280, 390])
    for (const [name, work] of Object.entries(tasks))
      await task(name, javaScript, width, (page) => work(page, javaScript, width));

// Every kind of page, in light and dark.
const kinds = await (async () => {
  const { context, page } = await open();
  const keys = async (query) => (await (await page.request.get(`${base}/api/search?fields=key&q=${encodeURIComponent(query)}`)).json()).hits.map((hit) => hit.key);
  const [found, copies] = [await keys("Starlink Taiwan"), await keys("copies:>1")];
  expect(copies.length >= 2, "the archive has copies");
  await context.close();
  return ["/", "/search?q=Starlink", "/search?q=Starlink&f=outlet%3A%22Meridian+Post%22&since=2024&sort=newest", "/search?q=Starlink&view=kwic",
    "/search?q=Starlnk+Taiwan", "/search?q=a+AND", `/article/${found[0]}?q=Starlink+Taiwan`, `/copies/${copies[0]}`,
    `/diff/${copies[0]}/${found[0]}`, "/entity/Elon%20Musk", "/saved", "/status", "/help", "/nowhere"].map((path) => base + path)
    .concat([guarded + "/login"]);
})();
if (pictures) mkdirSync(pictures, { recursive: true });
// Each colour scheme and each width once; with pictures, all four.
const looks = [["light", 1280], ["dark", 390]].concat(pictures ? [["light", 390], ["dark", 1280]] : []);
for (const [colorScheme, width] of looks) {
  const { context, page } = await open({ colorScheme, viewport: { width, height: 1000 }, reducedMotion: "reduce" });
  for (const [nth, url] of kinds.entries()) {
    await page.goto(url);
    if (colorScheme === "light" && width === 1280) {
      const report = await validator.validateString(await (await page.request.get(url)).text(), url);
      for (const { messages } of report.results)
        for (const message of messages) failures.push(`${url}: line ${message.line}: ${message.message} (${message.ruleId})`);
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    // The policy of the pages allows no foreign script, so it is run by the debugger.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const one of violations) failures.push(`${url} (${colorScheme}, ${width}): ${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over <= 0, `${url} is ${over} px too wide at ${width}`);
    if (pictures) await page.screenshot({ path: join(pictures, `${String(nth).padStart(2, "0")}-${colorScheme}-${width}.png`), fullPage: true });
  }
  await context.close();
}

// Keys, and a login.
await task("keys", true, 1280, async (page) => {
  await page.goto(base + "/search?q=Starlink");
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement.id) === "q", "keys: / leads to the box");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j"); await page.keyboard.press("j"); await page.keyboard.press("k");
  expect(await page.locator(".hits > li.at").count() === 1, "keys: an entry is chosen");
  await page.keyboard.press("o");
  await page.waitForURL("**/article/**");
  await page.keyboard.press("?");
  await page.waitForURL("**/help");
});
await task("count", true, 1280, async (page) => {
  await page.goto(base + "/");
  await page.type("#q", "Starlink");
  await page.waitForFunction(() => document.querySelector("#live").textContent === "10 articles", null, { timeout: 5000 });
});
for (const javaScript of [true, false])
  await task("login", javaScript, 1280, async (page) => {
    await page.goto(guarded + "/search?q=Starlink");
    expect(page.url().includes("/login?next="), "login: asked for");
    await page.fill("#token", token);
    await page.locator("form.login button").click();
    await page.waitForURL("**/search?q=Starlink");
    await page.locator("header form[action='/logout'] button").click();
    await page.waitForURL("**/login");
  });

await browser.close();
for (const failure of failures) console.log(failure);
process.exit(Math.min(failures.length, 100));
