import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The headers of the pages below each path. */
export const headersOf = {
  plain: {},
  isolated: isolation,
  strict: {
    ...isolation,
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:",
  },
  "without-workers": {
    ...isolation,
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  },
} as const;

export type PageKind = keyof typeof headersOf;

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

const HTML = '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>';

export interface Pages {
  readonly urlOf: (kind: PageKind) => string;
  readonly close: () => void;
}

/** Serves the scripts of `folder` below the path of each kind of page, and tfjs' .wasm files at /wasm/. */
export async function servePages(folder: string): Promise<Pages> {
  const tfjs = join(import.meta.dirname, "../../node_modules/@tensorflow/tfjs-backend-wasm/dist");
  const contentOf = (kind: string, file: string): Promise<string | Buffer> | string => {
    if (kind === "favicon.ico") return "";
    if (file === "index.html") return HTML;
    return readFile(join(kind === "wasm" ? tfjs : folder, file));
  };
  const server = createServer(async ({ url = "" }, response) => {
    const [, kind = "", file = ""] = new URL(url, "http://localhost").pathname.split("/");
    const name = file === "" ? "index.html" : file;
    try {
      const content = await contentOf(kind, name);
      const headers = Object.hasOwn(headersOf, kind) ? headersOf[kind as PageKind] : {};
      response.writeHead(200, { "Content-Type": contentTypes[extname(name)], ...headers }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { urlOf: (kind) => `http://127.0.0.1:${port}/${kind}/`, close: () => void server.close() };
}
