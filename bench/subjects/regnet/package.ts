/** regnet as its users load it: the built package, with the types of its sources. */
type Package = typeof import("regnet");
type NodePackage = typeof import("regnet/node");
type Compiler = typeof import("../../../compiler/index.ts");

export function loadRegnet(): Promise<Package> {
  return load("index.js");
}

export function loadRegnetNode(): Promise<NodePackage> {
  return load("node.js");
}

export function loadCompiler(): Promise<Compiler> {
  return load("compiler.js");
}

function load<T>(file: string): Promise<T> {
  return import(new URL(`../../../dist/${file}`, import.meta.url).href);
}
