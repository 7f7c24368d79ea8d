import type { IToken } from "chevrotain";
import type { Head } from "./clause-parser.ts";
import { describeMistake } from "./describe-mistake.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { ItemParser } from "./item-parser.ts";
import { type Item, itemsOf } from "./outline.ts";
import { type Phrase, phrases } from "./phrases.ts";
import { recogniseDeclaration } from "./recognise-declaration.ts";
import type * as syntax from "./syntax.ts";
import * as tokens from "./tokens.ts";

// Chevrotain analyses the grammar when a parser is made; one serves all, since parsing never awaits.
let sharedParser: ItemParser | undefined;

/** Parses the items of a file and of the blocks in them; adds what is wrong to `diagnostics`. */
export function readDeclarations(
  file: string,
  items: readonly Item[],
  diagnostics: Diagnostic[],
): syntax.Declaration[] {
  sharedParser ??= new ItemParser();
  const parser = sharedParser;

  /** One message at most: the first of an item is a mistake, the next often only its consequence. */
  function parse<Node>(item: Item, phrase: Phrase, rule: () => Node): Node | undefined {
    parser.begin(file, item.tokens);
    const node: Node | undefined = rule();
    const [reported] = parser.reported;
    const [error] = parser.errors;
    if (item.fault !== undefined) diagnostics.push(item.fault);
    else if (reported !== undefined) diagnostics.push(reported);
    else if (error !== undefined) diagnostics.push(describeMistake(file, phrase, item.tokens, error));
    return node ?? parseNameAndBlock(item, rule);
  }

  /** Of a declaration whose head is broken, keeps the name: others refer to it. */
  function parseNameAndBlock<Node>(item: Item, rule: () => Node): Node | undefined {
    const [keyword, name] = item.tokens;
    const block = blockOf(item);
    if (block === undefined || name === undefined || name === block) return undefined;
    parser.begin(file, [keyword!, name, block]);
    return rule();
  }

  function declaration(item: Item): syntax.Declaration | undefined {
    const recognised = recogniseDeclaration(file, item, diagnostics);
    return recognised && declarationReaders[recognised.keyword](recognised.item);
  }

  const declarationReaders: {
    readonly [K in syntax.Declaration["kind"]]: (item: Item) => syntax.Declaration | undefined;
  } = {
    import: (item) =>
      documented(
        item,
        parse(item, phrases.import, () => parser.import()),
      ),
    param: (item) =>
      documented(
        item,
        parse(item, phrases.param, () => parser.param()),
      ),
    network,
    block: network,
    policy: (item) => {
      const head = parse(item, phrases.policy, () => parser.policy());
      return complete(item, head, { rules: each(item, rule) });
    },
    data: (item) => {
      const head = parse(item, phrases.data, () => parser.data());
      return complete(item, head, { clauses: each(item, property) });
    },
    train: (item) => {
      const head = parse(item, phrases.train, () => parser.train());
      return complete(item, head, { clauses: each(item, clause) });
    },
  };

  function network(item: Item): syntax.NetworkDeclaration | undefined {
    const head = parse(item, phrases.network, () => parser.network());
    return complete(item, head, { body: each(item, statement) });
  }

  function statement(item: Item): syntax.Statement | undefined {
    return documented(
      item,
      parse(item, phrases.statement, () => parser.statement()),
    );
  }

  function rule(item: Item): syntax.Rule | undefined {
    const head = parse(item, phrases.rule, () => parser.rule());
    return complete(item, head, { clauses: each(item, clause) });
  }

  function clause(item: Item): syntax.Clause | undefined {
    return withClauses(
      item,
      parse(item, phrases.clause, () => parser.clause(false)),
    );
  }

  /** A clause about data, `image: scale(1 / 255)`: of a data declaration, or in the block of any clause. */
  function property(item: Item): syntax.Clause | undefined {
    return withClauses(
      item,
      parse(item, phrases.clause, () => parser.clause(true)),
    );
  }

  function withClauses(
    item: Item,
    head: Head<syntax.Clause, "clauses"> | undefined,
  ): syntax.Clause | undefined {
    const clauses = each(item, property);
    return complete(item, head, blockOf(item) === undefined ? {} : { clauses });
  }

  return items.map(declaration).filter((found) => found !== undefined);
}

/** Reads what stands in the block of an item, whether its head could be read or not. */
function each<Node>(item: Item, read: (item: Item) => Node | undefined): Node[] {
  const block = blockOf(item);
  if (block === undefined) return [];
  return itemsOf(block)
    .map(read)
    .filter((node) => node !== undefined);
}

function blockOf(item: Item): IToken | undefined {
  const last = item.tokens.at(-1);
  return last?.tokenType === tokens.Block ? last : undefined;
}

/** Adds to the head of a node what its block holds, and the documentation. */
function complete<Head extends { readonly block?: IToken }, Content extends object>(
  item: Item,
  head: Head | undefined,
  content: Content,
): (Omit<Head, "block"> & Content) | undefined {
  if (head === undefined) return undefined;
  const { block: _, ...rest } = head;
  return documented(item, { ...rest, ...content });
}

function documented<Node>(item: Item, node: Node): Node {
  return node === undefined || item.doc === undefined ? node : { ...node, doc: item.doc };
}
