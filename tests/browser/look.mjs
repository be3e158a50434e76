// Copyright (c) 2026 mlops.azureml contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// Visits pages in a headless Chromium and tells what was seen, as JSON: stdin {chromium, modules, visits}, stdout one
// object a visit. It judges nothing; the tests do.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const order = JSON.parse(readFileSync(0, 'utf8'));
const require = createRequire(order.modules + '/');
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// From outside: what waits inside a page would have to evaluate text there, which its content policy forbids.
async function until(page, true_, milliseconds = 60000) {
  for (const end = Date.now() + milliseconds; !await page.evaluate(true_);) {
    if (Date.now() > end) throw new Error(`never came true: ${true_}`);
    await page.waitForTimeout(50);
  }
}

async function visit(browser, one) {
  const context = await browser.newContext({
    viewport: { width: one.width, height: 900 },
    colorScheme: one.dark ? 'dark' : 'light',
    ignoreHTTPSErrors: Boolean(one.unchecked),
    javaScriptEnabled: one.script !== false,
  });
  const page = await context.newPage();
  const seen = { requests: [], console: [], values: [] };
  page.on('request', (request) => seen.requests.push(`${request.method()} ${request.url()}`));
  page.on('console', (said) => { if (['error', 'warning'].includes(said.type())) seen.console.push(said.text()); });
  page.on('pageerror', (error) => seen.console.push(String(error)));
  page.on('dialog', (dialog) => { seen.console.push('dialog: ' + dialog.message()); dialog.dismiss(); });
  await page.goto(one.url);
  for (const [what, ...told] of one.steps ?? []) {
    if (what === 'fill') await page.fill(...told);
    if (what === 'click') await page.click(...told);
    if (what === 'press') await page.press(...told);
    if (what === 'wait') await until(page, ...told);
    if (what === 'value') seen.values.push(await page.evaluate(told[0]));
  }
  seen.wide = await page.evaluate('document.documentElement.scrollWidth');
  if (one.axe) {
    await page.evaluate(axe);
    const found = await page.evaluate('axe.run(document, {resultTypes: ["violations"]})');
    seen.axe = found.violations.map((rule) => `${rule.id}: ${rule.help}: ${rule.nodes[0].html.slice(0, 200)} ${rule.nodes[0].failureSummary}`);
  }
  if (one.picture) await page.screenshot({ path: one.picture, fullPage: true });
  if (one.print) seen.pages = (await page.pdf({ format: 'A4', printBackground: true })).length;
  await context.close();
  return seen;
}

const browser = await chromium.launch({ executablePath: order.chromium, args: ['--no-sandbox'] });
try {
  const seen = [];
  for (const one of order.visits) seen.push(await visit(browser, one));
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
}
