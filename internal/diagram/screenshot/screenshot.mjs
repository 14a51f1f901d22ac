// Renders Mermaid text from stdin or files in headless Chromium, with the
// security level that GitHub uses, to see what a reader sees.
//
//   aicomply graph PATH | node screenshot.mjs OUT.png [--dark]
//   node screenshot.mjs --check FILE.mmd...
//
// --check draws each file and fails if Mermaid refuses it, or if the drawing
// holds what no label may bring in: links, scripts, images, handlers, formulas.
// Chromium is the one of CHROMIUM, or /usr/bin/chromium.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const script = fileURLToPath(new URL("node_modules/mermaid/dist/mermaid.min.js", import.meta.url));
const width = 1012; // of a README on GitHub, in CSS pixels

const args = process.argv.slice(2);
const dark = args.includes("--dark");
const check = args.includes("--check");
const files = args.filter((a) => !a.startsWith("--"));
if (files.length === 0 || (!check && files.length !== 1)) {
  console.error("usage: node screenshot.mjs OUT.png [--dark] < FILE.mmd | node screenshot.mjs --check FILE.mmd...");
  process.exit(2);
}

const profile = mkdtempSync(join(tmpdir(), "screenshot-"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  userDataDir: profile,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = false;
try {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 800, deviceScaleFactor: 1.5 });
  await page.setContent(`<body style="margin:0;background:${dark ? "#0d1117" : "#ffffff"}"><div id="out" style="padding:16px"></div></body>`);
  await page.addScriptTag({ path: script });
  await page.evaluate((theme) => {
    globalThis.alert = () => { globalThis.alerted = true; };
    globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme });
  }, dark ? "dark" : "default");
  if (check) {
    for (const file of files) {
      const wrong = await page.evaluate(draw, readFileSync(file, "utf8"));
      failed ||= wrong.length > 0;
      console.log(`${wrong.length > 0 ? "FAIL" : "ok"} ${file} ${wrong.join("; ")}`);
    }
  } else {
    const wrong = await page.evaluate(draw, readFileSync(0, "utf8"));
    if (wrong.length > 0) throw new Error(wrong.join("; "));
    await (await page.$("#out")).screenshot({ path: files[0] });
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

// draw runs in the page: it shows the text, and says what is wrong with it.
async function draw(text) {
  const out = document.getElementById("out");
  try {
    const { svg } = await globalThis.mermaid.render("drawing", text);
    out.innerHTML = svg;
  } catch (e) {
    document.getElementById("ddrawing")?.remove();
    return [String(e).slice(0, 300)];
  }
  const wrong = [];
  const bad = out.querySelectorAll("a, script, img, image, iframe, object, embed, form, input, math, i, b, em, strong, ul, ol, h1, h2, code");
  if (bad.length > 0) wrong.push(`${bad.length} elements, the first <${bad[0].tagName}>: ${bad[0].outerHTML.slice(0, 100)}`);
  for (const e of out.querySelectorAll("*")) {
    for (const a of e.attributes) {
      if (a.name.startsWith("on") || /javascript:/i.test(a.value)) wrong.push(`attribute ${a.name}`);
    }
  }
  const nodes = (text.match(/^ +n\d+[\[({>]/gm) ?? []).length;
  const drawn = out.querySelectorAll("g.node").length - (/^ {2}rest\[/m.test(text) ? 1 : 0);
  if (drawn !== nodes) wrong.push(`${nodes} nodes in the text, ${drawn} drawn`);
  if (/ﬂ°|¶ß/.test(out.textContent)) wrong.push("a character code is left over");
  if (globalThis.alerted) wrong.push("a script ran");
  return wrong;
}
