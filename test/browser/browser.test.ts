/** The package as it is installed, bundled into pages of a real browser. */
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { bundlePages } from "./bundle-pages.ts";
import { findChromium } from "./find-chromium.ts";
import { type PageKind, type Pages, servePages } from "./serve-pages.ts";
import { type SpecName, type Trained, train } from "./specs.ts";

const executablePath = findChromium();
if (executablePath === null)
  console.warn("Skipped: there is no Chromium at $CHROMIUM_PATH or /usr/bin/chromium.");

const specNames: readonly SpecName[] = ["perceptron", "convolutions"];
const team = Math.min(2, navigator.hardwareConcurrency);

describe.skipIf(executablePath === null)("in Chromium", () => {
  let pages: Pages;
  let browser: Browser;
  const inNode = new Map<SpecName, Trained>();

  beforeAll(async () => {
    const packageFolder = inject("packageFolder");
    pages = await servePages(await bundlePages(packageFolder));
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"],
    });
    const { compile } = await import(join(packageFolder, "dist/index.js"));
    for (const name of specNames) inNode.set(name, await train(compile, name, { threads: 2 }));
  });

  afterAll(async () => {
    await browser?.close();
    pages?.close();
  });

  async function open(kind: PageKind): Promise<{ readonly page: Page; readonly complaints: string[] }> {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const complaints: string[] = [];
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(pages.urlOf(kind));
    return { page, complaints };
  }

  const trainIn = (page: Page, name: SpecName, threads: number): Promise<Trained> =>
    page.evaluate(([name, threads]) => window.page.train(name, { threads }), [name, threads] as const);

  function expectAsInNode(name: SpecName, { losses }: Trained): void {
    const { losses: expected } = inNode.get(name)!;
    expect(losses).toHaveLength(expected.length);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    losses.forEach((loss, step) => {
      expect(Math.abs(loss - expected[step]!), `step ${step}`).toBeLessThan(1e-5);
    });
  }

  test.each(specNames)("%s: one thread and two give the same bits, those of Node", async (name) => {
    const { page, complaints } = await open("isolated");
    const alone = await trainIn(page, name, 1);
    const together = await trainIn(page, name, 2);
    expect([alone.threads, together.threads]).toEqual([1, team]);
    expect(together.losses).toEqual(alone.losses);
    expectAsInNode(name, together);
    expect(complaints).toEqual([]);
  });

  test("a page that is not cross-origin isolated trains on one thread", async () => {
    const { page, complaints } = await open("plain");
    const trained = await trainIn(page, "perceptron", 2);
    expect(trained.threads).toBe(1);
    expectAsInNode("perceptron", trained);
    expect(complaints).toEqual([]);
  });

  test("a worker of the page trains on threads of its own", async () => {
    const { page } = await open("isolated");
    const trained = await page.evaluate(() => window.page.trainInWorker("convolutions", { threads: 2 }));
    expect(trained.threads).toBe(team);
    expectAsInNode("convolutions", trained);
  });

  test("a strict content security policy is enough for threads", async () => {
    const { page, complaints } = await open("strict");
    expect((await trainIn(page, "perceptron", 2)).threads).toBe(team);
    expect(complaints).toEqual([]);
  });

  test("where the policy refuses workers, one thread does the work", async () => {
    const { page } = await open("without-workers");
    const trained = await trainIn(page, "perceptron", 2);
    expect(trained.threads).toBe(1);
    expectAsInNode("perceptron", trained);
  });

  test.skipIf(team < 2)("the page goes on while threads work on a step", async () => {
    const { page } = await open("isolated");
    expect(await page.evaluate(() => window.page.ticksDuringSteps(2))).toBeGreaterThan(20);
  });

  test("the page goes on between steps of one thread", async () => {
    const { page } = await open("isolated");
    expect(await page.evaluate(() => window.page.ticksDuringSteps(1))).toBeGreaterThan(2);
  });

  test("a model may be disposed during a step", async () => {
    const { page } = await open("isolated");
    const end = await page.evaluate(() => window.page.disposeDuringStep(2));
    expect(end).toBe("RangeError: the model was disposed");
    expectAsInNode("perceptron", await trainIn(page, "perceptron", 2));
  });

  test("models come and go without end", async () => {
    const { page } = await open("isolated");
    const threads = await page.evaluate(() => window.page.manyModels(150));
    expect(threads).toEqual(threads.map(() => team));
  });

  test("mistakes come as diagnostics", async () => {
    const { page } = await open("plain");
    const source = "network Net { input x: f32[2]; output y = x -> dence(1) }";
    const { codes, thrown } = await page.evaluate((text) => window.page.diagnose(text), source);
    expect(codes).toContain("unknown-layer");
    expect(thrown).toContain("dence");
  });

  test("missing .wasm files are a diagnostic, too", async () => {
    const { page } = await open("plain");
    const training = page.evaluate(() => window.page.train("perceptron", { wasmPaths: "/nowhere/" }));
    await expect(training).rejects.toThrow(/error\[backend-unavailable\].*say where the \.wasm files lie/s);
  });
});
