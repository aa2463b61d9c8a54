/** @file Measures the panel in Chromium: first picture, live update, frames while zooming, layout, memory. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { encode } from '../src/protocol/codec';
import type { Evaluation } from '../src/protocol/evaluation';
import { layoutInput } from '../src/webview/graph/geometry';
import { graphOf } from '../src/webview/graph/model';
import { layout } from '../src/webview/layout/layout';
import { open, serve } from '../test/webview/page';
import { chain, tangle } from '../test/webview/programs';

const sizes: [operations: number, make: () => Evaluation][] = [
  [100, () => tangle(85)],
  [1_000, () => tangle(850)],
  [10_000, () => chain(3_333)],
];

/** Markdown. `root` is the repository; the panel must have been built. */
export async function measurePanel(root: string, executablePath: string): Promise<string> {
  const site = await serve(root);
  const browser = await chromium.launch({ executablePath, args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
  const rows: string[] = [];
  let memory = '';
  try {
    for (const [operations, make] of sizes) {
      const evaluation = make();
      const text = encode(evaluation);
      const { page } = await open(browser, site, { width: 1000, height: 900 });
      const first = await firstPicture(page, text);
      await page.waitForTimeout(1_000);
      const update = await liveUpdate(page, text);
      const near = await frames(page, 60);
      await page.click('[title="Fit to the window"]');
      const all = await frames(page, 3);
      rows.push(
        `| ${evaluation.functions.length} | ${first.toFixed(0)} ms | ${update.toFixed(0)} ms | ${near.toFixed(0)} | ${all.toFixed(0)} | ${layoutTime(evaluation)} |`,
      );
      if (operations === 1_000) memory = await memoryAfter(page, text);
      await page.context().close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
  return [
    '| operations | first picture | live update | frames/s zooming | frames/s, all in view | layout: first, settled (crossings) |',
    '|---:|---:|---:|---:|---:|---|',
    ...rows,
    '',
    `Software rendering. First picture: from the arrival of the data to the second frame after it. ${memory}`,
    bundleSizes(root),
  ].join('\n');
}

function firstPicture(page: Page, text: string): Promise<number> {
  return page.evaluate(async (evaluation) => {
    const start = await new Promise<number>((arrived) => {
      window.addEventListener('message', () => arrived(performance.now()), { once: true, capture: true });
      window.harness.send({ type: 'evaluation', evaluation, reason: 'new' });
    });
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  }, text);
}

/** Median of thirty updates with the same structure. */
function liveUpdate(page: Page, text: string): Promise<number> {
  return page.evaluate(async (evaluation) => {
    const times: number[] = [];
    for (let i = 0; i < 30; i++) {
      const start = performance.now();
      await new Promise<void>((done) => {
        window.addEventListener('message', () => setTimeout(done), { once: true });
        window.harness.send({ type: 'evaluation', evaluation, reason: 'inputs' });
      });
      times.push(performance.now() - start);
      await new Promise((next) => requestAnimationFrame(next));
    }
    return times.sort((a, b) => a - b)[15];
  }, text);
}

function frames(page: Page, strength: number): Promise<number> {
  return page.evaluate(async (delta) => {
    const surface = document.querySelector('.surface')!;
    const bounds = surface.getBoundingClientRect();
    let count = 0;
    const start = performance.now();
    await new Promise<void>((done) => {
      const frame = (now: number) => {
        count++;
        const place = { clientX: bounds.left + bounds.width / 2, clientY: bounds.top + bounds.height / 2 };
        surface.dispatchEvent(
          new WheelEvent('wheel', { deltaY: Math.sin(count / 12) * delta, bubbles: true, cancelable: true, ...place }),
        );
        if (now - start > 2_500) done();
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    return (1000 * count) / (performance.now() - start);
  }, strength);
}

function layoutTime(evaluation: Evaluation): string {
  const input = layoutInput(graphOf(evaluation), {
    direction: 'across',
    style: 'usual',
    cardWidth: 140,
    cardHeight: 62,
    functionHeight: 42,
    lanePadding: 14,
    framePadding: 24,
    clearance: 24,
    functionWidth: () => 42,
    caption: () => 0,
  });
  layout(input, { gap: 16, milliseconds: 0 });
  const start = performance.now();
  const first = layout(input, { gap: 16, milliseconds: 0 });
  const spent = performance.now() - start;
  const settled = layout(input, { gap: 16, milliseconds: 400 });
  return `${spent.toFixed(0)} ms (${first.crossings}), 400 ms (${settled.crossings})`;
}

async function memoryAfter(page: Page, text: string): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  };
  const before = await heap();
  for (let i = 0; i < 100; i++) {
    await page.evaluate(async (evaluation) => {
      window.harness.send({ type: 'evaluation', evaluation, reason: 'new' });
      await new Promise((done) => requestAnimationFrame(done));
    }, text);
  }
  await page.waitForTimeout(1_000);
  return `Heap of the panel with 1,000 operations: ${before.toFixed(0)} MB, after a hundred evaluations more ${(await heap()).toFixed(0)} MB.`;
}

function bundleSizes(root: string): string {
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
  const sizeOf = (file: string) => {
    const path = join(root, 'dist/webview', file);
    return `${file} ${kilobytes(statSync(path).size)} (${kilobytes(gzipSync(readFileSync(path)).length)} gzipped)`;
  };
  return `Bundles: ${sizeOf('panel.js')}, ${sizeOf('panel.css')}.`;
}
